"""The audit is sealed entry by entry: what is done to it behind the shelf's back is named, and old entries may go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import AuditEvent, AuditSeal
from teamshelf.catalogue.upkeep import sealing
from teamshelf.catalogue.upkeep.copying import back_up, restore
from teamshelf.catalogue.upkeep.sealing import keep_audit, let_go, newest_seal, seal, unsealed
from teamshelf.catalogue.upkeep.verifying import verify
from teamshelf.server.minding import mind
from tests.catalogue.upkeep.test_verifying import past_the_guards

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.database import Database
    from tests.catalogue.shelves import Clock, People


def write(shelf: Shelf, count: int, start: int = 0) -> None:
    """Some changes, each with an entry."""
    for number in range(start, start + count):
        with shelf.changing(OPERATOR) as change:
            before, after = {"é": number, "a": None}, {"z": [1, "\ud7ff"], "a": {"b": True}}
            change.record(Action.APP_BLOCKED, f"app-{number}", label="Été", before=before, after=after)


@pytest.fixture
def sealed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf with nine entries under three seals, and one under none."""
    monkeypatch.setattr(sealing, "MOST_IN_SEAL", 3)
    write(shelf, 9)
    assert 3 == seal(shelf)
    write(shelf, 1, 9)
    return shelf


def faults(database: Database) -> list[tuple[str, str]]:
    """What is wrong, and with which row."""
    return [(fault.rule, fault.key) for fault in verify(database).faults]


def ids(shelf: Shelf) -> list[int]:
    """The numbers of the entries."""
    with shelf.reading() as session:
        return list(session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)))


def behind(shelf: Shelf, *statements: Any) -> None:
    """Do something to the tables that no service does, past all that guards them."""
    with shelf.database.writing() as session:
        past_the_guards(session, shelf.database)
        for statement in statements:
            session.execute(statement)


def test_what_is_new_is_sealed(sealed: Shelf) -> None:
    """Each seal follows from the one before; what is sealed stays so, and what came since waits for the next."""
    with sealed.reading() as session:
        seals = session.scalars(select(AuditSeal).order_by(AuditSeal.number)).all()
        waiting = unsealed(session)

    assert [(1, 3), (2, 3), (3, 3)] == [(made.number, made.count) for made in seals]
    assert ["", seals[0].digest, seals[1].digest] == [made.previous for made in seals]
    assert ids(sealed)[:9] == [int(line.split()[0]) for made in seals for line in made.marks.splitlines()]
    assert 1 == waiting
    assert [] == faults(sealed.database)
    assert 3 == verify(sealed.database).counts["seals"]
    assert 1 == seal(sealed)
    assert 0 == seal(sealed)


COLUMNS: list[tuple[str, Any]] = [
    ("at", datetime(2020, 2, 2, tzinfo=UTC)),
    ("actor_id", "00000000-0000-4000-8000-000000000001"),
    ("actor", "somebody"),
    ("action", "AppAllowed"),
    ("subject", "other"),
    ("label", "Ete"),
    ("app_id", "00000000-0000-4000-8000-000000000001"),
    ("digest", "0" * 64),
    ("before", {"é": 4, "a": 1}),
    ("after", None),
    ("request_id", "x"),
    ("address", "192.0.2.1"),
]


def test_every_column_is_under_the_seal() -> None:
    """A new one would be missed otherwise."""
    assert {name for name, _ in COLUMNS} | {"id"} == set(AuditEvent.__table__.columns.keys())


@pytest.mark.parametrize(("column", "value"), COLUMNS, ids=[name for name, _ in COLUMNS])
def test_a_changed_entry_is_named(sealed: Shelf, column: str, value: Any) -> None:
    """Whichever part of it was changed."""
    fifth = ids(sealed)[4]
    behind(sealed, update(AuditEvent).where(AuditEvent.id == fifth).values({column: value}))

    assert [("entry-changed", str(fifth))] == faults(sealed.database)


def test_a_dropped_entry_is_named(sealed: Shelf) -> None:
    """The first of a seal, the last of it and one between."""
    gone = [ids(sealed)[place] for place in (0, 4, 8)]
    behind(sealed, delete(AuditEvent).where(AuditEvent.id.in_(gone)))

    assert [("entry-missing", str(each)) for each in gone] == faults(sealed.database)


def test_an_entry_that_was_put_in_is_named(sealed: Shelf) -> None:
    """Where a number was left out, and below the first."""
    third = ids(sealed)[2]
    values = {"at": sealed.clock(), "actor": "x", "action": "AppAllowed", "subject": "x", "label": ""}
    put_in = [insert(AuditEvent).values(id=-7, **values)]
    behind(sealed, delete(AuditEvent).where(AuditEvent.id == third), *put_in)
    behind(sealed, insert(AuditEvent).values(id=third, **values))

    assert [("entry-put-in", "-7"), ("entry-changed", str(third))] == faults(sealed.database)


def test_a_dropped_seal_is_found(sealed: Shelf) -> None:
    """The first one and one between; its entries alone would not show it."""
    behind(sealed, delete(AuditSeal).where(AuditSeal.number == 2))
    between = faults(sealed.database)
    behind(sealed, delete(AuditSeal).where(AuditSeal.number == 1))

    assert [("seal-missing", "3")] == between
    assert ("seal-missing", "3") in faults(sealed.database)


@pytest.mark.parametrize("change", [{"marks": "1 00"}, {"previous": "0" * 64}, {"count": 2}], ids=str)
def test_a_changed_seal_is_found(sealed: Shelf, change: dict[str, Any]) -> None:
    """Also one that was given the digest that goes with what it says now: the next does not follow from it."""
    behind(sealed, update(AuditSeal).where(AuditSeal.number == 2).values(change))
    found = faults(sealed.database)
    with sealed.reading() as session:
        forged = sealing.digest_of(session.get_one(AuditSeal, 2))
    behind(sealed, update(AuditSeal).where(AuditSeal.number == 2).values(digest=forged))

    assert ("seal-broken", "2") in found
    assert ("seal-broken", "3") in faults(sealed.database)


def test_the_database_itself_keeps_seals_and_entries(sealed: Shelf) -> None:
    """No statement changes a seal, drops one, or drops an entry whose seal does not say that it is removed."""
    statements = (
        "DELETE FROM audit_seals",
        "UPDATE audit_seals SET digest = ''",
        "UPDATE audit_seals SET marks = ''",
        "DELETE FROM audit_events",
        "DELETE FROM audit_events WHERE id = (SELECT max(id) FROM audit_events)",
    )
    for statement in statements:
        with pytest.raises(DBAPIError, match="history is only added to"), sealed.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert 10 == len(ids(sealed))


def test_old_entries_go_with_their_seals_kept(sealed: Shelf, clock: Clock, people: People) -> None:
    """Not before, not those without a seal, and the audit says which; the rest still holds."""
    change_settings(sealed, people.admin, audit_days=30)
    first = ids(sealed)
    early = let_go(sealed)
    clock.pass_by(days=31)
    gone = let_go(sealed)
    left = ids(sealed)
    with sealed.reading() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.AUDIT_LET_GO)).all()

    assert (0, 9) == (early, gone)
    assert set(first[9:]) < set(left)
    assert not set(first[:9]) & set(left)
    assert ["1", "2", "3"] == [each.subject for each in told]
    assert {"first": 1, "last": first[2], "entries": 3} == told[0].before
    assert [] == faults(sealed.database)
    assert 0 == let_go(sealed)
    keep_audit(sealed)
    clock.pass_by(days=31)
    assert len(left) == let_go(sealed)  # what is said of the first goes as well
    assert [] == faults(sealed.database)


def test_nothing_goes_without_the_setting(sealed: Shelf, clock: Clock) -> None:
    """However old it is."""
    clock.pass_by(days=4000)

    assert 0 == let_go(sealed)
    assert 10 == len(ids(sealed))


def test_entries_that_somebody_else_let_go_are_missed(sealed: Shelf) -> None:
    """A seal that says so, without a word in the audit; and entries that came back."""
    removed = update(AuditSeal).where(AuditSeal.number == 1).values(removed_at=sealed.clock())
    behind(sealed, removed)
    back = faults(sealed.database)
    behind(sealed, delete(AuditEvent).where(AuditEvent.id <= ids(sealed)[2]))

    assert ("entry-put-in", str(ids(sealed)[0] - 3)) in back
    assert [("entries-removed-silently", "1")] == faults(sealed.database)


def test_a_change_under_way_is_waited_for(shelf: Shelf, people: People) -> None:
    """An entry whose number is lower than that of one that was made before it is not taken for one put in."""
    begun, may_end = Event(), Event()

    def slow() -> None:
        with shelf.changing(people.admin) as change:
            change.record(Action.APP_BLOCKED, "slow")
            change.write_records()
            begun.set()
            assert may_end.wait(10)

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(slow)
        assert begun.wait(4)
        if shelf.database.is_sqlite:
            may_end.set()
        else:
            write(shelf, 1)  # gets the number behind it, and is made first
            with pytest.raises(Refusal):
                seal(shelf)
            with shelf.reading() as session:
                assert newest_seal(session) is None
            may_end.set()
        running.result()
    seal(shelf)

    assert [] == faults(shelf.database)
    with shelf.reading() as session:
        assert 0 == unsealed(session)


def test_many_seal_at_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes do, and the chain is one all the same."""
    monkeypatch.setattr(sealing, "MOST_IN_SEAL", 2)
    write(shelf, 12)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: _sealed(shelf), range(4)))

    with shelf.reading() as session:
        assert [1, 2, 3, 4, 5, 6] == list(session.scalars(select(AuditSeal.number).order_by(AuditSeal.number)))
    assert [] == faults(shelf.database)


def _sealed(shelf: Shelf) -> None:
    while True:
        try:
            seal(shelf)
        except Refusal:
            continue
        return


def test_a_restored_shelf_holds(sealed: Shelf, tmp_path: Path) -> None:
    """What was sealed on one engine is sound on the other, and is sealed on there."""
    from teamshelf.catalogue.database import open_database
    from tests.catalogue.engines import empty_url

    back_up(sealed.database, tmp_path / "copy.sqlite3")
    other = open_database(empty_url("postgresql" if sealed.database.is_sqlite else "sqlite", tmp_path))
    try:
        restore(tmp_path / "copy.sqlite3", other)
        assert [] == faults(other)
        assert 1 == seal(Shelf(other, sealed.clock))
        assert [] == faults(other)
    finally:
        other.close()


def test_a_shelf_that_is_read_only_is_left_alone(sealed: Shelf, people: People) -> None:
    """Nothing is written by itself while it is moved."""
    change_settings(sealed, people.admin, is_read_only=True)
    before = _seals(sealed)
    mind(sealed)
    shut = _seals(sealed)
    change_settings(sealed, people.admin, is_read_only=False)
    mind(sealed)

    assert 3 == before == shut
    assert shut < _seals(sealed)


def _seals(shelf: Shelf) -> int:
    def count(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(AuditSeal)) or 0

    with shelf.reading() as session:
        return count(session)
