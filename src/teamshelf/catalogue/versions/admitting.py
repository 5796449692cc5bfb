"""Whether a package may come to the shelf as the next version of an app, or is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import and_, not_, or_, select

from teamshelf.catalogue.apps.holding import is_fresh
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Version
from teamshelf.catalogue.versions.intake import opened
from teamshelf.catalogue.versions.releasing import current_version
from teamshelf.catalogue.versions.states import PENDING, State
from teamshelf.catalogue.versions.storing import content_of
from teamshelf.messages import printable, say, shown
from teamshelf.update.compare import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables import App
    from teamshelf.catalogue.versions.intake import Taken

_CLASHES = frozenset({"version-not-incremented"})
"""Problems of an update that lie in what is on the shelf, not in the package alone."""


class Admission(Struct, frozen=True, kw_only=True):
    """What a package is to an app.

    Attributes:
        same: the version that says the same already: nothing is to be done.
        again: a version with these very bytes that can be published: it was before and was taken back, or is waiting.
        replaced: the publisher's own submission that nobody has looked at yet, which this one takes the place of.
        current: the published version, which this one is to follow.
        comparison: with that.
    """

    same: Version | None = None
    again: Version | None = None
    replaced: Version | None = None
    current: Version | None = None
    comparison: Comparison | None = None


def admit(change: Change, app: App, taken: Taken, *, for_review: bool, as_new: bool) -> Admission:
    """Judge a package that is to become a version of an app that is held.

    Args:
        change: the change.
        app: the app, held.
        taken: the package.
        for_review: it is to be submitted, not published.
        as_new: the publisher took it for a new app, but the app is there: only what it has already is welcome.

    Raises:
        Refusal: as :func:`teamshelf.catalogue.versions.publishing.publish` says.
    """
    current = current_version(change.session, app)
    alike = () if is_fresh(change.session, app) else alike_of(change.session, app, taken.precedence)
    pending = next((version for version in alike if version.state in PENDING), None)
    for there in (current, pending) if for_review else (current,):
        if there is not None and there.package_digest == taken.digest:
            return Admission(same=there)
    if as_new and _is_known(change, app):
        raise _already_exists(app, pending)
    comparison = None
    if current is not None:
        rules = settings(change.session).consent_rules
        comparison = compare(opened(content_of(change.session, current)), taken.app, rules=rules)
        if comparison.is_empty:
            return Admission(same=current)
        refuse_problems(comparison, app, current)
    again = refuse_taken_number(
        [version for version in alike if version.published_at is not None and version.precedence == taken.precedence],
        taken.digest,
    )
    if pending is not None and not for_review and pending.package_digest == taken.digest:
        again = pending  # what waits for a review is published by somebody who may
    replaced = replaceable(change.actor, pending) if for_review and pending is not None else None
    return Admission(again=again, replaced=replaced, current=current, comparison=comparison)


def _is_known(change: Change, app: App) -> bool:
    """Whether anybody but its owner can have heard of the app: drafts alone, thrown away or not, are the owner's."""
    own_only = or_(
        Version.state == State.DRAFT,
        and_(Version.state == State.WITHDRAWN, Version.published_at.is_(None)),
    )
    heard_of = select(Version.id).where(Version.app_id == app.id, not_(own_only)).limit(1)
    return change.session.scalars(heard_of).first() is not None


def refuse_taken_number(versions: Sequence[Version], digest: str) -> Version | None:
    """Refuse a number that other bytes were published under; the version if it was these bytes, and can be again.

    Raises:
        Refusal: CONFLICT `version-taken`, `version-quarantined`.
    """
    for version in versions:
        named = {"number": printable(version.number), "name": printable(version.display_name)}
        if version.state == State.QUARANTINED:
            raise Refusal(
                Kind.CONFLICT,
                "version-quarantined",
                say("{name} {number} is in quarantine: publish a greater version", **named),
                details={"versionId": version.id},
            )
        if version.package_digest != digest:
            raise Refusal(
                Kind.CONFLICT,
                "version-taken",
                say("{name} {number} was published with other content: a number is used once", **named),
                details={"versionId": version.id},
            )
        return version
    return None


def alike_of(session: Session, app: App, precedence: str) -> Sequence[Version]:
    """What waits for a review, and what was published under this number, which builds behind a `+` do not change."""
    was_published = and_(Version.precedence == precedence, Version.published_at.is_not(None))
    wanted = select(Version).where(Version.app_id == app.id, or_(Version.state.in_(sorted(PENDING)), was_published))
    return session.scalars(wanted).all()


def refuse_problems(comparison: Comparison, app: App, current: Version) -> None:
    """Refuse what is no valid update of the published version.

    Raises:
        Refusal: with the first of the comparison's problems.
    """
    for problem in comparison.problems:
        raise Refusal(
            Kind.CONFLICT if problem.rule in _CLASHES else Kind.INVALID,
            problem.rule,
            problem.message,
            details={"appId": app.id, "versionId": current.id, "version": current.number},
        )


def replaceable(actor: Actor, pending: Version) -> Version:
    """A submission that another takes the place of: the publisher's own, as long as no reviewer is at it.

    Raises:
        Refusal: CONFLICT `pending-version`.
    """
    if pending.state == State.SUBMITTED and pending.created_by == actor.account_id:
        return pending
    raise Refusal(
        Kind.CONFLICT,
        "pending-version",
        say(
            "{name} {number} is waiting for its review: withdraw it, or wait for the verdict",
            name=printable(pending.display_name),
            number=printable(pending.number),
        ),
        details={"appId": pending.app_id, "versionId": pending.id, "version": pending.number},
    )


def _already_exists(app: App, pending: Version | None) -> Refusal:
    return Refusal(
        Kind.CONFLICT,
        "app-already-exists",
        say("the app {name} is on the shelf already: publish this as an update of it", name=shown(app.display_name)),
        details={
            "appId": app.id,
            "externalId": app.external_id,
            "pending": "true" if pending is not None else "false",
        },
    )
