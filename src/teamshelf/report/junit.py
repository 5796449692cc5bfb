"""Findings as JUnit XML, for the test pages of build servers.

Each path is a suite and each rule that found something in it a case. A case fails when the rule found an error; what
it found of less weight is its output, so that a warning never turns a build red. A path without findings is a suite of
one case that passes. The XML is ASCII and holds no character that XML 1.0 forbids, whatever the findings quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.findings import Severity
from teamshelf.messages import printable, say
from teamshelf.report.counts import counted
from teamshelf.report.place import place, title

if TYPE_CHECKING:
    from typing import TextIO

    from teamshelf.findings import Finding, Result

CLEAN = "check"
"""The name of the one case of a path in which nothing was found."""

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class JUnitReporter:
    """Writes one JUnit XML document, a suite for each result as it comes."""

    def __init__(self, stream: TextIO, language: str = "en") -> None:
        self._stream = stream
        self._language = language

    def begin(self) -> None:
        """Open the document."""
        self._stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Teamshelf">\n')

    def add(self, result: Result) -> None:
        """Write a result as one suite."""
        by_rule: dict[str, list[Finding]] = {}
        for finding in result.findings:
            by_rule.setdefault(finding.rule, []).append(finding)
        failed = sum(any(_is_error(finding) for finding in findings) for findings in by_rule.values())
        name = _attribute(title(result))
        self._stream.write(
            f'  <testsuite name="{name}" tests="{len(by_rule) or 1}" failures="{failed}" errors="0" skipped="0">\n'
        )
        for rule, findings in (by_rule or {CLEAN: []}).items():
            self._stream.write(self._case(result, rule, findings))
        self._stream.write("  </testsuite>\n")

    def end(self) -> None:
        """Close the document."""
        self._stream.write("</testsuites>\n")

    def _case(self, result: Result, rule: str, findings: list[Finding]) -> str:
        opening = f'    <testcase classname="{_attribute(title(result))}" name="{_attribute(rule)}"'
        if not findings:
            return f"{opening}/>\n"
        errors = [finding for finding in findings if _is_error(finding)]
        others = [finding for finding in findings if not _is_error(finding)]
        inside = ""
        if errors:
            text = self._text(result, errors)
            inside += f'      <failure type="error" message="{self._headline(errors)}">{text}</failure>\n'
        if others:
            inside += f"      <system-out>{self._text(result, others)}</system-out>\n"
        return f"{opening}>\n{inside}    </testcase>\n"

    def _headline(self, errors: list[Finding]) -> str:
        if len(errors) == 1:
            return _attribute(errors[0].message.in_language(self._language))
        return _attribute(counted({Severity.ERROR: len(errors)}, self._language))

    def _text(self, result: Result, findings: list[Finding]) -> str:
        lines = []
        for finding in findings:
            lines.append(f"{place(result, finding)}: {printable(finding.message.in_language(self._language))}")
            if finding.hint is not None:
                word = say("hint").in_language(self._language)
                lines.append(f"  {word}: {printable(finding.hint.in_language(self._language))}")
        return _markup("\n".join(lines))


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _attribute(text: str) -> str:
    return _markup(printable(text))


def _markup(text: str) -> str:
    return text.translate(_MARKUP).encode("ascii", "xmlcharrefreplace").decode("ascii")
