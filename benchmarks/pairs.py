"""Comparing two ways of doing the same: in turns, so that what slows the machine down slows both sides down.

Turns alone do not make a busy machine fair. Of two short sides in one process, the second is the one that gets
interrupted, each time, and seems several times slower than it is, with hardly any spread. So sides of one process are
compared by processor time, and every side works for tens of milliseconds.
"""

from __future__ import annotations

from statistics import quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Side = Callable[[], float]
    """Does the work once and gives the seconds it took."""


class Ratio(NamedTuple):
    """Ours by the peer's, over several rounds: the median, and between what the middle half of the rounds lies."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


def paired(ours: Side, peer: Side, rounds: int) -> Ratio:
    """Compare two sides round by round, A B A B, after one round that does not count."""
    return middle([ours() / peer() for _ in range(rounds + 1)][1:])


def middle(ratios: list[float]) -> Ratio:
    """What the ratios of several rounds come to."""
    low, median, high = quantiles(ratios, n=4, method="inclusive")
    return Ratio(median, low, high)


def timed(work: Callable[[], object]) -> Side:
    """The side that does this work, by the clock on the wall: for a peer in another process."""
    return _side(work, perf_counter)


def computed(work: Callable[[], object]) -> Side:
    """The side that does this work, by the time of the processor: for a peer in the same process."""
    return _side(work, process_time)


def _side(work: Callable[[], object], clock: Callable[[], float]) -> Side:
    def side() -> float:
        start = clock()
        work()
        return clock() - start

    return side
