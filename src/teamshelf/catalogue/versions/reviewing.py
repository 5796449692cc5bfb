"""Reviewing: somebody takes a submission, looks at it, and approves or rejects it with a reason.

A verdict names the digest of the stored bytes, so that what was approved is what is published. Whether the version is
still greater than the published one is asked again when it is approved: another may have been published meanwhile.

Source: lifecycle rules 9 to 11; Graph's `publishingState`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.holding import hold_version, label_of, works_on
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.granting import grant_in
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Account, Review, Version
from teamshelf.catalogue.tables.reviews import Verdict
from teamshelf.catalogue.telling import told_comparison
from teamshelf.catalogue.versions.admitting import refuse_problems, refuse_taken_number
from teamshelf.catalogue.versions.intake import opened
from teamshelf.catalogue.versions.moving import move
from teamshelf.catalogue.versions.releasing import current_version, release
from teamshelf.catalogue.versions.states import IN_WORDS, PENDING, State
from teamshelf.catalogue.versions.storing import content_of
from teamshelf.messages import printable, say
from teamshelf.update.compare import compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.policy.granting import Grant
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App

MAX_REASON = 4000
"""Characters of a reason or a comment."""


def claim(shelf: Shelf, actor: Actor, version_id: str, *, revision: int | None = None) -> None:
    """Take a submission, so that no other reviewer starts on it. Taking it again changes nothing.

    Raises:
        Refusal: FORBIDDEN `role-needed`, `four-eyes`; NOT_FOUND `unknown-version`; PRECONDITION `changed-since`;
            CONFLICT `not-pending`, `claimed-by-another`.
    """
    require(actor, Role.REVIEWER)
    with shelf.changing(actor) as change:
        _, version = _held_submission(change, version_id, revision)
        if version.state == State.IN_REVIEW and version.claimed_by == actor.account_id:
            return
        version.claimed_by = actor.account_id
        move(change, version, State.IN_REVIEW, Action.REVIEW_CLAIMED)


def release_claim(shelf: Shelf, actor: Actor, version_id: str, *, revision: int | None = None) -> None:
    """Put a submission back, for another reviewer to take. Administrators put back what others have taken.

    Raises:
        Refusal: as :func:`claim`.
    """
    require(actor, Role.REVIEWER)
    with shelf.changing(actor) as change:
        _, version = _held_submission(change, version_id, revision)
        if version.state == State.SUBMITTED:
            return
        version.claimed_by = None
        move(change, version, State.SUBMITTED, Action.REVIEW_RELEASED)


def approve(
    shelf: Shelf,
    actor: Actor,
    version_id: str,
    *,
    revision: int | None = None,
    reason: str = "",
    grant: Grant | None = None,
) -> None:
    """Publish a submission, and decide in the same change whom the app is for.

    Args:
        shelf: where.
        actor: who: a reviewer, and to decide whom it is for an administrator.
        version_id: which submission.
        revision: the one that was looked at.
        reason: for the publisher to read.
        grant: whom the app is for; None leaves that as it is, which for a new app is what the settings say.

    Raises:
        Refusal: as :func:`claim`; NOT_FOUND `unknown-holder`; CONFLICT `version-not-incremented`, `version-taken`,
            `version-quarantined`; INVALID `version-decreased`: the shelf has gone on since it was submitted; INVALID
            `reason-too-long`.
    """
    require(actor, Role.REVIEWER)
    with shelf.changing(actor) as change:
        app, version = _held_submission(change, version_id, revision)
        _refuse_overtaken(change, app, version)
        _write_review(change, version, Verdict.APPROVED, reason)
        release(change, app, version, Action.APP_APPROVED, reason=reason)
        if grant is not None:
            grant_in(change, app, grant)


def reject(shelf: Shelf, actor: Actor, version_id: str, *, reason: str = "", revision: int | None = None) -> None:
    """Refuse a submission; what is published stays, and the number may come again (lifecycle rules 10 and 11).

    Raises:
        Refusal: as :func:`claim`; INVALID `reason-too-long`.
    """
    _send_back(shelf, actor, version_id, revision, verdict=Verdict.REJECTED, reason=reason)


def request_changes(shelf: Shelf, actor: Actor, version_id: str, *, reason: str, revision: int | None = None) -> None:
    """Send a submission back with what is to be changed; a better one may have the same number.

    Raises:
        Refusal: as :func:`claim`; INVALID `reason-missing`, `reason-too-long`.
    """
    if not reason.strip():
        raise Refusal(Kind.INVALID, "reason-missing", say("say what is to be changed"))
    _send_back(shelf, actor, version_id, revision, verdict=Verdict.CHANGES_REQUESTED, reason=reason)


def comment(shelf: Shelf, actor: Actor, version_id: str, text: str, *, is_internal: bool = False) -> None:
    """Add a remark to the review of a version: by reviewers, and by those who work on the app.

    Args:
        shelf: where.
        actor: who.
        version_id: of which version.
        text: the remark.
        is_internal: only reviewers see it.

    Raises:
        Refusal: NOT_FOUND `unknown-version`; FORBIDDEN `role-needed`; INVALID `reason-missing`, `reason-too-long`.
    """
    if not text.strip():
        raise Refusal(Kind.INVALID, "reason-missing", say("a comment has a text"))
    with shelf.changing(actor) as change:
        app, version = hold_version(change, version_id)
        if is_internal or not works_on(change.session, actor, app):
            require(actor, Role.REVIEWER)
        _write_review(change, version, Verdict.COMMENT, text, is_internal=is_internal)
        change.record(
            Action.REVIEW_COMMENTED,
            version.id,
            label=label_of(version),
            app_id=app.id,
            digest=version.package_digest,
            after={"internal": is_internal},
        )


def reviews_of(session: Session, actor: Actor, version: Version) -> Sequence[Review]:
    """What was said of a version that the actor may see, the oldest first; what is internal for reviewers only."""
    wanted = select(Review).where(Review.version_id == version.id).order_by(Review.created_at, Review.id)
    if not actor.may_act_as(Role.REVIEWER):
        wanted = wanted.where(Review.is_internal.is_(False))
    return session.scalars(wanted).all()


def review_queue(session: Session, actor: Actor) -> Sequence[Version]:
    """The submissions that wait for a reviewer or are with one, the oldest first.

    Raises:
        Refusal: FORBIDDEN `role-needed`.
    """
    require(actor, Role.REVIEWER)
    pending = Version.state.in_(sorted(PENDING))
    return session.scalars(select(Version).where(pending).order_by(Version.submitted_at, Version.id)).all()


def _held_submission(change: Change, version_id: str, revision: int | None) -> tuple[App, Version]:
    """A submission, held, that the actor may decide on."""
    app, version = hold_version(change, version_id, revision)
    named: dict[str, object] = {"name": printable(version.display_name), "number": printable(version.number)}
    if version.state not in PENDING:
        raise Refusal(
            Kind.CONFLICT,
            "not-pending",
            say(
                "{name} {number} does not wait for a review: it is {state}",
                **named,
                state=IN_WORDS[State(version.state)],
            ),
            details={"versionId": version.id, "state": version.state},
        )
    actor = change.actor
    if version.claimed_by not in (None, actor.account_id) and not actor.may_act_as(Role.ADMIN):
        reviewer = change.session.get_one(Account, version.claimed_by)
        raise Refusal(
            Kind.CONFLICT,
            "claimed-by-another",
            say("{name} {number} is with {reviewer}", **named, reviewer=printable(reviewer.display_name)),
            details={"versionId": version.id, "reviewer": reviewer.display_name},
        )
    if settings(change.session).four_eyes and actor.account_id in (version.created_by, None):
        raise Refusal(
            Kind.FORBIDDEN,
            "four-eyes",
            say("nobody reviews their own submission here: another reviewer has to look at {name} {number}", **named),
        )
    return app, version


def _refuse_overtaken(change: Change, app: App, version: Version) -> None:
    """Refuse what is no update of what is published by now, and keep the comparison with that."""
    session = change.session
    current = current_version(session, app)
    if current is not None:
        comparison = compare(
            opened(content_of(session, current)),
            opened(content_of(session, version)),
            rules=settings(session).consent_rules,
        )
        refuse_problems(comparison, app, current)
        version.update = told_comparison(comparison)
    others = session.scalars(
        select(Version).where(
            Version.app_id == app.id,
            Version.precedence == version.precedence,
            Version.published_at.is_not(None),
            Version.id != version.id,
        )
    ).all()
    refuse_taken_number(others, digest="")


def _send_back(
    shelf: Shelf, actor: Actor, version_id: str, revision: int | None, *, verdict: Verdict, reason: str
) -> None:
    require(actor, Role.REVIEWER)
    with shelf.changing(actor) as change:
        _, version = _held_submission(change, version_id, revision)
        _write_review(change, version, verdict, reason)
        # What was published before keeps its number, which nothing that was only rejected does.
        to = State.REJECTED if version.published_at is None else State.WITHDRAWN
        action = Action.APP_REJECTED if verdict is Verdict.REJECTED else Action.CHANGES_REQUESTED
        move(change, version, to, action, reason=reason)


def _write_review(
    change: Change, version: Version, verdict: Verdict, reason: str, *, is_internal: bool = False
) -> None:
    if len(reason) > MAX_REASON:
        raise Refusal(
            Kind.INVALID, "reason-too-long", say("the reason has more than {limit} characters", limit=MAX_REASON)
        )
    change.session.add(
        Review(
            version_id=version.id,
            reviewer_id=change.actor.account_id,
            verdict=verdict.value,
            reason=reason,
            digest=version.package_digest,
            is_internal=is_internal,
            created_at=change.at,
        )
    )
