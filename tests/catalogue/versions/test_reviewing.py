"""What reviewers do with submissions, and what becomes of these."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.policy.access import decide
from teamshelf.catalogue.policy.granting import BLOCKED, EVERYBODY, only_for
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, AuditEvent, Reach, Review, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import (
    approve,
    claim,
    comment,
    reject,
    release_claim,
    request_changes,
    review_queue,
    reviews_of,
)
from teamshelf.catalogue.versions.states import State
from teamshelf.catalogue.versions.withdrawing import withdraw
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.people.actors import Actor
    from tests.catalogue.shelves import Clock, People


def _submit(shelf: Shelf, actor: Actor, *, app_id: str | None = None, **members: Any) -> tuple[str, str]:
    done = publish(shelf, actor, package(**members), for_review=True, app_id=app_id)
    assert "submitted" == done.outcome
    return done.app_id, done.version_id


def _version(shelf: Shelf, version_id: str) -> Version:
    with shelf.reading() as session:
        return session.get_one(Version, version_id)


def _replaced_by(shelf: Shelf, version_id: str) -> str:
    update = _version(shelf, version_id).update
    assert update is not None
    return str(update["from"])


def _actions(shelf: Shelf) -> list[str]:
    with shelf.reading() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def _refused(act: Callable[..., object], *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*arguments, **named)
    return refused.value


def test_what_is_approved_is_published(shelf: Shelf, people: People, clock: Clock) -> None:
    """Approval publishes the very bytes that the reviewer had before them, and the review names them."""
    app_id, version_id = _submit(shelf, people.publisher)
    clock.pass_by(hours=1)

    approve(shelf, people.reviewer, version_id, reason="tidy")

    version = _version(shelf, version_id)
    assert (State.PUBLISHED, 1, clock.at) == (version.state, version.sequence, version.published_at)
    with shelf.reading() as session:
        (review,) = session.scalars(select(Review)).all()
        assert ("approved", "tidy", version.package_digest) == (review.verdict, review.reason, review.digest)
        assert version_id == session.get_one(App, app_id).current_id
        assert 1 == len(session.scalars(select(Reach)).all())
    assert [Action.APP_SUBMITTED, Action.APP_APPROVED] == _actions(shelf)


def test_whom_an_app_is_for_is_decided_with_its_approval(shelf: Shelf, people: People) -> None:
    """In one change with two entries of the audit: blocked, for everyone, or for some."""
    user_id = people.user.account_id or ""
    grants = (EVERYBODY, BLOCKED, only_for((user_id,)))
    apps = []
    for number, grant in enumerate(grants):
        app_id, version_id = _submit(shelf, people.publisher, id=f"00000000-0000-4000-8000-0000000000c{number}")
        approve(shelf, people.admin, version_id, grant=grant)
        apps.append(app_id)

    with shelf.reading() as session:
        found = [session.get_one(App, each) for each in apps]
        seen = [
            [decide(session, app, who.account_id).is_allowed for who in (people.user, people.other_user)]
            for app in found
        ]
    assert [[True, True], [False, False], [True, False]] == seen
    approved = [Action.APP_SUBMITTED, Action.APP_APPROVED]
    assert [
        *approved,
        Action.APP_ALLOWED,
        *approved,
        Action.APP_BLOCKED,
        *approved,
        Action.APP_ALLOWED,
        Action.ACCESS_CHANGED,
    ] == _actions(shelf)


def test_what_cannot_be_granted_is_not_approved(shelf: Shelf, people: People) -> None:
    """For somebody whom there is not, for nobody by name, or by a reviewer: then nothing is published either."""
    _, version_id = _submit(shelf, people.publisher)

    refusals = [
        _refused(approve, shelf, people.admin, version_id, grant=only_for(("ghost",))),
        _refused(approve, shelf, people.reviewer, version_id, grant=EVERYBODY),
        _refused(only_for, ()),
    ]

    assert ["unknown-holder", "role-needed", "holders-missing"] == [each.rule for each in refusals]
    assert State.SUBMITTED == _version(shelf, version_id).state
    assert [Action.APP_SUBMITTED] == _actions(shelf)


def test_a_rejected_update_leaves_the_published_version(shelf: Shelf, people: People) -> None:
    """Rules 10 and 11: nothing changes for users, and the number may come again."""
    app_id, first = _submit(shelf, people.publisher)
    approve(shelf, people.reviewer, first)
    _, second = _submit(shelf, people.publisher, app_id=app_id, version="1.1.0", permissions=["identity"])

    reject(shelf, people.reviewer, second, reason="why identity?")
    _, third = _submit(shelf, people.publisher, app_id=app_id, version="1.1.0")
    approve(shelf, people.reviewer, third)

    states = [_version(shelf, version).state for version in (first, second, third)]
    assert ["superseded", "rejected", "published"] == states


def test_changes_can_be_requested(shelf: Shelf, people: People) -> None:
    """A submission is sent back with what is to be changed, which has to be said."""
    _, version_id = _submit(shelf, people.publisher)

    refusal = _refused(request_changes, shelf, people.reviewer, version_id, reason="  ")
    request_changes(shelf, people.reviewer, version_id, reason="say what the bot is for")

    assert "reason-missing" == refusal.rule
    assert State.REJECTED == _version(shelf, version_id).state
    with shelf.reading() as session:
        (review,) = reviews_of(session, people.publisher, session.get_one(Version, version_id))
    assert ("changes-requested", "say what the bot is for") == (review.verdict, review.reason)
    assert [Action.APP_SUBMITTED, Action.CHANGES_REQUESTED] == _actions(shelf)


def test_a_claim_keeps_other_reviewers_away(shelf: Shelf, people: People) -> None:
    """Who has taken a submission decides on it, until they put it back; administrators may step in."""
    _, version_id = _submit(shelf, people.publisher)

    claim(shelf, people.reviewer, version_id)
    claim(shelf, people.reviewer, version_id)
    refusal = _refused(approve, shelf, people.other_reviewer, version_id)
    release_claim(shelf, people.admin, version_id)
    release_claim(shelf, people.admin, version_id)
    approve(shelf, people.other_reviewer, version_id)

    assert (Kind.CONFLICT, "claimed-by-another", "Reviewer") == (
        refusal.kind,
        refusal.rule,
        refusal.details["reviewer"],
    )
    expected = [Action.APP_SUBMITTED, Action.REVIEW_CLAIMED, Action.REVIEW_RELEASED, Action.APP_APPROVED]
    assert expected == _actions(shelf)


def test_the_publisher_cannot_push_aside_what_is_in_review(shelf: Shelf, people: People) -> None:
    """Once a reviewer has taken a submission, another one has to wait."""
    app_id, version_id = _submit(shelf, people.publisher)
    claim(shelf, people.reviewer, version_id)

    refusal = _refused(publish, shelf, people.publisher, package(version="2.0.0"), for_review=True, app_id=app_id)

    assert "pending-version" == refusal.rule


@pytest.mark.parametrize("act", [claim, release_claim, approve, reject])
@pytest.mark.parametrize("who", ["user", "publisher"])
def test_only_reviewers_review(shelf: Shelf, people: People, act: Callable[..., None], who: str) -> None:
    """Neither users nor the publisher touch a submission's review."""
    _, version_id = _submit(shelf, people.publisher)

    refusal = _refused(act, shelf, getattr(people, who), version_id)

    assert (Kind.FORBIDDEN, "role-needed") == (refusal.kind, refusal.rule)
    assert State.SUBMITTED == _version(shelf, version_id).state


@pytest.mark.parametrize("act", [claim, approve, reject])
def test_with_four_eyes_nobody_reviews_their_own(shelf: Shelf, people: People, act: Callable[..., None]) -> None:
    """With four eyes, not even an administrator decides on what they have submitted; somebody else can."""
    change_settings(shelf, people.admin, four_eyes=True)
    _, version_id = _submit(shelf, people.admin)

    refusal = _refused(act, shelf, people.admin, version_id)
    act(shelf, people.reviewer, version_id)

    assert (Kind.FORBIDDEN, "four-eyes") == (refusal.kind, refusal.rule)


def test_a_verdict_on_what_has_changed_is_refused(shelf: Shelf, people: People) -> None:
    """Who names the state they have looked at does not decide on another one."""
    _, version_id = _submit(shelf, people.publisher)
    seen = _version(shelf, version_id).revision
    claim(shelf, people.reviewer, version_id)

    refusal = _refused(approve, shelf, people.reviewer, version_id, revision=seen)
    approve(shelf, people.reviewer, version_id, revision=seen + 1)

    assert (Kind.PRECONDITION, "changed-since") == (refusal.kind, refusal.rule)
    assert State.PUBLISHED == _version(shelf, version_id).state


@pytest.mark.parametrize("act", [claim, release_claim, approve, reject])
def test_what_is_decided_stays_decided(shelf: Shelf, people: People, act: Callable[..., None]) -> None:
    """A published or rejected version is no submission any more."""
    app_id, first = _submit(shelf, people.publisher)
    approve(shelf, people.reviewer, first)
    _, second = _submit(shelf, people.publisher, app_id=app_id, version="1.1.0")
    reject(shelf, people.reviewer, second)

    for version_id in (first, second):
        refusal = _refused(act, shelf, people.reviewer, version_id)
        assert (Kind.CONFLICT, "not-pending") == (refusal.kind, refusal.rule)


def test_approval_asks_again_whether_it_is_an_update(shelf: Shelf, people: People) -> None:
    """What was submitted as 1.1.0 is none any more when 1.2.0 has been published meanwhile."""
    app_id, first = _submit(shelf, people.publisher)
    approve(shelf, people.reviewer, first)
    _, second = _submit(shelf, people.publisher, app_id=app_id, version="1.1.0")
    publish(shelf, people.admin, package(version="1.2.0"), app_id=app_id)

    refusal = _refused(approve, shelf, people.reviewer, second)

    assert "version-decreased" == refusal.rule
    assert State.SUBMITTED == _version(shelf, second).state


def test_the_comparison_is_with_what_is_published_by_then(shelf: Shelf, people: People) -> None:
    """A submission keeps what it means as an update of the version that it really replaces."""
    app_id, first = _submit(shelf, people.publisher)
    approve(shelf, people.reviewer, first)
    _, second = _submit(shelf, people.publisher, app_id=app_id, version="1.2.0")
    assert "1.0.0" == _replaced_by(shelf, second)
    publish(shelf, people.admin, package(version="1.1.0"), app_id=app_id)

    approve(shelf, people.reviewer, second)

    assert "1.1.0" == _replaced_by(shelf, second)


def test_publishing_what_waits_is_approving_it(shelf: Shelf, people: People) -> None:
    """An administrator who publishes the very bytes that wait for a review publishes that submission."""
    app_id, version_id = _submit(shelf, people.publisher)

    done = publish(shelf, people.admin, package(), app_id=app_id)

    assert ("created", version_id) == (done.outcome, done.version_id)


def test_comments_are_for_whom_they_are_meant(shelf: Shelf, people: People) -> None:
    """Reviewers and the owner talk about a submission; what is internal only reviewers see, and others nothing."""
    _, version_id = _submit(shelf, people.publisher)

    comment(shelf, people.reviewer, version_id, "is this ours?", is_internal=True)
    comment(shelf, people.reviewer, version_id, "which domain is this?")
    comment(shelf, people.publisher, version_id, "our own")

    with shelf.reading() as session:
        version = session.get_one(Version, version_id)
        for_owner = [review.reason for review in reviews_of(session, people.publisher, version)]
        assert 3 == len(reviews_of(session, people.reviewer, version))
    assert {"which domain is this?", "our own"} == set(for_owner)
    assert "role-needed" == _refused(comment, shelf, people.publisher, version_id, "psst", is_internal=True).rule
    assert "unknown-version" == _refused(comment, shelf, people.other_publisher, version_id, "me too").rule
    assert "reason-missing" == _refused(comment, shelf, people.reviewer, version_id, " ").rule
    assert "reason-too-long" == _refused(comment, shelf, people.reviewer, version_id, "x" * 4001).rule


def test_the_queue_has_what_waits_the_oldest_first(shelf: Shelf, people: People, clock: Clock) -> None:
    """Reviewers see all submissions in the order they came in, those taken included; publishers have no queue."""
    numbers = []
    for number in (3, 1, 2):
        _, version_id = _submit(shelf, people.publisher, id=f"2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a6{number}")
        numbers.append(version_id)
        clock.pass_by(minutes=1)
    claim(shelf, people.reviewer, numbers[1])
    reject(shelf, people.reviewer, numbers[0])

    with shelf.reading() as session:
        assert numbers[1:] == [version.id for version in review_queue(session, people.reviewer)]
        with pytest.raises(Refusal, match="only reviewers"):
            review_queue(session, people.publisher)


def test_a_verdict_and_a_withdrawal_at_once(shelf: Shelf, people: People) -> None:
    """When one reviewer approves, another rejects and the publisher withdraws, exactly one of them has done it."""
    url = shelf.database.engine.url.render_as_string(hide_password=False)
    _, version_id = _submit(shelf, people.publisher)
    revision = _version(shelf, version_id).revision
    acts = [(approve, people.reviewer), (reject, people.other_reviewer), (withdraw, people.publisher)] * 3

    def attempt(number: int) -> str:
        database = open_database(url)
        act, actor = acts[number]
        try:
            act(Shelf(database, shelf.clock), actor, version_id, revision=revision)
        except Refusal as refusal:
            return refusal.kind.value
        else:
            return "done"
        finally:
            database.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        outcomes = sorted(pool.map(attempt, range(len(acts))))

    assert 1 == outcomes.count("done")
    assert {"done", "precondition", "not-found"} >= set(outcomes)
    assert 1 == len([action for action in _actions(shelf) if action not in (Action.APP_SUBMITTED, Action.APP_DELETED)])
