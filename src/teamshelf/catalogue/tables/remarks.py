"""What people write to those who look after the shelf and its apps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from teamshelf.catalogue.tables.base import GUID, Table, new_guid

_KINDS = "kind IN ('wish', 'correction', 'problem')"


class Remark(Table):
    """A wish for an app that is not here, a correction of what is said of an app, or a problem with one.

    Attributes:
        kind: `wish`, `correction` or `problem`.
        app_id: what it is about; None for a wish.
        text: as written.
        outcome: `done` or `declined`; None while nobody has answered.
        answer: what was written back; empty where nothing was.
        closed_by: who answered.
    """

    __tablename__ = "remarks"
    __table_args__ = (
        CheckConstraint(_KINDS, name="kind"),
        CheckConstraint("(app_id IS NULL) = (kind = 'wish')", name="subject"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed"),
        Index(
            "ix_remarks_open",
            "created_at",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(GUID, primary_key=True, default=new_guid)
    kind: Mapped[str] = mapped_column(String(16))
    app_id: Mapped[str | None] = mapped_column(ForeignKey("apps.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(default="")
