"""What the model says of a property in words: for editors, the property reference and hints."""

import re

from teamshelf.model.facts import Property
from teamshelf.versions import ALL_VERSIONS, DEV_PREVIEW, DEV_PREVIEW_2021, LATEST, NUMBERED_VERSIONS


def titled(declared: Property) -> str:
    """The property's name as words: ``contentBotId`` is "Content bot ID"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", declared.name.lstrip("$")).lower()
    words = re.sub(r"\b(id|url|api|mcp|mpn)\b", lambda found: found.group().upper(), words)
    return words[:1].upper() + words[1:]


def described(declared: Property, version: str) -> str:
    """What the property is for, its default in a version, and the versions that have it."""
    parts = [declared.doc]
    default = declared.default_at(version)
    if default is not None:
        parts.append(f"Default: {_json_like(default)}.")
    history = lifetime(declared)
    if history:
        parts.append(history)
    return " ".join(parts)


def lifetime(declared: Property) -> str:
    """When the property came and went, as a sentence; empty for one that every version has."""
    numbered = [version for version in NUMBERED_VERSIONS if version in declared.versions]
    if not numbered:
        previews = [name for name in (DEV_PREVIEW, DEV_PREVIEW_2021) if name in declared.versions]
        return f"Only in {' and '.join(previews)}."
    first, last = numbered[0], numbered[-1]
    if last == LATEST:
        return f"Since manifest version {first}." if first != ALL_VERSIONS[0] else ""
    also = " and in the developer preview" if DEV_PREVIEW in declared.versions else ""
    return (
        f"Only in manifest version {first}{also}."
        if first == last
        else (f"In manifest versions {first} to {last}{also}.")
    )


def _json_like(default: object) -> str:
    if isinstance(default, bool):
        return "true" if default else "false"
    if isinstance(default, tuple):
        return ", ".join(f"`{item}`" for item in default)
    return f"`{default}`"
