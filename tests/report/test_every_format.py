"""Laws of all formats over findings of any kind: hostile texts, impossible places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamshelf.findings import Edit, Finding, Result, Severity, Span
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = st.text(st.characters(codec=None) | st.sampled_from('\x00\x1b\x7f\x85\u2028\u202e\ud800\uffff"<&%:,]\n\r\t'))


def _finding(**parts: Any) -> Finding:
    return Finding(**parts)


def _result(**parts: Any) -> Result:
    return Result(**parts)


NUMBERS = st.integers(0, 12)
MESSAGES = HOSTILE.map(lambda text: say("{text}", text=text))
FINDINGS = st.builds(
    _finding,
    rule=HOSTILE,
    severity=st.sampled_from(Severity),
    message=MESSAGES,
    hint=st.none() | MESSAGES,
    file=st.sampled_from(["manifest.json", "fr.json"]) | HOSTILE,
    pointer=st.none() | HOSTILE,
    at_key=st.booleans(),
    span=st.none() | st.builds(Span, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    aliases=st.lists(HOSTILE, max_size=2).map(tuple),
    edits=st.lists(st.builds(Edit, NUMBERS, NUMBERS, HOSTILE), max_size=2).map(tuple),
)
RESULTS = st.builds(
    _result,
    path=HOSTILE,
    kind=st.sampled_from(["manifest", "folder", "package"]),
    manifest_version=st.none() | HOSTILE,
    app_id=st.none() | HOSTILE,
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    texts=st.dictionaries(st.sampled_from(["manifest.json", "fr.json"]), HOSTILE),
)
RUNS = st.lists(RESULTS, max_size=3)
LOOSELY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def safe(line: str) -> bool:
    """Nothing in a line moves the cursor; the no-break space of French does not."""
    return line.replace("\u00a0", " ").isprintable()


@LOOSELY
@given(RUNS)
def test_json_always_parses_and_holds_every_finding(render: Callable[..., str], run: list[Result]) -> None:
    """Strict readers take it, and nothing is missing."""
    results = msgspec.json.decode(render("json", *run))["results"]

    assert [len(result.findings) for result in run] == [len(result["findings"]) for result in results]


@LOOSELY
@given(RUNS)
def test_sarif_always_parses_and_holds_every_finding(render: Callable[..., str], run: list[Result]) -> None:
    """Strict readers take it, and each result points at its rule."""
    (sarif,) = msgspec.json.decode(render("sarif", *run))["runs"]
    rules = sarif["tool"]["driver"]["rules"]

    assert sum(len(result.findings) for result in run) == len(sarif["results"])
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in sarif["results"])


@LOOSELY
@given(RUNS)
def test_junit_is_always_well_formed_and_counts_right(render: Callable[..., str], run: list[Result]) -> None:
    """Every suite says how many cases and failures it has."""
    suites = ET.fromstring(render("junit", *run))  # noqa: S314 - our own output

    assert len(run) == len(suites)
    for suite in suites:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))


@LOOSELY
@given(RUNS)
def test_github_gets_one_command_a_finding(render: Callable[..., str], run: list[Result]) -> None:
    """No text makes a second line or anything but our commands."""
    lines = render("github", *run).splitlines()

    assert sum(len(result.findings) for result in run) == len(lines)
    assert all(safe(line) and line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


@LOOSELY
@given(RUNS)
def test_markdown_has_one_line_a_finding(render: Callable[..., str], run: list[Result]) -> None:
    """No text makes a line or a heading of its own."""
    lines = render("markdown", *run).split("\n")

    assert all(safe(line) for line in lines)
    assert sum(len(result.findings) for result in run) == sum(line.startswith("- ") for line in lines)
    assert len(run) == sum(line.startswith("#") for line in lines)


@LOOSELY
@given(RUNS, st.none() | st.integers(0, 200))
def test_text_is_always_printable(render: Callable[..., str], run: list[Result], width: int | None) -> None:
    """Nothing but line breaks moves the cursor, and UTF-8 can hold it all."""
    shown = render("text", *run, width=width)

    assert all(safe(line) for line in shown.split("\n"))
    assert shown == shown.encode().decode()


@LOOSELY
@given(RESULTS)
def test_json_keeps_every_text_that_is_unicode(render: Callable[..., str], result: Result) -> None:
    """What a script reads is what the finding said; only lone surrogates are lost."""
    (read,) = json.loads(render("json", result))["results"]

    assert [_unicode(str(finding.message)) for finding in result.findings] == [
        finding["message"] for finding in read["findings"]
    ]


def _unicode(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
