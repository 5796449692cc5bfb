"""How often the shelf was changed. What was read of it still holds while that number is the same.

Each change adds one to one of a few rows, in its own transaction; the revision is their sum. So it tells whether
anything has become visible since, in whatever order changes end: the highest number of the audit would miss one that
began before another and ends after it. A single row would make all changes wait for each other's way to the disk.
"""

from __future__ import annotations

from secrets import randbelow
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, cast, func, select

from teamshelf.catalogue.tables import (
    AccessRequest,
    AuditEvent,
    AuditSeal,
    ChangeCount,
    Installation,
    Membership,
    Place,
    RateWindow,
    Receipt,
    Remark,
    SigningKey,
    Token,
    WebSession,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

LANES = 16
"""Rows that the changes are spread over."""

_OFTEN = (
    AccessRequest,
    AuditEvent,
    AuditSeal,
    Installation,
    Membership,
    Place,
    RateWindow,
    Receipt,
    Remark,
    SigningKey,
    Token,
    WebSession,
)

NOT_COUNTED = frozenset({*(table.__tablename__ for table in _OFTEN), "apps.installs"})
"""What is written so often that counting it would leave nothing worth keeping, and what no answer that is kept shows.
Everything else is counted, new tables too."""

REVISION = select(cast(func.coalesce(func.sum(ChangeCount.number), 0), BigInteger)).scalar_subquery()
"""The number, to be read together with something else."""

_COUNT = tuple(
    f"INSERT INTO {ChangeCount.__tablename__} (lane, number) VALUES ({lane}, 1) "  # noqa: S608 - our own names
    f"ON CONFLICT (lane) DO UPDATE SET number = {ChangeCount.__tablename__}.number + 1"
    for lane in range(LANES)
)


def is_counted(written: Iterable[str]) -> bool:
    """Whether a change that has written to these tables, or columns, is one that answers can show."""
    return any(NOT_COUNTED.isdisjoint((name, name.partition(".")[0])) for name in written)


def count_change(session: Session) -> None:
    """Add one, as the last thing that a transaction does: whoever has the row waits for nothing but the disk."""
    session.connection().exec_driver_sql(_COUNT[randbelow(LANES)])
