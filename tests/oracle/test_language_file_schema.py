"""The generated schema of language files says what Microsoft's own does, read as ruled where that one errs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.model.language_file import LANGUAGE_FILE_VERSIONS
from teamshelf.schema.language_file import language_file_schema, language_file_validator
from teamshelf.versions import DEV_PREVIEW_2021
from tests.oracle.comparison import Comparison, compared
from tests.oracle.language_files import claims_by_key, key_form, language_files, manifest_path
from tests.oracle.official import LANGUAGE_FILE, compiled, official_schema, without_references
from tests.oracle.places import places_of

if TYPE_CHECKING:
    from tests.oracle.official import Schema
    from tests.oracle.places import Claims

VERSIONS = tuple(LANGUAGE_FILE_VERSIONS)

RULINGS = (
    (r"[0-127]", r"([0-9]|[1-9][0-9]|1[01][0-9]|12[0-7])", "1.7 means the numbers 0 to 127, not the digits 0, 1, 2, 7"),
    (r"features\[[0-2]+\]", r"features\[[0-2]\]", "three features have the indexes 0, 1 and 2, not 10 or 012"),
    (r"activities.activityTypes", r"activities\.activityTypes", "a dot in a key is a dot, not any character"),
    (r"Definition.scenes", r"Definition\.scenes", "a dot in a key is a dot, not any character"),
    (r"Definition.videoFilters", r"Definition\.videoFilters", "a dot in a key is a dot, not any character"),
    (r"copilotAgents.custom", r"copilotAgents\.custom", "a dot in a key is a dot, not any character"),
    (r"disclaimer.text", r"disclaimer\.text", "a dot in a key is a dot, not any character"),
    (r"\[\b(", r"\[(", "a word boundary beside a digit says nothing"),
    (r")\b]", r")\]", "a closing bracket on its own is not for all engines a regular expression"),
)
"""What the official files write in the patterns of keys, what is read instead, and why."""

FORM_OF_1_27 = "^bots\\[0\\]\\.commandLists\\[[0-2]\\]\\.commands\\[([0-9]|1[0-1])\\]\\.prompt$"
"""1.27 has the prompt of a bot command under ``composeExtensions`` by mistake; 1.28 put it right. Both are accepted."""

FILTERS_OF_2021 = "^meetingExtensionDefinition\\.filters\\[([0-9]|1[0-5])\\]\\.name$"
"""All that the preview of November 2021, of which the package has no schema, has beyond 1.12."""


def ruled(pattern: str) -> str:
    """The pattern of a key as it is meant. A pattern without an end, as context menus have, ends all the same."""
    for written, meant, _ in RULINGS:
        pattern = pattern.replace(written, meant)
    return pattern.removesuffix("$") + "$"


@lru_cache(maxsize=None)
def expected_schema(version: str) -> Schema:
    """The official schema of language files, as ruled."""
    of = "1.12" if version == DEV_PREVIEW_2021 else version
    schema = without_references(official_schema(of, LANGUAGE_FILE))
    patterns = {ruled(pattern): value for pattern, value in schema["patternProperties"].items()}
    if version == "1.27":
        patterns[FORM_OF_1_27] = {"type": "string", "maxLength": 4000}
    if version == DEV_PREVIEW_2021:
        patterns[FILTERS_OF_2021] = {"type": "string", "maxLength": 128}
    limits = dict(reversed(list(places_of(official_schema(of)))))
    for pattern, value in patterns.items():
        # A text that replaces one of the manifest must fit there; the official files ask for no URL where one belongs.
        of_property = limits.get(manifest_path(key_form(pattern)), {})
        value.update({name: of_property[name] for name in ("pattern", "minLength") if name in of_property})
    return {**schema, "patternProperties": patterns}


def our_schema(version: str) -> Schema:
    """The generated schema in the same form."""
    return without_references(language_file_schema(version, annotated=False))


@lru_cache(maxsize=None)
def all_claims() -> dict[str, Claims]:
    """What the official schemas and ours claim, all versions together."""
    return claims_by_key(schema for version in VERSIONS for schema in (expected_schema(version), our_schema(version)))


@lru_cache(maxsize=None)
def comparison_of(version: str) -> Comparison:
    """Our schema of a version and the official one before the same language files."""
    expected = expected_schema(version)
    ours = language_file_validator(version).is_valid
    return compared(compiled(expected).is_valid, ours, language_files(expected, all_claims()))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_judges_every_language_file_as_the_official_one_does(version: str) -> None:
    """Keys of every version with right and wrong indexes, values inside and outside of every limit."""
    assert not comparison_of(version).disagreements


@pytest.mark.parametrize("version", VERSIONS)
def test_annotations_change_no_verdict(version: str) -> None:
    """The schema with titles and descriptions is, without them, the one that validates."""
    annotated: Any = without_references(language_file_schema(version, annotated=True))

    assert our_schema(version) == annotated


@pytest.mark.parametrize(("written", "meant", "why"), RULINGS)
def test_every_ruling_is_about_something(written: str, meant: str, why: str) -> None:
    """A fault of the official files that Microsoft has mended needs no ruling any more."""
    official = [official_schema(version, LANGUAGE_FILE) for version in VERSIONS if version != DEV_PREVIEW_2021]

    assert any(written in pattern for schema in official for pattern in schema["patternProperties"]), why
    assert written != meant


def test_the_proof_rests_on_more_than_a_hundred_thousand_language_files() -> None:
    """Each counts once a version; valid and invalid ones are both there in numbers."""
    comparisons = [comparison_of(version) for version in VERSIONS]

    assert sum(comparison.documents for comparison in comparisons) > 100_000
    assert min(comparison.accepted for comparison in comparisons) > 100
