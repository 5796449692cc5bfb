"""How the places of an app answered the updates that asked them: what the next one can expect, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import exists, func, select, union

from teamshelf.catalogue.installations.receipts import Verdict
from teamshelf.catalogue.tables import Installation, Reach, Receipt, Surface, Version

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App

LOOKED_AT = 3
"""Updates that are looked at, the last ones that asked anybody."""

_LOOKED_THROUGH = 10
"""Updates that could have asked, to find these among."""


class Answered(Struct, frozen=True):
    """How an update was answered.

    Attributes:
        number: the version.
        asked: places where somebody was asked: they accepted, they declined, or the app is there and waits.
        accepted: places of these where somebody accepted this very version.
    """

    number: str
    asked: int
    accepted: int


def answered_updates(session: Session, app: App) -> tuple[Answered, ...]:
    """How the last updates of an app that asked were answered, the newest first; empty where none asked anybody."""
    could_ask = exists().where(Reach.version_id == Version.id, Reach.is_silent.is_(False))
    wanted = (
        select(Version)
        .where(Version.app_id == app.id, Version.sequence > 1, could_ask)
        .order_by(Version.sequence.desc())
        .limit(_LOOKED_THROUGH)
    )
    found: list[Answered] = []
    for version in session.scalars(wanted):
        asked = session.scalar(select(func.count()).select_from(_asked(version).subquery())) or 0
        if asked:
            accepted = session.scalar(select(func.count(func.distinct(Receipt.place_id))).where(*_accepted(version)))
            found.append(Answered(version.number, asked, accepted or 0))
        if len(found) == LOOKED_AT:
            break
    return tuple(found)


def _accepted(version: Version) -> tuple[Any, ...]:
    return (Receipt.version_id == version.id, Receipt.decision == Verdict.UPDATED)


def _asked(version: Version) -> Any:
    """The places that a version asked, each once."""
    said = select(Receipt.place_id).where(
        Receipt.version_id == version.id, Receipt.decision.in_((Verdict.UPDATED, Verdict.DECLINED))
    )
    return union(said, _waited(version))


def _waited(version: Version) -> Select[Any]:
    """The places that have the app since before the version, with something accepted that does not reach it."""
    turn = func.row_number().over(
        partition_by=Receipt.place_id, order_by=(Receipt.created_at.desc(), Receipt.id.desc())
    )
    before = (
        select(Receipt.place_id, Receipt.surface_digest, turn.label("turn"))
        .where(
            Receipt.app_id == version.app_id,
            Receipt.decision.in_((Verdict.INSTALLED, Verdict.UPDATED)),
            Receipt.created_at < version.published_at,
        )
        .subquery()
    )
    return (
        select(before.c.place_id)
        .join(Surface, (Surface.digest == before.c.surface_digest) & (Surface.app_id == version.app_id))
        .join(Reach, (Reach.surface_id == Surface.id) & (Reach.version_id == version.id))
        .join(Installation, (Installation.place_id == before.c.place_id) & (Installation.app_id == version.app_id))
        .where(
            before.c.turn == 1,
            Reach.is_silent.is_(False),
            Installation.by_policy.is_(False),
            Installation.installed_at < version.published_at,
        )
    )
