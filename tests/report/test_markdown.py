"""Markdown, for pull requests and issues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from teamshelf.findings import Finding, Result, Severity
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_result_is_a_heading_a_verdict_and_a_line_for_each_finding(
    render: Callable[..., str], package: Result, clean: Result
) -> None:
    """Places, rules and values are code; the hint is below its finding; a faultless result says so."""
    expected = (
        "### `app.zip`\n\n"
        "❌ **1 error, 1 warning**\n\n"
        '- ❌ error `manifest.json:5:16`: `botId` must be a GUID, but is `"not-a-guid"` (`bot-id-not-guid`)\n'
        "  - hint: Copy the bot's id from its registration.\n"
        "- ⚠️ warning `color.png`: the icon has 96 x 96 pixels (`color-icon-not-192-square`)\n\n"
    )

    assert expected == render("markdown", package, clean).partition("### `" + clean.path)[0]
    assert "✅ **ok**\n" in render("markdown", clean)


def test_it_speaks_french(render: Callable[..., str], package: Result, french: None) -> None:
    """Words and messages are in the reader's language."""
    del french

    assert "❌ **1 erreur, 1 avertissement**" in render("markdown", package, language="fr")


def test_a_place_that_is_no_line_is_a_pointer(render: Callable[..., str]) -> None:
    """A finding that no text has a place for still says where."""
    finding = Finding(rule="r", severity=Severity.NOTE, message=say("m"), pointer="/bots/0", file="fr.json")

    assert "- ℹ️ note `fr.json` `/bots/0`: m (`r`)\n" in render(  # noqa: RUF001 - the sign for information
        "markdown", Result(path="a", kind="folder", findings=(finding,))
    )


def test_what_is_ignored_is_counted(render: Callable[..., str], package: Result) -> None:
    """Nobody is led to believe that nothing was found."""
    assert "✅ **ok** (2 ignored)" in render(
        "markdown", package.without({"bot-id-not-guid": "x", "color-icon-not-192-square": "x"})
    )


@pytest.mark.parametrize("evil", ["[x](https://evil.example)", "<b>x</b>", "@everyone", "\n# x", "`x`", "![](x)"])
def test_no_value_becomes_markup(render: Callable[..., str], evil: str) -> None:
    """Paths, files and values stand in code spans that none of them can end."""
    finding = Finding(
        rule="r", severity=Severity.ERROR, message=say("is {v}", v=evil), file=evil, hint=say("{v}", v=evil)
    )
    shown = render("markdown", Result(path=evil, kind="folder", findings=(finding,)))

    outside = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", shown, flags=re.DOTALL)  # code spans, CommonMark 6.1

    assert 6 == len(shown.splitlines())
    assert {"1", "error", "is", "hint"} == set(re.findall(r"\w+", outside))
    assert set("[]<>@!").isdisjoint(outside)
    assert 3 == outside.count("#")
