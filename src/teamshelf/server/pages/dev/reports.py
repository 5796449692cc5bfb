"""The report of a check as a page shows it: each finding with the lines of the text that it is about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.findings import UPLOAD, Severity
from teamshelf.messages import Message, printable, say, shown
from teamshelf.report.excerpt import excerpt
from teamshelf.report.lines import Lines
from teamshelf.rules.areas import AREAS, area_of
from teamshelf.rules.explanations import find
from teamshelf.server.pages.dev.icon_views import IconView, icon_views
from teamshelf.server.pages.dev.results import Point, checked_version, points_of, settled_since
from teamshelf.server.pages.rendering import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.findings import Finding
    from teamshelf.server.pages.dev.results import Checked

MOST_SHOWN = 30
"""Findings on one page: the gravest first. Whoever has more mends these, or asks the command line for all."""

MOST_SETTLED = 12
"""Findings of the report before that are listed as mended."""

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
        area: by which it can be picked out.
        place: such as ``manifest.json:12:5``.
        why: why the rule matters, and where that comes from.
        codes: Microsoft's names for the same.
        is_new: the report before did not have it.
        lines: of the text, with marks below what is meant.
    """

    rule: str
    area: str
    severity: Severity
    name: Message
    look: str
    place: str
    pointer: str
    message: str
    hint: str
    why: Message | None
    source: str
    codes: str
    is_fixable: bool
    is_new: bool
    lines: tuple[SourceLine, ...]


class AreaCount(Struct, frozen=True):
    """An area, and how many of the findings that are shown belong to it."""

    name: str
    label: Message
    count: int


class Settled(Struct, frozen=True):
    """A finding that the report before had, and this one has not."""

    rule: str
    place: str
    checks: Message | None


class ReportView(Struct, frozen=True, kw_only=True):
    """A whole report.

    Attributes:
        areas: those that have findings.
        settled: what is mended since the report before; None where there was none.
        unlisted: how many more are mended.
        icons: of a package, magnified.
        hidden: findings that are not shown, of those that are the least grave.
    """

    findings: tuple[FindingRow, ...]
    errors: int
    warnings: int
    notes: int
    areas: tuple[AreaCount, ...] = ()
    settled: tuple[Settled, ...] | None = None
    unlisted: int = 0
    icons: tuple[IconView, ...] = ()
    hidden: int = 0


def report_of(checked: Checked, language: str, before: Sequence[Point] | None = None) -> ReportView:
    """The report on what was checked; ``before`` is what the report before had, None where there was none."""
    known: dict[str, Lines] = {name: Lines(text) for name, text in checked.result.texts.items()}
    all_of_them = sorted(checked.result.findings, key=lambda finding: list(Severity).index(finding.severity))
    counts = [sum(finding.severity is severity for finding in all_of_them) for severity in Severity]
    old = set(before) if before is not None else set(points_of(all_of_them))
    rows = tuple(_row(finding, known, language, old) for finding in all_of_them[:MOST_SHOWN])
    settled = settled_since(before, points_of(all_of_them)) if before is not None else ()
    return ReportView(
        findings=rows,
        errors=counts[0],
        warnings=counts[1],
        notes=counts[2],
        areas=_areas(rows),
        settled=None if before is None else tuple(_settled(point) for point in settled[:MOST_SETTLED]),
        unlisted=max(0, len(settled) - MOST_SETTLED),
        icons=icon_views(checked.app, all_of_them, language),
        hidden=max(0, len(all_of_them) - MOST_SHOWN),
    )


def report_of_version(
    session: Session, version: Version, language: str, audience: str = UPLOAD, former: Version | None = None
) -> ReportView:
    """The report on a stored version, compared with that on a former one."""
    before = None
    if former is not None:
        before = points_of(checked_version(session, former, language, audience).result.findings)
    return report_of(checked_version(session, version, language, audience), language, before)


def _areas(rows: Iterable[FindingRow]) -> tuple[AreaCount, ...]:
    counts = Counter(row.area for row in rows)
    return tuple(AreaCount(name, label, counts[name]) for name, label in AREAS.items() if counts[name])


def _settled(point: Point) -> Settled:
    explained = find(point.rule)
    place = printable(f"{point.file} {point.pointer}".strip())[:200]
    return Settled(point.rule, place, explained[0].checks if explained else None)


def _row(finding: Finding, texts: Mapping[str, Lines], language: str, old: set[Point]) -> FindingRow:
    span, text = finding.span, texts.get(finding.file)
    rows = excerpt(text, span, ROOM) if span is not None and text is not None else []
    place = finding.file if span is None else f"{finding.file}:{span.line}:{span.column}"
    explained = find(finding.rule)
    return FindingRow(
        rule=finding.rule,
        area=area_of(finding.rule),
        severity=finding.severity,
        name=SEVERITY_NAMES[finding.severity],
        look=LOOKS[finding.severity],
        place=printable(place)[:200],
        pointer=shown(finding.pointer or "", 200)[1:-1],
        message=sentence(finding.message, language),
        hint=sentence(finding.hint, language) if finding.hint else "",
        why=explained[0].why if explained else None,
        source=explained[0].source if explained else "",
        codes=", ".join(explained[0].codes[:3]) if explained else "",
        is_fixable=finding.fixable,
        is_new=points_of((finding,))[0] not in old,
        lines=tuple(
            SourceLine(row.gutter, f"{row.mark}{row.source}", is_mark=not row.gutter or row.source.strip(" ^_|") == "")
            for row in rows
        ),
    )
