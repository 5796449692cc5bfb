"""The manifests against which surely nothing can be said, told without asking any rule."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given, settings

import teamshelf
from teamshelf import checking
from teamshelf.document import decode_distinct
from teamshelf.findings import AUDIENCES
from teamshelf.package.source import open_source
from teamshelf.rules import every_rule
from teamshelf.rules.faultless import has_plain_values, is_faultless
from teamshelf.rules.plain import ALWAYS_ASKED, SILENT_VERSIONS
from teamshelf.rules.plain_values import overlaid, plain_values
from teamshelf.schema.manifest import manifest_schema
from tests.rules.test_plain import CASES, FULL, manifests, plain

VERSIONS = sorted(SILENT_VERSIONS)


def told_at_once(value: Any) -> bool:
    """Whether a manifest that says this is known to be faultless without the check proper."""
    return tells(json.dumps(value).encode())


def tells(text: bytes) -> bool:
    """The same of its text."""
    value = decode_distinct(text)
    return bool(has_plain_values(value)) and is_faultless(cast("dict[str, Any]", value), text)


@pytest.mark.parametrize("version", VERSIONS)
def test_faultless_manifests_of_each_silent_version_are_told(version: str) -> None:
    """The quick way is there for what it is meant for, with blanks in the text and without."""
    value = plain(version, {})

    assert told_at_once(value)
    assert told_at_once(
        plain(version, {"staticTabs": FULL["staticTabs"], "composeExtensions": FULL["composeExtensions"]})
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_no_rule_is_always_asked_in_a_silent_version(version: str) -> None:
    """Where a rule is asked about plain manifests too, none of them is told at once."""
    rules = every_rule()

    assert [name for name in ALWAYS_ASKED if version in rules[name].versions] == []


def open_places(schema: Any, definitions: dict[str, Any], place: str = "") -> list[str]:
    """The places of a schema where a number or a value of any shape and depth may stand."""
    if "$ref" in schema if isinstance(schema, dict) else False:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if schema is False or (isinstance(schema, dict) and ("enum" in schema or "const" in schema)):
        return []
    types = schema.get("type") if isinstance(schema, dict) else None
    types = {types} if isinstance(types, str) else set(types or ("object", "number"))
    found = [place] if types & {"number", "integer"} else []
    if "object" in types:
        if schema.get("additionalProperties", True) is not False and not names_are_listed(schema):
            found.append(place)
        for name, inner in schema.get("properties", {}).items():
            found += open_places(inner, definitions, f"{place}/{name}")
    if "array" in types:
        found += open_places(schema["items"], definitions, f"{place}/*") if "items" in schema else [place]
    return found


def names_are_listed(schema: dict[str, Any]) -> bool:
    """Whether an object may have the properties alone of which the schema tells the shape."""
    named = schema.get("propertyNames", {}).get("enum")
    return named is not None and set(named) <= schema.get("properties", {}).keys()


@pytest.mark.parametrize("version", VERSIONS)
def test_plain_manifests_have_no_room_for_depth_and_long_numbers(version: str) -> None:
    """What is not looked for in the text of a plain manifest has no place in it."""
    fitting = manifest_schema(version, annotated=False)

    assert open_places(overlaid(fitting, plain_values(version), fitting["definitions"]), fitting["definitions"]) == []


@pytest.mark.parametrize("audience", AUDIENCES)
@settings(max_examples=300, deadline=None)
@given(manifests())
def test_the_quick_way_says_what_the_check_says(audience: str, value: dict[str, Any]) -> None:
    """Whatever is put together from the manifests of the corpus, the result is the one that the usual way gives."""
    text = json.dumps(value, separators=(",", ":")).encode()
    quick = teamshelf.check(text, audience=audience)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "is_faultless", lambda *_: False)

        assert teamshelf.check(text, audience=audience) == quick


def test_nothing_in_the_corpus_is_told_faultless_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case in which something is to be found is never taken for faultless, alone and without its other files."""
    manifests = {source.read(source.manifest_name, 1 << 20) for source in map(open_source, CASES)} - {None}
    told = [text for text in manifests if text and tells(text)]
    monkeypatch.setattr(checking, "is_faultless", lambda *_: False)

    assert told
    assert [str(each.message) for text in told for each in teamshelf.check(text).findings] == []


@pytest.mark.parametrize(
    "change",
    [
        ('"version":"2.4.1"', '"version":"2.4.1","version":"2.4.1"'),
        ('"Greenbeds"', '"Green\\u0000beds"'),
        ('"Greenbeds"', '"{{APP_NAME}}"'),
        ('"Who waters when', '"Who %WATERS% when'),
        ('"Who waters when', '"Who <<WATERS>> when'),
        ('"initialRun":true', '"initialRun":18446744073709551616'),
        ('"initialRun":true', '"initialRun":' + "[" * 70 + "]" * 70),
    ],
)
def test_faults_of_the_text_are_seen_on_the_quick_way(change: tuple[str, str]) -> None:
    """What the decoded values do not show, or not as it stands, keeps a manifest from being told faultless."""
    text = json.dumps(FULL, separators=(",", ":"))
    faulty = text.replace(*change, 1).encode()

    assert faulty != text.encode()
    assert told_at_once(FULL)
    assert list(teamshelf.check(faulty).findings)


def test_the_result_of_the_quick_way_names_the_app() -> None:
    """A faultless manifest's result has the version and the id that it states."""
    result = teamshelf.check(json.dumps(FULL).encode()).results[0]

    assert told_at_once(FULL)
    assert (result.kind, result.manifest_version, result.app_id, result.findings) == (
        "manifest",
        FULL["manifestVersion"],
        FULL["id"],
        (),
    )
