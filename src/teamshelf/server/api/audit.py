"""The audit, for administrators: filtered, a page at a time, or all of it as CSV."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.tables import AuditEvent, AuditSeal
from teamshelf.catalogue.trail import Wanted, events, table
from teamshelf.server.api.shapes import Shape
from teamshelf.server.given import TheShelf
from teamshelf.server.permissions import READ_AUDIT

LARGEST_NUMBER = 2**53
"""That any reader of JSON can tell from its neighbours."""


class EventShape(Shape, frozen=True, kw_only=True):
    """One thing that was done."""

    id: int
    at: datetime
    actor: str
    actor_id: str | None
    action: Action
    subject: str
    label: str
    app_id: str | None
    digest: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None
    address: str | None


class EventPage(Shape, frozen=True, kw_only=True):
    """Entries, the latest first.

    Attributes:
        next: what `before` must say to see the entries that follow; null at the end.
    """

    events: list[EventShape]
    next: int | None


class SealShape(Shape, frozen=True, kw_only=True):
    """A seal over some entries that follow each other.

    Attributes:
        previous: the digest of the seal before; empty for the first.
        removed_at: when its entries were removed, for they were old; null while they are there.
    """

    number: int
    first_id: int
    last_id: int
    count: int
    newest_at: datetime
    previous: str
    digest: str
    sealed_at: datetime
    removed_at: datetime | None


@get("/audit", permission=READ_AUDIT, sync_to_thread=True)
def list_events(
    *,
    shelf: TheShelf,
    action: FromQuery[Action | None] = None,
    actor_name: Annotated[str | None, QueryParameter(name="actor")] = None,
    app_id: Annotated[str | None, QueryParameter(name="appId")] = None,
    subject: FromQuery[str | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
    before: Annotated[int | None, QueryParameter(ge=0, le=LARGEST_NUMBER)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> EventPage:
    """What was done to the shelf."""
    wanted = Wanted(
        action=action,
        actor=actor_name,
        app_id=app_id,
        subject=subject,
        since=_in_utc(since),
        until=_in_utc(until),
        before=before,
    )
    with shelf.reading() as session:
        found = [_shape(event) for event in events(session, wanted, limit)]
    return EventPage(events=found, next=found[-1].id if len(found) == limit else None)


@get("/audit.csv", permission=READ_AUDIT, sync_to_thread=True, media_type="text/csv")
def export_events(
    *,
    shelf: TheShelf,
    action: FromQuery[Action | None] = None,
    actor_name: Annotated[str | None, QueryParameter(name="actor")] = None,
    app_id: Annotated[str | None, QueryParameter(name="appId")] = None,
    subject: FromQuery[str | None] = None,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
) -> Stream:
    """The same as a table for a spreadsheet."""
    wanted = Wanted(
        action=action, actor=actor_name, app_id=app_id, subject=subject, since=_in_utc(since), until=_in_utc(until)
    )
    name = {"Content-Disposition": 'attachment; filename="teamshelf-audit.csv"'}
    return Stream(table(shelf, wanted), media_type="text/csv", headers=name)


@get("/audit/seals", permission=READ_AUDIT, sync_to_thread=True)
def list_seals(
    *,
    shelf: TheShelf,
    before: Annotated[int | None, QueryParameter(ge=0, le=LARGEST_NUMBER)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> list[SealShape]:
    """The seals over the audit, the newest first: whoever keeps a digest finds out if the chain is made anew."""
    wanted = select(AuditSeal).order_by(AuditSeal.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(AuditSeal.number < before)
    with shelf.reading() as session:
        return [
            SealShape(**{name: getattr(made, name) for name in SealShape.__struct_fields__})
            for made in session.scalars(wanted)
        ]


def _in_utc(moment: datetime | None) -> datetime | None:
    """A moment; one that says no time zone is meant in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _shape(event: AuditEvent) -> EventShape:
    same = {name: getattr(event, name) for name in EventShape.__struct_fields__ if name != "action"}
    return EventShape(**same, action=Action(event.action))


HANDLERS = [list_events, export_events, list_seals]
