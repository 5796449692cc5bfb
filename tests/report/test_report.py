"""The table of formats, and what every reporter promises."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from teamshelf.findings import Finding, Result, Severity, Span
from teamshelf.messages import say
from teamshelf.report import REPORTERS, Look, write

if TYPE_CHECKING:
    from collections.abc import Iterator


class Recorder:
    """A reporter that remembers how it was called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def begin(self) -> None:
        """Remember the beginning."""
        self.calls.append("begin")

    def add(self, result: Result) -> None:
        """Remember the result's path."""
        self.calls.append(result.path)

    def end(self) -> None:
        """Remember the end."""
        self.calls.append("end")


class Discarding(io.StringIO):
    """A stream that keeps only how much was written."""

    def __init__(self) -> None:
        super().__init__()
        self.size = 0

    def write(self, text: str) -> int:
        """Count the characters and drop them."""
        self.size += len(text)
        return len(text)


def _many(count: int) -> Iterator[Result]:
    for number in range(count):
        finding = Finding(
            rule="bot-id-not-guid",
            severity=Severity.ERROR,
            message=say("{number} is wrong", number=number),
            pointer="/id",
            span=Span(1, 8, 1, 9),
        )
        yield Result(
            path=f"{number}.zip", kind="package", findings=(finding,), texts={"manifest.json": f'{{"id": {number}}}'}
        )


def test_formats_are_those_of_the_command_line() -> None:
    """The table has the six formats by the names that scripts use."""
    assert ["text", "json", "sarif", "github", "junit", "markdown"] == list(REPORTERS)


def test_write_begins_once_adds_each_result_in_order_and_ends_once() -> None:
    """A run is begin, each result as it comes, end."""
    recorder = Recorder()

    write(_many(2), recorder)

    assert ["begin", "0.zip", "1.zip", "end"] == recorder.calls


def test_importing_the_table_imports_no_format() -> None:
    """Nobody pays for a format that was not asked for."""
    code = (
        "import sys, teamshelf.report\n"
        "print([name for name in sys.modules if name.startswith('teamshelf.report.') or name == 'hashlib'])"
    )

    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own code

    assert "[]\n" == done.stdout


@pytest.mark.parametrize("name", REPORTERS)
def test_each_result_is_written_before_the_next_one_is_taken(name: str) -> None:
    """Reporters stream: what add() was given is on the stream when it returns."""
    stream = Discarding()
    reporter = REPORTERS[name](stream, Look())
    reporter.begin()
    sizes = [stream.size]

    for result in _many(3):
        reporter.add(result)
        sizes.append(stream.size)

    assert sorted(set(sizes)) == sizes


@pytest.mark.parametrize("name", REPORTERS)
def test_memory_stays_flat_however_many_results_there_are(name: str) -> None:
    """Reporters keep nothing of a result: a run over 2,000 leaves as little behind as one over 100."""
    reporter = REPORTERS[name](Discarding(), Look())
    reporter.begin()
    for result in _many(100):
        reporter.add(result)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for result in _many(2_000):
            reporter.add(result)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    reporter.end()

    assert grown < 20_000


@pytest.mark.parametrize("name", REPORTERS)
@pytest.mark.usefixtures("french")
def test_every_format_speaks_the_language_asked_for(name: str, package: Result) -> None:
    """Messages and hints appear in French when the look says so."""
    stream = io.StringIO()

    write([package], REPORTERS[name](stream, Look(language="fr")))

    assert "mais vaut" in stream.getvalue()
    assert "du bot depuis son inscription." in stream.getvalue()
