"""The review queue: what waits, how long, with whom, and what it would mean."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from litestar import Response, get
from litestar.params import FromQuery
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Account, App
from teamshelf.catalogue.versions.reviewing import review_queue
from teamshelf.catalogue.versions.risk import Level, risks_of
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.dev.areas import Pill
from teamshelf.server.pages.going import done_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import REVIEW
from teamshelf.update.consent import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import Version
    from teamshelf.catalogue.versions.risk import Ground, Risk

MOST_SHOWN = 100
"""Submissions that are listed, the oldest first: whoever has more reviews these."""

ALL, MINE, FREE, NEW, UPDATES, ASKING, RISKY = "all", "mine", "free", "new", "updates", "asking", "risky"
FILTERS: dict[str, Message] = {
    ALL: say("All"),
    FREE: say("With nobody"),
    MINE: say("With me"),
    NEW: say("New apps"),
    UPDATES: say("Updates of apps"),
    ASKING: say("Users must accept"),
    RISKY: say("High risk"),
}


LEVELS: dict[Level, Pill] = {
    Level.LOW: Pill(say("Low"), "good"),
    Level.RAISED: Pill(say("Raised"), "warn"),
    Level.HIGH: Pill(say("High"), "bad"),
}
"""How closely a submission should be looked at, in a word and a colour."""


class ShownRisk(Struct, frozen=True):
    """How closely to look at a submission, and why."""

    level: Pill
    is_high: bool
    grounds: tuple[Ground, ...]


class Waiting(Struct, frozen=True, kw_only=True):
    """A submission in the queue.

    Attributes:
        days: that it has waited.
        consent: whether people will be asked; of a new app everybody is.
        can_claim: whoever looks can take it: nobody has, and it is not their own where that matters.
    """

    url: str
    name: str
    number: str
    icon_url: str
    is_new: bool
    submitter: str
    submitted_at: datetime
    days: int
    findings: int
    consent: Pill
    asks: bool
    risk: ShownRisk
    reviewer: str
    is_mine: bool
    can_claim: bool


_CONSENT = {
    Answer.REQUIRED.value: Pill(say("Users must accept"), "bad"),
    Answer.LIKELY.value: Pill(say("Open: be prepared"), "warn"),
    Answer.NOT_REQUIRED.value: Pill(say("Automatic"), "good"),
}
_FIRST = Pill(say("Asked when added"), "plain")


@get("/admin/reviews", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def show_queue(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    show: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What waits, the oldest first."""
    wanted = show if show in FILTERS else ALL
    with shelf.reading() as session:
        waiting = queue_of(session, actor, shelf.clock())
    chosen = [each for each in waiting if _fits(each, wanted)]
    return page(
        visit,
        "admin/queue.html",
        rooms=rooms_of(visit),
        waiting=chosen[:MOST_SHOWN],
        hidden=max(0, len(chosen) - MOST_SHOWN),
        total=len(waiting),
        filters=FILTERS,
        shown=wanted,
        done=done_of(done),
    )


def _fits(each: Waiting, wanted: str) -> bool:
    """Whether a submission is of the kind that somebody wants to see."""
    return {
        ALL: True,
        MINE: each.is_mine,
        FREE: not each.reviewer,
        NEW: each.is_new,
        UPDATES: not each.is_new,
        ASKING: each.asks,
        RISKY: each.risk.is_high,
    }[wanted]


def queue_of(session: Session, actor: Actor, at: datetime) -> list[Waiting]:
    """All submissions, the oldest first."""
    versions = review_queue(session, actor)
    people = {version.created_by for version in versions} | {each.claimed_by for each in versions if each.claimed_by}
    names = dict(session.execute(select(Account.id, Account.display_name).where(Account.id.in_(people))).all())
    ids = [version.app_id for version in versions]
    published = set(session.scalars(select(App.id).where(App.id.in_(ids), App.current_id.is_not(None))))
    risks = risks_of(session, versions)
    others_only = settled_in(session).four_eyes
    return [
        _waiting(
            version,
            names,
            at,
            actor,
            risks[version.id],
            is_new=version.app_id not in published,
            others_only=others_only,
        )
        for version in versions
    ]


def shown_risk(risk: Risk) -> ShownRisk:
    """A risk as pages show it."""
    return ShownRisk(LEVELS[risk.level], risk.level is Level.HIGH, risk.grounds)


def _waiting(
    version: Version,
    names: Mapping[str, str],
    at: datetime,
    actor: Actor,
    risk: Risk,
    *,
    is_new: bool,
    others_only: bool,
) -> Waiting:
    submitted_at = version.submitted_at or version.created_at
    answer = (version.update or {}).get("consent", {}).get("answer")
    is_own = version.created_by == actor.account_id
    return Waiting(
        url=f"/admin/reviews/{version.id}",
        name=version.display_name,
        number=version.number,
        icon_url=icon_url(version.color_icon),
        is_new=is_new,
        submitter=names.get(version.created_by, ""),
        submitted_at=submitted_at,
        days=(at - submitted_at).days,
        findings=len(version.findings),
        consent=_CONSENT.get(answer, _FIRST),
        asks=answer == Answer.REQUIRED.value,
        risk=shown_risk(risk),
        reviewer=names.get(version.claimed_by or "", "") if version.state == State.IN_REVIEW else "",
        is_mine=version.claimed_by is not None and version.claimed_by == actor.account_id,
        can_claim=version.claimed_by is None and not (others_only and is_own),
    )
