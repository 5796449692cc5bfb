"""What language files say of their schema."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import Change
from teamshelf.rules.language_examples import in_languages, language_file
from teamshelf.rules.schema_addresses import LANGUAGE_SCHEMA, schema_url
from tests.rules.judging import judged

RULES = (
    "language-schema-missing",
    "language-schema-unknown",
    "language-schema-of-manifest",
    "language-schema-version-differs",
)
RAW = "https://raw.githubusercontent.com/OfficeDev/microsoft-teams-app-schema/preview/DevPreview"


def found(schema: object, **members: Any) -> dict[str, Any]:
    """What the rules find in an app with a language file of this schema, by rule."""
    files = {"fr.json": language_file({"$schema": schema})}
    app = {**members, **in_languages("en", "fr")}
    return {rule: finding for rule in RULES for finding in judged("language_schemas", rule, app, files)}


@pytest.mark.parametrize(
    ("schema", "rules"),
    [
        (None, {RULES[0]}),
        (7, set()),
        ("{{SCHEMA}}", set()),
        ("https://example.com/x", {RULES[1]}),
        ("https://example.com/v1.5/x", {RULES[1]}),
        (schema_url("1.22"), {RULES[2]}),
        (schema_url("1.5"), {RULES[2], RULES[3]}),
        (schema_url("1.5", LANGUAGE_SCHEMA), {RULES[3]}),
        (schema_url("1.22", LANGUAGE_SCHEMA), set()),
        (schema_url("1.22", LANGUAGE_SCHEMA).replace("json-schemas", "en-us/json-schemas"), set()),
        (f"{RAW}/{LANGUAGE_SCHEMA}", {RULES[3]}),
    ],
)
def test_each_fault_has_a_name(schema: object, rules: set[str]) -> None:
    """Missing, strange, of the wrong kind and of the wrong version are told apart."""
    assert rules == set(found(schema))


@pytest.mark.parametrize("version", ["devPreview", "m365DevPreview"])
def test_both_previews_take_the_schema_of_the_preview(version: str) -> None:
    """Microsoft publishes one schema for both."""
    assert {} == found(f"{RAW}/{LANGUAGE_SCHEMA}", manifestVersion=version)
    assert {RULES[3]} == set(found(schema_url("1.22", LANGUAGE_SCHEMA), manifestVersion=version))


def test_the_right_address_is_put_in() -> None:
    """Whatever is wrong with it, the file gets the address for the version of the manifest, in its own text."""
    right = schema_url("1.22", LANGUAGE_SCHEMA)
    findings = {**found(None), **found("https://example.com/x"), **found(schema_url("1.5"))}

    assert set(RULES) == set(findings)
    assert {"fr.json"} == {finding.file for finding in findings.values()}
    assert (Change("add", "/$schema", right),) == findings[RULES[0]].changes
    assert [(Change("replace", "/$schema", right),)] * 3 == [findings[rule].changes for rule in RULES[1:]]
