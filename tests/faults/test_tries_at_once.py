"""Tries that several processes count at the same moment: the limit is let through, and not one more."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.limits import SIGN_IN_BY_ADDRESS, SIGN_IN_BY_ANYBODY, SIGN_IN_BY_NAME, Limit, count
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import RateWindow
from teamshelf.messages import say
from tests.faults.killing import forks
from tests.faults.lasting import url_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

PROCESSES = 5
TRIES = 10
"""Of each: fifty together, where ten may pass."""

MOST_ROUNDS = 20
"""In which a mutant must have been found out; the first shows it nearly always."""


count_try = count
"""What counts a try; a mutant takes its place in the processes that it tries in."""


def _moment() -> datetime:
    return datetime(2030, 1, 1, 12, 1, tzinfo=UTC)


def _try(url: str, who: str, together: Barrier, answers: Connection) -> None:
    shelf = Shelf(open_database(url), _moment)
    together.wait()
    for _ in range(TRIES):
        try:
            count_try(shelf, (SIGN_IN_BY_NAME, who), (SIGN_IN_BY_ADDRESS, who), (SIGN_IN_BY_ANYBODY, ""))
        except Refusal as refusal:
            answers.send(refusal.rule)
        else:
            answers.send("passed")


def _try_by_looking(url: str, who: str, together: Barrier, answers: Connection) -> None:
    """MUTANT: looks how often it was tried, and then counts."""

    def looked_at(shelf: Shelf, *tries: tuple[Limit, str]) -> None:
        with shelf.reading() as session:
            known = max(session.scalars(select(RateWindow.count)), default=0)
        if known >= min(limit.times for limit, _ in tries):
            raise Refusal(Kind.TOO_OFTEN, "too-many-requests", say("too often"))
        count(shelf, (Limit("by-looking", 1000, 300), who))

    vars(sys.modules[__name__])["count_try"] = looked_at
    _try(url, who, together, answers)


def _at_once(database: Database, who: str, work: Callable[..., None]) -> Counter[str]:
    """What all processes together were told."""
    context = forks()
    together = context.Barrier(PROCESSES)
    pipes, processes = [], []
    for _ in range(PROCESSES):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(url_of(database), who, together, sender))
        process.start()
        sender.close()
        pipes.append(receiver)
        processes.append(process)
    told: Counter[str] = Counter()
    for pipe, process in zip(pipes, processes, strict=True):
        try:
            while True:
                told[pipe.recv()] += 1
        except EOFError:
            pipe.close()
        process.join()
        process.close()
    return told


def test_of_fifty_tries_in_five_processes_ten_pass(lasting: Database) -> None:
    """Each is counted, and none twice, whoever counts it."""
    told = _at_once(lasting, "ann", _try)

    assert {"passed": 10, "too-many-requests": 40} == told


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_looking_first_lets_too_many_through(lasting: Database) -> None:
    """MUTANT: two that look at the same moment see the same, and write the same: it is found out."""
    for number in range(MOST_ROUNDS):
        if _at_once(lasting, f"ann {number}", _try_by_looking)["passed"] > 10:
            return
        with lasting.writing() as session:
            session.execute(delete(RateWindow))
    pytest.fail(f"nobody noticed in {MOST_ROUNDS} rounds")
