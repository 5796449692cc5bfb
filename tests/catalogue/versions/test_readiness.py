"""The checklist before submitting says what submitting does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.drafting import draft, submit
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.readiness import Guard, readiness_of
from teamshelf.catalogue.versions.reviewing import approve, claim
from teamshelf.catalogue.versions.withdrawing import quarantine
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


class Case(Struct, frozen=True):
    """Something that happens between a draft and its submission, and what is in the way then."""

    happens: Callable[[Shelf, People, str], object]
    stops: tuple[Guard, ...]


def _publish(number: str, **members: Any) -> Callable[[Shelf, People, str], object]:
    return lambda shelf, people, app_id: publish(shelf, people.admin, package(version=number, **members), app_id=app_id)


def _stop(shelf: Shelf, people: People, app_id: str) -> None:
    made = publish(shelf, people.admin, package(version="2.0.0", indent=4), app_id=app_id)
    quarantine(shelf, people.admin, made.version_id, reason="harmful")


def _own_submission(shelf: Shelf, people: People, app_id: str) -> str:
    return publish(shelf, people.publisher, package(version="1.5.0"), for_review=True, app_id=app_id).version_id


CASES = {
    "nothing happens": Case(lambda *_: None, ()),
    "a lesser version is published": Case(_publish("1.5.0"), ()),
    "a greater version is published": Case(_publish("3.0.0"), (Guard.NUMBER,)),
    "the same is published": Case(_publish("2.0.0"), (Guard.NUMBER,)),
    "the number is published with other content": Case(_publish("2.0.0", indent=4), (Guard.NUMBER,)),
    "the number is in quarantine": Case(_stop, (Guard.NUMBER,)),
    "one's own submission waits": Case(_own_submission, ()),
    "a reviewer has one's own submission": Case(
        lambda shelf, people, app_id: claim(shelf, people.reviewer, _own_submission(shelf, people, app_id)),
        (Guard.QUEUE,),
    ),
    "somebody else's submission waits": Case(
        lambda shelf, people, app_id: publish(
            shelf, people.admin, package(version="1.5.0"), for_review=True, app_id=app_id
        ),
        (Guard.QUEUE,),
    ),
}


def stops(shelf: Shelf, actor: Actor, version_id: str) -> tuple[Guard, ...]:
    """What is in the way of a draft."""
    with shelf.reading() as session:
        version = session.get_one(Version, version_id)
        rows = readiness_of(session, actor, session.get_one(App, version.app_id), version)
    assert [each.guard for each in rows] == list(Guard)
    return tuple(each.guard for each in rows if not each.holds)


@pytest.mark.parametrize("name", CASES)
def test_a_draft_is_ready_exactly_if_it_can_be_submitted(shelf: Shelf, people: People, name: str) -> None:
    """Whatever has happened since it was sent."""
    case = CASES[name]
    first = draft(shelf, people.publisher, package(version="1.0.0"))
    submit(shelf, people.publisher, first.version_id)
    approve(shelf, people.reviewer, first.version_id)
    second = draft(shelf, people.publisher, package(version="2.0.0"))
    case.happens(shelf, people, first.app_id)

    assert case.stops == stops(shelf, people.publisher, second.version_id)
    if case.stops:
        with pytest.raises(Refusal):
            submit(shelf, people.publisher, second.version_id)
    else:
        submit(shelf, people.publisher, second.version_id)
        with shelf.reading() as session:
            assert "submitted" == session.get_one(Version, second.version_id).state


def test_rules_that_became_stricter_are_in_the_way(
    shelf: Shelf, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft that was fine when it came is checked by the rules of today."""
    from teamshelf.catalogue.versions import intake
    from tests.server.pages.hostile import Passed

    monkeypatch.setattr(intake, "check_app", lambda _: Passed())
    drafted = draft(shelf, people.publisher, package(bots=[{"botId": "nonsense", "scopes": ["team"]}]))
    monkeypatch.undo()

    assert (Guard.CHECK,) == stops(shelf, people.publisher, drafted.version_id)
    with pytest.raises(Refusal) as refused:
        submit(shelf, people.publisher, drafted.version_id)
    assert "package-has-errors" == refused.value.rule
