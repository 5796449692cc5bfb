"""Backups: one moment of the shelf in one file, and its way back to either engine."""

from __future__ import annotations

import sqlite3
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, AuditEvent, Surface, Table, Version
from teamshelf.catalogue.upkeep.copying import back_up, restore
from teamshelf.catalogue.upkeep.migrating import migrate
from teamshelf.catalogue.upkeep.verifying import verify
from teamshelf.catalogue.versions.publishing import publish
from tests.catalogue.engines import ENGINES, empty_url
from tests.catalogue.stocking import BOT, TEAM, package, put, settle

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.catalogue.database import Database
    from tests.catalogue.shelves import People


@pytest.fixture
def full(shelf: Shelf, people: People) -> Shelf:
    """A shelf with an app in two versions, one of which asks for consent, and installations."""
    settle(shelf, people)
    app_id = put(shelf, people)
    install(shelf, people.user, app_id, TEAM)
    put(shelf, people, "1.1.0", app_id, bots=[BOT])
    return shelf


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
            for table in Table.metadata.sorted_tables
        }


@pytest.mark.parametrize("other", ENGINES)
def test_a_backup_comes_back_whole_on_either_engine(full: Shelf, tmp_path: Path, other: str) -> None:
    """Every row of every table is there again, and all of it is sound."""
    copied = back_up(full.database, tmp_path / "copy.backup")
    database = open_database(empty_url(other, tmp_path))
    restored = restore(tmp_path / "copy.backup", database)

    assert contents(full.database) == contents(database)
    assert copied == restored
    assert copied["versions"] == 2
    assert verify(database).is_sound
    database.close()


@pytest.mark.parametrize("other", ENGINES)
def test_a_restored_shelf_goes_on(full: Shelf, people: People, tmp_path: Path, other: str) -> None:
    """What is published after the way back gets numbers behind those that came along."""
    back_up(full.database, tmp_path / "copy.backup")
    database = open_database(empty_url(other, tmp_path))
    restore(tmp_path / "copy.backup", database)
    with database.reading() as session:
        before = session.scalar(select(func.max(AuditEvent.id))) or 0
        app_id = session.scalars(select(App.id)).one()
    publish(Shelf(database, full.clock), people.admin, package(version="2.0.0", bots=[BOT]), app_id=app_id)

    with database.reading() as session:
        assert before < (session.scalar(select(func.max(AuditEvent.id))) or 0)
        assert 3 == session.scalar(select(func.count()).select_from(Version))
        assert 3 == session.scalar(select(func.count()).select_from(Surface))
    assert verify(database).is_sound
    database.close()


def test_a_backup_is_one_file_that_can_be_served(full: Shelf, tmp_path: Path) -> None:
    """It is a SQLite database without anything beside it."""
    file = tmp_path / "copy.backup"
    back_up(full.database, file)

    beside = [path.name for path in tmp_path.iterdir() if "copy.backup" in path.name]
    assert ["copy.backup"] == beside
    connection = sqlite3.connect(file)
    assert [(2,)] == connection.execute("SELECT count(*) FROM versions").fetchall()
    connection.close()


def test_a_backup_shows_one_moment(full: Shelf, people: People, tmp_path: Path) -> None:
    """While apps are being published the copy is sound, and has all that was acknowledged before it began."""
    stop = Event()
    acknowledged: list[str] = []

    def publish_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            content = package(id=f"00000000-0000-4000-9000-{number:012}", packageName=None)
            acknowledged.append(publish(full, people.admin, content).app_id)

    publisher = Thread(target=publish_on)
    publisher.start()
    try:
        for number in range(3):
            before = set(acknowledged)
            file = tmp_path / f"{number}.backup"
            back_up(full.database, file)
            copy = open_database(f"sqlite:///{file}")
            with copy.reading() as session:
                assert before <= set(session.scalars(select(App.id)))
            assert verify(copy).is_sound
            copy.close()
    finally:
        stop.set()
        publisher.join()


def test_no_file_is_written_over(full: Shelf, tmp_path: Path) -> None:
    """An older backup is not lost to a newer one."""
    file = tmp_path / "copy.backup"
    file.write_bytes(b"precious")
    with pytest.raises(Refusal, match="is there already"):
        back_up(full.database, file)

    assert b"precious" == file.read_bytes()


def test_a_failed_backup_leaves_nothing(full: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a backup would be taken for one."""
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr("teamshelf.catalogue.upkeep.copying._point_at_current_versions", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        back_up(full.database, folder / "copy.backup")

    assert [] == list(folder.iterdir())


def test_a_full_database_is_not_restored_into(full: Shelf, tmp_path: Path) -> None:
    """Two shelves would be mixed; nothing changes."""
    back_up(full.database, tmp_path / "copy.backup")
    before = contents(full.database)
    with pytest.raises(Refusal, match="restore into an empty one"):
        restore(tmp_path / "copy.backup", full.database)

    assert before == contents(full.database)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"SQLite format 3\x00"])
def test_what_is_no_backup_is_refused(database: Database, tmp_path: Path, content: bytes) -> None:
    """Another file, or another database, is not a shelf."""
    file = tmp_path / "no.backup"
    file.write_bytes(content)
    with pytest.raises(Refusal):
        restore(file, database)


def test_somebody_elses_database_is_refused(database: Database, tmp_path: Path) -> None:
    """A sound SQLite database without a shelf in it."""
    file = tmp_path / "other.sqlite3"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE apps (id TEXT)")
    connection.close()
    with pytest.raises(Refusal, match="is no backup"):
        restore(file, database)


def test_a_shelf_behind_its_teamshelf_is_not_copied(database: Database, tmp_path: Path) -> None:
    """Tables of another version would be copied in part."""
    with database.writing() as session:
        session.execute(text("UPDATE schema_version SET version_num = '0000'"))
    with pytest.raises(Refusal, match="tables are not those"):
        back_up(database, tmp_path / "copy.backup")
    if not database.is_sqlite:
        with database.writing() as session:
            session.execute(text("DROP TABLE schema_version"))
        migrate_again(database)


def migrate_again(database: Database) -> None:
    """Let the database that all tests use say the truth again."""
    from teamshelf.catalogue.upkeep.migrating import newest_step

    with database.writing() as session:
        session.execute(
            text(
                "CREATE TABLE schema_version "
                "(version_num VARCHAR(32) NOT NULL, CONSTRAINT schema_version_pkc PRIMARY KEY (version_num))"
            )
        )
        session.execute(text("INSERT INTO schema_version VALUES (:step)"), {"step": newest_step()})
    migrate(database)
