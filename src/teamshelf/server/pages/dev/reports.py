"""The report of a check as a page shows it: each finding with the lines of the text that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.telling import text_of
from teamshelf.catalogue.versions.intake import NAME
from teamshelf.catalogue.versions.storing import content_of
from teamshelf.checking import check_source
from teamshelf.findings import Severity
from teamshelf.messages import Message, printable, say, shown
from teamshelf.package.source import open_source
from teamshelf.report.excerpt import excerpt
from teamshelf.report.lines import Lines
from teamshelf.rules.explanations import find
from teamshelf.server.pages.rendering import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.findings import Finding

MOST_SHOWN = 30
"""Findings on one page: the gravest first. Whoever has more mends these, or asks the command line for all."""

ROOM = 96
"""Characters of a line that an excerpt shows."""

SEVERITY_NAMES: dict[Severity, Message] = {
    Severity.ERROR: say("Error"),
    Severity.WARNING: say("Warning"),
    Severity.NOTE: say("Note"),
}
LOOKS = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "plain"}
"""Classes of the style sheet."""


class SourceLine(Struct, frozen=True):
    """A line of an excerpt: a line of the file with its number, or the marks below one."""

    number: str
    text: str
    is_mark: bool = False


class FindingRow(Struct, frozen=True, kw_only=True):
    """A finding as it is shown.

    Attributes:
        place: such as ``manifest.json:12:5``.
        why: why the rule matters.
        codes: Microsoft's names for the same.
        lines: of the text, with marks below what is meant.
    """

    rule: str
    severity: Severity
    name: Message
    look: str
    place: str
    pointer: str
    message: str
    hint: str
    why: Message | None
    codes: str
    is_fixable: bool
    lines: tuple[SourceLine, ...]


class ReportView(Struct, frozen=True, kw_only=True):
    """A whole report.

    Attributes:
        hidden: findings that are not shown, of those that are the least grave.
    """

    findings: tuple[FindingRow, ...]
    errors: int
    warnings: int
    notes: int
    hidden: int = 0


def report_of(findings: Iterable[Finding], texts: Mapping[str, str], language: str) -> ReportView:
    """The report on what was just checked."""
    known: dict[str, Lines] = {name: Lines(text) for name, text in texts.items()}
    all_of_them = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    counts = [sum(finding.severity is severity for finding in all_of_them) for severity in Severity]
    return ReportView(
        findings=tuple(_row(finding, known, language) for finding in all_of_them[:MOST_SHOWN]),
        errors=counts[0],
        warnings=counts[1],
        notes=counts[2],
        hidden=max(0, len(all_of_them) - MOST_SHOWN),
    )


def report_on(content: bytes, language: str, also: Sequence[Finding] = ()) -> ReportView:
    """The report on a package that is not stored; ``also`` are findings that other steps than the check have made."""
    result = check_source(open_source(content, name=NAME))
    return report_of(dict.fromkeys((*result.findings, *also)), result.texts, language)


def report_of_version(session: Session, version: Version, language: str) -> ReportView:
    """The report on a stored version: its bytes checked, and what was found when it came to the shelf besides."""
    result = check_source(open_source(content_of(session, version), name=NAME))
    view = report_of(result.findings, result.texts, language)
    found = {finding.rule for finding in result.findings}
    others = [_stored_row(each, language) for each in version.findings if each["rule"] not in found]
    if not others:
        return view
    rows = sorted((*view.findings, *others), key=lambda row: list(Severity).index(row.severity))
    counts = {severity: sum(row.severity is severity for row in others) for severity in Severity}
    return ReportView(
        findings=tuple(rows[:MOST_SHOWN]),
        errors=view.errors + counts[Severity.ERROR],
        warnings=view.warnings + counts[Severity.WARNING],
        notes=view.notes + counts[Severity.NOTE],
        hidden=view.hidden + max(0, len(rows) - MOST_SHOWN),
    )


def _row(finding: Finding, texts: Mapping[str, Lines], language: str) -> FindingRow:
    span, text = finding.span, texts.get(finding.file)
    rows = excerpt(text, span, ROOM) if span is not None and text is not None else []
    place = finding.file if span is None else f"{finding.file}:{span.line}:{span.column}"
    return _finding_row(
        finding.rule,
        finding.severity,
        place=place,
        pointer=finding.pointer or "",
        message=sentence(finding.message, language),
        hint=sentence(finding.hint, language) if finding.hint else "",
        is_fixable=finding.fixable,
        lines=tuple(
            SourceLine(row.gutter, f"{row.mark}{row.source}", is_mark=not row.gutter or row.source.strip(" ^_|") == "")
            for row in rows
        ),
    )


def _stored_row(stored: dict[str, Any], language: str) -> FindingRow:
    """A finding that was made when the version came, such as of a name that passes for another one."""
    return _finding_row(
        stored["rule"],
        Severity(stored["severity"]),
        place=stored["file"] if stored["line"] is None else f"{stored['file']}:{stored['line']}:{stored['column']}",
        pointer=stored["pointer"] or "",
        message=_as_sentence(text_of(stored["message"], language)),
        hint=_as_sentence(text_of(stored["hint"], language)) if stored["hint"] else "",
    )


def _finding_row(
    rule: str,
    severity: Severity,
    *,
    place: str,
    pointer: str,
    message: str,
    hint: str,
    is_fixable: bool = False,
    lines: tuple[SourceLine, ...] = (),
) -> FindingRow:
    explained = find(rule)
    return FindingRow(
        rule=rule,
        severity=severity,
        name=SEVERITY_NAMES[severity],
        look=LOOKS[severity],
        place=printable(place)[:200],
        pointer=shown(pointer, 200)[1:-1],
        message=message,
        hint=hint,
        why=explained[0].why if explained else None,
        codes=", ".join(explained[0].codes[:3]) if explained else "",
        is_fixable=is_fixable,
        lines=lines,
    )


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")
