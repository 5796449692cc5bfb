"""The place of somebody's own, which comes to be with their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.tables import Account, Membership, Place
from teamshelf.catalogue.tables.directory import PlaceKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def ensure_own_place(session: Session, account: Account, at: datetime) -> None:
    """Everybody has a place of their own, which they own."""
    if insert_if_absent(
        session, Place, id=account.id, kind=PlaceKind.USER, display_name=account.display_name, created_at=at
    ):
        insert_if_absent(session, Membership, place_id=account.id, account_id=account.id, is_owner=True)
