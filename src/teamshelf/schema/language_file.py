"""The JSON Schema of the language files of any manifest version, derived from the model, and its compiled form.

What a translation replaces must still be right in its place: so each key takes the pattern and the lengths of the
manifest property that it points to, beside the limits that language files have of their own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from teamshelf.model.facts import at
from teamshelf.model.language_file import (
    ABOUT,
    LANGUAGE_FILE_VERSIONS,
    NOT_BLANK,
    TOKEN,
    LanguageKey,
    keys_in,
    path_of,
)
from teamshelf.model.places import place_of
from teamshelf.schema.manifest import DRAFT
from teamshelf.versions import VersionRange, is_known

if TYPE_CHECKING:
    import jsonschema_rs

_RANGE = re.compile(r"\[(\d+)(?:-(\d+))?\]")


def language_file_schema(version: str, *, annotated: bool = True) -> dict[str, Any]:
    """The schema of the language files that belong to a manifest of one version.

    Args:
        version: a manifest version that knows language files: 1.5 or later, or a preview.
        annotated: with titles and descriptions; without them it judges the same.

    Raises:
        ValueError: there is no such version, or it has no language files.
    """
    if not is_known(version):
        raise ValueError(f"there is no manifest version {version!r}")
    if version not in LANGUAGE_FILE_VERSIONS:
        raise ValueError(
            f"manifest version {version} has no language files: they came with {LANGUAGE_FILE_VERSIONS.first}"
        )
    schema: dict[str, Any] = {"$schema": DRAFT}
    if annotated:
        schema |= {"title": f"Language file of a Microsoft Teams app, manifest {version}", "description": ABOUT}
    schema |= {"type": "object", "properties": {}, "patternProperties": {}, "required": []}
    for row in keys_in(version):
        key = row.written(version)
        value = _value_schema(row, version)
        if annotated:
            value = {"title": key, "description": row.doc, **value}
        if _RANGE.search(key):
            schema["patternProperties"][_pattern(key)] = value
        else:
            schema["properties"][key] = value
        if version in VersionRange.parse(row.required):
            schema["required"].append(key)
    return {**schema, "additionalProperties": False}


@lru_cache(maxsize=None)
def language_file_validator(version: str) -> jsonschema_rs.Draft7Validator:
    """The compiled schema of the language files of one manifest version; raises as :func:`language_file_schema`."""
    import jsonschema_rs

    schema = language_file_schema(version, annotated=False)
    return jsonschema_rs.Draft7Validator(schema, validate_formats=True, offline=True)


def _value_schema(row: LanguageKey, version: str) -> dict[str, Any]:
    if row.holds_tokens:
        return {"type": "object", "patternProperties": {TOKEN: {"type": "string"}}}
    schema = {"type": "string", **_limits_of_the_property(row, version)}
    length = at(row.max_length, version)
    if length is not None:
        schema["maxLength"] = min(length, schema.get("maxLength", length))
    if row.format:
        schema["format"] = row.format
    if version in VersionRange.parse(row.not_blank):
        schema["pattern"] = NOT_BLANK
    return schema


def _limits_of_the_property(row: LanguageKey, version: str) -> dict[str, Any]:
    """What the manifest says of a text there; nothing for a key that is not of the manifest."""
    place = place_of(path_of(row.written(version)))
    if place is None:
        return {}
    kind = at(place.facts.kind, version)
    limits = {
        "pattern": (kind.pattern if kind else "") or at(place.facts.pattern, version),
        "minLength": at(place.facts.min_length, version),
        "maxLength": (kind.max_length if kind else 0) or at(place.facts.max_length, version),
    }
    return {keyword: limit for keyword, limit in limits.items() if limit}


def _pattern(key: str) -> str:
    """The regular expression of the keys that one written as ``staticTabs[0-15].name`` stands for."""
    literal = key.replace(".", r"\.")
    return f"^{_RANGE.sub(_indexes, literal)}$"


def _indexes(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2] or found[1])
    return rf"\[({'|'.join(map(str, range(first, last + 1)))})\]"
