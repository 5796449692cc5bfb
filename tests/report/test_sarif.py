"""SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamshelf.findings import Edit, Finding, Result, Severity, Span
from teamshelf.messages import Message, say
from teamshelf.report.sarif import FINGERPRINT
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

CACHE = Path(__file__).parents[2] / ".cache" / "sarif"
PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
"""The npm package in which Microsoft ships the official schema."""
TARBALL = CACHE / "microsoft-jest-sarif-1.0.0-beta.0.tgz"
SCHEMA = "package/lib/schemas/sarif-2.1.0-rtm.5.json"


def _finding(**more: Any) -> Finding:
    parts: dict[str, Any] = {"rule": "some-rule", "severity": Severity.ERROR, "message": say("m")}
    return Finding(**parts | more)


def _run(text: str) -> dict[str, Any]:
    log = json.loads(text)
    (run,) = log["runs"]
    return dict(run)


def _results(text: str) -> list[dict[str, Any]]:
    return list(_run(text)["results"])


@pytest.fixture(scope="module")
def sarif() -> jsonschema_rs.Validator:
    """The validator of SARIF logs; in CI a machine that cannot fetch the schema fails, elsewhere it skips."""
    problem = "" if TARBALL.exists() else _fetch()
    if problem:
        (pytest.fail if "CI" in os.environ else pytest.skip)(f"the SARIF schema is needed, but {problem}")
    with tarfile.open(TARBALL) as tarball, cast("IO[bytes]", tarball.extractfile(SCHEMA)) as file:
        text = file.read().decode()
    # This edition has a bracket too many in the pattern of `run.language`, which the regex engine refuses.
    schema = json.loads(text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$"))
    return jsonschema_rs.validator_for(schema, validate_formats=True, offline=True)


def _fetch() -> str:
    """Download the package, without what it depends on; return what went wrong, if anything."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", "--silent", "--pack-destination", str(CACHE), PACKAGE]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - nothing from outside
    return f"npm pack failed: {run.stderr.strip()[-500:]}" if run.returncode else ""


def test_the_whole_output(render: Callable[..., str], bot_id: Finding, icon: Finding) -> None:
    """One run: results first, then the tool with the rules that found something."""
    result = Result(path="./my app", kind="folder", findings=(bot_id, icon))
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    expected = {
        "version": "2.1.0",
        "$schema": schema,
        "runs": [
            {
                "columnKind": "utf16CodeUnits",
                "language": "en",
                "results": [
                    {
                        "ruleId": "bot-id-not-guid",
                        "ruleIndex": 0,
                        "level": "error",
                        "message": {"text": '`botId` must be a GUID, but is "not-a-guid"'},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "my%20app/manifest.json"},
                                    "region": {"startLine": 5, "startColumn": 16, "endLine": 5, "endColumn": 28},
                                },
                                "logicalLocations": [{"fullyQualifiedName": "/bots/0/botId", "kind": "value"}],
                            }
                        ],
                        "properties": {
                            "aliases": ["BotIdIsNotGuid"],
                            "hint": "Copy the bot's id from its registration.",
                        },
                        "partialFingerprints": {FINGERPRINT: "5d0ee0"},
                    },
                    {
                        "ruleId": "color-icon-not-192-square",
                        "ruleIndex": 1,
                        "level": "warning",
                        "message": {"text": "the icon has 96 x 96 pixels"},
                        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "my%20app/color.png"}}}],
                        "partialFingerprints": {FINGERPRINT: "5d0ee0"},
                    },
                ],
                "tool": {
                    "driver": {
                        "name": "Teamshelf",
                        "version": VERSION,
                        "semanticVersion": VERSION,
                        "rules": [
                            {"id": "bot-id-not-guid", "properties": {"aliases": ["BotIdIsNotGuid"]}},
                            {"id": "color-icon-not-192-square"},
                        ],
                    }
                },
            }
        ],
    }
    actual = json.loads(render("sarif", result))
    for written in actual["runs"][0]["results"]:
        assert written["partialFingerprints"][FINGERPRINT].endswith(":1")
        written["partialFingerprints"][FINGERPRINT] = "5d0ee0"

    assert expected == actual
    assert render("sarif", result).isascii()


def test_a_finding_in_a_package_is_located_at_the_package(render: Callable[..., str], package: Result) -> None:
    """The entry and the place in it stand beside it, for people in the message: a region would mean the zip's bytes."""
    first, second = _results(render("sarif", package))

    assert 'manifest.json:5:16: `botId` must be a GUID, but is "not-a-guid"' == first["message"]["text"]
    assert [
        {
            "physicalLocation": {"artifactLocation": {"uri": "app.zip"}},
            "logicalLocations": [{"fullyQualifiedName": "manifest.json#/bots/0/botId", "kind": "value"}],
            "properties": {
                "entry": "manifest.json",
                "region": {"startLine": 5, "startColumn": 16, "endLine": 5, "endColumn": 28},
            },
        }
    ] == first["locations"]
    assert [
        {
            "physicalLocation": {"artifactLocation": {"uri": "app.zip"}},
            "logicalLocations": [{"fullyQualifiedName": "color.png"}],
            "properties": {"entry": "color.png"},
        }
    ] == second["locations"]


def test_a_finding_about_a_name_is_located_at_the_property(render: Callable[..., str]) -> None:
    """The logical location tells names from values."""
    (result,) = _results(
        render("sarif", Result(path="a", kind="folder", findings=(_finding(pointer="/x", at_key=True),)))
    )

    assert [{"fullyQualifiedName": "/x", "kind": "property"}] == result["locations"][0]["logicalLocations"]


def test_a_rule_is_listed_once_and_its_results_point_at_it(render: Callable[..., str]) -> None:
    """Rules keep the order in which they first found something, over all results."""
    a, b = _finding(rule="a"), _finding(rule="b")
    run = _run(
        render(
            "sarif",
            Result(path="x", kind="folder", findings=(b, a, b)),
            Result(path="y", kind="folder", findings=(a, b)),
        )
    )

    assert ["b", "a"] == [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [0, 1, 0, 1, 0] == [result["ruleIndex"] for result in run["results"]]


def test_rules_carry_the_description_they_are_given(render: Callable[..., str]) -> None:
    """What a rule checks is told by who knows the rules; a rule nobody describes has its name."""
    texts: dict[str, Message] = {"a": say("A bot id is a [GUID](x).")}
    run = _run(
        render(
            "sarif",
            Result(path="x", kind="folder", findings=(_finding(rule="a"), _finding(rule="b"))),
            describe=texts.get,
        )
    )

    assert [
        {
            "id": "a",
            "shortDescription": {"text": "A bot id is a \\[GUID\\](x)."},
            "help": {
                "text": "teamshelf explain a",
                "markdown": "`teamshelf explain a`, or [docs/rules/a.md](docs/rules/a.md)",
            },
        },
        {"id": "b"},
    ] == run["tool"]["driver"]["rules"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./a/manifest.json", "a/manifest.json"),
        ("../a/manifest.json", "../a/manifest.json"),
        ("/a b/manifest.json", "file:///a%20b/manifest.json"),
        ("a:b.json", "a%3Ab.json"),
        ("100%#?.json", "100%25%23%3F.json"),
        ("é日.json", "%C3%A9%E6%97%A5.json"),
        ("caf\udce9.json", "caf%E9.json"),
        ("x\ud800.json", "x%3F.json"),
        ("-", "-"),
    ],
)
def test_a_path_is_a_uri(render: Callable[..., str], path: str, uri: str) -> None:
    """Relative paths stay relative; everything that a URI cannot hold is percent-encoded, byte by byte."""
    (result,) = _results(render("sarif", Result(path=path, kind="manifest", findings=(_finding(),))))

    assert uri == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize("severity", Severity)
def test_levels_are_our_severities(render: Callable[..., str], severity: Severity) -> None:
    """SARIF names them as we do."""
    (result,) = _results(render("sarif", Result(path="a", kind="folder", findings=(_finding(severity=severity),))))

    assert severity.value == result["level"]


def _fingerprints(render: Callable[..., str], *findings: Finding, path: str = "a", kind: str = "folder") -> list[str]:
    results = _results(render("sarif", Result(path=path, kind=kind, findings=findings)))
    return [result["partialFingerprints"][FINGERPRINT] for result in results]


def test_a_fingerprint_survives_a_move_to_another_line(render: Callable[..., str]) -> None:
    """Neither lines nor words are part of it."""
    before = _finding(pointer="/x", span=Span(1, 2, 3, 4), message=say("old words"))
    after = _finding(pointer="/x", span=Span(5, 6, 7, 8), message=say("new words"), severity=Severity.NOTE)

    assert _fingerprints(render, before) == _fingerprints(render, after)


def test_a_fingerprint_tells_findings_apart(render: Callable[..., str]) -> None:
    """Rule, path, entry and pointer each make another one, and so does the second finding at one place."""
    base = _finding(pointer="/x")
    all_of_them = [
        *_fingerprints(render, base, base),
        *_fingerprints(render, _finding(pointer="/x", rule="other")),
        *_fingerprints(render, _finding(pointer="/y")),
        *_fingerprints(render, _finding(pointer=None)),
        *_fingerprints(render, _finding(pointer="")),
        *_fingerprints(render, _finding(pointer="/x", file="b")),
        *_fingerprints(render, base, path="b"),
        *_fingerprints(render, base, kind="package"),
        *_fingerprints(render, _finding(pointer="/x", file="b"), kind="package"),
    ]

    assert len(all_of_them) == len(set(all_of_them))


def test_edits_are_fixes_with_places_in_utf16(render: Callable[..., str]) -> None:
    """Each edit is a replacement of a region of the file."""
    text = '{\n "😀": 1,\n "b": 2\n}'
    start = text.index("1")
    finding = _finding(edits=(Edit(start, start + 1, "💡"), Edit(start + 1, text.index("}"), "")))
    (result,) = _results(
        render("sarif", Result(path="a b", kind="folder", findings=(finding,), texts={"manifest.json": text}))
    )

    assert [
        {
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "a%20b/manifest.json"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 9},
                            "insertedContent": {"text": "💡"},
                        },
                        {
                            "deletedRegion": {"startLine": 2, "startColumn": 9, "endLine": 4, "endColumn": 1},
                            "insertedContent": {"text": ""},
                        },
                    ],
                }
            ]
        }
    ] == result["fixes"]


@pytest.mark.parametrize(
    "result",
    [
        Result(
            path="a.zip",
            kind="package",
            findings=(_finding(edits=(Edit(0, 1, ""),)),),
            texts={"manifest.json": "{}"},
        ),
        Result(path="a", kind="folder", findings=(_finding(edits=(Edit(0, 1, ""),)),)),
        Result(path="a", kind="folder", findings=(_finding(),), texts={"manifest.json": "{}"}),
    ],
    ids=["package", "no text", "no edits"],
)
def test_no_fix_is_offered_that_an_editor_could_not_apply(render: Callable[..., str], result: Result) -> None:
    """Files inside packages cannot be edited in place, and places need the text."""
    assert "fixes" not in _results(render("sarif", result))[0]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("see [here](https://evil.example)", "see \\[here\\](https://evil.example)"),
        ("is […], not {…}", "is […], not {…}"),
        ("a\x1b[0m", "a\\u001b[0m"),
    ],
)
def test_a_manifest_cannot_place_a_link(render: Callable[..., str], message: str, text: str) -> None:
    """Brackets that would be a link are escaped; others stay as people read them."""
    (result,) = _results(
        render("sarif", Result(path="a", kind="folder", findings=(_finding(message=say("{m}", m=message)),)))
    )

    assert text == result["message"]["text"]


def test_a_run_over_nothing_is_a_log(render: Callable[..., str]) -> None:
    """No results and no rules, but both arrays: their absence would mean that nothing was checked."""
    run = _run(render("sarif"))

    assert [] == run["results"]
    assert [] == run["tool"]["driver"]["rules"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.usefixtures("french")
def test_logs_are_valid_by_the_official_schema(
    render: Callable[..., str], sarif: jsonschema_rs.Validator, package: Result, clean: Result, language: str
) -> None:
    """Every construct we write is one that the schema knows."""
    fixable = _finding(edits=(Edit(0, 1, "x"),), at_key=True, pointer="/a", span=Span(1, 1, 1, 1))
    folder = Result(
        path="/a b/é", kind="folder", findings=(*package.findings, fixable), texts={"manifest.json": "{\n}"}
    )
    log = json.loads(render("sarif", package, clean, folder, language=language, describe=lambda _: say("d")))

    assert [] == [f"{error.instance_path}: {error.message}" for error in sarif.iter_errors(log)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(st.characters(codec=None), min_size=1), message=st.text(), pointer=st.none() | st.text())
def test_logs_are_valid_whatever_they_quote(
    render: Callable[..., str], sarif: jsonschema_rs.Validator, path: str, message: str, pointer: str | None
) -> None:
    """No path, message or pointer makes a log that the schema refuses."""
    finding = _finding(message=say("{m}", m=message), pointer=pointer, file=message, aliases=(message,))
    log = json.loads(
        render("sarif", *(Result(path=path, kind=kind, findings=(finding,)) for kind in ("folder", "package")))
    )

    assert sarif.is_valid(log)
