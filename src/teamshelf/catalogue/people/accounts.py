"""Accounts: who may do what on the shelf."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.people.passwords import hashed, random_password
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.places.own import ensure_own_place
from teamshelf.catalogue.policy.equipping import equip_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, Token, WebSession
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import LANGUAGES, say, shown

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Change, Shelf

_NAME = re.compile(r"[^\W_][\w.+\-]{0,159}(@[\w.\-]{1,159})?")


def sign_in_name(text: str) -> str:
    """The form in which a sign-in name is kept: NFKC, lower case.

    Raises:
        Refusal: it cannot be one.
    """
    name = folded_name(text)
    if not _NAME.fullmatch(name):
        raise Refusal(
            Kind.INVALID,
            "bad-name",
            say(
                "{name} is no sign-in name: letters, digits, `.`, `-`, `_` and `+`, with or without `@domain`",
                name=shown(text),
            ),
        )
    return name


def create_account(
    shelf: Shelf,
    actor: Actor,
    name: str,
    role: Role,
    *,
    password: str | None = None,
    display_name: str | None = None,
    must_change_password: bool = False,
) -> str:
    """Make an account, with its own place, and give its id.

    Raises:
        Refusal: the actor is no administrator, the name is taken or cannot be one, the password is bad.
    """
    require(actor, Role.ADMIN)
    name = sign_in_name(name)
    password_hash = None if password is None else hashed(password, name)
    with shelf.changing(actor) as change:
        if change.session.scalar(select(Account.id).where(Account.name == name)) is not None:
            raise Refusal(
                Kind.CONFLICT, "name-taken", say("there is an account called {name} already", name=shown(name))
            )
        account = add_account(change, name=name, display_name=display_name or name, role=role)
        account.password_hash = password_hash
        account.must_change_password = must_change_password
    return account.id


def add_account(
    change: Change,
    *,
    name: str,
    display_name: str,
    role: Role = Role.USER,
    issuer: str | None = None,
    subject: str | None = None,
) -> Account:
    """Add an account and its own place within a change, and record it; the name is one that is free."""
    account = Account(
        id=new_guid(),
        name=name,
        display_name=display_name,
        role=role.value,
        issuer=issuer,
        subject=subject,
        created_at=change.at,
    )
    change.session.add(account)
    change.session.flush()
    ensure_own_place(change.session, account, change.at)
    change.record(Action.ACCOUNT_CREATED, account.id, label=name, after={"role": role.value, "issuer": issuer})
    equip_account(change, account.id)
    return account


def first_admin(shelf: Shelf, actor: Actor, name: str) -> tuple[str, str] | None:
    """Make the first administrator of a shelf that has no account that can sign in; None where it has one.

    Gives the account's name and a password that opens nothing but the choice of another.
    """
    with shelf.reading() as session:
        if session.scalars(select(Account.id).where(_signs_in()).limit(1)).first() is not None:
            return None
    password = random_password()
    create_account(shelf, actor, name, Role.ADMIN, password=password, must_change_password=True)
    return sign_in_name(name), password


def set_role(shelf: Shelf, actor: Actor, account_id: str, role: Role) -> None:
    """Give an account another role. Its tokens grant from then on what the new role can.

    Raises:
        Refusal: the actor is no administrator, there is no such account, or it is the last administrator's.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        admins = _locked_admins(change.session)
        account = _locked(change.session, account_id)
        if account.role == role.value:
            return
        if role is not Role.ADMIN:
            _keep_one(admins, account)
        before, account.role = account.role, role.value
        change.record(
            Action.ACCOUNT_CHANGED, account.id, label=account.name, before={"role": before}, after={"role": role.value}
        )


def set_disabled(shelf: Shelf, actor: Actor, account_id: str, *, disabled: bool) -> None:
    """Disable an account, which signs it out everywhere and revokes its tokens, or let it sign in again.

    Raises:
        Refusal: the actor is no administrator, there is no such account, or it is the last administrator's.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        admins = _locked_admins(change.session)
        account = _locked(change.session, account_id)
        if (account.disabled_at is not None) == disabled:
            return
        if disabled:
            _keep_one(admins, account)
            _sign_out_everywhere(change, account.id)
        account.disabled_at = change.at if disabled else None
        change.record(
            Action.ACCOUNT_CHANGED,
            account.id,
            label=account.name,
            before={"disabled": not disabled},
            after={"disabled": disabled},
        )


def set_password(shelf: Shelf, actor: Actor, account_id: str, password: str, *, must_change: bool = False) -> None:
    """Set the password of an account, which signs it out everywhere.

    Raises:
        Refusal: it is somebody else's and the actor is no administrator, or the password is bad.
    """
    if account_id != actor.account_id:
        require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        account = _locked(change.session, account_id)
        account.password_hash = hashed(password, account.name)
        account.must_change_password = must_change
        change.session.execute(delete(WebSession).where(WebSession.account_id == account.id))
        change.record(Action.ACCOUNT_CHANGED, account.id, label=account.name, after={"password": "changed"})


def choose_language(shelf: Shelf, actor: Actor, language: str) -> None:
    """Let the pages be in another language for whoever asks; the one they have already changes nothing.

    Raises:
        Refusal: FORBIDDEN `account-needed`; INVALID `unknown-language`.
    """
    account_id = require_account(actor)
    if language not in LANGUAGES:
        raise Refusal(
            Kind.INVALID,
            "unknown-language",
            say("the pages are in {languages}, not in {language}", languages=_LANGUAGES, language=shown(language)),
        )
    with shelf.changing(actor) as change:
        account = _locked(change.session, account_id)
        if account.language != language:
            before, account.language = account.language, language
            change.record(
                Action.ACCOUNT_CHANGED,
                account.id,
                label=account.name,
                before={"language": before},
                after={"language": language},
            )


_LANGUAGES = ", ".join(LANGUAGES)


def find_account(session: Session, key: str) -> Account | None:
    """The account with an id or a sign-in name; None where there is none."""
    return session.get(Account, key.lower()) or account_named(session, key)


def account_named(session: Session, name: str) -> Account | None:
    """The account with a sign-in name; None where there is none."""
    folded = folded_name(name)
    if not _NAME.fullmatch(folded):
        return None
    return session.scalar(select(Account).where(Account.name == folded))


def folded_name(text: str) -> str:
    """A sign-in name as it is compared: however it was typed."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def _signs_in() -> ColumnElement[bool]:
    return Account.password_hash.is_not(None) | Account.issuer.is_not(None)


def _locked(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no such account"))
    return account


def _locked_admins(session: Session) -> frozenset[str]:
    """The administrators, who stay what they are until the change is made.

    All of them are locked first, and in one order: two changes that each began with another of them would wait for each
    other.
    """
    active = select(Account.id).where(Account.role == Role.ADMIN.value, Account.disabled_at.is_(None))
    return frozenset(session.scalars(active.order_by(Account.id).with_for_update()))


def _keep_one(admins: frozenset[str], account: Account) -> None:
    if admins == {account.id}:
        raise Refusal(Kind.CONFLICT, "last-admin", say("a shelf has at least one administrator"))


def _sign_out_everywhere(change: Change, account_id: str) -> None:
    change.session.execute(delete(WebSession).where(WebSession.account_id == account_id))
    change.session.execute(
        update(Token).where(Token.account_id == account_id, Token.revoked_at.is_(None)).values(revoked_at=change.at)
    )
