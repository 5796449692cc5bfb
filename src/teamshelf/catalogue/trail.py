"""Reading the audit: what was done to the shelf, the latest first."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs
from sqlalchemy import select

from teamshelf.catalogue.tables import AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.auditing import Action
    from teamshelf.catalogue.shelf import Shelf

_BATCH = 500
"""Rows that are read at once when all of them are wanted."""

COLUMNS = (
    "id",
    "at",
    "actor",
    "actorId",
    "action",
    "subject",
    "label",
    "appId",
    "digest",
    "before",
    "after",
    "requestId",
    "address",
)
"""What an entry says, in the order of the columns of the table that is made of the audit."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which entries of the audit; what is None does not matter.

    Attributes:
        actor: sign-in name of who did it.
        since, until: from the one moment on, and before the other.
        before: only entries older than the one with this number.
    """

    action: Action | None = None
    actor: str | None = None
    app_id: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def events(session: Session, wanted: Wanted, limit: int) -> list[AuditEvent]:
    """The latest entries that are wanted."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
    for condition in _conditions(wanted):
        query = query.where(condition)
    return list(session.scalars(query))


def table(shelf: Shelf, wanted: Wanted) -> Iterator[str]:
    """All entries that are wanted as CSV, with a head; read batch by batch, so that any number will do."""
    yield csv_line(COLUMNS)
    for batch in _batches(shelf, wanted):
        yield "".join(csv_line(_cells(event)) for event in batch)


def document(shelf: Shelf, wanted: Wanted) -> Iterator[str]:
    """The same as one JSON array, an entry a line, with the names of :data:`COLUMNS`."""
    between = "[\n"
    for batch in _batches(shelf, wanted):
        for event in batch:
            yield between + json.dumps(dict(zip(COLUMNS, _values(event), strict=True)), ensure_ascii=False)
            between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _batches(shelf: Shelf, wanted: Wanted) -> Iterator[list[AuditEvent]]:
    before = wanted.before
    while True:
        with shelf.reading() as session:
            batch = events(session, structs.replace(wanted, before=before), _BATCH)
        yield batch
        if len(batch) < _BATCH:
            return
        before = batch[-1].id


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.action is not None:
        yield AuditEvent.action == wanted.action.value
    if wanted.actor is not None:
        yield AuditEvent.actor == wanted.actor
    if wanted.app_id is not None:
        yield AuditEvent.app_id == wanted.app_id
    if wanted.subject is not None:
        yield AuditEvent.subject == wanted.subject
    if wanted.since is not None:
        yield AuditEvent.at >= wanted.since
    if wanted.until is not None:
        yield AuditEvent.at < wanted.until
    if wanted.before is not None:
        yield AuditEvent.id < wanted.before


def _values(event: AuditEvent) -> tuple[Any, ...]:
    """An entry in the order of :data:`COLUMNS`."""
    return (
        event.id,
        event.at.isoformat(),
        event.actor,
        event.actor_id,
        event.action,
        event.subject,
        event.label,
        event.app_id,
        event.digest,
        event.before,
        event.after,
        event.request_id,
        event.address,
    )


def _cells(event: AuditEvent) -> tuple[str, ...]:
    return tuple(
        "" if value is None else json.dumps(value, sort_keys=True) if isinstance(value, dict) else str(value)
        for value in _values(event)
    )


def csv_line(cells: Iterable[str]) -> str:
    """A line of CSV; a cell that a spreadsheet would take for a formula is made a text."""
    text = io.StringIO()
    csv.writer(text).writerow(
        f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells
    )
    return text.getvalue()
