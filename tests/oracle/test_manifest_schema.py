"""The generated schema of every manifest version accepts and rejects exactly what Microsoft's own does."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.schema import manifest_schema, manifest_validator
from teamshelf.versions import DEV_PREVIEW_2021
from tests.oracle.comparison import Comparison, compared
from tests.oracle.documents import full_documents
from tests.oracle.neighbours import manifests
from tests.oracle.official import OFFICIAL_VERSIONS, compiled, official_schema, without_references
from tests.oracle.places import ITEM, Claims, Path, claims_of, places_of

if TYPE_CHECKING:
    from tests.oracle.official import Schema

GUID = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"
HTTP_URL = "^[Hh][Tt][Tt][Pp][Ss]?://"
PLATFORMS = {"type": "array", "maxItems": 3, "items": {"enum": ["desktop", "mobile", "teamsMeetingDevices"]}}


def closed(**members: Schema) -> Schema:
    """An object that has all these members and no others."""
    return {"type": "object", "additionalProperties": False, "required": list(members), "properties": members}


DIFFERENCES_OF_2021: dict[str, Schema] = {
    "manifestVersion": {"const": None, "enum": ["devPreview", "m365DevPreview"]},
    "bots.[].botId": {"pattern": None, "maxLength": 64},
    "composeExtensions.[].botId": {"pattern": None, "maxLength": 64},
    "staticTabs.[].contentBotId": {"pattern": None, "maxLength": 64},
    "bots.[].scopes.[]": {"enum": ["team", "personal", "groupchat"]},
    "bots.[].commandLists.[].scopes.[]": {"enum": ["team", "personal", "groupchat"]},
    "configurableTabs.[].scopes.[]": {"enum": ["team", "groupchat"]},
    "defaultInstallScope": {"enum": ["personal", "team", "groupchat", "meetings"]},
    "configurableTabs.[].supportedPlatform": PLATFORMS,
    "staticTabs.[].supportedPlatform": PLATFORMS,
    "authorization.permissions.orgWide": {
        "type": "array",
        "maxItems": 16,
        "uniqueItems": True,
        "items": closed(
            name={"type": "string", "maxLength": 128},
            type={"type": "string", "enum": ["Application", "Delegated"]},
        ),
    },
    "meetingExtensionDefinition.filters": {
        "type": "array",
        "maxItems": 16,
        "uniqueItems": True,
        "items": closed(
            id={"type": "string", "pattern": GUID},
            name={"type": "string", "maxLength": 128},
            thumbnail={"type": "string", "maxLength": 2048},
        ),
    },
    "meetingExtensionDefinition.videoAppContentUrl": {"type": "string", "maxLength": 2048, "pattern": HTTP_URL},
}
"""How the preview of November 2021, of which the package has no schema, differs from 1.12, its neighbour.

Source: preview/DevPreview of OfficeDev/microsoft-teams-app-schema at 6624d83. None takes a keyword away.
"""


def expected_schema(version: str) -> Schema:
    """The schema that ours must agree with."""
    if version != DEV_PREVIEW_2021:
        return official_schema(version)
    schema = without_references(official_schema("1.12"))  # a copy
    for place, keywords in DIFFERENCES_OF_2021.items():
        part = schema
        for step in place.split("."):
            part = part["items"] if step == ITEM else part["properties"].setdefault(step, {})
        part.update(keywords)
        for keyword in [keyword for keyword, value in keywords.items() if value is None]:
            del part[keyword]
    return schema


VERSIONS = (*OFFICIAL_VERSIONS, DEV_PREVIEW_2021)


def our_schema(version: str) -> Schema:
    """The generated schema in the form that can be walked."""
    return without_references(manifest_schema(version, annotated=False))


@lru_cache(maxsize=None)
def all_claims() -> dict[Path, Claims]:
    """What the official schemas and ours claim, all versions together."""
    return claims_of(schema for version in VERSIONS for schema in (expected_schema(version), our_schema(version)))


@lru_cache(maxsize=None)
def comparison_of(version: str) -> Comparison:
    """Our schema of a version before the documents of the official one."""
    expected = expected_schema(version)
    official = compiled(expected).is_valid
    return compared(official, manifest_validator(version).is_valid, manifests(expected, official, all_claims()))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_judges_every_document_as_the_official_one_does(version: str) -> None:
    """Just inside and just outside of every limit that any version knows, both schemas say the same."""
    assert not comparison_of(version).disagreements


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_knows_the_same_places_as_the_official_one(version: str) -> None:
    """No property is missing from the model, and none is there that the version does not have."""
    official, ours = (
        {path for path, _ in places_of(schema)} for schema in (expected_schema(version), our_schema(version))
    )

    assert official == ours


@pytest.mark.parametrize("version", VERSIONS)
def test_a_manifest_with_every_property_is_judged_alike_by_all_versions(version: str) -> None:
    """What one version accepts, another accepts or rejects as its official schema does."""
    for document in full_documents(expected_schema(version), compiled(expected_schema(version)).is_valid):
        for other in VERSIONS:
            asked = document | {"manifestVersion": "devPreview" if other in VERSIONS[-2:] else other}

            assert compiled(expected_schema(other)).is_valid(asked) == manifest_validator(other).is_valid(asked), other


@pytest.mark.parametrize("version", VERSIONS)
def test_annotations_change_no_verdict(version: str) -> None:
    """The schema with titles, descriptions and defaults is, without them, the one that validates."""
    annotated: Any = without_references(manifest_schema(version, annotated=True))

    assert our_schema(version) == annotated


def test_the_proof_rests_on_more_than_a_hundred_thousand_documents() -> None:
    """Each document counts once a version; valid and invalid ones are both there in numbers."""
    comparisons = [comparison_of(version) for version in VERSIONS]

    assert sum(comparison.documents for comparison in comparisons) > 100_000
    assert min(comparison.accepted for comparison in comparisons) > 1_000
