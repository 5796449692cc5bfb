"""A disk that is full, or fails, at any write: all or nothing each time, in clear words, and it goes on afterwards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import apsw
import pytest
from sqlalchemy import event, text

from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import Table
from teamshelf.catalogue.upkeep.copying import back_up, restore
from teamshelf.catalogue.upkeep.migrating import migrate
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.engines import cluster, empty_url
from tests.catalogue.shelves import People, settled_people
from tests.catalogue.stocking import BOT, EVERYWHERE, TEAM, package, put, settle
from tests.faults.judging import contents, what_is_wrong
from tests.faults.shapes import shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.faulty_files import Disk

    Deed = Callable[[Shelf, People, str, str], object]

ERRORS = {"disk-full": apsw.FullError, "disk-fails": apsw.IOError}

DEEDS: dict[str, Deed] = {
    "publish": lambda shelf, people, *_: put(shelf, people, id="00000000-0000-4000-9000-000000000009"),
    "update": lambda shelf, people, app_id, _: put(shelf, people, "1.5.0", app_id, bots=[BOT]),
    "approve": lambda shelf, people, _, version_id: approve(shelf, people.reviewer, version_id, reason="good"),
    "install": lambda shelf, people, app_id, _: install(
        shelf, people.other_user, app_id, people.other_user.account_id or ""
    ),
    "remove": lambda shelf, people, app_id, _: remove(shelf, people.admin, app_id),
}
"""Given the shelf, its people, an app, and a version that waits for its review."""

MOST = 2000
"""Writes that no deed needs."""


def stocked(database: Database) -> tuple[Shelf, People, str, str]:
    """What the deeds are given."""
    shelf = Shelf(database)
    people = settled_people(shelf)
    settle(shelf, people)
    app_id = put(shelf, people)
    install(shelf, people.user, app_id, TEAM)
    waiting = package(id="00000000-0000-4000-9000-000000000001", packageName=None, **EVERYWHERE)
    version_id = publish(shelf, people.publisher, waiting, for_review=True).version_id
    return shelf, people, app_id, version_id


@pytest.fixture
def on_disk(disk: Disk, memory: Path) -> Iterator[Database]:
    """A SQLite database with empty tables on the disk that fails; its log is never moved, which nobody waits for."""
    del disk
    database = open_database(data=memory)

    @event.listens_for(database.engine, "connect")
    def _settle(connection: apsw.Connection, _: object) -> None:
        connection.execute("PRAGMA wal_autocheckpoint=0")

    migrate(database)
    yield database
    database.close()


def refused(rule: str, attempt: Callable[[], object], stop: Callable[[], object]) -> bool:
    """Whether an attempt ran into the fault, which it then has to say in one line; the fault is over afterwards."""
    said: Refusal | None = None
    try:
        attempt()
    except Refusal as refusal:
        said = refusal
    stop()
    if said is not None:
        assert (Kind.UNAVAILABLE, rule) == (said.kind, said.rule)
        assert "\n" not in str(said.message)
    return said is not None


@pytest.mark.parametrize("rule", ERRORS)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_or_not(on_disk: Database, disk: Disk, deed: str, rule: str) -> None:
    """The first write fails, then the second, and so on: nothing has changed each time, until none fails."""
    given = stocked(on_disk)
    before = contents(on_disk)
    for number in range(1, MOST):
        disk.fail_at(number, ERRORS[rule])
        if not refused(rule, lambda: DEEDS[deed](*given), lambda: disk.fail_at(None)):
            break
        assert before == contents(on_disk), number

    assert 10 < number < MOST
    assert before != contents(on_disk)
    assert [] == what_is_wrong(on_disk, [])


@pytest.mark.parametrize("rule", ERRORS)
def test_a_migration_is_done_or_not(disk: Disk, memory: Path, rule: str) -> None:
    """None of the tables is there, until all are."""
    for number in range(1, MOST, 17):
        database = open_database(f"sqlite:///{memory / str(number)}")
        disk.fail_at(number, ERRORS[rule])
        failed = refused(rule, partial(migrate, database), lambda: disk.fail_at(None))
        assert failed != bool(shape(database)), number
        database.close()
        if not failed:
            break

    assert 50 < number < MOST


@pytest.mark.parametrize("rule", ERRORS)
def test_a_backup_is_there_or_not(on_disk: Database, disk: Disk, memory: Path, rule: str) -> None:
    """Half of one would be taken for a whole one; nothing is left of it."""
    stocked(on_disk)
    folder = memory / "backups"
    folder.mkdir()
    for number in range(1, MOST, 23):
        disk.fail_at(number, ERRORS[rule])
        if not refused(rule, lambda: back_up(on_disk, folder / "copy"), lambda: disk.fail_at(None)):
            break
        assert [] == list(folder.iterdir()), number

    assert 50 < number < MOST
    copy = open_database(f"sqlite:///{folder / 'copy'}")
    assert contents(on_disk) == contents(copy)
    copy.close()


@pytest.mark.parametrize("rule", ERRORS)
def test_a_backup_comes_back_or_not(on_disk: Database, disk: Disk, memory: Path, rule: str) -> None:
    """The database that it is brought back into stays empty, until all of it is there."""
    stocked(on_disk)
    back_up(on_disk, memory / "copy")
    database = open_database(f"sqlite:///{memory / 'other.sqlite3'}")
    migrate(database)
    empty = contents(database)
    for number in range(1, MOST, 19):
        disk.fail_at(number, ERRORS[rule])
        if not refused(rule, lambda: restore(memory / "copy", database), lambda: disk.fail_at(None)):
            break
        assert empty == contents(database), number

    assert 20 < number < MOST
    assert contents(on_disk) == contents(database)
    database.close()


_COUNTS = """
CREATE SEQUENCE fault_writes;
CREATE TABLE fault_at (number int);
INSERT INTO fault_at VALUES (0);
CREATE FUNCTION fault() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('fault_writes') = (SELECT number FROM fault_at) THEN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END IF;
END $$;
CREATE FUNCTION fault_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fault();
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION fault_step() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM fault(); END $$;
"""
_EACH_ROW = "CREATE TRIGGER aa_fault BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION fault_row()"
_AT_THE_END = (
    "CREATE CONSTRAINT TRIGGER aa_fault_end AFTER INSERT ON audit_events DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION fault_row()"
)
_EACH_STEP = "CREATE EVENT TRIGGER fault_step ON ddl_command_end EXECUTE FUNCTION fault_step()"


class Server:
    """A PostgreSQL database that runs out of room at the Nth row that is written, or at the end of the transaction."""

    def __init__(self) -> None:
        self.database = open_database(cluster().url(cluster().create()))
        self._do(_COUNTS)

    def count_rows(self) -> None:
        """Count the rows that are written, and the end of each transaction."""
        self._do(*(_EACH_ROW.format(table) for table in Table.metadata.tables), _AT_THE_END)

    def count_steps(self) -> None:
        """Count the statements that make tables."""
        self._do(_EACH_STEP)

    def fail_at(self, number: int) -> None:
        """Fail the Nth; 0: none."""
        self._do(f"UPDATE fault_at SET number = {number}", "SELECT setval('fault_writes', 1, false)")

    def _do(self, *statements: str) -> None:
        with self.database.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture
def server() -> Iterator[Server]:
    """A database without tables of the shelf."""
    made = Server()
    yield made
    made.database.close()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_or_not_on_a_server(server: Server, deed: str) -> None:
    """The same, where it is PostgreSQL that reports a full disk for the Nth row."""
    migrate(server.database)
    given = stocked(server.database)
    server.count_rows()
    before = contents(server.database)
    for number in range(1, MOST):
        server.fail_at(number)
        if not refused("disk-full", lambda: DEEDS[deed](*given), lambda: server.fail_at(0)):
            break
        assert before == contents(server.database), number

    assert 4 < number < MOST
    assert [] == what_is_wrong(server.database, [])


def test_a_migration_is_done_or_not_on_a_server(server: Server) -> None:
    """Each of the statements that make tables fails once."""
    server.count_steps()
    before = shape(server.database)
    for number in range(1, MOST, 11):
        server.fail_at(number)
        failed = refused("disk-full", lambda: migrate(server.database), lambda: server.fail_at(0))
        assert failed == (before == shape(server.database)), number
        if not failed:
            break

    assert 20 < number < MOST


def test_a_backup_comes_back_or_not_on_a_server(server: Server, memory: Path) -> None:
    """The database stays empty, until all of it is there."""
    source = open_database(empty_url("sqlite", memory))
    migrate(source)
    stocked(source)
    back_up(source, memory / "copy")
    migrate(server.database)
    empty = contents(server.database)
    server.count_rows()
    for number in range(1, MOST, 7):
        server.fail_at(number)
        if not refused("disk-full", lambda: restore(memory / "copy", server.database), lambda: server.fail_at(0)):
            break
        assert empty == contents(server.database), number

    assert 20 < number < MOST
    assert contents(source) == contents(server.database)
    source.close()
