"""Manifests that nobody wrote to be read: each ends in a finding with its rule, within time and memory."""

from __future__ import annotations

import json
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamshelf
from teamshelf.findings import Report
from teamshelf.package.app import MAX_JSON_TOGETHER
from teamshelf.package.references import references_in
from teamshelf.schema import language_verdict
from teamshelf.schema.language_verdict import verdict_on_language_file
from tests.manifests import icons, manifest
from tests.package.builder import STORED, PackageBuilder
from tests.package.corpus import app
from tests.package.pictures import BLUE, WHITE, boxed, header, part
from tests.package.test_corpus import MOST_MEMORY, STATUS, measured

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.findings import Finding, Result

HEAD = b'{"manifestVersion":"1.22","a":'
MEBIBYTE = 2**20


def member(value: bytes) -> bytes:
    """A manifest with this as a value."""
    return HEAD + value + b"}"


TEXTS: dict[str, tuple[bytes, str]] = {
    "900 deep": (member(b"[" * 900 + b"]" * 900), "json-too-deep"),
    "2,000 deep": (member(b'{"a":' * 2_000 + b"0" + b"}" * 2_000), "json-too-deep"),
    "20,000 deep and never closed": (member(b"[" * 20_000), "json-too-deep"),
    "100,000 deep": (member(b"[" * 100_000 + b"]" * 100_000), "json-too-large"),
    "integer of 5,000 digits": (member(b"9" * 5_000), "json-number-too-large"),
    "integer of 500,000 digits": (member(b"9" * 500_000), "json-number-too-large"),
    "number beyond double precision": (member(b"1e400"), "json-number-too-large"),
    "not a number": (member(b"NaN"), "json-not-a-number"),
    "infinity": (member(b"-Infinity"), "json-not-a-number"),
    "UTF-16": (member(b"1").decode().encode("utf-16"), "json-not-utf8"),
    "UTF-16 without a mark": (member(b"1").decode().encode("utf-16-be"), "json-not-utf8"),
    "UTF-32": (member(b"1").decode().encode("utf-32"), "json-not-utf8"),
    "bytes that are no UTF-8": (member(b'"\xff\xfe"'), "json-not-utf8"),
    "mark before UTF-8": (b"\xef\xbb\xbf" + member(b"1"), "json-bom"),
    "half a surrogate pair": (member(rb'"\ud800"'), "json-lone-surrogate"),
    "the other half": (member(rb'"\udfff"'), "json-lone-surrogate"),
    "half a pair as UTF-8": (member(b'"\xed\xa0\x80"'), "json-not-utf8"),
    "NUL": (member(rb'"\u0000"'), "json-nul"),
    "NUL between values": (member(b"1\0"), "json-nul"),
    "name twice": (member(b'1,"a":2'), "json-duplicate-key"),
    "name twice, once as an escape": (member(rb'1,"\u0061":2'), "json-duplicate-key"),
    "name twice in the fifth array": (member(b'[[[[[{"b":1,"b":2}]]]]]'), "json-duplicate-key"),
    "100,000 values": (member(b"[" + b"0," * 100_000 + b"0]"), "json-too-large"),
    "more than a mebibyte": (member(b'"' + b"a" * MEBIBYTE + b'"'), "package-entry-too-large"),
    "40,000 unknown properties": (
        HEAD + b"0" + b"".join(b',"a%d":0' % number for number in range(40_000)) + b"}",
        "schema-additional-properties",
    ),
    "40,000 tabs that are none": (b'{"manifestVersion":"1.22","staticTabs":[' + b"0," * 40_000 + b"0]}", "schema-type"),
    "20,000 tabs without anything": (
        b'{"manifestVersion":"1.22","staticTabs":[' + b'{"a":0},' * 20_000 + b"{}]}",
        "schema-max-items",
    ),
    "10,000 bots": (
        b'{"manifestVersion":"1.22","bots":[' + b'{"botId":"x","scopes":["team"]},' * 10_000 + b"{}]}",
        "package-too-many-findings",
    ),
    "row of brackets": (b"[" * (MEBIBYTE // 2), "json-too-large"),
    "row of closing brackets": (b"]" * MEBIBYTE, "json-unexpected"),
    "row of quotes": (b'"' * MEBIBYTE, "json-trailing-content"),
    "row of backslashes": (b'{"a":"' + b"\\" * (MEBIBYTE - 20), "json-unclosed"),
    "row of blanks": (b"\n" * MEBIBYTE, "json-empty"),
    "nothing": (b"", "json-empty"),
}


def packed(text: bytes) -> bytes:
    """The faultless package with another manifest."""
    builder = PackageBuilder().entry("manifest.json", text, method=STORED)
    for name, content in icons().items():
        builder.entry(name, content)
    return builder.build()


def rules(result: Result) -> set[str]:
    """The rules that a result names."""
    return {finding.rule for finding in result.findings}


@pytest.mark.parametrize(("text", "rule"), TEXTS.values(), ids=TEXTS)
def test_a_hostile_manifest_is_found_out(text: bytes, rule: str) -> None:
    """The report names the rule, lists no more than it should, and every sentence of it can be printed."""
    result = teamshelf.check(packed(text)).results[0]

    assert rule in rules(result)
    assert len(result.findings) <= 1_010
    assert all(str(finding.message).isprintable() for finding in result.findings)


@pytest.mark.skipif(not STATUS.exists(), reason="the system does not tell a process how much memory it used")
@pytest.mark.parametrize("name", ["40,000 unknown properties", "20,000 tabs without anything", "10,000 bots"])
def test_the_worst_manifests_stay_within_memory(name: str, tmp_path: Path) -> None:
    """In a process of its own, the check ends and stays below 256 MiB."""
    memory, found = measured(packed(TEXTS[name][0]), tmp_path)

    assert TEXTS[name][1] in found
    assert memory < MOST_MEMORY


@pytest.mark.parametrize("name", ["900 deep", "2,000 deep", "integer of 5,000 digits", "name twice"])
def test_a_check_called_from_a_deep_stack_ends_in_a_report(name: str) -> None:
    """A caller that has used up most of the stack gets the same findings, or Python's own error, never another."""
    text, rule = TEXTS[name]
    teamshelf.check(packed(text))  # what is imported on the way needs a stack of its own

    def from_depth(depth: int) -> Report:
        return from_depth(depth - 1) if depth else teamshelf.check(packed(text))

    report = from_depth(sys.getrecursionlimit() - 300)

    assert rule in rules(report.results[0])


def test_a_null_in_place_of_an_object_is_a_finding() -> None:
    """Where an object has to have one of several members, a value that is no object at all is said to be none."""
    result = teamshelf.check(json.dumps(manifest(copilotAgents=[], manifestVersion="1.24")).encode()).results[0]
    nothing = teamshelf.check(b'{"manifestVersion": "1.24", "copilotAgents": null}').results[0]

    assert ["schema-type"] == [each.rule for each in result.findings if each.pointer == "/copilotAgents"]
    assert ["schema-type"] == [each.rule for each in nothing.findings if each.pointer == "/copilotAgents"]


def test_an_unknown_property_cannot_write_on_the_terminal() -> None:
    """The name of a property is a stranger's text: in a message it is escaped."""
    result = teamshelf.check(json.dumps({"manifestVersion": "1.22", "\x1b[2J\u202e": 0}).encode()).results[0]
    (unknown,) = [finding for finding in result.findings if finding.rule == "schema-additional-properties"]

    assert "\\u001b[2J\\u202e" in str(unknown.message)
    assert all(str(finding.message).isprintable() for finding in result.findings)


def test_all_json_files_together_are_bounded() -> None:
    """An app of many large language files is read up to three mebibytes, and said to be too large."""
    count = MAX_JSON_TOGETHER // MEBIBYTE + 1
    languages = [{"languageTag": f"a{number}", "file": f"{number}.json"} for number in range(count)]
    info = {"defaultLanguageTag": "en", "additionalLanguages": languages}
    builder = app()
    listing = PackageBuilder().manifest(manifest(localizationInfo=info))
    for name, content in icons().items():
        listing.entry(name, content)
    for number in range(count):
        listing.entry(f"{number}.json", b'"' + b"a" * (MEBIBYTE - 2) + b'"', method=STORED)

    assert "package-too-large" not in rules(teamshelf.check(builder.build()).results[0])
    assert "package-too-large" in rules(teamshelf.check(listing.build()).results[0])


# References ---------------------------------------------------------------------------------------------------------

ATTACKS = (
    "../secret.json",
    "a/../../secret.json",
    "/etc/passwd",
    "//host/share/secret.json",
    "\\\\host\\share\\secret.json",
    "..\\secret.json",
    "C:\\secret.json",
    "C:secret.json",
    "file:///etc/passwd",
    "link.json",
    "linked/secret.json",
    "secret.json\0.png",
)
"""Names that lead to a file beside the folder of the app, or to one of the system."""

WITH_FILES: dict[str, Any] = {
    "icons": {"color": "*", "outline": "*", "color32x32": "*"},
    "localizationInfo": {
        "defaultLanguageTag": "en",
        "defaultLanguageFile": "*",
        "additionalLanguages": [{"languageTag": "fr", "file": "*"}],
    },
    "composeExtensions": [
        {
            "composeExtensionType": "apiBased",
            "apiSpecificationFile": "*",
            "commands": [{"id": "a", "title": "A", "apiResponseRenderingTemplateFile": "*"}],
        }
    ],
    "copilotAgents": {"declarativeAgents": [{"id": "a", "file": "*"}], "plugins": [{"pluginId": "a", "file": "*"}]},
    "dashboardCards": [{"id": "a", "icon": {"iconUrl": "*"}}],
}
"""Members that name files, of each kind there is."""


def referring_to(name: str) -> dict[str, Any]:
    """A manifest in which every property that names a file names this one."""
    members = json.loads(json.dumps(WITH_FILES).replace('"*"', json.dumps(name)))
    return manifest(**members, manifestVersion="1.24", **{"$schema": None})


def test_the_references_tried_are_of_every_kind() -> None:
    """The manifest that is tried refers to files from at least eight places."""
    assert len(references_in(referring_to("x"))) >= 8


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_no_reference_leads_out_of_a_folder(attack: str, tmp_path: Path) -> None:
    """Whichever property names it, what lies outside is never read: nothing of its content is known to the report."""
    content = '{"name.short": "secret of a stranger", "secret of a stranger": 1}'
    (tmp_path / "secret.json").write_text(content)
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "link.json").symlink_to("../secret.json")
    (folder / "linked").symlink_to("..")
    (folder / "manifest.json").write_text(json.dumps(referring_to(attack)))
    result = teamshelf.check(folder).results[0]
    said = json.dumps([[str(f.message), str(f.hint), f.file] for f in result.findings]) + str(dict(result.texts))

    assert "secret of a stranger" not in said
    assert {"file-path-invalid", "package-entry-outside", "json-nul"} & rules(result)


@pytest.mark.parametrize("attack", [name for name in ATTACKS if "link" not in name and "\0" not in name], ids=ascii)
def test_no_reference_leads_out_of_a_package(attack: str) -> None:
    """In a package a name that climbs out is no name, even where an entry has it."""
    builder = PackageBuilder().manifest(referring_to(attack)).entry(attack, b'{"secret of a stranger": 1}')
    result = teamshelf.check(builder.build()).results[0]

    assert {"file-path-invalid", "package-entry-name"} <= rules(result)
    assert "secret of a stranger" not in "".join(str(finding.message) for finding in result.findings)


# Laws ---------------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list(manifest())), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.dictionaries(st.sampled_from([*manifest(), *WITH_FILES]), JSON).map(json.dumps))
def test_every_manifest_gives_a_report(text: bytes | str) -> None:
    """Any bytes, and any JSON under the names that manifests have, are checked without an exception."""
    content = text if isinstance(text, bytes) else text.encode()

    assert isinstance(teamshelf.check(packed(content)), Report)


PICTURE = boxed(192, 48, 144, WHITE, BLUE)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(PICTURE)), st.integers(0, 60))
def test_every_icon_gives_a_report(noise: bytes, place: int, dropped: int) -> None:
    """Whatever is put into an icon or taken out of it, there is a report."""
    content = PICTURE[:place] + noise + PICTURE[place + dropped :]
    builder = PackageBuilder().manifest(manifest()).entry("color.png", content, method=STORED)

    assert isinstance(teamshelf.check(builder.entry("outline.png", content, method=STORED).build()), Report)


SIGNATURE = PICTURE[:8]
TEXT_BOMB = part(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(2**26)))
ITXT_BOMB = part(b"iTXt", b"Comment\0\1\0en\0Kommentar\0" + zlib.compress(bytes(2**26)))
SMALL_TEXT = part(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(2**10)))
ICONS: dict[str, tuple[bytes, str]] = {
    "100,000 pixels a side": (SIGNATURE + header(100_000, 100_000) + PICTURE[33:], "color-icon-not-192-square"),
    "truncated": (PICTURE[:-40], "icon-damaged"),
    "wrong checksum": (PICTURE[:40] + b"\x99" + PICTURE[41:], "icon-damaged"),
    "animated": (PICTURE[:33] + part(b"acTL", bytes(8)) + PICTURE[33:], "icon-animated"),
    "page behind it": (PICTURE + b"<html>", "icon-with-surplus"),
    "one text that is a bomb": (PICTURE[:33] + TEXT_BOMB + PICTURE[33:], "icon-damaged"),
    "international text that is a bomb": (PICTURE[:33] + ITXT_BOMB + PICTURE[33:], "icon-damaged"),
    "many texts that are a bomb": (PICTURE[:33] + SMALL_TEXT * 1_200 + PICTURE[33:], "icon-damaged"),
    "100,000 parts": (PICTURE[:33] + part(b"aaAa") * 100_000 + PICTURE[33:], ""),
}


@pytest.mark.parametrize(("content", "rule"), ICONS.values(), ids=ICONS)
def test_a_hostile_icon_is_found_out(content: bytes, rule: str) -> None:
    """Bombs and stowaways in an icon are findings; a great many empty parts are none."""
    builder = PackageBuilder().manifest(manifest()).entry("color.png", content, method=STORED)
    result = teamshelf.check(builder.entry("outline.png", icons()["outline.png"]).build()).results[0]

    assert ({rule} if rule else set()) == rules(result)


def test_what_nothing_refers_to_is_no_fault_when_it_cannot_be_read(tmp_path: Path) -> None:
    """A link out of the folder, one to itself and a huge JSON file that the app does not name leave it clean."""
    for name, content in {**icons(), "manifest.json": json.dumps(manifest()).encode()}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "en.json").symlink_to("/etc/hostname")
    (tmp_path / "loop.json").symlink_to("loop.json")
    (tmp_path / "package-lock.json").write_bytes(b'{"name.short": "' + b"x" * 2**20 + b'"}')

    assert () == tuple(teamshelf.check(tmp_path).results[0].findings)


def test_faults_of_many_language_files_are_counted_no_further_than_they_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a hundred language files without one right key only as many are judged as fill the report."""
    judged: list[object] = []

    def counted(value: Any, *rest: Any) -> list[Finding]:
        judged.append(value)
        return verdict_on_language_file(value, *rest)

    monkeypatch.setattr(language_verdict, "verdict_on_language_file", counted)
    languages = [{"languageTag": f"a{number}", "file": f"{number}.json"} for number in range(100)]
    members = manifest(localizationInfo={"defaultLanguageTag": "en", "additionalLanguages": languages})
    builder = PackageBuilder().manifest(members)
    for language in languages:
        builder.entry(language["file"], json.dumps({f"key{number}": "" for number in range(600)}).encode())
    result = teamshelf.check(builder.build()).results[0]

    assert "package-too-many-findings" in rules(result)
    assert len(judged) == 2
