"""Answers to what somebody asked for or wrote: how many there are that they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from teamshelf.catalogue.tables import AccessRequest, Remark

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def answers_after(session: Session, account_id: str, since: datetime) -> tuple[int, datetime | None]:
    """How many answers somebody has got after a moment, and when the last of them came; None where there is none."""
    times = [
        select(table.closed_at).where(table.account_id == account_id, table.closed_at > since)
        for table in (AccessRequest, Remark)
    ]
    found = times[0].union_all(times[1]).subquery()
    count, last = session.execute(select(func.count(), func.max(found.c.closed_at)).select_from(found)).one()
    return count, last
