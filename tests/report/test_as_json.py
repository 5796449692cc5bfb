"""JSON for scripts: a contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from teamshelf.findings import Edit, Finding, Result, Severity
from teamshelf.messages import say
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_whole_output(render: Callable[..., str], package: Result, clean: Result) -> None:
    """Keys and their order are as scripts know them; one finding stands on each line."""
    expected = """\
{"teamshelf": "VERSION",
 "results": [
  {"path": "app.zip", "kind": "package", "manifestVersion": "1.17", \
"appId": "6d1e3f5a-0000-4000-8000-000000000001", "ok": false, "ignored": 0, "findings": [
   {"rule": "bot-id-not-guid", "aliases": ["BotIdIsNotGuid"], "severity": "error", "file": "manifest.json", \
"pointer": "/bots/0/botId", "line": 5, "column": 16, "endLine": 5, "endColumn": 28, \
"message": "`botId` must be a GUID, but is \\"not-a-guid\\"", "hint": "Copy the bot's id from its registration.", \
"fixable": false},
   {"rule": "color-icon-not-192-square", "aliases": [], "severity": "warning", "file": "color.png", \
"pointer": null, "line": null, "column": null, "endLine": null, "endColumn": null, \
"message": "the icon has 96 x 96 pixels", "hint": null, "fixable": false}]},
  {"path": "good/manifest.json", "kind": "manifest", "manifestVersion": "1.17", "appId": "1", "ok": true, \
"ignored": 0, "findings": []}]}
""".replace("VERSION", VERSION)

    assert expected == render("json", package, clean)


def test_a_run_over_nothing_is_still_an_object(render: Callable[..., str]) -> None:
    """The array is there and empty."""
    assert {"teamshelf": VERSION, "results": []} == json.loads(render("json"))


def test_what_is_unknown_is_null(render: Callable[..., str]) -> None:
    """A manifest that cannot be read has no version and no id, and its keys stay."""
    result = Result(path="-", kind="manifest")

    assert [
        {
            "path": "-",
            "kind": "manifest",
            "manifestVersion": None,
            "appId": None,
            "ok": True,
            "ignored": 0,
            "findings": [],
        }
    ] == json.loads(render("json", result))["results"]


def test_a_finding_with_edits_is_fixable(render: Callable[..., str]) -> None:
    """Scripts can tell what `fix` would mend; an error among warnings makes a result not ok."""
    warning = Finding(rule="r", severity=Severity.WARNING, message=say("m"), edits=(Edit(0, 1, ""),))
    fine, refused = json.loads(
        render(
            "json",
            Result(path="a", kind="folder", findings=(warning,)),
            Result(
                path="b",
                kind="folder",
                findings=(warning, Finding(rule="r", severity=Severity.ERROR, message=say("m"))),
            ),
        )
    )["results"]

    assert [True] == [finding["fixable"] for finding in fine["findings"]]
    assert (True, False) == (fine["ok"], refused["ok"])


def test_the_output_is_ascii(render: Callable[..., str]) -> None:
    """No encoding of the stream can spoil it, and no terminal is driven by it."""
    finding = Finding(rule="r", severity=Severity.NOTE, message=say("日本 \x9b \u202e 😀"))
    shown = render("json", Result(path="caf\udce9.zip", kind="package", findings=(finding,)))
    (result,) = json.loads(shown)["results"]

    assert shown.isascii()
    assert "caf\ufffd.zip" == result["path"]
    assert "日本 \x9b \u202e 😀" == result["findings"][0]["message"]
