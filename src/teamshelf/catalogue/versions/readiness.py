"""What stands between a draft and its submission: each condition, and whether it holds as things are now.

The same conditions as :func:`teamshelf.catalogue.versions.drafting.submit` asks, told one by one and without changing
anything. Submitting asks them again, behind the lock of the app.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.versions.admitting import alike_of, refuse_problems, refuse_taken_number, replaceable
from teamshelf.catalogue.versions.intake import NAME, opened
from teamshelf.catalogue.versions.releasing import current_version
from teamshelf.catalogue.versions.states import PENDING
from teamshelf.catalogue.versions.storing import content_of
from teamshelf.checking import check_source
from teamshelf.findings import Severity
from teamshelf.messages import Message, printable, say, shown
from teamshelf.package.source import open_source
from teamshelf.update.compare import compare

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App, Version


class Guard(StrEnum):
    """A condition of submitting."""

    CHECK = "check"
    ID = "id"
    NUMBER = "number"
    QUEUE = "queue"


class Guarded(Struct, frozen=True):
    """A condition, whether it holds, and what is so."""

    guard: Guard
    holds: bool
    message: Message


def readiness_of(session: Session, actor: Actor, app: App, version: Version) -> tuple[Guarded, ...]:
    """Every condition of submitting a draft, for the one who would submit it."""
    content = content_of(session, version)
    alike = [each for each in alike_of(session, app, version.precedence) if each.id != version.id]
    return (
        _checked(content),
        _same_id(app, content),
        _numbered(session, app, version, content, alike),
        _alone(actor, alike),
    )


def _checked(content: bytes) -> Guarded:
    findings = check_source(open_source(content, name=NAME)).findings
    errors = sum(each.severity is Severity.ERROR for each in findings)
    if errors:
        few, many = say("1 error has to be mended"), say("{count} errors have to be mended", count=errors)
        return Guarded(Guard.CHECK, holds=False, message=few if errors == 1 else many)
    if not findings:
        return Guarded(Guard.CHECK, holds=True, message=say("the check finds nothing"))
    few = say("no error, and 1 finding that is worth a look")
    many = say("no error, and {count} findings that are worth a look", count=len(findings))
    return Guarded(Guard.CHECK, holds=True, message=few if len(findings) == 1 else many)


def _same_id(app: App, content: bytes) -> Guarded:
    stated = (opened(content).manifest.id or "").lower()
    if stated == app.external_id:
        return Guarded(Guard.ID, holds=True, message=say("the manifest has the `id` of this app"))
    message = say("the manifest has the `id` {new}, and this app {old}", new=shown(stated), old=shown(app.external_id))
    return Guarded(Guard.ID, holds=False, message=message)


def _numbered(session: Session, app: App, version: Version, content: bytes, alike: list[Version]) -> Guarded:
    current = current_version(session, app)
    number = printable(version.number)
    try:
        refuse_taken_number(
            [each for each in alike if each.published_at is not None and each.precedence == version.precedence],
            version.package_digest,
        )
        if current is None:
            return Guarded(Guard.NUMBER, holds=True, message=say("{number} is the first version", number=number))
        rules = settings(session).consent_rules
        comparison = compare(opened(content_of(session, current)), opened(content), rules=rules)
        if comparison.is_empty:
            message = say("nothing differs from {number}, which is published", number=printable(current.number))
            return Guarded(Guard.NUMBER, holds=False, message=message)
        refuse_problems(comparison, app, current)
    except Refusal as refusal:
        return Guarded(Guard.NUMBER, holds=False, message=refusal.message)
    message = say("{number} is greater than {published}", number=number, published=printable(current.number))
    return Guarded(Guard.NUMBER, holds=True, message=message)


def _alone(actor: Actor, alike: list[Version]) -> Guarded:
    pending = next((each for each in alike if each.state in PENDING), None)
    if pending is None:
        return Guarded(Guard.QUEUE, holds=True, message=say("nothing of this app waits for a review"))
    try:
        replaceable(actor, pending)
    except Refusal as refusal:
        return Guarded(Guard.QUEUE, holds=False, message=refusal.message)
    message = say("it takes the place of {number}, which you submitted", number=printable(pending.number))
    return Guarded(Guard.QUEUE, holds=True, message=message)
