"""Counting what is cheap to give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.server import pacing
from teamshelf.server.pacing import Pace

AT = datetime(2026, 5, 4, 10, 0, 20, tzinfo=UTC)


def test_each_address_has_its_own_count_in_each_window() -> None:
    """So many, then no more until the window is over; others are not held up."""
    pace = Pace(2, 60)
    for _ in range(2):
        pace.count("a", AT)
    with pytest.raises(Refusal) as caught:
        pace.count("a", AT + timedelta(seconds=39, milliseconds=500))
    pace.count("b", AT)
    pace.count("a", AT + timedelta(seconds=40))

    assert (Kind.TOO_OFTEN, "too-many-requests") == (caught.value.kind, caught.value.rule)
    assert {"retryAfter": "1"} == caught.value.details


def test_a_flood_of_addresses_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were counted already are counted on; the others go uncounted until the window is over."""
    monkeypatch.setattr(pacing, "MOST_ADDRESSES", 2)
    pace = Pace(1, 60)
    pace.count("a", AT)
    pace.count("b", AT)
    for _ in range(3):
        pace.count("c", AT)
    with pytest.raises(Refusal):
        pace.count("a", AT)
