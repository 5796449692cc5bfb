"""Drafts: stored and checked for their publisher, submitted once, replaced by the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.installations.impact import impact_of
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.accompanying import Words
from teamshelf.catalogue.versions.drafting import draft, submit
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, review_queue
from teamshelf.catalogue.versions.withdrawing import withdraw
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

BOT = {"botId": "5b2f9a30-77c1-4b0e-a4cd-1d2e3f405162", "scopes": ["personal", "team"]}


def states(shelf: Shelf) -> list[tuple[str, str]]:
    """The versions there are, and where they stand."""
    with shelf.reading() as session:
        return [
            (row[0], row[1]) for row in session.execute(select(Version.number, Version.state).order_by(Version.number))
        ]


def rule_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    """The name of the reason."""
    return refused.value.rule


def test_a_draft_waits_for_nobody(shelf: Shelf, people: People) -> None:
    """It is stored, in no queue, and users see nothing of it."""
    drafted = draft(shelf, people.publisher, package())

    assert [("1.0.0", "draft")] == states(shelf)
    with shelf.reading() as session:
        assert [] == list(review_queue(session, people.reviewer))
        assert listing.find_app(session, people.user, drafted.app_id) is None


def test_the_same_bytes_are_the_same_draft_and_others_take_its_place(shelf: Shelf, people: People) -> None:
    """Of one publisher an app has at most one."""
    first, again = draft(shelf, people.publisher, package()), draft(shelf, people.publisher, package())
    other = draft(shelf, people.publisher, package(version="1.1.0"))

    assert first == again
    assert first.app_id == other.app_id
    assert [("1.0.0", "withdrawn"), ("1.1.0", "draft")] == states(shelf)


def test_submitting_twice_submits_once(shelf: Shelf, people: People) -> None:
    """The notes go with it, and the second time changes nothing."""
    drafted = draft(shelf, people.publisher, package())
    submit(shelf, people.publisher, drafted.version_id, words=Words(notes=" new ", review_notes=" look "), revision=1)
    submit(shelf, people.publisher, drafted.version_id, words=Words(review_notes="again"), revision=1)

    with shelf.reading() as session:
        version = session.get_one(Version, drafted.version_id)
        assert ("submitted", "new", "look") == (version.state, version.notes, version.review_notes)


def test_a_draft_takes_the_place_of_ones_own_submission_when_it_is_submitted(shelf: Shelf, people: People) -> None:
    """Until then the submission goes on waiting."""
    first = draft(shelf, people.publisher, package())
    submit(shelf, people.publisher, first.version_id)
    second = draft(shelf, people.publisher, package(version="1.1.0"))
    assert [("1.0.0", "submitted"), ("1.1.0", "draft")] == states(shelf)

    submit(shelf, people.publisher, second.version_id)
    assert [("1.0.0", "withdrawn"), ("1.1.0", "submitted")] == states(shelf)


def test_the_shelf_is_asked_again_when_a_draft_is_submitted(shelf: Shelf, people: People) -> None:
    """Meanwhile a greater version was published, so the draft is none any more."""
    published = publish(shelf, people.admin, package())
    drafted = draft(shelf, people.admin, package(version="1.1.0"))
    publish(shelf, people.admin, package(version="1.2.0"), app_id=published.app_id)

    with pytest.raises(Refusal) as refused:
        submit(shelf, people.admin, drafted.version_id)
    assert "version-decreased" == rule_of(refused)


def test_what_is_published_already_is_not_drafted(shelf: Shelf, people: People) -> None:
    """The version that is there is what one is led to; a draft of the same cannot be submitted any more."""
    drafted = draft(shelf, people.admin, package())
    published = publish(shelf, people.admin, package())

    assert drafted.version_id != published.version_id
    assert published.version_id == draft(shelf, people.admin, package()).version_id
    with pytest.raises(Refusal) as refused:
        submit(shelf, people.admin, drafted.version_id)
    assert "published-already" == rule_of(refused)


def test_an_app_of_which_there_are_only_drafts_is_new_to_everybody_else(shelf: Shelf, people: People) -> None:
    """Whoever has a draft on the pages can send the app from the command line as a new one."""
    draft(shelf, people.publisher, package())
    sent = publish(shelf, people.publisher, package(version="1.0.1"), for_review=True)

    assert "submitted" == sent.outcome


def test_drafts_are_for_their_owner(shelf: Shelf, people: People) -> None:
    """Another publisher cannot take the id, does not find the draft, and submits nothing of it."""
    drafted = draft(shelf, people.publisher, package())

    with pytest.raises(Refusal) as taken:
        draft(shelf, people.other_publisher, package(version="2.0.0"))
    with pytest.raises(Refusal) as unknown:
        submit(shelf, people.other_publisher, drafted.version_id)
    with pytest.raises(Refusal) as foreign:
        submit(shelf, people.reviewer, drafted.version_id)
    with pytest.raises(Refusal) as user:
        draft(shelf, people.user, package())
    assert ["app-id-taken", "unknown-version", "not-the-owner", "role-needed"] == [
        rule_of(each) for each in (taken, unknown, foreign, user)
    ]


def test_a_draft_that_is_discarded_leaves_nothing(shelf: Shelf, people: People) -> None:
    """The app of which nothing else is there goes with it."""
    drafted = draft(shelf, people.publisher, package())
    withdraw(shelf, people.publisher, drafted.version_id, revision=1)

    with shelf.reading() as session:
        assert session.get_one(App, drafted.app_id).deleted_at is not None


def test_the_impact_is_counted_before_anything_is_published(shelf: Shelf, people: People) -> None:
    """Places are asked that accepted less; those installed by policy are not; a change of texts asks nobody."""
    tab = {"entityId": "a", "name": "A", "contentUrl": "https://www.example.com/a", "scopes": ["personal"]}
    app_id = publish(shelf, people.admin, package(staticTabs=[tab])).app_id
    for actor in (people.user, people.other_user):
        install(shelf, actor, app_id, actor.account_id or "", consented=None)
    install(shelf, people.admin, app_id, people.publisher.account_id or "", consented=None, by_policy=True)
    quiet = draft(shelf, people.admin, package(version="1.0.1", staticTabs=[tab]))
    counted = {}
    with shelf.reading() as session:
        app = session.get_one(App, app_id)
        counted["quiet"] = impact_of(session, app, session.get_one(Version, quiet.version_id), "docs-2021")
    loud = draft(shelf, people.admin, package(version="1.0.2", staticTabs=[tab], bots=[BOT]))
    with shelf.reading() as session:
        app = session.get_one(App, app_id)
        counted["loud"] = impact_of(session, app, session.get_one(Version, loud.version_id), "docs-2021")

    assert (0, 2, 1) == (counted["quiet"].asked, counted["quiet"].silent, counted["quiet"].by_policy)
    assert (2, 0, 1) == (counted["loud"].asked, counted["loud"].silent, counted["loud"].by_policy)
    assert 3 == counted["loud"].places


def test_an_approved_draft_is_published(shelf: Shelf, people: People) -> None:
    """From there on it is a version as any other."""
    drafted = draft(shelf, people.publisher, package())
    submit(shelf, people.publisher, drafted.version_id)
    approve(shelf, people.reviewer, drafted.version_id)

    assert [("1.0.0", "published")] == states(shelf)
