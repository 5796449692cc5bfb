"""What was done, by whom. Rows are only ever added: triggers on both engines refuse anything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import DIGEST, GUID, ROW_ID, Table


class AuditEvent(Table):
    """One thing that was done.

    It refers to nothing by foreign key: it must outlive what it speaks of.

    Attributes:
        action: a name of :class:`teamshelf.catalogue.auditing.Action`.
        subject: the id of what it was done to.
        label: what people call that.
        digest: of the package it is about.
        before, after: what changed.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_app", "app_id", "id"), Index("ix_audit_events_action", "action", "id"))

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(GUID)
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    app_id: Mapped[str | None] = mapped_column(GUID)
    digest: Mapped[str | None] = mapped_column(DIGEST)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    request_id: Mapped[str | None]
    address: Mapped[str | None]
