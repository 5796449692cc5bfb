"""The addresses of schemas: what they say of a version, and the right one for each."""

from __future__ import annotations

import pytest

from teamshelf.findings import Change
from teamshelf.rules.schema_addresses import (
    LANGUAGE_SCHEMA,
    MANIFEST_SCHEMA,
    is_schema_of,
    schema_url,
    version_in_url,
)
from teamshelf.versions import ALL_VERSIONS, DEV_PREVIEW, DEV_PREVIEW_2021
from tests.rules.judging import judged


@pytest.mark.parametrize("version", ALL_VERSIONS)
@pytest.mark.parametrize("file", [MANIFEST_SCHEMA, LANGUAGE_SCHEMA])
def test_an_address_names_the_version_it_was_made_for(version: str, file: str) -> None:
    """Each version has an address, which names that version and is recognised as that of such a schema."""
    url = schema_url(version, file)
    named = "devpreview" if version in (DEV_PREVIEW, DEV_PREVIEW_2021) else version

    assert named == version_in_url(url)
    assert is_schema_of(url, file)
    assert not is_schema_of(url, LANGUAGE_SCHEMA if file == MANIFEST_SCHEMA else MANIFEST_SCHEMA)


PREVIEW = "https://raw.githubusercontent.com/OfficeDev/microsoft-teams-app-schema/preview/DevPreview/"


@pytest.mark.parametrize(
    ("url", "version"),
    [
        ("https://developer.microsoft.com/en-us/json-schemas/teams/v1.9/MicrosoftTeams.schema.json", "1.9"),
        ("https://statics.teams.microsoft.com/sdk/v0.2/manifest/MicrosoftTeams.schema.json", "0.2"),
        (f"{PREVIEW}MicrosoftTeams.schema.json", "devpreview"),
        ("https://developer.microsoft.com/en-us/json-schemas/teams/v/MicrosoftTeams.schema.json", None),
        ("https://example.com/1.22", None),
    ],
)
def test_older_addresses_are_understood(url: str, version: str | None) -> None:
    """Microsoft's schemas have moved about; an address that names no version is left in peace."""
    assert version == version_in_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/teams/v1.22/MicrosoftTeams.Localization.schema.json",
        "https://developer.microsoft.com.example.com/teams/v1.22/MicrosoftTeams.Localization.schema.json",
        "https://developer.microsoft.com/json-schemas/teams/v1.22/NotMicrosoftTeams.Localization.schema.json",
        "MicrosoftTeams.Localization.schema.json",
    ],
)
def test_addresses_of_others_are_not_microsofts(url: str) -> None:
    """Host and file name are compared whole."""
    assert not is_schema_of(url, LANGUAGE_SCHEMA, MANIFEST_SCHEMA)


def test_the_address_follows_the_version() -> None:
    """Where the two disagree, the version of the manifest counts, and the address is replaced."""
    (finding,) = judged("schema_url", "manifest-schema-url-version-differs", {"$schema": schema_url("1.17")})

    assert '`$schema` is for manifest version 1.17, but `manifestVersion` is "1.22"' == str(finding.message)
    assert (Change("replace", "/$schema", schema_url("1.22")),) == finding.changes


@pytest.mark.parametrize(
    ("stated", "right"), [("devPreview", schema_url(DEV_PREVIEW)), ("m365DevPreview", schema_url(DEV_PREVIEW))]
)
def test_previews_share_an_address(stated: str, right: str) -> None:
    """Both names of the preview belong to the one schema that Microsoft publishes for it."""
    (finding,) = judged(
        "schema_url", "manifest-schema-url-version-differs", {"manifestVersion": stated, "$schema": schema_url("1.22")}
    )

    assert (Change("replace", "/$schema", right),) == finding.changes


@pytest.mark.parametrize(
    ("stated", "is_certain"), [("1.22", True), ("m365DevPreview", True), ("1.99", False), (None, False)]
)
def test_an_address_is_added_where_the_version_is_certain(stated: str | None, *, is_certain: bool) -> None:
    """What the manifest was read as for want of better is no ground for changing it."""
    (finding,) = judged("schema_url", "manifest-schema-url-missing", {"manifestVersion": stated, "$schema": None})

    assert is_certain == bool(finding.changes)
    assert "" == finding.pointer


def test_only_an_address_that_names_a_version_is_replaced() -> None:
    """Somebody's own schema stays; Microsoft's gets its `https`."""
    (own,) = judged("schema_url", "manifest-schema-url-not-https", {"$schema": "http://example.com/own.json"})
    (microsofts,) = judged(
        "schema_url", "manifest-schema-url-not-https", {"$schema": schema_url("1.22").replace("https", "http")}
    )

    assert () == own.changes
    assert (Change("replace", "/$schema", schema_url("1.22")),) == microsofts.changes


def test_an_older_version_is_read_as_itself_or_not_judged() -> None:
    """A version that does not exist is not too old for the store; that there is none is said elsewhere."""
    members = {"manifestVersion": "1.05", "$schema": None}

    assert [] == judged("schema_url", "manifest-version-too-old-for-store", members)
