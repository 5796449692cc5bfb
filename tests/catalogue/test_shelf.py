"""Every change to the shelf is in its audit, or is not made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.tables import Account, AuditEvent, RateWindow, Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def _count(shelf: Shelf, table: Any) -> int:
    with shelf.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _by_object(session: Session, shelf: Shelf) -> None:
    session.add(Setting(name="four_eyes", value=True, changed_at=shelf.clock()))


def _by_object_flushed(session: Session, shelf: Shelf) -> None:
    _by_object(session, shelf)
    session.flush()


def _by_attribute_flushed(session: Session, shelf: Shelf) -> None:
    del shelf
    for account in session.scalars(select(Account)):
        account.display_name = "Mallory"
    session.flush()


def _by_statement(session: Session, shelf: Shelf) -> None:
    session.execute(insert(Setting).values(name="four_eyes", value=True, changed_at=shelf.clock()))


def _in_bulk(session: Session, shelf: Shelf) -> None:
    del shelf
    session.execute(update(Account).values(display_name="Mallory"))


def _by_deletion(session: Session, shelf: Shelf) -> None:
    del shelf
    session.execute(delete(Account))


def _by_text(session: Session, shelf: Shelf) -> None:
    del shelf
    session.execute(text("  update accounts SET display_name = 'Mallory'"))


def _by_cte(session: Session, shelf: Shelf) -> None:
    del shelf
    session.execute(text("WITH few AS (SELECT id FROM accounts) DELETE FROM accounts WHERE id IN (SELECT id FROM few)"))


def _by_select(session: Session, shelf: Shelf) -> None:
    """What begins like a query, where the engine knows such a statement."""
    del shelf
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    gone = "DELETE FROM accounts RETURNING id"
    session.execute(text(gone if on_sqlite else f"WITH gone AS ({gone}) SELECT id FROM gone")).all()  # noqa: S608


WAYS = [
    _by_object,
    _by_object_flushed,
    _by_attribute_flushed,
    _by_statement,
    _in_bulk,
    _by_deletion,
    _by_text,
    _by_cte,
    _by_select,
]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_a_change_that_the_audit_does_not_know_of_is_not_made(
    shelf: Shelf, way: Callable[[Session, Shelf], None]
) -> None:
    """A service that forgets the audit fails, whichever way it writes, and nothing of it is kept."""
    accounts = _count(shelf, Account)

    with pytest.raises(RuntimeError, match="not recorded in the audit"), shelf.changing(OPERATOR) as change:
        way(change.session, shelf)

    assert (accounts, 0) == (_count(shelf, Account), _count(shelf, Setting))
    with shelf.reading() as session:
        assert "Mallory" not in session.scalars(select(Account.display_name)).all()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("way", WAYS[:5], ids=lambda way: way.__name__.strip("_"))
def test_a_recorded_change_is_kept_with_its_record(shelf: Shelf, way: Callable[[Session, Shelf], None]) -> None:
    """A change and its record are there together."""
    with shelf.changing(OPERATOR) as change:
        way(change.session, shelf)
        change.record(Action.SETTING_CHANGED, "four_eyes", after={"value": True})

    assert 1 == _count(shelf, AuditEvent)


def test_a_change_that_fails_leaves_no_record(shelf: Shelf) -> None:
    """What did not happen is not in the audit."""

    def fail() -> None:
        with shelf.changing(OPERATOR) as change:
            change.record(Action.SETTING_CHANGED, "four_eyes")
            change.session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert 0 == _count(shelf, AuditEvent)


@pytest.mark.usefixtures("people")
def test_looking_is_no_change(shelf: Shelf) -> None:
    """A change that turns out to have nothing to do needs no record, even if it has locked a row to find out."""
    with shelf.changing(OPERATOR) as change:
        rows = change.session.scalars(select(Account).with_for_update()).all()
        change.session.execute(text("WITH few AS (SELECT 1 AS one) SELECT one FROM few"))

    assert 7 == len(rows)


def test_the_record_says_who_when_and_what(shelf: Shelf, people: People, clock: Clock) -> None:
    """The record names the account, the time of the shelf's clock, and what was done to what."""
    with shelf.changing(people.admin) as change:
        change.record(Action.SETTING_CHANGED, "four_eyes", before={"value": False}, after={"value": True})

    with shelf.reading() as session:
        event = session.scalars(select(AuditEvent)).one()
        assert (people.admin.account_id, "admin@example.com", clock.at) == (event.actor_id, event.actor, event.at)
        assert ("SettingChanged", "four_eyes", {"value": True}) == (event.action, event.subject, event.after)


def test_bookkeeping_needs_no_record(shelf: Shelf) -> None:
    """How often something was tried is counted without a word in the audit."""
    with shelf.bookkeeping() as session:
        session.add(RateWindow(key="sign-in", starts_at=shelf.clock(), ends_at=shelf.clock(), count=1))

    assert (1, 0) == (_count(shelf, RateWindow), _count(shelf, AuditEvent))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_bookkeeping_changes_nothing_else(shelf: Shelf, way: Callable[[Session, Shelf], None]) -> None:
    """No change to the shelf passes for bookkeeping."""
    accounts = _count(shelf, Account)

    with pytest.raises(RuntimeError, match="belongs in the audit"), shelf.bookkeeping() as session:
        way(session, shelf)

    assert (accounts, 0) == (_count(shelf, Account), _count(shelf, Setting))
