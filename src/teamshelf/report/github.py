"""Findings as workflow commands, which GitHub Actions turns into annotations on the changed files.

Commands and their escaping: https://docs.github.com/actions/reference/workflow-commands-for-github-actions and the
``toolkit`` package ``@actions/core``, ``command.ts``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Severity
from teamshelf.messages import printable, say
from teamshelf.report.place import file_of, place_in_file

if TYPE_CHECKING:
    from typing import TextIO

    from teamshelf.findings import Finding, Result

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class GitHubReporter:
    """Writes one workflow command for each finding, and nothing for a result without any."""

    def __init__(self, stream: TextIO, language: str = "en") -> None:
        self._stream = stream
        self._language = language

    def begin(self) -> None:
        """Write nothing: commands have no frame."""

    def add(self, result: Result) -> None:
        """Write a command for each finding of a result."""
        for finding in result.findings:
            properties = ",".join(
                f"{name}={printable(str(value)).translate(_IN_PROPERTIES)}"
                for name, value in _properties(result, finding).items()
            )
            message = self._message(result, finding).translate(_IN_DATA)
            self._stream.write(f"::{_COMMANDS[finding.severity]} {properties}::{message}\n")

    def end(self) -> None:
        """Write nothing: commands have no frame."""

    def _message(self, result: Result, finding: Finding) -> str:
        message = printable(finding.message.in_language(self._language))
        if not _can_be_annotated(result):
            message = f"{place_in_file(finding)}: {message}"
        if finding.hint is not None:
            hint = printable(finding.hint.in_language(self._language))
            message += f"\n{say('hint').in_language(self._language)}: {hint}"
        return message


def _properties(result: Result, finding: Finding) -> dict[str, object]:
    """Where the annotation goes. Columns only count where a span is on one line: the runner drops them elsewhere."""
    span = finding.span
    properties: dict[str, object] = {} if result.path == "-" else {"file": file_of(result, finding)}
    if span is not None and _can_be_annotated(result):
        properties["line"] = span.line
        if span.line == span.end_line:
            properties |= {"col": span.column, "endLine": span.end_line, "endColumn": span.end_column}
        else:
            properties["endLine"] = span.end_line
    return properties | {"title": finding.rule}


def _can_be_annotated(result: Result) -> bool:
    """Whether there are lines in the repository to point at; a package and standard input have none."""
    return result.kind != "package" and result.path != "-"
