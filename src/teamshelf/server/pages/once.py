"""What several parts of one page ask of the database, asked once: it is kept with the session that the page reads.

A session belongs to one request, and so to one person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.installations.updating import pending_updates
from teamshelf.catalogue.policy.access import policy_of
from teamshelf.catalogue.settings import Settings
from teamshelf.catalogue.settings import settings as settings_in
from teamshelf.catalogue.tables import AccessRequest, Installation, Membership

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.installations.updating import PendingUpdate
    from teamshelf.catalogue.tables import Policy
    from teamshelf.server.pages.visiting import Visit


def settled(session: Session) -> Settings:
    """The settings of the shelf."""
    known = session.info.get("settled")
    if not isinstance(known, Settings):
        known = session.info["settled"] = settings_in(session)
    return known


def policy_for(session: Session, account_id: str) -> Policy | None:
    """The policy that holds for somebody."""
    if "policy" not in session.info:
        session.info["policy"] = policy_of(session, account_id)
    known: Policy | None = session.info["policy"]
    return known


def held_apps(session: Session, account_id: str) -> frozenset[str]:
    """The apps that are in any of somebody's places, by their ids."""
    if "held" not in session.info:
        mine = select(Installation.app_id).join(Membership, Membership.place_id == Installation.place_id)
        session.info["held"] = frozenset(session.scalars(mine.where(Membership.account_id == account_id).distinct()))
    known: frozenset[str] = session.info["held"]
    return known


def asked_apps(session: Session, account_id: str) -> frozenset[str]:
    """The apps that somebody has asked for and got no answer about, by their ids."""
    if "asked" not in session.info:
        mine = select(AccessRequest.app_id).where(AccessRequest.account_id == account_id)
        session.info["asked"] = frozenset(session.scalars(mine.where(AccessRequest.closed_at.is_(None))))
    known: frozenset[str] = session.info["asked"]
    return known


def waiting_for(session: Session, visit: Visit, at: datetime) -> list[PendingUpdate]:
    """The updates that wait in the places of whoever looks; none for a visitor."""
    if not visit.is_signed_in:
        return []
    key = ("waiting", visit.actor.account_id)
    if key not in session.info:
        session.info[key] = pending_updates(session, visit.actor, at)
    known: list[PendingUpdate] = session.info[key]
    return known
