"""The power is cut: what SQLite has not flushed may be on the disk, or not, or in part."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import event

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.shelf import Shelf
from tests.catalogue.engines import databases
from tests.catalogue.shelves import settled_people
from tests.catalogue.stocking import settle
from tests.faults import deeds
from tests.faults.faulty_files import Disk, Written, after_power_cut, put_down
from tests.faults.judging import Acknowledged, flushing, what_is_wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

DEEDS = 20
CUTS = 25

PAGES = 120
"""After so many pages in the log SQLite moves them into the database: often enough for that to be cut, too."""


class Day(Struct):
    """A day of work on a shelf.

    Attributes:
        before: the files in the morning.
        done: all that was written to the disk.
        acknowledged: what was said to be done, and how much had been written by then.
    """

    before: dict[str, bytes]
    done: list[Written]
    acknowledged: list[tuple[int, Acknowledged]]

    def wrong_after_cut(self, moment: int, folder: Path) -> list[str]:
        """What is wrong with the shelf if the power is cut after so many writes."""
        folder.mkdir()
        put_down(after_power_cut(self.before, self.done[:moment], Random(moment)), folder)
        database = open_database(data=folder)
        try:
            return what_is_wrong(database, [each for number, each in self.acknowledged if number <= moment])
        except Refusal as refusal:
            return [refusal.rule]
        finally:
            database.close()


def work(memory: Path, disk: Disk, synchronous: str | None) -> Day:
    """Do everything that can be done with a shelf, and remember it."""
    for database in databases("sqlite", memory):
        people = settled_people(Shelf(database))
        settle(Shelf(database), people)
    file = memory / "shelf.sqlite3"
    assert [file] == list(memory.iterdir())
    before = {str(file): file.read_bytes()}
    disk.done.clear()
    database = open_database(data=memory)

    @event.listens_for(database.engine, "connect")
    def _settle(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA wal_autocheckpoint={PAGES}")
        if synchronous:
            connection.execute(f"PRAGMA synchronous={synchronous}")

    acknowledged = [(len(disk.done), each) for each in _some(deeds.usual(database, people, Random(5)))]
    moved = sum(each.path == str(file) and each.kind == "write" for each in disk.done)
    assert moved, "nothing was moved from the log into the database"
    day = Day(before, list(disk.done), acknowledged)
    database.close()
    return day


def _some(all_deeds: Iterator[Acknowledged]) -> Iterator[Acknowledged]:
    for _ in range(DEEDS):
        yield next(all_deeds)


def test_what_was_acknowledged_is_on_the_disk(memory: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the power is cut, right after an acknowledgement or anywhere else, all promises are kept."""
    day = work(memory, disk, None)
    monkeypatch.undo()  # what is left is read with the SQLite that everybody has

    moments = {number for number, _ in day.acknowledged} | set(Random(6).sample(range(len(day.done)), CUTS))
    wrong = {moment: day.wrong_after_cut(moment, memory / str(moment)) for moment in sorted(moments)}

    assert {} == {moment: lines for moment, lines in wrong.items() if lines}
    assert DEEDS == len(day.acknowledged)


def test_without_flushing_it_is_lost(memory: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    """MUTANT: with `synchronous=OFF` what was acknowledged is gone, which no kill of a process would show."""
    day = work(memory, disk, "OFF")
    monkeypatch.undo()

    wrong = [day.wrong_after_cut(number, memory / str(number)) for number, _ in day.acknowledged]

    assert any(line.startswith(("lost: ", "file-damaged", "database-damaged")) for lines in wrong for line in lines)


def test_the_settings_that_flushing_hangs_on(lasting: Database) -> None:
    """Every connection has them: SQLite's are set by us, PostgreSQL's are its own unless somebody turns them off."""
    expected = (
        {"journal_mode": "wal", "synchronous": "2"}
        if lasting.is_sqlite
        else {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    )

    assert expected == flushing(lasting)
