"""Findings as JSON, for scripts. Keys, their order and their meaning are a contract: more may come, none may change.

One finding stands on each line, so that the output can be read, searched and compared line by line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.report.ascii_json import encode
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from typing import TextIO

    from teamshelf.findings import Finding, Result


class JsonReporter:
    """Writes one JSON object, its ``results`` one by one as they come."""

    def __init__(self, stream: TextIO, language: str = "en") -> None:
        self._stream = stream
        self._language = language
        self._separator = ""

    def begin(self) -> None:
        """Open the object and its array of results."""
        self._stream.write(f'{{"teamshelf": {encode(VERSION)},\n "results": [')

    def add(self, result: Result) -> None:
        """Write a result as one element of the array."""
        head = encode(
            {
                "path": result.path,
                "kind": result.kind,
                "manifestVersion": result.manifest_version,
                "appId": result.app_id,
                "ok": result.ok,
                "ignored": len(result.ignored),
            }
        ).removesuffix("}")
        findings = ",".join(f"\n   {encode(_finding(finding, self._language))}" for finding in result.findings)
        self._stream.write(f'{self._separator}\n  {head}, "findings": [{findings}]}}')
        self._separator = ","

    def end(self) -> None:
        """Close the array and the object."""
        self._stream.write("]}\n")


def _finding(finding: Finding, language: str) -> dict[str, object]:
    span = finding.span
    return {
        "rule": finding.rule,
        "aliases": finding.aliases,
        "severity": finding.severity.value,
        "file": finding.file,
        "pointer": finding.pointer,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "endLine": span.end_line if span else None,
        "endColumn": span.end_column if span else None,
        "message": finding.message.in_language(language),
        "hint": finding.hint.in_language(language) if finding.hint else None,
        "fixable": finding.fixable,
    }
