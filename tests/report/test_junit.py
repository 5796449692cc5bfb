"""JUnit XML for build servers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from teamshelf.findings import Finding, Result, Severity, Span
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable

ERROR, WARNING, NOTE = Severity


def _parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own output


def _finding(rule: str, severity: Severity, message: str = "m", **more: object) -> Finding:
    return Finding(rule=rule, severity=severity, message=say("{m}", m=message), **more)  # type: ignore[arg-type]


def test_the_whole_output(render: Callable[..., str], package: Result, clean: Result) -> None:
    """A suite for each path, a case for each rule; warnings are output, a clean path is one case that passes."""
    expected = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Teamshelf">
  <testsuite name="app.zip" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="app.zip" name="bot-id-not-guid">
      <failure type="error" message="`botId` must be a GUID, but is &quot;not-a-guid&quot;">\
app.zip: manifest.json:5:16: `botId` must be a GUID, but is &quot;not-a-guid&quot;
  hint: Copy the bot's id from its registration.</failure>
    </testcase>
    <testcase classname="app.zip" name="color-icon-not-192-square">
      <system-out>app.zip: color.png: the icon has 96 x 96 pixels</system-out>
    </testcase>
  </testsuite>
  <testsuite name="good/manifest.json" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="good/manifest.json" name="check"/>
  </testsuite>
</testsuites>
"""

    assert expected == render("junit", package, clean)


def test_findings_of_one_rule_are_one_case(render: Callable[..., str]) -> None:
    """Readers take one failure a case, so it lists the errors; what weighs less is the case's output."""
    findings = (
        _finding("a", ERROR, "first", span=Span(1, 2, 1, 3)),
        _finding("b", NOTE, "remark"),
        _finding("a", WARNING, "mild"),
        _finding("a", ERROR, "second"),
    )
    suite = _parsed(render("junit", Result(path="m", kind="folder", findings=findings)))[0]
    case, other = suite
    failure, output = case

    assert ("2", "1") == (suite.get("tests"), suite.get("failures"))
    assert ("2 errors", "m/manifest.json:1:2: first\nm/manifest.json: second") == (failure.get("message"), failure.text)
    assert "m/manifest.json: mild" == output.text
    assert ("b", "system-out") == (other.get("name"), other[0].tag)


@pytest.mark.parametrize(
    ("severities", "failures"),
    [((), 0), ((NOTE, WARNING), 0), ((ERROR,), 1), ((ERROR, ERROR, WARNING), 2), ((WARNING, ERROR, ERROR), 2)],
)
def test_counts_are_those_of_the_cases(
    render: Callable[..., str], severities: tuple[Severity, ...], failures: int
) -> None:
    """Tests and failures are what the suite holds."""
    findings = tuple(_finding(f"rule-{number}", severity) for number, severity in enumerate(severities))
    suite = _parsed(render("junit", Result(path="m", kind="folder", findings=findings)))[0]

    assert str(max(1, len(severities))) == suite.get("tests")
    assert suite.get("tests") == str(len(suite.findall("testcase")))
    assert str(failures) == suite.get("failures") == str(len(suite.findall("testcase/failure")))


def test_markup_in_any_text_is_text(render: Callable[..., str]) -> None:
    """A manifest cannot add a case or end an attribute."""
    evil = "\"/><testcase name='x'>&amp;<![CDATA[ ]]>"
    finding = Finding(rule=evil, severity=ERROR, message=say("{e}", e=evil), hint=say("{e}", e=evil), file=evil)
    suites = _parsed(render("junit", Result(path=evil, kind="folder", findings=(finding,))))
    case = suites[0][0]

    assert 1 == len(suites.findall(".//testcase"))
    assert [evil, evil, evil] == [suites[0].get("name"), case.get("name"), case[0].get("message")]
    assert f"{evil}/{evil}: {evil}\n  hint: {evil}" == case[0].text


def test_characters_that_xml_forbids_are_escapes(render: Callable[..., str]) -> None:
    """Control characters, surrogates and non-characters arrive as readable text."""
    finding = _finding("r", ERROR, "a\x00\x0b\ud800\uffff\x85b\tc\nd")
    case = _parsed(render("junit", Result(path="m", kind="folder", findings=(finding,))))[0][0]

    assert "a\\u0000\\u000b\\ud800\\uffff\\u0085b\\u0009c\\u000ad" == case[0].get("message")


def test_the_document_is_ascii(render: Callable[..., str]) -> None:
    """Other characters are references, so that the declared encoding is true on any stream."""
    shown = render("junit", Result(path="日本", kind="folder", findings=(_finding("r", ERROR, "é😀"),)))
    suite = _parsed(shown)[0]

    assert shown.isascii()
    assert ("日本", "é😀") == (suite.get("name"), suite[0][0].get("message"))


def test_a_run_over_nothing_is_a_document(render: Callable[..., str]) -> None:
    """The root is there and empty."""
    assert [] == list(_parsed(render("junit")))
