"""Workflow commands for GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.findings import Finding, Result, Severity, Span
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable


def _finding(message: str = "m", severity: Severity = Severity.ERROR, **more: object) -> Finding:
    return Finding(rule="some-rule", severity=severity, message=say("{m}", m=message), **more)  # type: ignore[arg-type]


def test_a_finding_in_a_plain_file_is_annotated_at_its_span(render: Callable[..., str], bot_id: Finding) -> None:
    """The command carries the file as the repository names it, the span, the rule; the hint is a second line."""
    expected = (
        "::error file=app/manifest.json,line=5,col=16,endLine=5,endColumn=28,title=bot-id-not-guid::"
        '`botId` must be a GUID, but is "not-a-guid"%0Ahint: Copy the bot\'s id from its registration.\n'
    )

    assert expected == render("github", Result(path="./app", kind="folder", findings=(bot_id,)))


def test_a_finding_in_a_package_is_annotated_on_the_package(render: Callable[..., str], package: Result) -> None:
    """A zip has no lines, so the entry and its place go into the message."""
    expected = (
        "::error file=app.zip,title=bot-id-not-guid::manifest.json:5:16: `botId` must be a GUID, but is "
        '"not-a-guid"%0Ahint: Copy the bot\'s id from its registration.\n'
        "::warning file=app.zip,title=color-icon-not-192-square::color.png: the icon has 96 x 96 pixels\n"
    )

    assert expected == render("github", package)


def test_standard_input_names_no_file(render: Callable[..., str]) -> None:
    """There is nothing in the repository to annotate."""
    result = Result(path="-", kind="manifest", findings=(_finding(span=Span(4, 2, 4, 3)),))

    assert "::error title=some-rule::manifest.json:4:2: m\n" == render("github", result)


def test_a_span_over_several_lines_has_no_columns(render: Callable[..., str]) -> None:
    """GitHub takes columns only within one line."""
    result = Result(path="manifest.json", kind="manifest", findings=(_finding(span=Span(4, 2, 9, 3)),))

    assert "::error file=manifest.json,line=4,endLine=9,title=some-rule::m\n" == render("github", result)


def test_a_finding_without_a_place_is_annotated_on_its_file(render: Callable[..., str]) -> None:
    """No line is made up."""
    result = Result(path="app", kind="folder", findings=(_finding(file="color.png"),))

    assert "::error file=app/color.png,title=some-rule::m\n" == render("github", result)


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")]
)
def test_each_severity_has_its_command(render: Callable[..., str], severity: Severity, command: str) -> None:
    """GitHub calls a note a notice."""
    result = Result(path="app", kind="folder", findings=(_finding(severity=severity),))

    assert render("github", result).startswith(f"::{command} file=")


def test_properties_are_escaped(render: Callable[..., str]) -> None:
    """A path cannot end a property or the command."""
    result = Result(path="100%,a:b::c", kind="folder", findings=(_finding(),))

    assert "::error file=100%25%2Ca%3Ab%3A%3Ac/manifest.json,title=some-rule::m\n" == render("github", result)


def test_messages_are_escaped(render: Callable[..., str]) -> None:
    """In a message only the percent sign needs an escape; colons and commas stay readable."""
    result = Result(path="a", kind="folder", findings=(_finding("50%: a, b%0A::c"),))

    assert render("github", result).endswith("::50%25: a, b%250A::c\n")


@pytest.mark.parametrize("evil", ["\n::stop-commands::x", "\r::add-mask::x", "\u2028::error::x", "\x1b[2J"])
def test_no_text_can_start_a_command_of_its_own(render: Callable[..., str], evil: str) -> None:
    """Whatever a manifest or a path holds, a finding is one line."""
    finding = Finding(
        rule=f"r{evil}", severity=Severity.ERROR, message=say("{e}", e=evil), hint=say("{e}", e=evil), file=f"f{evil}"
    )
    for kind in ("package", "folder"):
        shown = render("github", Result(path=f"p{evil}", kind=kind, findings=(finding,)))

        assert 1 == len(shown.splitlines())
        assert shown[:-1].isprintable()


def test_a_clean_result_says_nothing(render: Callable[..., str], clean: Result) -> None:
    """There is nothing to annotate."""
    assert "" == render("github", clean)
