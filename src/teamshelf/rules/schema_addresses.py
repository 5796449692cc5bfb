"""Where Microsoft publishes its JSON schemas of manifests and language files, and what an address says of a version."""

from __future__ import annotations

import re

from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021

MANIFEST_SCHEMA = "MicrosoftTeams.schema.json"
"""The file name of Microsoft's schemas for manifests."""

LANGUAGE_SCHEMA = "MicrosoftTeams.Localization.schema.json"
"""The file name of Microsoft's schemas for language files."""

_HOSTS = ("developer.microsoft.com/", "raw.githubusercontent.com/officedev/", "github.com/officedev/", "statics.teams.")
_VERSION = re.compile(r"/v?([0-9]{1,4}\.[0-9]{1,4}|devPreview)/", re.IGNORECASE)


def schema_url(version: str, file: str = MANIFEST_SCHEMA) -> str:
    """The address of Microsoft's schema for one manifest version.

    >>> schema_url("1.22")
    'https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json'
    """
    folder = "vDevPreview" if version in (DEV_PREVIEW, DEV_PREVIEW_2021) else f"v{version}"
    return f"https://developer.microsoft.com/json-schemas/teams/{folder}/{file}"


def version_in_url(url: str) -> str | None:
    """The version that the address of a schema names, ``devpreview`` for a preview; None when it names none.

    >>> version_in_url("https://developer.microsoft.com/en-us/json-schemas/teams/v1.9/MicrosoftTeams.schema.json")
    '1.9'
    """
    found = _VERSION.search(url)
    return found.group(1).lower() if found else None


def is_schema_of(url: str, *files: str) -> bool:
    """Whether it is an address of Microsoft's, today's or an older one, of a schema with one of these file names."""
    lower = url.lower()
    return lower.partition("://")[2].startswith(_HOSTS) and any(f"/{file.lower()}" in lower for file in files)
