"""Backups while processes publish, approve, install and remove: each is sound, and has all that was said before."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.upkeep.copying import back_up, restore
from tests.catalogue.engines import ENGINES, empty_url
from tests.catalogue.stocking import settle
from tests.faults import deeds
from tests.faults.judging import contents, what_is_wrong
from tests.faults.killing import AT_ONCE, begin
from tests.faults.lasting import url_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.catalogue.shelves import People

BACKUPS = 2


@pytest.fixture
def shelf(lasting: Database) -> Shelf:
    """The shelf that is worked on."""
    return Shelf(lasting)


def test_a_backup_under_load_comes_back_sound(lasting: Database, shelf: Shelf, people: People, memory: Path) -> None:
    """On either engine, while other processes work on."""
    settle(shelf, people)
    lives = [begin(deeds.usual, url_of(lasting), people, seed) for seed in range(AT_ONCE)]
    said = []
    try:
        for number in range(BACKUPS):
            time.sleep(0.3)
            for life in lives:
                said += life.heard()
            before = list(said)
            back_up(lasting, memory / f"{number}.backup")
            for life in lives:
                life.pause()
            database = open_database(empty_url(ENGINES[number % 2], memory))
            restore(memory / f"{number}.backup", database)

            assert [] == what_is_wrong(database, before)
            _refuse_unequal(database, memory / f"{number}.backup")
            database.close()
            for life in lives:
                life.go_on()
    finally:
        for life in lives:
            said += life.end()

    assert BACKUPS < len(said)
    assert [] == what_is_wrong(lasting, said)


def _refuse_unequal(database: Database, file: Path) -> None:
    copy = open_database(f"sqlite:///{file}")
    assert contents(copy) == contents(database)
    copy.close()
