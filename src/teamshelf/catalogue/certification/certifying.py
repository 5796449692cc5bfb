"""Certification: who vouches for an app, since when, until when, and on which version they based it.

An app is certified once it is published, not before. A change is a new row beside the old ones, so that one can read
what held when. An update does not take a tier away, but what was looked at is the version of then.

Source: seed A, the app certificate; lifecycle rule 32; Graph's `certification` and `verifiedPublisher`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.holding import hold_app, require_owner
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.answering import answers_to, https_url, require_published, unanswered
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Certification, Version
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App

LASTS = timedelta(days=365)
"""How long a certificate holds unless its assessor says otherwise: Microsoft renews them every year."""


class Standing(Struct, frozen=True, kw_only=True):
    """Where an app stands at one time.

    Attributes:
        tier: the highest that holds.
        verified_at, attested_at, certified_at: when each tier was reached; None for those that were not.
        verified_publisher, verified_publisher_id: as whom the publisher was verified.
        expires_at: of the certificate.
        is_expired: the certificate held once, and does not any more.
        details_url: where the assessor's report is.
        based_on: the number of the version that was looked at last.
        is_outdated: another version is published by now.
        answered_at: when the publisher last answered something.
    """

    tier: Tier
    verified_at: datetime | None = None
    verified_publisher: str | None = None
    verified_publisher_id: str | None = None
    attested_at: datetime | None = None
    certified_at: datetime | None = None
    expires_at: datetime | None = None
    is_expired: bool = False
    details_url: str | None = None
    based_on: str | None = None
    is_outdated: bool = False
    answered_at: datetime | None = None


def standing_of(session: Session, app: App, at: datetime) -> Standing:
    """Where an app that the reader may see stands at a moment."""
    row = session.scalars(_newest(app).limit(1)).first()
    answered_at = max((answer.answered_at for answer in answers_to(session, app).values()), default=None)
    if row is None:
        return Standing(tier=Tier.NONE, answered_at=answered_at)
    based_on = session.get(Version, row.version_id) if row.version_id else None
    is_expired = row.expires_at is not None and row.expires_at <= at
    return Standing(
        tier=_tier(row, at),
        verified_at=row.verified_at,
        verified_publisher=row.verified_publisher,
        verified_publisher_id=row.verified_publisher_id,
        attested_at=row.attested_at,
        certified_at=row.certified_at,
        expires_at=row.expires_at,
        is_expired=is_expired,
        details_url=row.details_url,
        based_on=based_on.number if based_on else None,
        is_outdated=based_on is not None and app.current_id != based_on.id,
        answered_at=answered_at,
    )


def history_of(session: Session, app: App) -> Sequence[Certification]:
    """Everything that held once, the newest first."""
    return session.scalars(_newest(app)).all()


def verify_publisher(shelf: Shelf, actor: Actor, app_id: str, *, name: str, publisher_id: str | None = None) -> None:
    """Record that an app's publisher is who they say they are: tier 1.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`; CONFLICT `not-published`; INVALID `name-missing`.
    """
    require(actor, Role.ADMIN)
    if not name.strip() or len(name) > _LONGEST_NAME or len(publisher_id or "") > _LONGEST_NAME:
        raise Refusal(
            Kind.INVALID,
            "name-missing",
            say("name the publisher who was verified, in at most {limit} characters", limit=_LONGEST_NAME),
        )
    with shelf.changing(actor) as change:
        _record(
            change,
            _held(change, app_id),
            verified_at=change.at,
            verified_publisher=name.strip(),
            verified_publisher_id=publisher_id,
        )


def attest(shelf: Shelf, actor: Actor, app_id: str) -> None:
    """Stand by the answers to the questionnaire, as the owner of the app: tier 2.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`; CONFLICT `not-published`, `not-verified`,
            `questions-open` with the questions that are not answered yet.
    """
    with shelf.changing(actor) as change:
        app = _held(change, app_id)
        require_owner(actor, app)
        _refuse_below(change, app, Tier.VERIFIED, "not-verified", say("the publisher has to be verified first"))
        missing = unanswered(change.session, app)
        if missing:
            raise Refusal(
                Kind.CONFLICT,
                "questions-open",
                say("{count} questions are not answered yet, such as `{first}`", count=len(missing), first=missing[0]),
                details={"questions": " ".join(missing)},
            )
        _record(change, app, attested_at=change.at)


def certify(
    shelf: Shelf, actor: Actor, app_id: str, *, details_url: str | None = None, expires_at: datetime | None = None
) -> None:
    """Record that an assessor has looked at the evidence: tier 3, for a year unless told otherwise.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`; CONFLICT `not-published`, `not-attested`; INVALID
            `url-malformed`, `expired-already`.
    """
    require(actor, Role.ADMIN)
    url = https_url(details_url)
    with shelf.changing(actor) as change:
        app = _held(change, app_id)
        _refuse_below(change, app, Tier.ATTESTED, "not-attested", say("the publisher has to attest first"))
        ends = expires_at or change.at + LASTS
        if ends <= change.at:
            raise Refusal(Kind.INVALID, "expired-already", say("a certificate ends in the future"))
        _record(change, app, certified_at=change.at, expires_at=ends, details_url=url)


def revoke(shelf: Shelf, actor: Actor, app_id: str, tier: Tier, *, reason: str) -> None:
    """Take a tier away, and those on it; what was below it stays. Of one the app does not have nothing changes.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`; INVALID `reason-missing`.
    """
    require(actor, Role.ADMIN)
    if not reason.strip():
        raise Refusal(Kind.INVALID, "reason-missing", say("say why the certification is taken away"))
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        row = change.session.scalars(_newest(app).limit(1)).first()
        gone = {name for each, names in _FIELDS.items() if each.includes(tier) for name in names}
        if row is None or all(getattr(row, name) is None for name in gone):
            return
        _record(change, app, reason=reason, **dict.fromkeys(gone))


_LONGEST_NAME = 200

_FIELDS = {
    Tier.VERIFIED: ("verified_at", "verified_publisher", "verified_publisher_id"),
    Tier.ATTESTED: ("attested_at",),
    Tier.CERTIFIED: ("certified_at", "expires_at", "details_url"),
}
"""What is recorded of each tier."""


def _newest(app: App) -> Any:
    wanted = select(Certification).where(Certification.app_id == app.id)
    return wanted.order_by(Certification.number.desc())


def _held(change: Change, app_id: str) -> App:
    """An app that is published, held."""
    app = hold_app(change, app_id)
    require_published(app)
    return app


def _refuse_below(change: Change, app: App, tier: Tier, rule: str, message: Any) -> None:
    row = change.session.scalars(_newest(app).limit(1)).first()
    if row is None or not _tier(row, change.at).includes(tier):
        raise Refusal(Kind.CONFLICT, rule, message)


def _tier(row: Certification, at: datetime) -> Tier:
    if row.verified_at is None:
        return Tier.NONE
    if row.attested_at is None:
        return Tier.VERIFIED
    holds = row.certified_at is not None and row.expires_at is not None and row.expires_at > at
    return Tier.CERTIFIED if holds else Tier.ATTESTED


def _record(change: Change, app: App, *, reason: str | None = None, **changed: Any) -> None:
    """Add what holds from now on: what held, with some of it changed."""
    session = change.session
    before = session.scalars(_newest(app).limit(1)).first()
    kept = {name: getattr(before, name) if before else None for names in _FIELDS.values() for name in names}
    row = Certification(
        **kept | changed,
        app_id=app.id,
        number=before.number + 1 if before else 1,
        version_id=app.current_id or (before.version_id if before else None),
        recorded_by=change.actor.account_id,
        recorded_at=change.at,
    )
    session.add(row)
    app.certification = _tier(row, change.at).value
    app.certified_until = row.expires_at
    change.record(
        Action.CERTIFICATION_CHANGED,
        app.id,
        label=app.display_name,
        app_id=app.id,
        before={"tier": _tier(before, change.at).value if before else Tier.NONE.value},
        after={"tier": app.certification, **({"reason": reason} if reason else {})},
    )
