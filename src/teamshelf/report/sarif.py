"""Findings as SARIF 2.1.0, for code scanning and editors.

The order of a JSON object's members is free, so the results come first and the rules, which are only known once all
results are written, come last. Standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from teamshelf.findings import Span
from teamshelf.messages import printable
from teamshelf.report.ascii_json import encode
from teamshelf.report.lines import Lines
from teamshelf.report.place import entry_of, file_of, place_in_file
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from teamshelf.findings import Finding, Result
    from teamshelf.messages import Message

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""What the log says it conforms to."""

FINGERPRINT = "rulePathPointer/v1"
"""The name of our fingerprint: it survives edits that move a finding to another line."""


class SarifReporter:
    """Writes one SARIF log with one run, its results one by one as they come.

    ``describe`` tells what a rule checks, in one sentence; without it rules have only their names.
    """

    def __init__(
        self, stream: TextIO, language: str = "en", *, describe: Callable[[str], Message | None] | None = None
    ) -> None:
        self._stream = stream
        self._language = language
        self._describe = describe
        self._rules: dict[str, tuple[str, ...]] = {}
        self._index: dict[str, int] = {}
        self._separator = ""

    def begin(self) -> None:
        """Open the log, its run and the run's array of results."""
        self._stream.write(
            f'{{"version": "2.1.0", "$schema": {encode(SCHEMA)},\n "runs": [{{"columnKind": "utf16CodeUnits", '
            f'"language": {encode(self._language)},\n  "results": ['
        )

    def add(self, result: Result) -> None:
        """Write each finding of a result as one SARIF result."""
        sources: dict[str, Lines] = {}
        seen: Counter[str] = Counter()
        reasons = [None] * len(result.findings) + [reason for _, reason in result.ignored]
        findings = [*result.findings, *(finding for finding, _ in result.ignored)]
        for finding, reason in zip(findings, reasons, strict=True):
            if finding.edits and finding.file in result.texts and finding.file not in sources:
                sources[finding.file] = Lines(result.texts[finding.file])
            written = self._result(result, finding, sources.get(finding.file))
            fingerprint = _fingerprint(result, finding)
            seen[fingerprint] += 1
            written["partialFingerprints"] = {FINGERPRINT: f"{fingerprint}:{seen[fingerprint]}"}
            if reason is not None:
                written["suppressions"] = [{"kind": "external", "justification": reason}]
            self._stream.write(f"{self._separator}\n   {encode(written)}")
            self._separator = ","

    def end(self) -> None:
        """Close the results, and name the tool and the rules that they came from."""
        rules = [self._rule(rule, aliases) for rule, aliases in self._rules.items()]
        driver = {"name": "Teamshelf", "version": VERSION, "semanticVersion": VERSION, "rules": rules}
        self._stream.write(f'],\n  "tool": {encode({"driver": driver})}}}]}}\n')

    def _rule(self, rule: str, aliases: tuple[str, ...]) -> dict[str, object]:
        written: dict[str, object] = {"id": rule}
        description = self._describe(rule) if self._describe else None
        if description is not None:
            written["shortDescription"] = {"text": _plain(description.in_language(self._language))}
            page = f"`teamshelf explain {rule}`, or [docs/rules/{rule}.md](docs/rules/{rule}.md)"
            written["help"] = {"text": f"teamshelf explain {rule}", "markdown": page}
        return written | ({"properties": {"aliases": aliases}} if aliases else {})

    def _result(self, result: Result, finding: Finding, source: Lines | None) -> dict[str, object]:
        index = self._index.setdefault(finding.rule, len(self._index))
        self._rules.setdefault(finding.rule, finding.aliases)
        message = finding.message.in_language(self._language)
        if entry_of(result, finding) is not None:
            message = f"{place_in_file(finding)}: {message}"
        written: dict[str, object] = {
            "ruleId": finding.rule,
            "ruleIndex": index,
            "level": finding.severity.value,
            "message": {"text": _plain(message)},
            "locations": [_location(result, finding)],
        }
        properties: dict[str, object] = {}
        if finding.aliases:
            properties["aliases"] = finding.aliases
        if finding.hint is not None:
            properties["hint"] = finding.hint.in_language(self._language)
        if properties:
            written["properties"] = properties
        if finding.edits and source is not None and entry_of(result, finding) is None:
            written["fixes"] = [_fix(result, finding, source)]
        return written


def _location(result: Result, finding: Finding) -> dict[str, object]:
    """The place in a plain file; or the package, with the entry's name and the place in it beside it.

    A region would speak of the package's own bytes, so the place inside an entry is a property of the location.
    """
    artifact: dict[str, object] = {"artifactLocation": {"uri": _uri(file_of(result, finding))}}
    entry = entry_of(result, finding)
    if entry is None:
        if finding.span is not None:
            artifact["region"] = _region(finding.span)
        name = finding.pointer or ""
    else:
        name = entry if finding.pointer is None else f"{entry}#{finding.pointer}"
    location: dict[str, object] = {"physicalLocation": artifact}
    if name:
        logical = {"fullyQualifiedName": name}
        if finding.pointer is not None:
            logical["kind"] = "property" if finding.at_key else "value"
        location["logicalLocations"] = [logical]
    if entry is not None:
        location["properties"] = {"entry": entry} | ({"region": _region(finding.span)} if finding.span else {})
    return location


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(result: Result, finding: Finding, source: Lines) -> dict[str, object]:
    replacements = []
    for edit in finding.edits:
        region = _region(Span(*source.place(edit.start), *source.place(edit.end)))
        replacements.append({"deletedRegion": region, "insertedContent": {"text": edit.replacement}})
    change = {"artifactLocation": {"uri": _uri(file_of(result, finding))}, "replacements": replacements}
    return {"artifactChanges": [change]}


def _fingerprint(result: Result, finding: Finding) -> str:
    parts = (finding.rule, file_of(result, finding), entry_of(result, finding), finding.pointer)
    return sha256(encode(parts).encode("ascii")).hexdigest()[:32]


def _plain(message: str) -> str:
    """A message as SARIF's plain text, in which ``[text](target)`` would be a link: a manifest must not place one.

    Section 3.11.6 has brackets escaped by a backslash. Braces stay as they are: they only matter in messages with
    arguments, and viewers show doubled ones doubled.
    """
    message = printable(message)
    return message.replace("[", "\\[").replace("]", "\\]") if "](" in message else message


def _uri(path: str) -> str:
    """A path as a URI reference: relative as it is relative, absolute with its scheme."""
    try:
        raw = os.fsencode(path)
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "replace")
    quoted = quote(raw.replace(os.sep.encode(), b"/"), safe="/")
    is_absolute = os.path.isabs(path)  # noqa: PTH117 - pathlib takes longer to import than a small manifest to check
    return f"file:///{quoted.lstrip('/')}" if is_absolute else quoted
