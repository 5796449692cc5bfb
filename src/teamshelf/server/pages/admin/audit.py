"""The audit: what was done, by whom, to what; filtered, a page at a time, or all of it as CSV or JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery
from litestar.response import Stream
from msgspec import Struct, structs

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.trail import Wanted, document, events, table
from teamshelf.messages import shown
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from teamshelf.catalogue.tables import AuditEvent

SIZE = 40
"""Entries on a page."""

MOST_VALUES = 6
"""Facts of before and after that an entry shows; the CSV has all."""


class EventRow(Struct, frozen=True, kw_only=True):
    """An entry. `facts` are names with what was before and what is after."""

    at: datetime
    who: str
    action: str
    label: str
    subject: str
    subject_url: str
    facts: tuple[tuple[str, str, str], ...]
    address: str


@get("/admin/audit", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_audit(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    action: FromQuery[str | None] = None,
    actor_name: FromQuery[str | None] = None,
    app_id: FromQuery[str | None] = None,
    since: FromQuery[str | None] = None,
    until: FromQuery[str | None] = None,
    before: FromQuery[str | None] = None,
) -> Response[bytes]:
    """A page of the audit, the latest first."""
    given = _given(action, actor_name, app_id, since, until)
    wanted = _wanted(given)
    number = int(before) if before and before.isascii() and before.isdecimal() and len(before) <= _DIGITS else None
    with shelf.reading() as session:
        found = events(session, structs.replace(wanted, before=number), SIZE + 1)
        rows = tuple(_row(event) for event in found[:SIZE])
        last = found[SIZE - 1].id if len(found) > SIZE else None
    return page(
        visit,
        "admin/audit.html",
        rooms=rooms_of(visit),
        events=rows,
        given=given,
        actions=sorted(each.value for each in Action),
        next_url=f"/admin/audit?{urlencode({**given, 'before': last})}" if last else "",
        csv_url=f"/admin/audit.csv?{urlencode(given)}",
        json_url=f"/admin/audit.json?{urlencode(given)}",
        is_first=number is None,
        is_filtered=any(given.values()),
    )


@get("/admin/audit.csv", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False, media_type="text/csv")
def export_audit(
    *,
    shelf: TheShelf,
    action: FromQuery[str | None] = None,
    actor_name: FromQuery[str | None] = None,
    app_id: FromQuery[str | None] = None,
    since: FromQuery[str | None] = None,
    until: FromQuery[str | None] = None,
) -> Stream:
    """All of it as a table for a spreadsheet."""
    wanted = _wanted(_given(action, actor_name, app_id, since, until))
    name = {"Content-Disposition": 'attachment; filename="teamshelf-audit.csv"'}
    return Stream(table(shelf, wanted), headers=name)


@get("/admin/audit.json", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def export_audit_as_json(
    *,
    shelf: TheShelf,
    action: FromQuery[str | None] = None,
    actor_name: FromQuery[str | None] = None,
    app_id: FromQuery[str | None] = None,
    since: FromQuery[str | None] = None,
    until: FromQuery[str | None] = None,
) -> Stream:
    """All of it for a program."""
    wanted = _wanted(_given(action, actor_name, app_id, since, until))
    name = {"Content-Disposition": 'attachment; filename="teamshelf-audit.json"'}
    return Stream(document(shelf, wanted), headers=name, media_type="application/json")


_DIGITS = 15
"""Of the number of an entry, at most."""


def _given(*texts: str | None) -> dict[str, str]:
    """What was asked, by the names of the fields; what makes no sense is as if it were not there."""
    action, actor_name, app_id, since, until = ((text or "").strip()[:320] for text in texts)
    return {
        "action": action if action in set(Action) else "",
        "actor_name": actor_name,
        "app_id": app_id,
        "since": since if _day(since) else "",
        "until": until if _day(until) else "",
    }


def _wanted(given: dict[str, str]) -> Wanted:
    last = _day(given["until"])
    return Wanted(
        action=Action(given["action"]) if given["action"] else None,
        actor=given["actor_name"] or None,
        app_id=given["app_id"] or None,
        since=_day(given["since"]),
        until=last + timedelta(days=1) if last else None,
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        return None


def _row(event: AuditEvent) -> EventRow:
    before, after = event.before or {}, event.after or {}
    names = [name for name in dict.fromkeys((*before, *after)) if name != "receipt"][:MOST_VALUES]
    return EventRow(
        at=event.at,
        who=event.actor,
        action=event.action,
        label=event.label,
        subject=event.subject,
        subject_url=f"/admin/apps/{event.app_id}" if event.app_id else "",
        facts=tuple((name, _value(before.get(name)), _value(after.get(name))) for name in names),
        address=event.address or "",
    )


def _value(value: Any) -> str:
    if value is None:
        return ""
    return shown(value if isinstance(value, str) else json.dumps(value, sort_keys=True), 160)[1:-1]
