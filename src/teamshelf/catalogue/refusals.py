"""What the shelf says when it cannot do what it was asked."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamshelf.findings import Finding
    from teamshelf.messages import Message


class Kind(StrEnum):
    """Why in general: what an answer's status is chosen by."""

    INVALID = "invalid"
    """What was sent is wrong."""
    FORBIDDEN = "forbidden"
    """The one who asks may not."""
    NOT_FOUND = "not-found"
    """There is no such thing, or none that the one who asks may see."""
    CONFLICT = "conflict"
    """It clashes with what is on the shelf."""
    PRECONDITION = "precondition"
    """The thing has changed since it was looked at."""
    TOO_OFTEN = "too-often"
    """It was tried too often: `details["retryAfter"]` says in how many seconds it may be tried again."""
    UNAVAILABLE = "unavailable"
    """Not now: the database is busy or away, or the shelf is read-only."""


class Refusal(Exception):  # noqa: N818 - it is called what it is
    """The shelf does not do what it was asked; nothing has changed.

    Attributes:
        kind: why in general.
        rule: the stable name of the reason, such as ``version-not-incremented``.
        message: the reason for people.
        findings: what the check found, where that is the reason.
        details: facts that an answer can name, such as the id of the app that is in the way.
    """

    def __init__(
        self,
        kind: Kind,
        rule: str,
        message: Message,
        *,
        findings: tuple[Finding, ...] = (),
        details: dict[str, str] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.kind = kind
        self.rule = rule
        self.message = message
        self.findings = findings
        self.details = details or {}
