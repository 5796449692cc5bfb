"""Which version a manifest is read as."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import Severity
from teamshelf.model.dialect import dialect_of
from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021, LATEST


@pytest.mark.parametrize(
    ("manifest", "version", "rules"),
    [
        ({"manifestVersion": "1.5"}, "1.5", []),
        ({"manifestVersion": "devPreview"}, DEV_PREVIEW, []),
        ({"manifestVersion": "m365DevPreview"}, DEV_PREVIEW_2021, ["manifest-version-retired"]),
        ({"manifestVersion": "1.18"}, "1.17", ["manifest-version-unknown"]),
        ({"manifestVersion": "v1.7"}, "1.7", ["manifest-version-unknown"]),
        ({"manifestVersion": "1.7.0"}, "1.7", ["manifest-version-unknown"]),
        ({"manifestVersion": "9.0"}, LATEST, ["manifest-version-unknown"]),
        ({"manifestVersion": "0.2"}, "1.0", ["manifest-version-unknown"]),
        ({"manifestVersion": "DEVPREVIEW"}, DEV_PREVIEW, ["manifest-version-unknown"]),
        ({"manifestVersion": "devPreview@2021-11"}, LATEST, ["manifest-version-unknown"]),
        ({"manifestVersion": "soon", "$schema": "https://x/teams/v1.9/a.json"}, "1.9", ["manifest-version-unknown"]),
        ({"$schema": "https://x/teams/v1.9/MicrosoftTeams.schema.json"}, "1.9", ["manifest-version-missing"]),
        ({"$schema": "https://x/preview/DevPreview/a.json"}, DEV_PREVIEW, ["manifest-version-missing"]),
        ({"$schema": "https://x/teams/v1.18/a.json"}, LATEST, ["manifest-version-missing"]),
        ({}, LATEST, ["manifest-version-missing"]),
        ({"manifestVersion": 1.5}, LATEST, []),
        ([], LATEST, []),
    ],
)
def test_a_manifest_is_read_as_what_it_says_or_the_nearest(manifest: Any, version: str, rules: list[str]) -> None:
    """The stated version, else the nearest to it, else what `$schema` says, else the newest; with a word about it."""
    dialect = dialect_of(manifest)

    assert (version, rules) == (dialect.version, [finding.rule for finding in dialect.findings])


def test_a_wanted_version_goes_before_what_the_manifest_says() -> None:
    """Who asks for a version gets it, without a word about the stated one."""
    dialect = dialect_of({"manifestVersion": "nonsense"}, "1.9")

    assert ("1.9", ()) == (dialect.version, dialect.findings)


def test_only_todays_preview_is_read_kindly() -> None:
    """What the reference of 2021 allowed is forgiven to `devPreview` alone."""
    assert DEV_PREVIEW_2021 == dialect_of({"manifestVersion": "devPreview"}).kindly
    assert dialect_of({"manifestVersion": "1.30"}).kindly is None


def test_the_retired_preview_is_only_noted() -> None:
    """`m365DevPreview` is no error: it is read as the preview of its time."""
    (finding,) = dialect_of({"manifestVersion": "m365DevPreview"}).findings

    assert Severity.NOTE is finding.severity
