"""What somebody decided not to hear of is counted, not forgotten."""

from __future__ import annotations

import io
import json

from teamshelf.findings import Finding, Result, Severity
from teamshelf.messages import say
from teamshelf.report import REPORTERS, Look, write

LOUD = Finding(rule="loud", severity=Severity.WARNING, message=say("heard"), pointer="")
QUIET = Finding(rule="quiet", severity=Severity.ERROR, message=say("not heard"), pointer="")
RESULT = Result(path="app/manifest.json", kind="manifest", findings=(LOUD, QUIET)).without({"quiet": "we know"})


def written(form: str) -> str:
    """The result in one format."""
    stream = io.StringIO()
    write([RESULT], REPORTERS[form](stream, Look()))
    return stream.getvalue()


def test_an_ignored_error_is_none() -> None:
    """What is ignored does not count for the verdict."""
    assert RESULT.ok
    assert (LOUD,) == RESULT.findings
    assert ((QUIET, "we know"),) == RESULT.ignored


def test_text_counts_it() -> None:
    """The summary of a path says how many findings were ignored."""
    assert "app/manifest.json: 1 warning, 1 ignored\n" in written("text")
    assert "not heard" not in written("text")


def test_json_counts_it() -> None:
    """Scripts see the number."""
    (result,) = json.loads(written("json"))["results"]

    assert (1, ["loud"]) == (result["ignored"], [finding["rule"] for finding in result["findings"]])


def test_sarif_shows_it_suppressed_with_the_reason() -> None:
    """Code scanning has a place for it."""
    heard, quiet = json.loads(written("sarif"))["runs"][0]["results"]

    assert "suppressions" not in heard
    assert [{"kind": "external", "justification": "we know"}] == quiet["suppressions"]
