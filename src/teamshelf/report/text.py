"""Findings as text for people, laid out as the best compilers do it.

For each finding: the verdict, the place (which a terminal makes a link of), the lines concerned with marks under them,
and what to do; for each result a line that counts. Nothing from a file or a path reaches the terminal unescaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Severity
from teamshelf.messages import printable, say
from teamshelf.report.cells import width, wrapped
from teamshelf.report.counts import counted
from teamshelf.report.excerpt import LEFT_OUT, Row, excerpt
from teamshelf.report.lines import Lines
from teamshelf.report.place import place, title

if TYPE_CHECKING:
    from typing import TextIO

    from teamshelf.findings import Finding, Result

ROOM = 120
"""Cells an excerpt takes for a line where no terminal sets the width."""

_WORDS = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.NOTE: say("note")}
_HINT = say("hint")
_INDENT = 4

# Select Graphic Rendition parameters, ECMA-48 section 8.3.117.
_BOLD = "1"
_GREEN = "32"
_FAINT = "2"
_BLUE = "1;94"
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


class TextReporter:
    """Writes text for people; with ``color`` in colour, with ``width`` wrapped to that many columns."""

    def __init__(self, stream: TextIO, language: str = "en", *, color: bool = False, width: int | None = None) -> None:
        self._stream = stream
        self._language = language
        self._color = color
        self._width = width
        self._results = 0
        self._mendable = 0
        self._counts = dict.fromkeys(Severity, 0)
        self._gap = False

    def begin(self) -> None:
        """Write nothing: text has no frame."""

    def add(self, result: Result) -> None:
        """Write a result's findings and the line that sums them up."""
        if self._gap or (self._results and result.findings):
            self._line()
        sources = {file: Lines(text) for file, text in result.texts.items()}
        for finding in result.findings:
            self._finding(result, finding, sources.get(finding.file))
            self._line()
        self._summary(result)
        self._gap = bool(result.findings)
        self._results += 1

    def end(self) -> None:
        """Write the total when there was more than one result, and what could be mended without asking."""
        if self._results > 1:
            self._line()
            found = counted(self._counts, self._language)
            if found:
                total = say("{count} paths checked: {findings}", count=self._results, findings=found)
            else:
                total = say("{count} paths checked: all ok", count=self._results)
            self._line(self._paint(_BOLD, total.in_language(self._language)))
        if self._mendable:
            hint = (
                say("1 finding can be mended by `teamshelf fix`")
                if self._mendable == 1
                else say("{count} findings can be mended by `teamshelf fix`", count=self._mendable)
            )
            self._line(hint.in_language(self._language))

    def _finding(self, result: Result, finding: Finding, source: Lines | None) -> None:
        rows = self._rows(finding, source)
        gutter = max((len(row.gutter) for row in rows if row.gutter != LEFT_OUT), default=1)
        self._verdict(finding)
        where = place(result, finding)
        if finding.span is None and finding.pointer:
            where += f" {printable(finding.pointer)}"
        self._line(f"{' ' * gutter}{self._paint(_BLUE, '-->')} {where}")
        if rows:
            self._row(Row(), gutter, finding.severity)
        for row in rows:
            self._row(row, gutter, finding.severity)
        if finding.hint is not None:
            if rows:
                self._row(Row(), gutter, finding.severity)
            self._hint(printable(finding.hint.in_language(self._language)), gutter)

    def _rows(self, finding: Finding, source: Lines | None) -> list[Row]:
        if finding.span is None or source is None:
            return []
        gutter = len(str(finding.span.end_line)) + len(" | ")
        return excerpt(source, finding.span, ROOM if self._width is None else self._width - gutter)

    def _verdict(self, finding: Finding) -> None:
        name = f"{_WORDS[finding.severity].in_language(self._language)}[{printable(finding.rule)}]"
        message = printable(finding.message.in_language(self._language))
        first, *rest = wrapped(message, self._width, width(name) + len(": "), _INDENT)
        self._line(self._paint(_COLORS[finding.severity], name) + self._paint(_BOLD, f": {first}"))
        for line in rest:
            self._line(" " * _INDENT + self._paint(_BOLD, line))

    def _row(self, row: Row, gutter: int, severity: Severity) -> None:
        left = row.gutter.ljust(gutter + 3) if row.gutter == LEFT_OUT else f"{row.gutter:>{gutter}} | "
        if not row.source and not row.mark:
            left = left.rstrip()
        self._line(self._paint(_BLUE, left) + self._paint(_COLORS[severity], row.mark) + row.source)

    def _hint(self, hint: str, gutter: int) -> None:
        word = _HINT.in_language(self._language)
        indent = gutter + len(" = : ") + width(word)
        first, *rest = wrapped(hint, self._width, indent, indent)
        self._line(f"{' ' * gutter} {self._paint(_BLUE, '=')} {self._paint(_BOLD, f'{word}:')} {first}")
        for line in rest:
            self._line(" " * indent + line)

    def _summary(self, result: Result) -> None:
        counts = {severity: result.count(severity) for severity in Severity}
        for severity, count in counts.items():
            self._counts[severity] += count
        if result.path != "-":  # standard input cannot be mended in place
            self._mendable += sum(finding.fixable for finding in result.findings)

        if result.findings:
            worst = next(severity for severity in Severity if counts[severity])
            verdict = self._paint(_COLORS[worst], counted(counts, self._language))
        elif result.manifest_version is None:
            verdict = self._paint(_GREEN, say("ok").in_language(self._language))
        else:
            ok = say("ok (manifest {version})", version=printable(result.manifest_version))
            verdict = self._paint(_GREEN, ok.in_language(self._language))
        if result.ignored:
            ignored = say("{count} ignored", count=len(result.ignored))
            verdict += f", {ignored.in_language(self._language)}"
        self._line(f"{self._paint(_BOLD, f'{title(result)}:')} {verdict}")

    def _paint(self, color: str, text: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self._color and text else text

    def _line(self, text: str = "") -> None:
        self._stream.write(f"{text}\n")
