"""What apps are to somebody: added, waiting for an update, asked for, blocked, to be had. As conditions on apps.

What an app is to its next reader is nobody else's business: only an account has a standing to an app, and it is looked
up anew each time. An app that is added can wait for an update, and be blocked, as well.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, func, not_, or_, select

from teamshelf.catalogue.installations.running import running_id
from teamshelf.catalogue.policy.access import usable_apps
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import AccessRequest, App, Installation, Membership, Reach

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor


class Standing(StrEnum):
    """What an app can be to somebody."""

    ADDED = "added"
    """In one of their places, at least."""
    UPDATE = "update"
    """Its update waits for their consent in one of their places."""
    AVAILABLE = "available"
    """They could add it, and have it nowhere."""
    REQUESTED = "requested"
    """They have asked for it, and nobody has answered."""
    BLOCKED = "blocked"
    """They cannot use it."""


def standings(session: Session, actor: Actor, at: datetime | None) -> dict[str, ColumnElement[bool]]:
    """A condition on apps for each standing that the actor can have to one; none for whoever has no account.

    Args:
        session: the shelf.
        actor: who asks.
        at: the moment; without one no update waits.
    """
    account_id = actor.account_id
    if account_id is None:
        return {}
    known: dict[str, ColumnElement[bool]] | None = session.info.get(("standings", account_id, at))
    if known is None:
        held = App.id.in_(_in_places_of(account_id))
        asked = select(AccessRequest.app_id).where(
            AccessRequest.account_id == account_id, AccessRequest.closed_at.is_(None)
        )
        is_usable = usable_apps(session, account_id, settings(session))
        known = session.info["standings", account_id, at] = {
            Standing.ADDED.value: held,
            Standing.UPDATE.value: App.id.in_(_asking(account_id, at)) if at is not None else false(),
            Standing.AVAILABLE.value: and_(is_usable, not_(held)),
            Standing.REQUESTED.value: App.id.in_(asked),
            Standing.BLOCKED.value: not_(is_usable),
        }
    return known


def _in_places_of(account_id: str) -> Select[str]:
    mine = select(Installation.app_id).join(Membership, Membership.place_id == Installation.place_id)
    return mine.where(Membership.account_id == account_id)


def _asking(account_id: str, at: datetime) -> Select[str]:
    """The apps that wait for consent: those of :func:`teamshelf.catalogue.installations.updating.pending_updates`."""
    current = App.__table__.alias("current")
    return (
        _in_places_of(account_id)
        .join(current, current.c.id == Installation.app_id)
        .outerjoin(Reach, (Reach.surface_id == Installation.surface_id) & (Reach.version_id == current.c.current_id))
        .where(
            current.c.current_id.is_not(None),
            Installation.by_policy == false(),
            func.coalesce(Reach.is_silent, false()) == false(),
            or_(running_id(at).is_(None), running_id(at) != current.c.current_id),
        )
    )
