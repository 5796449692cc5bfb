"""What was done, by whom, and the seals over it.

Rows are only ever added: triggers on both engines refuse anything else, but for entries whose seal says that they are
removed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
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


class AuditSeal(Table):
    """A seal over some entries that follow each other: whoever changes one of them breaks it, and all that come after.

    Attributes:
        number: 1, 2, 3 and so on.
        first_id, last_id: the entries that it is about, from the one behind the seal before.
        count: how many there were: numbers are left out where a change was not kept.
        newest_at: when the latest of them was made.
        marks: a line for each entry, with its number and the hash of all that it says.
        previous: the digest of the seal before; empty for the first.
        digest: of all this.
        removed_at: when its entries were removed, for they were old; None while they are there.
    """

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger, index=True)
    count: Mapped[int]
    newest_at: Mapped[datetime]
    marks: Mapped[str]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    sealed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
