"""Sealing the audit, so that whoever changes it behind the shelf's back is found out; and letting old entries go.

A seal covers the entries since the one before it, with a hash of each and the digest of that seal: together they are a
chain. Nothing is sealed while an entry is being added, so adding one costs nothing more. On PostgreSQL that takes the
lock on the table of the entries that every change holds until it ends: unlike the gates, it is held by those as well
who sign in, settle, or work beside the database. On SQLite there is one change at a time anyway.

What the chain does not show is that its end was cut off: who keeps the digest of the newest seal elsewhere finds that,
too.
"""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text, update

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import AuditEvent, AuditSeal
from teamshelf.catalogue.tables.base import microseconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf

MOST_IN_SEAL = 1000
"""Entries under one seal: so many are hashed while nobody else can add one, in a few hundredths of a second."""

_WAITS = "500ms"
"""How long PostgreSQL lets a seal wait for changes to end: others wait behind it, and there is always a next time."""

_LENGTH = 32
"""Characters of an entry's hash: 128 bits."""


def seal(shelf: Shelf) -> int:
    """Seal all entries that are not sealed yet; how many seals were made.

    Raises:
        Refusal: UNAVAILABLE: somebody is at work for longer than this waits.
    """
    made = 0
    while _seal_some(shelf):
        made += 1
    return made


def let_go(shelf: Shelf) -> int:
    """Remove the sealed entries that are older than the setting `audit_days` says; how many they were.

    A seal goes with all its entries, or none. It stays, so that the chain still holds, and so does what is said of it.
    """
    with shelf.reading() as session:
        days = settings(session).audit_days
        oldest = shelf.clock() - timedelta(days=days)
        old = select(AuditSeal.number).where(AuditSeal.removed_at.is_(None), AuditSeal.newest_at < oldest)
        numbers = session.scalars(old.order_by(AuditSeal.number)).all() if days else ()
    return sum(_let_go_of(shelf, number) for number in numbers)


def keep_audit(shelf: Shelf) -> None:
    """Seal what is new and let go what is old: what the server does every few minutes.

    Raises:
        Refusal: UNAVAILABLE: somebody is at work for longer than this waits, or the database is away.
    """
    seal(shelf)
    let_go(shelf)


def newest_seal(session: Session) -> AuditSeal | None:
    """The end of the chain."""
    return session.scalars(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1)).first()


def unsealed(session: Session) -> int:
    """How many entries no seal covers yet."""
    newest = select(func.coalesce(func.max(AuditSeal.last_id), 0)).scalar_subquery()
    return session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.id > newest)) or 0


def mark_of(event: AuditEvent) -> str:
    """The line of an entry in its seal."""
    said = (
        microseconds(event.at),
        event.actor_id,
        event.actor,
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
    written = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return f"{event.id} {sha256(written.encode()).hexdigest()[:_LENGTH]}"


def digest_of(made: AuditSeal) -> str:
    """The digest that goes with what a seal says."""
    said = [made.number, made.first_id, made.last_id, made.count, microseconds(made.newest_at), made.previous]
    return sha256("\n".join((*map(str, said), made.marks)).encode()).hexdigest()


def entries_of(session: Session, made: AuditSeal) -> Iterable[AuditEvent]:
    """The entries that are under a seal now, in their order; under the first, whatever has a lower number as well."""
    there = select(AuditEvent).where(AuditEvent.id <= made.last_id).order_by(AuditEvent.id)
    return session.scalars(there if made.number == 1 else there.where(AuditEvent.id >= made.first_id))


def _seal_some(shelf: Shelf) -> bool:
    with shelf.reading() as session:
        if not unsealed(session):
            return False
    with shelf.bookkeeping() as session:
        if session.get_bind().dialect.name != "sqlite":
            session.execute(text(f"SET LOCAL lock_timeout = '{_WAITS}'"))
            session.execute(text("LOCK TABLE audit_events IN SHARE ROW EXCLUSIVE MODE"))
        before = newest_seal(session)
        last_id = before.last_id if before is not None else 0
        fresh = select(AuditEvent).where(AuditEvent.id > last_id).order_by(AuditEvent.id).limit(MOST_IN_SEAL)
        events = session.scalars(fresh).all()
        if not events:
            return False  # another process was faster
        made = AuditSeal(
            number=before.number + 1 if before is not None else 1,
            first_id=last_id + 1,
            last_id=events[-1].id,
            count=len(events),
            newest_at=max(event.at for event in events),
            marks="\n".join(mark_of(event) for event in events),
            previous=before.digest if before is not None else "",
            sealed_at=shelf.clock(),
        )
        made.digest = digest_of(made)
        session.add(made)
        session.flush()
    return True


def _let_go_of(shelf: Shelf, number: int) -> int:
    with shelf.changing(OPERATOR) as change:
        session = change.session
        made = session.get_one(AuditSeal, number, with_for_update=True)
        if made.removed_at is not None:
            return 0  # another process was faster
        session.execute(update(AuditSeal).where(AuditSeal.number == number).values(removed_at=change.at))
        session.execute(delete(AuditEvent).where(AuditEvent.id.between(made.first_id, made.last_id)))
        change.record(
            Action.AUDIT_LET_GO,
            str(number),
            before={"first": made.first_id, "last": made.last_id, "entries": made.count},
        )
        return made.count
