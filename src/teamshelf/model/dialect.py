"""Which manifest version a manifest is read as, and what is wrong with what it says of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.findings import Finding, Severity
from teamshelf.messages import say, shown
from teamshelf.versions import ALL_VERSIONS, DEV_PREVIEW, DEV_PREVIEW_2021, LATEST, NUMBERED_VERSIONS, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

RETIRED_PREVIEW = "m365DevPreview"
"""What previews of apps in Outlook and Office called themselves in 2021 and 2022."""

_IN_SCHEMA_URL = re.compile(r"/v?(1\.\d{1,2}|devPreview)/", re.IGNORECASE)
_NUMBER = re.compile(r"v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.\d+)*", re.IGNORECASE)


class Dialect(Struct, frozen=True):
    """How a manifest is read.

    Attributes:
        version: the manifest version whose schema decides.
        findings: what is wrong with the version that the manifest states.
        kindly: a version whose schema is asked as well, because what it allows is only worth a warning, or None.
    """

    version: str
    findings: tuple[Finding, ...] = ()
    kindly: str | None = None


def dialect_of(manifest: object, wanted: str | None = None) -> Dialect:
    """The dialect of a decoded manifest; ``wanted`` overrules what it says.

    A manifest that states no version that exists is read as the one its ``$schema`` names, or else the nearest.
    """
    if wanted is not None:
        return _dialect(wanted)
    if not isinstance(manifest, dict):
        return Dialect(LATEST)
    stated = manifest.get("manifestVersion")
    if stated == RETIRED_PREVIEW:
        return Dialect(DEV_PREVIEW_2021, (_retired(),))
    if isinstance(stated, str) and is_known(stated) and stated != DEV_PREVIEW_2021:
        return _dialect(stated)
    if "manifestVersion" not in manifest:
        return Dialect(_version_in_schema_url(manifest) or LATEST, (_missing(),))
    if not isinstance(stated, str):
        return Dialect(_version_in_schema_url(manifest) or LATEST)  # the schema says that it must be a text
    version = _nearest(stated) or _version_in_schema_url(manifest) or LATEST
    return Dialect(version, (_unknown(stated, version),))


@lru_cache(maxsize=len(ALL_VERSIONS))
def _dialect(version: str) -> Dialect:
    # Today's preview decides; what only the reference of 2021 allows is accepted with a warning.
    return Dialect(version, kindly=DEV_PREVIEW_2021 if version == DEV_PREVIEW else None)


def _missing() -> Finding:
    return Finding(
        rule="manifest-version-missing",
        severity=Severity.ERROR,
        message=say("`manifestVersion` is missing, so Teams cannot tell how to read the manifest"),
        hint=say("add {member}", member=f'`"manifestVersion": "{LATEST}"`'),
        pointer="",
        aliases=("Serialization_ManifestVersionPropertyMissing", "CommonManifestVersionIsRequiredField"),
    )


def _unknown(stated: str, read_as: str) -> Finding:
    return Finding(
        rule="manifest-version-unknown",
        severity=Severity.ERROR,
        message=say("there is no manifest version {stated}", stated=shown(stated)),
        hint=say("it is read here as {version}; the newest is {latest}", version=read_as, latest=LATEST),
        pointer="/manifestVersion",
        aliases=("SchemaError_Enum",),
    )


def _retired() -> Finding:
    return Finding(
        rule="manifest-version-retired",
        severity=Severity.NOTE,
        message=say("`m365DevPreview` is retired: apps in Outlook and Microsoft 365 have left the preview"),
        hint=say("say `devPreview`, or a numbered version from 1.13 on"),
        pointer="/manifestVersion",
    )


def _version_in_schema_url(manifest: Mapping[str, Any]) -> str | None:
    url = manifest.get("$schema")
    found = _IN_SCHEMA_URL.search(url) if isinstance(url, str) else None
    if found is None:
        return None
    version = found.group(1)
    if version.lower() == DEV_PREVIEW.lower():
        return DEV_PREVIEW
    return version if is_known(version) else None


def _nearest(stated: str) -> str | None:
    """The known version nearest to one that does not exist: the same written otherwise, or the next lower one."""
    if stated.strip().lower() == DEV_PREVIEW.lower():
        return DEV_PREVIEW
    found = _NUMBER.fullmatch(stated.strip())
    if found is None:
        return None
    number = (int(found.group(1)), int(found.group(2) or 0))
    lower = [version for version in NUMBERED_VERSIONS if _as_number(version) <= number]
    return lower[-1] if lower else NUMBERED_VERSIONS[0]


def _as_number(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)
