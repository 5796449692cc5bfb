"""Limits on tries: exact, however many try at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.limits import Limit, count, forget_old_windows
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import RateWindow

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock

TEN = Limit("ten", 10, 300)


def tries(shelf: Shelf, *given: tuple[Limit, str]) -> str:
    """What becomes of a try."""
    try:
        count(shelf, *given)
    except Refusal as refusal:
        return refusal.rule
    return "passed"


def test_of_fifty_tries_at_once_exactly_ten_pass(shelf: Shelf) -> None:
    """No two tries count as one."""
    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(lambda _: tries(shelf, (TEN, "ann")), range(50)))

    assert (10, 40) == (outcomes.count("passed"), outcomes.count("too-many-requests"))


@pytest.mark.parametrize(
    ("second", "expected"), [(298, "too-many-requests"), (299, "too-many-requests"), (300, "passed"), (301, "passed")]
)
def test_a_window_ends_on_the_second(shelf: Shelf, clock: Clock, second: int, expected: str) -> None:
    """The limit holds up to the end of its window, and not a second longer."""
    clock.at = datetime(2030, 1, 1, tzinfo=UTC)
    for _ in range(10):
        count(shelf, (TEN, "ann"))

    clock.pass_by(seconds=second)

    assert expected == tries(shelf, (TEN, "ann"))


def test_a_refused_try_says_when_to_come_back_and_counts_nowhere(shelf: Shelf, clock: Clock) -> None:
    """Whoever is refused by one limit has not used up another."""
    clock.at = datetime(2030, 1, 1, 0, 1, tzinfo=UTC)
    few = Limit("few", 1, 300)
    count(shelf, (few, "ann"))

    with pytest.raises(Refusal) as refused:
        count(shelf, (TEN, "ann"), (few, "ann"))

    assert (Kind.TOO_OFTEN, "240") == (refused.value.kind, refused.value.details["retryAfter"])
    assert ["passed"] * 10 + ["too-many-requests"] == [tries(shelf, (TEN, "ann")) for _ in range(11)]


def test_one_persons_tries_are_not_anothers(shelf: Shelf) -> None:
    """Nobody is shut out by what somebody else tries."""
    for _ in range(10):
        count(shelf, (TEN, "ann"))

    assert "passed" == tries(shelf, (TEN, "bob"))


def test_windows_that_are_over_do_not_pile_up(shelf: Shelf, clock: Clock) -> None:
    """The table is as long as what is going on."""
    for hour in range(5):
        count(shelf, (TEN, "ann"), (TEN, f"somebody {hour}"))
        clock.pass_by(hours=1)
    forget_old_windows(shelf)

    with shelf.reading() as session:
        assert 0 == session.scalar(select(func.count()).select_from(RateWindow))


def test_names_and_addresses_are_not_stored_to_count_them(shelf: Shelf) -> None:
    """The table tells them apart and does not say who they are."""
    count(shelf, (TEN, "ann@example.org"))

    with shelf.reading() as session:
        assert all("ann" not in key for key in session.scalars(select(RateWindow.key)))
