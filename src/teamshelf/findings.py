"""Findings: what is wrong, where, why and what to do about it, as plain values.

Everything that judges a manifest or package yields :class:`Finding`; everything that shows a judgement reads
:class:`Report`. Neither side knows the other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teamshelf.messages import Message


UPLOAD = "upload"
"""The audience of a check that asks: would Teams take it?"""

STORE = "store"
"""The audience of a check that asks: would the public store take it?"""

AUDIENCES = (UPLOAD, STORE)
"""For whom a check can decide how much a finding matters."""


class Severity(StrEnum):
    """How much a finding matters to the audience the check was made for."""

    ERROR = "error"
    """It would be refused."""
    WARNING = "warning"
    """It would pass, and somebody would regret it."""
    NOTE = "note"
    """Worth knowing; nothing needs to change."""


class Span(Struct, frozen=True):
    """A stretch of a text. Lines and columns count from 1; columns count UTF-16 code units, as editors do.

    The end is the place just behind the last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Edit(Struct, frozen=True):
    """Replace ``text[start:end]`` of a file by ``replacement``; offsets count characters of the decoded text."""

    start: int
    end: int
    replacement: str


class Change(Struct, frozen=True):
    """One change to what a JSON file says, made without asking anybody.

    Attributes:
        op: ``replace`` the value at ``pointer`` by ``value``, ``add`` it there (at the end of an array with ``-``),
            ``remove`` it, or ``move`` it to the pointer ``to`` - the words of JSON Patch (RFC 6902). Or ``whiten``,
            for a picture: see :mod:`teamshelf.package.outline`.
        pointer: the JSON pointer of the value concerned.
        value: the new value.
        to: where a value moves.
    """

    op: str
    pointer: str
    value: Any = None
    to: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """One fault, or one thing worth knowing, in one file.

    Attributes:
        rule: stable kebab-case name of the rule, such as ``bot-id-not-guid``.
        severity: how much it matters to the audience of this check.
        message: what is wrong with the value that is there.
        hint: the next thing to do about it.
        file: the entry inside the package or folder, such as ``manifest.json``.
        pointer: JSON pointer (RFC 6901) of the value concerned; ``""`` is the whole document; None without a place.
        at_key: the finding is about the property's name, not its value.
        span: where in the text; None for a finding that has no place in a text.
        aliases: Microsoft's own codes for the same fault.
        changes: changes to what the file says that mend it; empty when a person has to decide.
        edits: the same as changes to its text; also for faults of the text itself.
    """

    rule: str
    severity: Severity
    message: Message
    hint: Message | None = None
    file: str = "manifest.json"
    pointer: str | None = None
    at_key: bool = False
    span: Span | None = None
    aliases: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def fixable(self) -> bool:
        """Whether ``teamshelf fix`` can mend it without asking anybody."""
        return bool(self.edits or self.changes)


class Result(Struct, frozen=True, kw_only=True):
    """All findings on one manifest, folder or package.

    Attributes:
        path: the path as the caller wrote it; ``-`` for standard input.
        kind: ``manifest``, ``folder`` or ``package``.
        manifest_version: what the manifest says of itself, None when it says nothing that can be read.
        app_id: the app's id as written, None likewise.
        findings: in the order of the text, files in the order they were read.
        texts: decoded text of each file that findings point into, for excerpts; empty when there are no findings.
        ignored: findings that somebody decided not to hear of, each with the reason; they count for nothing else.
    """

    path: str
    kind: str
    manifest_version: str | None = None
    app_id: str | None = None
    findings: tuple[Finding, ...] = ()
    texts: dict[str, str] = {}
    ignored: tuple[tuple[Finding, str], ...] = ()

    def without(self, ignore: Mapping[str, str]) -> Result:
        """The result with the findings of some rules set aside, for the reasons given."""
        heard = tuple(finding for finding in self.findings if finding.rule not in ignore)
        ignored = tuple((finding, ignore[finding.rule]) for finding in self.findings if finding.rule in ignore)
        return msgspec.structs.replace(self, findings=heard, ignored=(*self.ignored, *ignored))

    @property
    def ok(self) -> bool:
        """True when nothing of severity error was found."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


class Report(Struct, frozen=True):
    """The results of one run, in the order the paths were given."""

    results: tuple[Result, ...]

    @property
    def ok(self) -> bool:
        """True when every result is."""
        return all(result.ok for result in self.results)

    @property
    def findings(self) -> Iterable[Finding]:
        """Every finding of every result."""
        return (finding for result in self.results for finding in result.findings)
