"""Whether the audit is as it was sealed: entry by entry, and seal by seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.tables import AuditEvent, AuditSeal
from teamshelf.catalogue.upkeep.sealing import digest_of, entries_of, mark_of
from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session


class Broken(NamedTuple):
    """Something that is not as it was sealed: a rule, the table, the row's key, and what is wrong with it."""

    rule: str
    table: str
    key: str
    message: Message


def broken_seals(session: Session, counts: dict[str, int]) -> Iterator[Broken]:
    """What is not as it was sealed."""
    said = set(session.scalars(select(AuditEvent.subject).where(AuditEvent.action == Action.AUDIT_LET_GO.value)))
    oldest = session.scalar(select(func.min(AuditEvent.at)))
    previous, number = "", 0
    for made in session.scalars(select(AuditSeal).order_by(AuditSeal.number).execution_options(yield_per=50)):
        counts["seals"] = counts.get("seals", 0) + 1
        key = str(made.number)
        if made.number != number + 1:
            missing = say("the seals before it are missing, from {number} on", number=number + 1)
            yield Broken("seal-missing", "audit_seals", key, missing)
        elif made.previous != previous:
            yield Broken("seal-broken", "audit_seals", key, say("it does not follow from the seal before"))
        if digest_of(made) != made.digest:
            yield Broken("seal-broken", "audit_seals", key, say("what it says is not what its digest says"))
        yield from _of_entries(session, made)
        if made.removed_at is not None and not _is_said(made, said, oldest):
            removed = say("its entries are gone, and nothing says who let them go")
            yield Broken("entries-removed-silently", "audit_seals", key, removed)
        previous, number = made.digest, made.number


def _of_entries(session: Session, made: AuditSeal) -> Iterator[Broken]:
    """The entries under a seal beside its marks; of a removed seal none is left."""
    there = () if made.removed_at is not None else made.marks.splitlines()
    marks = dict(line.partition(" ")[::2] for line in there)
    number = made.number
    for event in entries_of(session, made):
        key, _, found = mark_of(event).partition(" ")
        wanted = marks.pop(key, None)
        if wanted is None:
            put_in = say("it was not there when seal {number} was made", number=number)
            yield Broken("entry-put-in", "audit_events", key, put_in)
        elif wanted != found:
            changed = say("it was changed after seal {number} was made", number=number)
            yield Broken("entry-changed", "audit_events", key, changed)
    for key in marks:
        missing = say("it is gone, and was there when seal {number} was made", number=number)
        yield Broken("entry-missing", "audit_events", key, missing)


def _is_said(made: AuditSeal, said: set[str], oldest: datetime | None) -> bool:
    """Whether the audit tells of the removal, or told of it before its oldest entry and has been let go itself."""
    return str(made.number) in said or (oldest is not None and made.removed_at is not None and made.removed_at < oldest)
