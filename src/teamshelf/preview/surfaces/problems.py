"""What the check says of the app, shown beside what it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.findings import Finding
    from teamshelf.messages import Message
    from teamshelf.preview.surfaces.view import View


class Problem(Struct, frozen=True):
    """One finding as a page shows it."""

    severity: Severity
    rule: str
    message: Message
    hint: Message | None
    file: str
    pointer: str | None
    line: int | None
    column: int | None
    is_fixable: bool


class Tally(Struct, frozen=True):
    """How many findings there are of each severity."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0

    @property
    def worst(self) -> str:
        """The gravest severity there is; empty where there is no finding."""
        return "error" if self.errors else "warning" if self.warnings else "note" if self.notes else ""

    @property
    def total(self) -> int:
        """All of them."""
        return self.errors + self.warnings + self.notes


def problems(findings: Iterable[Finding]) -> tuple[Problem, ...]:
    """The findings as pages show them, the gravest first and else in the order of the text."""
    order = list(Severity)
    return tuple(
        Problem(
            each.severity,
            each.rule,
            each.message,
            each.hint,
            each.file,
            each.pointer,
            each.span.line if each.span else None,
            each.span.column if each.span else None,
            each.fixable,
        )
        for each in sorted(findings, key=lambda finding: order.index(finding.severity))
    )


def tally(findings: Sequence[Finding]) -> Tally:
    """How many findings there are of each severity."""
    count = {severity: sum(each.severity is severity for each in findings) for severity in Severity}
    return Tally(count[Severity.ERROR], count[Severity.WARNING], count[Severity.NOTE])


def concerning(view: View, findings: Sequence[Finding], places: tuple[str, ...]) -> tuple[Finding, ...]:
    """The findings about some parts of the manifest, each named by its pointer, or about the files they name.

    The manifest itself is named by ``""``: what it lacks as a whole, not every part of it.
    ``icons`` and ``localizationInfo`` name files; a finding in one of those concerns the part that names it.
    """
    files: set[str] = set()
    if "/icons" in places:
        files |= {picture.file for picture in view.pictures.values()}
    if "/localizationInfo" in places:
        info = view.manifest.localization_info
        listed = info.additional_languages if info else []
        files |= {language.file or "" for language in listed} | {(info and info.default_language_file) or ""}
    files.discard("")
    manifest = view.app.source.manifest_name
    below = tuple(f"{place}/" for place in places if place)
    return tuple(
        finding
        for finding in findings
        if finding.file in files
        or (
            finding.file == manifest
            and finding.pointer is not None
            and (finding.pointer in places or finding.pointer.startswith(below))
        )
    )
