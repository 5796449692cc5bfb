"""What people find set up for them: apps that are there already, in an order, and whether they may bring their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import GUID, Table, new_guid


class SetupPolicy(Table):
    """A setup policy.

    Attributes:
        pinned: the catalogue ids of the apps in the app bar, in order.
        installed: the catalogue ids of the apps that its people have, whether they added them or not.
        allow_upload: its people may send packages.
    """

    __tablename__ = "setup_policies"

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    pinned: Mapped[list[Any]] = mapped_column(default=list)
    installed: Mapped[list[Any]] = mapped_column(default=list)
    allow_upload: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SetupAssignment(Table):
    """The setup policy that holds for an account; who has none falls under the one named `Global`."""

    __tablename__ = "setup_assignments"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("setup_policies.id", ondelete="CASCADE"), index=True)
