"""The places an app can be installed in, and who is in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import Table, one_of


class PlaceKind(StrEnum):
    """What a place is."""

    USER = "user"
    """A person's own: its id is the account's."""
    TEAM = "team"
    CHAT = "chat"
    MEETING = "meeting"
    """The chat of a meeting: Graph calls it a chat as well."""


class Place(Table):
    """A person's own space, a team, a chat or a meeting.

    Attributes:
        id: a GUID for users and teams, a thread id such as ``19:...@thread.v2`` for chats and meetings.
    """

    __tablename__ = "places"
    __table_args__ = (CheckConstraint(one_of("kind", PlaceKind), name="kind"),)

    id: Mapped[str] = mapped_column(String(250), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    display_name: Mapped[str]
    created_at: Mapped[datetime]


class Membership(Table):
    """Somebody is in a place. Everybody is the owner of their own."""

    __tablename__ = "memberships"

    place_id: Mapped[str] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True)
    is_owner: Mapped[bool] = mapped_column(default=False)
