"""Mending an app's files: the edits that findings carry, made where they leave things better and nothing worse.

A fix never asks and never guesses; what a person must decide stays. Each round makes the edits that do not touch each
other and checks again. A round that would bring a new error is made edit by edit, and an edit that brings one is left
out, so the outcome has strictly fewer errors than before, or is the text itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.checking import check_source
from teamshelf.document import apply_edits
from teamshelf.findings import Severity
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.package.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from teamshelf.findings import Edit, Finding, Result
    from teamshelf.package.source import Source

WHITEN = "whiten"
"""The change that mends the pixels of an outline icon."""

ROUNDS = 20
"""Rounds after which mending stops: syntax first, then what shows once the text can be read, then what moved."""


class Fixed(Struct, frozen=True):
    """What mending an app came to.

    Attributes:
        files: the new content of each file that changed, by its name.
        mended: the findings that are gone because of it.
        result: the check of the outcome.
    """

    files: dict[str, bytes]
    mended: tuple[Finding, ...]
    result: Result


def fix(
    source: Source,
    *,
    audience: str,
    manifest_version: str | None = None,
    wanted: Callable[[Finding], bool] = lambda _: True,
) -> Fixed:
    """Mend everything in an app that can be mended without asking, or only the wanted findings.

    The files themselves are left alone: the outcome says what they should hold.
    """
    overlay = Overlay(source)

    def judged() -> Result:
        return check_source(overlay, audience=audience, manifest_version=manifest_version)

    result = judged()
    mended: list[Finding] = []
    for _ in range(ROUNDS):
        fixable = [finding for finding in result.findings if finding.edits and wanted(finding)]
        # Faults of the text first: where a comma is missing, nothing else is certain.
        syntax = [finding for finding in fixable if finding.rule.startswith("json-")]
        done, result = _round(overlay, result, syntax or fixable, judged)
        if not done:
            break
        mended += done
    for finding in result.findings:
        if any(change.op == WHITEN for change in finding.changes) and wanted(finding):
            after = _whitened(overlay, finding.file, result, judged)
            if after is not None:
                mended.append(finding)
                result = after
    return Fixed(overlay.changed, tuple(mended), result)


def _round(
    overlay: Overlay, before: Result, fixable: Sequence[Finding], judged: Callable[[], Result]
) -> tuple[list[Finding], Result]:
    """Make as many of the edits as go together; the findings that they mended, and the check afterwards."""
    together = _apart(fixable)
    after = _tried(overlay, before, together, judged)
    if after is not None:
        return together, after
    for finding in fixable:
        after = _tried(overlay, before, [finding], judged)
        if after is not None:
            return [finding], after
    return [], before


def _tried(
    overlay: Overlay, before: Result, findings: Sequence[Finding], judged: Callable[[], Result]
) -> Result | None:
    """The check after the edits of the findings; None, and nothing done, if that is no improvement."""
    if not findings:
        return None
    changed_before = dict(overlay.changed)
    for name in {finding.file for finding in findings}:
        edits = [edit for finding in findings if finding.file == name for edit in finding.edits]
        text = before.texts[name]
        overlay.changed[name] = apply_edits(text, dict.fromkeys(edits)).encode()
    after = judged()
    if _is_better(before, after):
        return after
    overlay.changed.clear()
    overlay.changed.update(changed_before)
    return None


def _whitened(overlay: Overlay, name: str, before: Result, judged: Callable[[], Result]) -> Result | None:
    """The check with a picture mended; None, and nothing done, if that is no improvement."""
    from teamshelf.package.outline import whitened

    content = overlay.read(name, MAX_ENTRY)
    mended = whitened(content) if content is not None else None
    if mended is None:
        return None
    overlay.changed[name] = mended
    after = judged()
    if _is_better(before, after):
        return after
    del overlay.changed[name]
    return None


def _is_better(before: Result, after: Result) -> bool:
    """Whether nothing new is wrong, and something is not wrong any more."""
    news = _kinds(after) - _kinds(before)
    if any(severity is Severity.ERROR for _, severity in news):
        return False
    counts = [(result.count(Severity.ERROR), result.count(Severity.WARNING)) for result in (before, after)]
    notes = [result.count(Severity.NOTE) for result in (before, after)]
    return counts[1] < counts[0] or (counts[1] == counts[0] and notes[1] < notes[0])


def _kinds(result: Result) -> set[tuple[str, Severity]]:
    return {(finding.rule, finding.severity) for finding in result.findings}


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of an earlier one; the same edit twice is one edit."""
    chosen: list[Finding] = []
    taken: dict[str, list[Edit]] = {}
    for finding in findings:
        others = taken.setdefault(finding.file, [])
        if all(edit == other or not _touch(edit, other) for edit in finding.edits for other in others):
            others += finding.edits
            chosen.append(finding)
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end
