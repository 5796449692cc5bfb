"""The audit: what was done, by whom, to what; filtered, a page at a time, or all of it as CSV or JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import Stream
from msgspec import Struct, structs
from sqlalchemy import func, select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import AuditSeal
from teamshelf.catalogue.trail import Wanted, document, events, table
from teamshelf.catalogue.upkeep.sealing import newest_seal, unsealed
from teamshelf.messages import shown
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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


class Filter(Struct, frozen=True, kw_only=True):
    """What is looked for in the audit, as the form says it; what makes no sense is as if it were not there."""

    action: str = ""
    actor_name: str = ""
    app_id: str = ""
    since: str = ""
    until: str = ""

    @property
    def wanted(self) -> Wanted:
        """The entries that it is about."""
        last = _day(self.until)
        return Wanted(
            action=Action(self.action) if self.action else None,
            actor=self.actor_name or None,
            app_id=self.app_id or None,
            since=_day(self.since),
            until=last + timedelta(days=1) if last else None,
        )


class SealView(Struct, frozen=True, kw_only=True):
    """The end of the chain of seals, and what is not under it yet.

    Attributes:
        let_go_before: entries until then are no longer there; None where none was let go.
    """

    number: int
    digest: str
    sealed_at: datetime | None
    unsealed: int
    let_go_before: datetime | None


def filter_of(
    action: FromQuery[str | None] = None,
    actor_name: FromQuery[str | None] = None,
    app_id: FromQuery[str | None] = None,
    since: FromQuery[str | None] = None,
    until: FromQuery[str | None] = None,
) -> Filter:
    """The filter in an address."""
    texts = ((text or "").strip()[:320] for text in (action, actor_name, app_id, since, until))
    what, who, app, first, last = texts
    return Filter(
        action=what if what in set(Action) else "",
        actor_name=who,
        app_id=app,
        since=first if _day(first) else "",
        until=last if _day(last) else "",
    )


TheFilter = NamedDependency[Filter]
"""For a parameter called `given`."""

_FILTERED = {"given": Provide(filter_of, sync_to_thread=False)}


@get("/admin/audit", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False, dependencies=_FILTERED)
def show_audit(
    *, shelf: TheShelf, visit: TheVisit, given: TheFilter, before: FromQuery[str | None] = None
) -> Response[bytes]:
    """A page of the audit, the latest first."""
    number = int(before) if before and before.isascii() and before.isdecimal() and len(before) <= _DIGITS else None
    with shelf.reading() as session:
        found = events(session, structs.replace(given.wanted, before=number), SIZE + 1)
        rows = tuple(_row(event) for event in found[:SIZE])
        last = found[SIZE - 1].id if len(found) > SIZE else None
        chain = _chain(session)
        days = settings(session).audit_days
    fields = structs.asdict(given)
    return page(
        visit,
        "admin/audit.html",
        rooms=rooms_of(visit),
        events=rows,
        given=given,
        chain=chain,
        days=days,
        actions=sorted(each.value for each in Action),
        next_url=f"/admin/audit?{urlencode({**fields, 'before': last})}" if last else "",
        csv_url=f"/admin/audit.csv?{urlencode(fields)}",
        json_url=f"/admin/audit.json?{urlencode(fields)}",
        is_first=number is None,
        is_filtered=given != Filter(),
    )


@get(
    "/admin/audit.csv",
    permission=ADMINISTER,
    sync_to_thread=True,
    include_in_schema=False,
    media_type="text/csv",
    dependencies=_FILTERED,
)
def export_audit(*, shelf: TheShelf, given: TheFilter) -> Stream:
    """All of it as a table for a spreadsheet."""
    name = {"Content-Disposition": 'attachment; filename="teamshelf-audit.csv"'}
    return Stream(table(shelf, given.wanted), headers=name)


@get("/admin/audit.json", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False, dependencies=_FILTERED)
def export_audit_as_json(*, shelf: TheShelf, given: TheFilter) -> Stream:
    """All of it for a program."""
    name = {"Content-Disposition": 'attachment; filename="teamshelf-audit.json"'}
    return Stream(document(shelf, given.wanted), headers=name, media_type="application/json")


_DIGITS = 15
"""Of the number of an entry, at most."""


def _chain(session: Session) -> SealView:
    newest = newest_seal(session)
    return SealView(
        number=newest.number if newest is not None else 0,
        digest=newest.digest if newest is not None else "",
        sealed_at=newest.sealed_at if newest is not None else None,
        unsealed=unsealed(session),
        let_go_before=session.scalar(select(func.max(AuditSeal.newest_at)).where(AuditSeal.removed_at.is_not(None))),
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
