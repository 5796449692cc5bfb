"""The report of a check as a file: for a script, for code scanning, for a pull request."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.findings import AUDIENCES, STORE, UPLOAD, Severity
from teamshelf.messages import Message, say
from teamshelf.report import REPORTERS, Look, write
from teamshelf.rules.explanations import find
from teamshelf.server.pages.badges import badge_svg

if TYPE_CHECKING:
    from teamshelf.findings import Result

AUDIENCE_NAMES: dict[str, Message] = {UPLOAD: say("What Teams takes"), STORE: say("What the public store takes")}
"""For whom a report judges, in words."""


class Export(Struct, frozen=True):
    """A form of a report: its name on the command line, and the media type of its file."""

    form: str
    media_type: str


EXPORTS = {
    "report.json": Export("json", "application/json"),
    "report.sarif": Export("sarif", "application/sarif+json"),
    "report.md": Export("markdown", "text/markdown"),
    "badge.svg": Export("badge", "image/svg+xml"),
}
"""By the name of the file."""


def audience_of(name: str | None) -> str:
    """The audience that an address names; what Teams takes where it names none of ours."""
    return name if name in AUDIENCES else UPLOAD


def exported(result: Result, form: str, language: str) -> bytes:
    """A result in a form of the command line, or summed up in a badge."""
    if form == "badge":
        return badge(result, language).encode()
    stream = StringIO()
    write([result], REPORTERS[form](stream, Look(language=language, describe=_checks)))
    return stream.getvalue().encode()


def badge(result: Result, language: str) -> str:
    """What the check came to, as a picture to put beside an app."""
    errors, warnings = (
        sum(finding.severity is severity for finding in result.findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    if errors:
        value, look = say("1 error") if errors == 1 else say("{count} errors", count=errors), "warn"
    elif warnings:
        value, look = say("1 warning") if warnings == 1 else say("{count} warnings", count=warnings), "accent"
    else:
        value, look = say("no error, no warning"), "good"
    return badge_svg("teamshelf check", value.in_language(language), look)


def _checks(rule: str) -> Message | None:
    explained = find(rule)
    return explained[0].checks if explained else None
