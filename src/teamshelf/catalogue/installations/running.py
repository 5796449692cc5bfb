"""Which version runs where: found by what was accepted there, without touching any installation when one is published.

An installation keeps the consent surface that was accepted; a published version keeps from which surfaces it is reached
silently. So an installation runs the newest version that can be run, is reached silently from its surface, and has been
rolled out, or has been accepted there before its roll-out. What an administrator has installed for somebody runs the
newest of all. Sources: lifecycle rules 13 to 16, 21 and
27; Microsoft's page on the update experience of apps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select, true

from teamshelf.catalogue.tables import Installation, Reach, Version
from teamshelf.catalogue.versions.states import RUNNABLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, ScalarSelect, Select
    from sqlalchemy.orm import Session

_RUNNABLE = sorted(state.value for state in RUNNABLE)

# To make an alias takes longer than to find a version.
_REACHED = Version.__table__.alias("reached")
_NEWEST = Version.__table__.alias("newest")


def running_version(session: Session, installation: Installation, at: datetime) -> Version | None:
    """The version that an installation runs; None while none of those it could run may be run."""
    return session.scalar(_running(at).with_only_columns(Version).where(Installation.id == installation.id))


def running_versions(session: Session, installations: Iterable[Installation], at: datetime) -> dict[str, Version]:
    """The versions that installations run, by the ids of these; those that run none are left out."""
    ids = [installation.id for installation in installations]
    found = session.execute(_running(at).where(Installation.id.in_(ids)))
    return dict(found.all())


def running_counts(session: Session, app_id: str, at: datetime) -> dict[str | None, int]:
    """In how many places each version of an app runs, by the versions' ids; None counts those where none may be run.

    Installations that accepted the same run the same, so that one of each kind is asked.
    """
    alike = (
        select(func.min(Installation.id), func.count())
        .where(Installation.app_id == app_id)
        .group_by(Installation.surface_id, Installation.by_policy, Installation.sequence)
    )
    sizes = {row[0]: row[1] for row in session.execute(alike)}
    running = dict(session.execute(select(Installation.id, running_id(at)).where(Installation.id.in_(sizes))).all())
    counts: dict[str | None, int] = {}
    for installation_id, size in sizes.items():
        version_id = running[installation_id]
        counts[version_id] = counts.get(version_id, 0) + size
    return counts


def running_id(at: datetime) -> ColumnElement[str | None]:
    """The id of the version that an installation runs, within a query over installations."""
    return case((Installation.by_policy == true(), _newest(at)), else_=_newest_accepted(at))


def _running(at: datetime) -> Select[str, Version]:
    return select(Installation.id, Version).join(Version, Version.id == running_id(at))


def _newest_accepted(at: datetime) -> ScalarSelect[Any]:
    """By the index over `reaches`: from the newest sequence of the surface downwards, until one fits."""
    version = _REACHED
    return (
        select(version.c.id)
        .join(Reach, Reach.version_id == version.c.id)
        .where(
            Reach.surface_id == Installation.surface_id,
            Reach.is_silent == true(),
            version.c.state.in_(_RUNNABLE),
            or_(version.c.available_at <= at, Reach.sequence <= Installation.sequence),
        )
        .order_by(Reach.sequence.desc())
        .limit(1)
        .correlate(Installation)
        .scalar_subquery()
    )


def _newest(at: datetime) -> ScalarSelect[Any]:
    version = _NEWEST
    return (
        select(version.c.id)
        .where(
            version.c.app_id == Installation.app_id,
            version.c.sequence.is_not(None),
            version.c.state.in_(_RUNNABLE),
            or_(version.c.available_at <= at, version.c.sequence <= Installation.sequence),
        )
        .order_by(version.c.sequence.desc())
        .limit(1)
        .correlate(Installation)
        .scalar_subquery()
    )
