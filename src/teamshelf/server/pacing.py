"""How often one address may ask for what is cheap to give: counted in the memory of the process, and nowhere written.

To count in the database, as for what is worth guessing (:mod:`teamshelf.catalogue.limits`), would cost more than
what is protected, and let anybody make the shelf write. So each process counts for itself.
"""

from __future__ import annotations

from math import ceil
from threading import Lock
from typing import TYPE_CHECKING

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say

if TYPE_CHECKING:
    from datetime import datetime

MOST_ADDRESSES = 10_000
"""Addresses that are counted in one window; a flood from more of them is not one address's doing."""


class Pace:
    """So many requests of one address within so many seconds; windows are fixed, as the clock has them."""

    def __init__(self, times: int, seconds: int) -> None:
        self.times = times
        self.seconds = seconds
        self._lock = Lock()
        self._window = -1
        self._counts: dict[str, int] = {}

    def count(self, who: str, at: datetime) -> None:
        """Count a request.

        Raises:
            Refusal: TOO_OFTEN `too-many-requests`; its details say in how many seconds it may be asked again.
        """
        now = at.timestamp()
        window = int(now) // self.seconds
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            if who not in self._counts and len(self._counts) >= MOST_ADDRESSES:
                return
            self._counts[who] = self._counts.get(who, 0) + 1
            if self._counts[who] <= self.times:
                return
        wait = max(1, ceil((window + 1) * self.seconds - now))
        raise Refusal(
            Kind.TOO_OFTEN,
            "too-many-requests",
            say("this was tried too often: try again in {seconds} seconds", seconds=wait),
            details={"retryAfter": str(wait)},
        )
