"""Accounts of people for whom an OpenID Connect provider vouches.

An account belongs to issuer and subject, which never change, and not to a name or an address, which others may get. A
name is taken over from the provider where it is free; an entry of the directory that cannot sign in and may do nothing
special becomes the person's account, for that is what the directory was imported for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import Gate
from teamshelf.catalogue.people.accounts import account_named, add_account, sign_in_name
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.signing_in import SignedIn, as_actor, begin_session
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account
from teamshelf.messages import say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

LONGEST_SUBJECT = 255
"""Characters of a subject, as OpenID Connect has it."""

LONGEST_DISPLAY_NAME = 200


class Person(Struct, frozen=True):
    """Somebody, as the provider describes them.

    Attributes:
        issuer, subject: who they are, for ever.
        name: what they sign in with there; empty where the provider does not say.
        display_name: what people call them; empty likewise.
    """

    issuer: str
    subject: str
    name: str = ""
    display_name: str = ""


def sign_in_person(shelf: Shelf, visitor: Actor, person: Person) -> SignedIn:
    """Sign in somebody for whom a provider vouches; their first sign-in makes their account.

    Raises:
        Refusal: `wrong-credentials` where the account is disabled; INVALID `bad-subject`.
    """
    if not person.subject or len(person.subject) > LONGEST_SUBJECT or not person.subject.isprintable():
        raise Refusal(Kind.INVALID, "bad-subject", say("the provider does not say who signed in"))
    with shelf.changing(visitor, Gate.ALWAYS) as change:
        account = _known(change, person) or _entry(change, person) or _made(change, person)
        if account.disabled_at is not None:
            raise Refusal(
                Kind.FORBIDDEN,
                "wrong-credentials",
                say("the name or the password is wrong, or the account is disabled"),
            )
        change.actor = as_actor(account, visitor)
        return begin_session(change, account)


def _known(change: Change, person: Person) -> Account | None:
    return change.session.scalar(
        select(Account).where(Account.issuer == person.issuer, Account.subject == person.subject)
    )


def _entry(change: Change, person: Person) -> Account | None:
    """The entry of the directory that the person is: one that nobody could sign in to, with the least role."""
    found = account_named(change.session, person.name)
    if found is None or found.password_hash or found.issuer or found.role != Role.USER:
        return None
    found.issuer, found.subject = person.issuer, person.subject
    change.record(
        Action.ACCOUNT_CHANGED, found.id, label=found.name, before={"issuer": None}, after={"issuer": person.issuer}
    )
    return found


def _made(change: Change, person: Person) -> Account:
    name = _free_name(change, person)
    return add_account(
        change,
        name=name,
        display_name=_display_name(person) or name,
        issuer=person.issuer,
        subject=person.subject,
    )


def _free_name(change: Change, person: Person) -> str:
    """The provider's name where it can be one here and is free, else one that no other person of theirs can have."""
    from hashlib import sha256

    try:
        wanted = sign_in_name(person.name)
    except Refusal:
        wanted = ""
    if wanted and account_named(change.session, wanted) is None:
        return wanted
    return f"u{sha256(f'{person.issuer} {person.subject}'.encode()).hexdigest()[:24]}@open-id"


def _display_name(person: Person) -> str:
    return "".join(character for character in person.display_name if character.isprintable())[:LONGEST_DISPLAY_NAME]
