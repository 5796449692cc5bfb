"""What has to hold after any fault: nothing acknowledged is lost, no row lacks its bytes, the audit tells all of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from sqlalchemy import select, text

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.tables import App, AuditEvent, Installation, Table, Version
from teamshelf.catalogue.upkeep.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.database import Database

Deed = Literal["published", "submitted", "installed", "uninstalled", "removed", "migrated"]


class Acknowledged(Struct, frozen=True):
    """Somebody was told that it is done.

    Attributes:
        deed: what.
        id: of the version, the installation or the app; the step that a database was brought to.
    """

    deed: Deed
    id: str


_PUBLISHES = (Action.APP_PUBLISHED, Action.APP_UPDATED, Action.APP_APPROVED)
_TELLS: dict[Deed, tuple[Action, ...]] = {
    "published": _PUBLISHES,
    "submitted": (Action.APP_SUBMITTED, Action.APP_UPDATE_SUBMITTED),
    "installed": (Action.APP_INSTALLED,),
    "uninstalled": (Action.APP_UNINSTALLED,),
    "removed": (Action.APP_DELETED,),
}


def what_is_wrong(database: Database, acknowledged: Iterable[Acknowledged]) -> list[str]:
    """Everything that breaks a promise, in words; nothing if all promises are kept."""
    wrong = [f"{fault.rule}: {fault.table} {fault.key}" for fault in verify(database).faults]
    if any(line.startswith("file-damaged") for line in wrong):
        return wrong
    with database.reading() as session:
        told = Counter(
            (row.action, row.subject) for row in session.execute(select(AuditEvent.action, AuditEvent.subject))
        )
        done = set(_done(session))
    for deed, key in sorted(done):
        count = sum(told[action.value, key] for action in _TELLS[deed])
        if count != 1:
            wrong.append(f"the audit tells {count} times that {key} was {deed}")
    for action, key in told:
        for deed, actions in _TELLS.items():
            if action in actions and (deed, key) not in done:
                wrong.append(f"the audit tells that {key} was {deed}, but it was not")
    wrong += [f"lost: {each.id} was {each.deed}" for each in acknowledged if (each.deed, each.id) not in done]
    return wrong


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is there."""
    with database.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
            for table in Table.metadata.sorted_tables
        }


def flushing(database: Database) -> dict[str, str]:
    """The settings of a connection on which it depends whether what is acknowledged is on the disk."""
    names = (
        ("PRAGMA journal_mode", "PRAGMA synchronous")
        if database.is_sqlite
        else ("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes")
    )
    with database.writing() as session:
        return {name.split()[1]: str(session.scalar(text(name))) for name in names}


def _done(session: Session) -> Iterator[tuple[Deed, str]]:
    """What has been done, as the tables themselves show it."""
    for row in session.execute(select(Version.id, Version.published_at, Version.submitted_at)):
        if row.published_at is not None:
            yield "published", row.id
        if row.submitted_at is not None:
            yield "submitted", row.id
    there = set(session.scalars(select(Installation.id)))
    added = select(AuditEvent.subject, AuditEvent.app_id).where(AuditEvent.action == Action.APP_INSTALLED)
    gone = set(session.scalars(select(App.id).where(App.deleted_at.is_not(None))))
    left = set(session.scalars(select(AuditEvent.subject).where(AuditEvent.action == Action.APP_UNINSTALLED)))
    yield from (("installed", key) for key in there - left)
    yield from (("removed", key) for key in gone)
    for key, app_id in session.execute(added):
        if key not in there and (key in left or app_id in gone):
            yield "installed", key
            if key in left:
                yield "uninstalled", key
