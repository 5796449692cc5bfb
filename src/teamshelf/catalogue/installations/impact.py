"""Whom an update reaches, and whom it asks: counted by the surfaces that were accepted, never by installation.

The same decision as when the version is published (:mod:`teamshelf.catalogue.versions.reaching`), for one that is not
yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import func, select

from teamshelf.catalogue.tables import App, Installation, Membership, Place, Reach, Surface
from teamshelf.catalogue.versions.reaching import surface_from
from teamshelf.update.consent import decide

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.update.surface import Surface as Facts


class Impact(Struct, frozen=True):
    """In how many places an app is, by what a version means for them.

    Attributes:
        asked: somebody has to accept there first.
        silent: the version arrives by itself.
        by_policy: an administrator has installed it there: it arrives by itself whatever it asks for.
    """

    asked: int = 0
    silent: int = 0
    by_policy: int = 0

    @property
    def places(self) -> int:
        """All of them."""
        return self.asked + self.silent + self.by_policy


def impact_of(session: Session, app: App, version: Version, rules: str) -> Impact:
    """What a version of an app means where the app is installed, under a consent rule set."""
    return impact_of_surface(session, app, surface_from(session.get_one(Surface, version.surface_id)), rules)


def impact_of_surface(session: Session, app: App, new: Facts, rules: str) -> Impact:
    """What a version with such a surface would mean there: it need not be stored anywhere."""
    counted = session.execute(
        select(Installation.surface_id, Installation.by_policy, func.count())
        .where(Installation.app_id == app.id)
        .group_by(Installation.surface_id, Installation.by_policy)
    ).all()
    asked = silent = by_policy = 0
    for surface_id, is_by_policy, count in counted:
        accepted = surface_from(session.get_one(Surface, surface_id))
        if is_by_policy:
            by_policy += count
        elif accepted.digest != new.digest and decide(accepted, new, rules).is_required:
            asked += count
        else:
            silent += count
    return Impact(asked, silent, by_policy)


def places_by_kind(session: Session, app_ids: Collection[str]) -> dict[str, int]:
    """In how many places of each kind some apps are installed, each place once: kinds without one are left out."""
    there = select(Installation.place_id).where(Installation.app_id.in_(app_ids))
    counted = select(Place.kind, func.count()).where(Place.id.in_(there)).group_by(Place.kind).order_by(Place.kind)
    return dict(session.execute(counted).all())


def waiting_places(session: Session, app_ids: Collection[str]) -> dict[str, int]:
    """In how many places somebody has to accept before the published version runs there, by app; only where any has."""
    counted = (
        select(Installation.app_id, func.count())
        .join(App, App.id == Installation.app_id)
        .join(Reach, (Reach.surface_id == Installation.surface_id) & (Reach.version_id == App.current_id))
        .where(Installation.app_id.in_(app_ids), Installation.by_policy.is_(False), Reach.is_silent.is_(False))
        .group_by(Installation.app_id)
    )
    return dict(session.execute(counted).all())


class Affected(Struct, frozen=True):
    """Who notices when some apps are blocked.

    Attributes:
        kinds: places where any of them is, by their kind.
        people: members of these.
        places: names of some of these places, the first by name.
    """

    kinds: dict[str, int]
    people: int
    places: tuple[str, ...]


def affected_by(session: Session, app_ids: Collection[str]) -> Affected:
    """Where some apps are, and how many people are there: each place and each of the people once."""
    there = select(Installation.place_id).where(Installation.app_id.in_(app_ids))
    members = select(func.count(func.distinct(Membership.account_id))).where(Membership.place_id.in_(there))
    named = select(Place.display_name).where(Place.id.in_(there)).order_by(Place.display_name, Place.id)
    return Affected(
        kinds=places_by_kind(session, app_ids),
        people=session.scalar(members) or 0,
        places=tuple(session.scalars(named.limit(MOST_NAMED))),
    )


MOST_NAMED = 12
"""Places that are named when apps are about to be blocked."""
