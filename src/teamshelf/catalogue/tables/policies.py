"""Who may use what: the shelf's settings, policies, assignments, and what people ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import GUID, Table, new_guid


class Setting(Table):
    """A setting of the shelf that differs from its default."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime]


class Policy(Table):
    """A permission policy.

    Attributes:
        mode: `allow-all`, `allow-listed`, `block-listed` or `block-all`.
        app_ids: the catalogue ids that are listed.
    """

    __tablename__ = "policies"

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    mode: Mapped[str] = mapped_column(String(16))
    app_ids: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]


class PolicyAssignment(Table):
    """The policy that holds for an account; who has none falls under the one named `Global`."""

    __tablename__ = "policy_assignments"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("policies.id", ondelete="CASCADE"), index=True)


class AppAssignment(Table):
    """Somebody, or everybody in a place, may use an app whose access is `assigned`.

    Attributes:
        holder_id: the id of an account or a place.
    """

    __tablename__ = "app_assignments"

    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id", ondelete="CASCADE"), primary_key=True)
    holder_id: Mapped[str] = mapped_column(String(250), primary_key=True)


class AccessRequest(Table):
    """Somebody asks for an app that is blocked for them. Nobody has two open requests for one app."""

    __tablename__ = "access_requests"
    __table_args__ = (
        Index(
            "uq_access_requests_open",
            "app_id",
            "account_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    app_id: Mapped[str] = mapped_column(ForeignKey("apps.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
