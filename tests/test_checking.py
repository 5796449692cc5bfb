"""The check as a whole: any input gives a report, every finding a place, and no input an exception."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamshelf
from teamshelf.findings import STORE, UPLOAD
from teamshelf.fixing import fix
from teamshelf.package.faults import Unreadable
from teamshelf.package.source import open_source
from teamshelf.report import REPORTERS, Look, write
from teamshelf.versions import ALL_VERSIONS
from tests.manifests import manifest
from tests.rules.test_rules import CASES, CORPUS

FULL = Path(__file__).parents[1] / "benchmarks" / "full_manifest.json"
MANIFESTS = [json.loads(FULL.read_text("utf-8"))] + [
    json.loads((CORPUS / rule / kind / case).read_text("utf-8"))
    for rule, kind, case in CASES
    if kind == "reject" and case.endswith(".json")
]
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1e300,
        "",
        "x",
        "{{x}}",
        "\u202e",
        "https://",
        "*.x",
        "../a.png",
        [],
        {},
        [[]],
        [{}],
        {"a": 1},
        "a" * 500,
    ]
)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, member in inside for deeper in _paths(member, (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A manifest in which a few values are something else, or gone."""
    value = copy.deepcopy(draw(st.sampled_from(MANIFESTS)))
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(_paths(value)[1:] or [("x",)]))
        parent = value
        for step in way:
            parent = parent[step]
        if draw(st.booleans()):
            parent[last] = copy.deepcopy(draw(JUNK))
        else:
            parent.pop(last, None) if isinstance(parent, dict) else parent.pop(last)
    if draw(st.booleans()):
        value["manifestVersion"] = draw(st.sampled_from([*ALL_VERSIONS, "m365DevPreview", "1.18"]))
    return json.dumps(value, indent=draw(st.sampled_from([None, 2]))).encode()


@settings(max_examples=300, deadline=None)
@given(damaged(), st.sampled_from([UPLOAD, STORE]), st.sampled_from(["en", "fr"]))
def test_whatever_is_wrong_can_be_said(content: bytes, audience: str, language: str) -> None:
    """Every finding of a damaged manifest has a place in its text, and every format can show it in both languages."""
    report = teamshelf.check(content, audience=audience)

    assert all(finding.span is not None for finding in report.findings)
    for reporter in REPORTERS.values():
        write(report.results, reporter(io.StringIO(), Look(language=language)))


@settings(max_examples=60, deadline=None)
@given(damaged())
def test_whatever_is_wrong_can_be_fixed_or_left(content: bytes) -> None:
    """Fixing a damaged manifest ends, and leaves no more errors than before."""
    before = teamshelf.check(content).results[0]

    after = fix(open_source(content), audience=UPLOAD).result

    assert after.count(teamshelf.Severity.ERROR) <= before.count(teamshelf.Severity.ERROR)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_report(content: bytes) -> None:
    """Bytes that are nothing at all are reported, not raised."""
    assert 1 == len(teamshelf.check(content).results)


def test_several_inputs_give_several_results(tmp_path: Path) -> None:
    """A report holds a result for each input, in their order."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(manifest()), "utf-8")
    bad.write_text(json.dumps(manifest(id="x")), "utf-8")

    report = teamshelf.check(good, str(bad))

    assert [True, False] == [result.ok for result in report.results]
    assert not report.ok


def test_what_cannot_be_read_is_raised() -> None:
    """A path that leads nowhere is no finding about an app."""
    with pytest.raises(Unreadable):
        teamshelf.check("no/such/manifest.json")


def test_an_audience_must_be_known() -> None:
    """A mistyped audience is refused."""
    with pytest.raises(ValueError, match="'shop'"):
        teamshelf.check(b"{}", audience="shop")


def test_what_stands_behind_an_early_end_is_not_missed() -> None:
    """Where an object was closed too early, the members behind its end are not said to be missing."""
    text = json.dumps(manifest(), indent=2).replace('"version": "1.0.0",', '"version": "1.0.0"},')

    rules = {finding.rule for finding in teamshelf.check(text.encode()).findings}

    assert "schema-required" not in rules
    assert any(rule.startswith("json-") for rule in rules)
