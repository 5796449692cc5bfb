"""Processes that work on a shelf until they are killed, at a random moment, without a moment to clear up.

They are forked from a process that has everything in memory already: a life costs some milliseconds.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from random import Random
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.database import open_database
from tests.faults.judging import Acknowledged

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext

    from teamshelf.catalogue.database import Database
    from tests.catalogue.shelves import People

Work = Callable[["Database", "People", Random], Iterator[Acknowledged]]
"""What a process does without an end, saying what it has done."""

LONGEST_LIFE = 0.3
"""Seconds between two kills at most: a process lives through two of them, and does some dozen deeds."""

AT_ONCE = 2
"""Processes that work on the shelf at a time."""

_BEGUN = "begun"


def forks() -> ForkServerContext:
    """Where processes come from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.warm", "psycopg"])
    return context


class Life(Struct):
    """A process at work, and the end of the pipe through which it says what is done."""

    process: Any
    acknowledgements: Any

    def heard(self) -> list[Acknowledged]:
        """What it has said until now, since this was asked last."""
        said = []
        while self.acknowledgements.poll():
            said.append(_checked(self.acknowledgements.recv()))
        return said

    def pause(self) -> None:
        """Stop it where it is."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on from there."""
        os.kill(self.process.pid, signal.SIGCONT)

    def end(self) -> list[Acknowledged]:
        """Kill it; what it has said before."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()
        said = list(_drained(self.acknowledgements))
        self.acknowledgements.close()
        self.process.close()
        return said


def begin(work: Work, url: str, people: People, seed: int) -> Life:
    """Let a process begin to work; returns when it does."""
    context = forks()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, url, people, seed, sender), daemon=True)
    process.start()
    sender.close()
    assert receiver.recv() == _BEGUN
    return Life(process, receiver)


def killed(
    work: Work, url: str, people: People, cycles: int, seed: int, between: Callable[[int], None] = lambda _: None
) -> Iterator[list[Acknowledged]]:
    """Kill as many processes as there are cycles, each at a moment of its own; what each has acknowledged.

    Args:
        work: what they do.
        url: of the database.
        people: who does it.
        cycles: how many are killed.
        seed: of what they do, and of the moments.
        between: called with the number of each cycle while another process is at work.
    """
    random = Random(seed)
    lives: deque[Life] = deque()
    try:
        for number in range(cycles):
            while len(lives) < AT_ONCE:
                lives.append(begin(work, url, people, random.getrandbits(32)))
            time.sleep(random.random() * LONGEST_LIFE)
            between(number)
            yield lives.popleft().end()
    finally:
        for life in lives:
            life.end()


def _work(work: Work, url: str, people: People, seed: int, sender: Connection) -> None:
    """All that a process does."""
    database = open_database(url)
    sender.send(_BEGUN)
    try:
        for acknowledged in work(database, people, Random(seed)):
            sender.send(acknowledged)
    except BaseException:  # noqa: BLE001 - whatever it is, the test has to hear of it
        sender.send(traceback.format_exc())


def _drained(receiver: Connection) -> Iterator[Acknowledged]:
    while True:
        try:
            said = receiver.recv()
        except (EOFError, OSError):
            return
        yield _checked(said)


def _checked(said: Acknowledged | str) -> Acknowledged:
    """What was said, unless it is the traceback of a mistake."""
    assert isinstance(said, Acknowledged), said
    return said
