"""Accounts: made, given roles, disabled; and never without an administrator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.people.accounts import (
    create_account,
    find_account,
    first_admin,
    set_disabled,
    set_password,
    set_role,
    sign_in_name,
)
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.tokens import create_token, holder_of
from teamshelf.catalogue.places.directory import places_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, AuditEvent

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

PASSWORD = "correct horse battery"


def refusal(do: object, *given: object, **named: object) -> tuple[Kind, str]:
    """Why something is refused."""
    with pytest.raises(Refusal) as caught:
        do(*given, **named)  # type: ignore[operator]
    return caught.value.kind, caught.value.rule


def test_an_account_has_its_own_place_and_a_name_in_lower_case(shelf: Shelf) -> None:
    """Whoever has an account can add apps for themselves at once."""
    made = create_account(shelf, OPERATOR, " Ann@Example.ORG ", Role.PUBLISHER)

    with shelf.reading() as session:
        account = find_account(session, "ANN@example.org")
        assert account is not None
        assert ("ann@example.org", "publisher", made) == (account.name, account.role, account.id)
        assert [made] == [place.id for place in places_of(session, made)]


@pytest.mark.parametrize("name", ["", "two words", "@example.org", "a@b@c", "a\x00b", "a" * 400, "-dash", "a/b"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """A name can be typed, and stands in an address without harm."""
    assert (Kind.INVALID, "bad-name") == refusal(sign_in_name, name)


def test_a_name_is_taken_once_however_it_is_written(shelf: Shelf) -> None:
    """Whoever types the wide letters of East Asia means the same person."""
    create_account(shelf, OPERATOR, "ann", Role.USER)

    assert (Kind.CONFLICT, "name-taken") == refusal(create_account, shelf, OPERATOR, "\uff21\uff2e\uff2e", Role.USER)


@pytest.mark.parametrize("role", [Role.USER, Role.PUBLISHER, Role.REVIEWER])
def test_only_administrators_make_and_change_accounts(shelf: Shelf, people: People, role: Role) -> None:
    """Nobody gives themselves another role."""
    actor = getattr(people, role.value)

    for do, *given in (
        (create_account, "ann", Role.ADMIN),
        (set_role, actor.account_id, Role.ADMIN),
        (set_disabled, people.admin.account_id),
        (set_password, people.admin.account_id, PASSWORD),
    ):
        named = {"disabled": True} if do is set_disabled else {}
        assert (Kind.FORBIDDEN, "role-needed") == refusal(do, shelf, actor, *given, **named)


def test_the_last_administrator_stays(shelf: Shelf, people: People) -> None:
    """Neither another role nor disabling leaves a shelf that nobody can look after."""
    last = people.admin.account_id

    assert (Kind.CONFLICT, "last-admin") == refusal(set_role, shelf, people.admin, last, Role.USER)
    assert (Kind.CONFLICT, "last-admin") == refusal(set_disabled, shelf, people.admin, last, disabled=True)


def test_two_administrators_cannot_end_each_other_at_once(shelf: Shelf, people: People) -> None:
    """One of the two changes is refused, whatever the order."""
    first = people.admin
    second_id = create_account(shelf, OPERATOR, "second", Role.ADMIN)

    def end(account_id: str) -> str:
        try:
            set_role(shelf, OPERATOR, account_id, Role.USER)
        except Refusal as refused:
            return refused.rule
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(end, [first.account_id or "", second_id]))

    assert ["done", "last-admin"] == outcomes


def test_disabling_ends_tokens_at_once_and_for_good(shelf: Shelf, people: People) -> None:
    """Who is let in again needs new tokens: nobody knows where the old ones are."""
    account_id = people.publisher.account_id or ""
    token = create_token(shelf, people.admin, account_id, label="ci").text

    set_disabled(shelf, people.admin, account_id, disabled=True)
    while_disabled = holder_of(shelf, token)
    set_disabled(shelf, people.admin, account_id, disabled=False)

    assert (None, None) == (while_disabled, holder_of(shelf, token))


def test_a_role_that_is_taken_away_is_taken_from_tokens_too(shelf: Shelf, people: People) -> None:
    """A token grants what its account's role can, not what it could when the token was made."""
    account_id = people.reviewer.account_id or ""
    token = create_token(shelf, people.admin, account_id, label="ci").text

    set_role(shelf, people.admin, account_id, Role.USER)
    holder = holder_of(shelf, token)

    assert holder is not None
    assert (Role.USER, False) == (holder.role, "AppCatalog.ReadWrite.All" in holder.scopes)


def test_the_first_administrator_is_made_once(shelf: Shelf) -> None:
    """A shelf that somebody can sign in to is given no other way in."""
    made = first_admin(shelf, OPERATOR, "Admin")

    assert made is not None
    assert ("admin", None) == (made[0], first_admin(shelf, OPERATOR, "Admin"))


def test_each_change_of_an_account_is_in_the_audit_without_the_password(shelf: Shelf, people: People) -> None:
    """The audit says that a password was changed, and not to what."""
    account_id = create_account(shelf, people.admin, "ann", Role.USER, password=PASSWORD)
    set_role(shelf, people.admin, account_id, Role.REVIEWER)
    set_password(shelf, people.admin, account_id, f"{PASSWORD} staple")
    set_disabled(shelf, people.admin, account_id, disabled=True)

    with shelf.reading() as session:
        events = list(session.scalars(select(AuditEvent).where(AuditEvent.subject == account_id)))
        stored = session.get(Account, account_id)
    assert ["AccountCreated", *["AccountChanged"] * 3] == [event.action for event in events]
    assert PASSWORD not in repr([(event.before, event.after) for event in events])
    assert stored is not None
    assert stored.password_hash is not None
    assert stored.password_hash.startswith("$argon2id$")
