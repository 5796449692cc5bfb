"""The shelf itself: its database, its clock, and the way every change to it is made."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.gates import Gate, pass_through
from teamshelf.catalogue.inserting import insert_all
from teamshelf.catalogue.revision import count_change, is_counted
from teamshelf.catalogue.tables.audit import AuditEvent
from teamshelf.catalogue.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.auditing import Action
    from teamshelf.catalogue.database import Database
    from teamshelf.catalogue.people.actors import Actor


BOOKKEEPING = {
    "audit_seals": frozenset({"INSERT"}),
    "rate_windows": frozenset({"INSERT", "UPDATE", "DELETE"}),
    "web_sessions": frozenset({"UPDATE", "DELETE"}),
    "tokens": frozenset({"UPDATE"}),
}
"""What may be written without a word in the audit: how often something was tried, when a token was last used, the
clearing away of sessions that have ended, and the seals over the audit itself."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Change:
    """A change that is being made, in one transaction, by somebody.

    Attributes:
        session: the transaction.
        actor: who makes it.
        at: when: one moment for all that it writes.
    """

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at
        self._is_recorded = False
        self._events: list[dict[str, Any]] = []

    @property
    def is_recorded(self) -> bool:
        """Whether the audit is told of it."""
        return self._is_recorded

    def record(
        self,
        action: Action,
        subject: str,
        *,
        label: str = "",
        app_id: str | None = None,
        digest: str | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Tell the audit what is being done; it is written at the end of the same transaction, all at once."""
        self._is_recorded = True
        self._events.append(
            {
                "at": self.at,
                "actor_id": self.actor.account_id,
                "actor": self.actor.name,
                "action": action.value,
                "subject": subject,
                "label": label,
                "app_id": app_id,
                "digest": digest,
                "before": before,
                "after": after,
                "request_id": self.actor.request_id,
                "address": self.actor.address,
            }
        )

    def write_records(self) -> None:
        """Write into the audit what it has been told since it was last written."""
        events, self._events = self._events, []
        insert_all(self.session, AuditEvent, events)


class Shelf:
    """A catalogue of apps.

    Attributes:
        database: where all of it is.
        clock: tells the time; tests set it.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self.database = database
        self.clock = clock

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def changing(self, actor: Actor, gate: Gate = Gate.CHANGE) -> Iterator[Change]:
        """A change in one transaction, kept as a whole when the block ends.

        Args:
            actor: who makes it.
            gate: what an administrator can shut to keep it from happening.

        Raises:
            Refusal: the database says no; UNAVAILABLE `read-only`, `uploads-paused`, `installs-paused`: the gate is
                shut.
            RuntimeError: rows were changed and the audit was not told, which is a mistake of ours; nothing is kept.
        """
        with self.database.writing() as session:
            pass_through(session, actor, gate)
            watch = Watch(session)
            change = Change(session, actor, self.clock())
            yield change
            change.write_records()
            if watch.written and not change.is_recorded:
                raise RuntimeError("a change to the shelf was not recorded in the audit")
            if is_counted(watch.written):
                count_change(session)

    @contextmanager
    def bookkeeping(self) -> Iterator[Session]:
        """A transaction for what is no change to the shelf, and so is not in the audit: see :data:`BOOKKEEPING`.

        Raises:
            Refusal: the database says no.
            RuntimeError: it writes to anything else, which is a mistake of ours; nothing is kept.
        """
        with self.database.writing() as session:
            Watch(session, BOOKKEEPING)
            yield session
