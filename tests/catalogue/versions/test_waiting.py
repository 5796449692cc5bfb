"""How long reviews take: from what happened on this shelf, and from nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from teamshelf.catalogue.versions.drafting import draft, submit
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, comment, reject
from teamshelf.catalogue.versions.waiting import LOOKED_AT, Waited, usual_wait
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def submitted(shelf: Shelf, people: People, content: bytes) -> str:
    """A submission that waits: the version's id."""
    drafted = draft(shelf, people.publisher, content)
    submit(shelf, people.publisher, drafted.version_id)
    return drafted.version_id


def reviewed(shelf: Shelf, people: People, clock: Clock, number: str, **took: float) -> None:
    """Let a submission wait for so long until it is rejected."""
    version_id = submitted(shelf, people, package(version=number))
    clock.pass_by(**took)
    reject(shelf, people.reviewer, version_id, reason="no")


def usual(shelf: Shelf) -> Waited | None:
    """What is usual on the shelf."""
    with shelf.reading() as session:
        return usual_wait(session)


def test_nothing_is_usual_where_nothing_was_reviewed(shelf: Shelf, people: People, clock: Clock) -> None:
    """What was published at once, and what was only commented on, took no review."""
    publish(shelf, people.admin, package())
    waiting = submitted(shelf, people, package(id="6b2f9a30-77c1-4b0e-a4cd-1d2e3f405162"))
    clock.pass_by(hours=2)
    comment(shelf, people.reviewer, waiting, "why?")

    assert usual(shelf) is None


def test_the_usual_wait_is_that_of_the_last_reviews(shelf: Shelf, people: People, clock: Clock) -> None:
    """The median and the longest of the last twenty verdicts, whatever they were; older ones count no more."""
    reviewed(shelf, people, clock, "1.0.0", days=30)
    assert Waited(timedelta(days=30), timedelta(days=30), 1) == usual(shelf)

    for number in range(LOOKED_AT - 1):
        reviewed(shelf, people, clock, f"1.1.{number}", hours=number + 1)
    last = submitted(shelf, people, package(version="2.0.0"))
    clock.pass_by(hours=40)
    approve(shelf, people.reviewer, last)

    assert Waited(timedelta(hours=10.5), timedelta(hours=40), LOOKED_AT) == usual(shelf)


def test_what_is_submitted_again_counts_from_then(shelf: Shelf, people: People, clock: Clock) -> None:
    """The verdict before says nothing of it, and the time in between was nobody's wait."""
    from teamshelf.catalogue.versions.withdrawing import withdraw

    published = publish(shelf, people.publisher, package(), for_review=True)
    first = published.version_id
    clock.pass_by(hours=1)
    approve(shelf, people.reviewer, first)
    withdraw(shelf, people.publisher, first)
    clock.pass_by(days=3)
    again = publish(shelf, people.publisher, package(), for_review=True, app_id=published.app_id)
    assert first == again.version_id
    clock.pass_by(hours=5)
    approve(shelf, people.reviewer, first)

    assert Waited(timedelta(hours=5), timedelta(hours=5), 1) == usual(shelf)
