"""The schema's verdict on a language file, in plain words."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from teamshelf.document import join_pointer
from teamshelf.findings import Change, Finding, Severity
from teamshelf.messages import Message, say, shown
from teamshelf.model.facts import at
from teamshelf.model.language_file import (
    KEYS,
    LANGUAGE_FILE_VERSIONS,
    LanguageKey,
    keys_in,
    max_length_of,
    path_of,
    stand_in,
)
from teamshelf.model.places import place_of
from teamshelf.schema.faults import MAX_ERRORS
from teamshelf.schema.hints import hint_for_pattern, likely_meant
from teamshelf.schema.keywords import KEYWORDS, rule_of
from teamshelf.schema.language_file import language_file_validator
from teamshelf.versions import NUMBERED_VERSIONS, VersionRange, order

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jsonschema_rs

Words = tuple[Message, Message | None]

_INDEX = re.compile(r"\[\d+(?:-\d+)?\]")


def verdict_on_language_file(value: Any, version: str, manifest: Any = None, tag: str = "") -> list[Finding]:
    """Every fault that the schema finds in a decoded language file of an app of one manifest version.

    With the manifest and the language's tag, a missing text can be mended: the manifest's own stands in for it, marked.
    """
    if version not in LANGUAGE_FILE_VERSIONS:
        return []  # the manifest is told that it cannot list language files
    validator = language_file_validator(version)
    if validator.is_valid(value):
        return []
    findings: dict[tuple[str, str], Finding] = {}
    for error in islice(validator.iter_errors(value), MAX_ERRORS):
        for finding in _explained(error, version, manifest, tag):
            findings.setdefault((finding.pointer or "", str(finding.message)), finding)
    return list(findings.values())


def _explained(error: jsonschema_rs.ValidationError, version: str, manifest: Any, tag: str) -> Iterable[Finding]:
    from jsonschema_rs import ValidationErrorKind as kinds  # noqa: N813 - a namespace of classes

    path = tuple(error.instance_path)
    if isinstance(error.kind, kinds.AdditionalProperties):
        for key in error.kind.unexpected[:MAX_ERRORS]:
            yield _finding("additionalProperties", (*path, key), _unknown_key(str(key), version), at_key=True)
        return
    keyword = error.kind.name
    key = str(path[-1]) if path else ""
    if isinstance(error.kind, kinds.Required):
        yield _missing(error.kind.property, version, manifest, tag)
        return
    if keyword == "type":
        words: Words = (
            (say("`{key}` is not a text", key=key), say("write a text in quotes"))
            if path
            else (say("a language file is an object of keys and texts"), None)
        )
    elif keyword == "maxLength":
        limit = error.kind.as_dict().get("limit", 0)
        length = len(str(error.instance))
        words = (
            say("`{key}` has {length} characters; at most {limit} are allowed", key=key, length=length, limit=limit),
            say("shorten it by {excess}", excess=length - int(limit)),
        )
    elif keyword in ("pattern", "minLength"):
        words = _wrong_form(key, str(error.instance), version)
    else:
        words = say("`{key}` is {value}, which is no URI", key=key, value=shown(error.instance)), None
    yield _finding(keyword, path, words)


def _missing(key: str, version: str, manifest: Any, tag: str) -> Finding:
    """A text that every language file of the version has; mended where the manifest says what it is."""
    finding = _finding(
        "required",
        (),
        (
            say(
                "`{key}` is missing; every language file of manifest version {version} has it", key=key, version=version
            ),
            say("add {member}", member=f'`"{key}": "…"`'),
        ),
    )
    text = manifest
    for step in path_of(key):
        text = text.get(step) if isinstance(text, dict) else None
    if not isinstance(text, str) or not text or not tag:
        return finding
    change = Change("add", join_pointer([key]), stand_in(text, tag, max_length_of(key, version)))
    return msgspec.structs.replace(finding, changes=(change,))


def _wrong_form(key: str, text: str, version: str) -> Words:
    """What is wrong with a translation that says nothing, or is not what the manifest's property takes."""
    if not text.strip() or text.lower() == "null":
        return (
            say("`{key}` is {value}: a translation says something", key=key, value=shown(text)),
            say("translate the text, or remove the key so that the manifest's own text is shown"),
        )
    place = place_of(path_of(key))
    kind = at(place.facts.kind, version) if place else None
    if kind is not None:
        message = say("`{key}` is {value}, which is no {kind}", key=key, value=shown(text), kind=kind.name)
        return message, hint_for_pattern(text, kind)
    return say("`{key}` is {value}, which has not the required form", key=key, value=shown(text)), say(
        "write what the manifest's own property takes there"
    )


def _finding(keyword: str, path: tuple[str | int, ...], words: Words, *, at_key: bool = False) -> Finding:
    message, hint = words
    return Finding(
        rule=rule_of(keyword),
        severity=Severity.ERROR,
        message=message,
        hint=hint,
        pointer=join_pointer(path),
        at_key=at_key,
        aliases=KEYWORDS.get(keyword, KEYWORDS["other"]).codes,
    )


def _unknown_key(key: str, version: str) -> Words:
    """What is wrong with a key that the language files of this version do not have."""
    wanted = _without_indexes(key)
    here = _rows_in(version)
    if wanted in here:
        return (
            say("`{key}` points beyond what can be translated", key=key),
            say("the keys of this kind are `{keys}`", keys=here[wanted].written(version)),
        )
    elsewhere = _rows_of_any_version().get(wanted)
    if elsewhere is not None:
        known = VersionRange.parse(elsewhere.versions)
        first = next((v for v in NUMBERED_VERSIONS if v in known), None)
        if first is not None and version in NUMBERED_VERSIONS and order(version) < order(first):
            return (
                say("`{key}` cannot be translated in manifest version {version}", key=key, version=version),
                say("`{key}` can be translated from manifest version {first}", key=key, first=first),
            )
        return say("`{key}` cannot be translated in manifest version {version}", key=key, version=version), None
    meant = likely_meant(wanted, here)
    if meant is None:
        return say("`{key}` is no key of a language file", key=key), say("remove it")
    return say("`{key}` is no key of a language file", key=key), say(
        "did you mean `{meant}`?", meant=_with_indexes_of(key, here[meant].written(version))
    )


@cache
def _rows_in(version: str) -> dict[str, LanguageKey]:
    """The rows that hold in a manifest version, by their keys without indexes."""
    return {_without_indexes(row.written(version)): row for row in keys_in(version)}


@cache
def _rows_of_any_version() -> dict[str, LanguageKey]:
    """All rows by the keys, without indexes, that they have in some version; of two, the first."""
    rows: dict[str, LanguageKey] = {}
    for row in KEYS:
        for version in VersionRange.parse(row.versions):
            rows.setdefault(_without_indexes(row.written(version)), row)
    return rows


def _without_indexes(key: str) -> str:
    return _INDEX.sub("[]", key)


def _with_indexes_of(key: str, template: str) -> str:
    """The template with the indexes that stand in the key, as far as it has as many."""
    given = _INDEX.findall(key)
    wanted = _INDEX.findall(template)
    if len(given) != len(wanted):
        return template
    indexes = iter(given)
    return _INDEX.sub(lambda _: next(indexes), template)
