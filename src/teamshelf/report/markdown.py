"""Findings as Markdown, for a pull request, an issue or a wiki: a heading for each result, a line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Severity
from teamshelf.messages import say
from teamshelf.report.counts import counted
from teamshelf.report.place import place_in_file, title
from teamshelf.report.quoting import code, quoted

if TYPE_CHECKING:
    from typing import TextIO

    from teamshelf.findings import Finding, Result

_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}  # noqa: RUF001 - the sign for information
_WORDS = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.NOTE: say("note")}
_HINT = say("hint")


class MarkdownReporter:
    """Writes one section for each result; nothing in a finding, a path or a manifest becomes markup."""

    def __init__(self, stream: TextIO, language: str = "en") -> None:
        self._stream = stream
        self._language = language
        self._gap = ""

    def begin(self) -> None:
        """Write nothing: sections have no frame."""

    def add(self, result: Result) -> None:
        """Write a result's heading, its verdict, and a list of its findings."""
        self._stream.write(f"{self._gap}### {code(title(result))}\n\n{self._verdict(result)}\n")
        if result.findings:
            self._stream.write("\n")
        for finding in result.findings:
            self._stream.write(self._finding(finding))
        self._gap = "\n"

    def end(self) -> None:
        """Write nothing: sections have no frame."""

    def _verdict(self, result: Result) -> str:
        if result.findings:
            counts = {severity: result.count(severity) for severity in Severity}
            sign = next(_SIGNS[severity] for severity in Severity if counts[severity])
            verdict = f"{sign} **{counted(counts, self._language)}**"
        else:
            verdict = f"✅ **{say('ok').in_language(self._language)}**"
        if result.ignored:
            verdict += f" ({say('{count} ignored', count=len(result.ignored)).in_language(self._language)})"
        return verdict

    def _finding(self, finding: Finding) -> str:
        word = _WORDS[finding.severity].in_language(self._language)
        where = f" {code(place_in_file(finding))}" if finding.file else ""
        if finding.span is None and finding.pointer:
            where += f" {code(finding.pointer)}"
        message = quoted(finding.message, self._language)
        line = f"- {_SIGNS[finding.severity]} {word}{where}: {message} ({code(finding.rule)})\n"
        if finding.hint is None:
            return line
        return f"{line}  - {_HINT.in_language(self._language)}: {quoted(finding.hint, self._language)}\n"
