"""Showing results: one class for each format, all of them streaming.

A reporter gets one result at a time and writes it at once, so that a run over ten thousand manifests needs no more
memory than a run over one. The format's module is imported when the reporter is made: who asks for text does not pay
for SARIF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teamshelf.findings import Result
    from teamshelf.messages import Message


class Reporter(Protocol):
    """Writes the results of one run in one format: ``begin`` once, ``add`` for each result, ``end`` once."""

    def begin(self) -> None:
        """Write what comes before the first result."""

    def add(self, result: Result) -> None:
        """Write one result, and keep nothing of it."""

    def end(self) -> None:
        """Write what comes after the last result."""


class Look(Struct, frozen=True, kw_only=True):
    """How a report is to look; a format takes from it what it can use.

    Attributes:
        language: of messages and words, one of :data:`teamshelf.messages.LANGUAGES`.
        color: whether text may carry ANSI colours.
        width: columns of the terminal, where text is wrapped; None leaves sentences on one line.
        describe: what a rule checks, in one sentence, or None; SARIF shows it beside each rule.
    """

    language: str = "en"
    color: bool = False
    width: int | None = None
    describe: Callable[[str], Message | None] | None = None


def write(results: Iterable[Result], reporter: Reporter) -> None:
    """Write a whole run, taking the results as they come."""
    reporter.begin()
    for result in results:
        reporter.add(result)
    reporter.end()


def _text(stream: TextIO, look: Look) -> Reporter:
    from teamshelf.report.text import TextReporter

    return TextReporter(stream, look.language, color=look.color, width=look.width)


def _json(stream: TextIO, look: Look) -> Reporter:
    from teamshelf.report.as_json import JsonReporter

    return JsonReporter(stream, look.language)


def _sarif(stream: TextIO, look: Look) -> Reporter:
    from teamshelf.report.sarif import SarifReporter

    return SarifReporter(stream, look.language, describe=look.describe)


def _github(stream: TextIO, look: Look) -> Reporter:
    from teamshelf.report.github import GitHubReporter

    return GitHubReporter(stream, look.language)


def _junit(stream: TextIO, look: Look) -> Reporter:
    from teamshelf.report.junit import JUnitReporter

    return JUnitReporter(stream, look.language)


def _markdown(stream: TextIO, look: Look) -> Reporter:
    from teamshelf.report.markdown import MarkdownReporter

    return MarkdownReporter(stream, look.language)


REPORTERS: dict[str, Callable[[TextIO, Look], Reporter]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
    "markdown": _markdown,
}
"""What makes the reporter of each format, by the format's name on the command line."""
