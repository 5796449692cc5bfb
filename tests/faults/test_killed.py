"""Killed at any moment: nothing that was acknowledged is lost, and what is there is whole."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.shelf import Shelf
from tests.catalogue.stocking import settle
from tests.faults import deeds
from tests.faults.judging import what_is_wrong
from tests.faults.killing import killed
from tests.faults.lasting import lasting_cluster, url_of

if TYPE_CHECKING:
    from teamshelf.catalogue.database import Database
    from tests.catalogue.shelves import People
    from tests.faults.judging import Acknowledged
    from tests.faults.killing import Work

CYCLES = 70
"""On each engine; with those of `test_upgrades` there are two hundred."""

POWERLESS = {15: signal.SIGQUIT, 45: signal.SIGKILL}
"""Cycles in which PostgreSQL itself is killed as well, and how."""

ALL = {"published", "submitted", "installed", "uninstalled", "removed"}
"""Deeds, each of which is done."""

MOST_TRIES = 100
"""Cycles in which a mutant must have been found out; some five do."""

JUDGED_EVERY = 4
"""Cycles between two looks at everything, which take longer than they do."""


@pytest.fixture
def busy(lasting: Database, people: People) -> Database:
    """A database that lasts, with the people and places of the tests."""
    settle(Shelf(lasting), people)
    return lasting


@pytest.fixture
def shelf(lasting: Database) -> Shelf:
    """The shelf whose people these are."""
    return Shelf(lasting)


def test_what_was_acknowledged_is_there(busy: Database, people: People) -> None:
    """After every kill in the middle of publishing, approving, installing and removing."""

    def kill_the_server(number: int) -> None:
        if not busy.is_sqlite and number in POWERLESS:
            lasting_cluster().stop(POWERLESS[number])
            time.sleep(0.05)
            lasting_cluster().start()

    acknowledged: list[Acknowledged] = []
    lives = killed(deeds.usual, url_of(busy), people, CYCLES + MOST_TRIES, 1, kill_the_server)
    for number, said in enumerate(lives, start=1):
        acknowledged += said
        if number >= CYCLES and len(acknowledged) > CYCLES and {each.deed for each in acknowledged} >= ALL:
            break  # on a machine with much else to do it takes more lives until each deed has been done

    assert [] == what_is_wrong(busy, acknowledged)
    assert {each.deed for each in acknowledged} == ALL
    assert len(acknowledged) > CYCLES


@pytest.mark.parametrize(
    ("mutant", "found"),
    [
        (deeds.row_before_bytes, "version-without-bytes: versions"),
        (deeds.early_word, "lost: "),
        (deeds.without_audit, "the audit tells 0 times"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_mutants_are_found_out(busy: Database, people: People, mutant: Work, found: str) -> None:
    """The bytes after the row, the word before the deed, a deed without a trace: the kills bring them to light."""
    acknowledged: list[Acknowledged] = []
    for number, said in enumerate(killed(mutant, url_of(busy), people, MOST_TRIES, 3), start=1):
        acknowledged += said
        if number % JUDGED_EVERY == 0 and any(line.startswith(found) for line in what_is_wrong(busy, acknowledged)):
            return
    pytest.fail(f"nobody noticed in {MOST_TRIES} cycles")
