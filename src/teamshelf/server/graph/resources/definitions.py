"""Graph's `teamsApp` and `teamsAppDefinition`, made from rows of the shelf."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from teamshelf.catalogue.versions.states import PENDING, State
from teamshelf.server.graph.resources.identifiers import definition_id, entity_tag

if TYPE_CHECKING:
    from datetime import datetime

    from teamshelf.server.graph.odata.evaluating import Resource

ORGANIZATION = "organization"
"""How every app of a shelf is distributed, in Graph's words: it is the organisation's own catalogue."""

_SCOPES = {"team": "team", "groupchat": "groupChat", "personal": "personal"}
"""The scopes that Graph knows, in its words; meetings are group chats to it."""


class AppRow(NamedTuple):
    """What of an app's row Graph shows, and what lists are ordered by."""

    id: str
    external_id: str
    display_name: str
    sort_name: str


class VersionRow(NamedTuple):
    """What of a version's row Graph shows, and its maker's name."""

    id: str
    app_id: str
    number: str
    state: str
    display_name: str
    facts: dict[str, Any]
    color_icon: str | None
    outline_icon: str | None
    created_by: str
    creator: str
    changed_at: datetime
    revision: int


def publishing_state(state: str) -> str:
    """Graph's word for the state of a version. Graph knows three; what was stopped is none of them.

    >>> publishing_state("superseded")
    'published'
    """
    if state in PENDING:
        return "submitted"
    if state in (State.PUBLISHED, State.SUPERSEDED):
        return "published"
    return "rejected" if state == State.REJECTED else "unknownFutureValue"


def teams_app(row: AppRow) -> Resource:
    """The app by itself."""
    return {
        "id": row.id,
        "externalId": row.external_id,
        "displayName": row.display_name,
        "distributionMethod": ORGANIZATION,
    }


def teams_app_definition(row: VersionRow, address: str, *, is_beta: bool) -> Resource:
    """A version of an app, with all that it leads to.

    Args:
        row: the version.
        address: of its app, below which its icons are served.
        is_beta: with what only beta has.
    """
    facts = row.facts
    state = publishing_state(row.state)
    identifier = definition_id(row.app_id, row.number, state)
    bots = facts["botIds"]
    registration = facts["webApplicationId"] or None
    definition: Resource = {
        "@odata.etag": entity_tag(row.id, row.revision),
        "id": identifier,
        "teamsAppId": row.app_id,
        "azureADAppId": registration,
        "displayName": row.display_name,
        "version": row.number,
        "publishingState": state,
        "shortDescription": facts["shortDescription"],
        "description": facts["description"],
        "lastModifiedDateTime": row.changed_at,
        "createdBy": {
            "application": None,
            "device": None,
            "user": {"id": row.created_by, "displayName": row.creator, "userIdentityType": "aadUser"},
        },
        "authorization": {
            "clientAppId": registration,
            "requiredPermissionSet": permission_set(facts["resourceSpecific"]),
        },
        "bot": {"id": bots[0]} if bots else None,
    }
    if is_beta:
        definition["allowedInstallationScopes"] = ",".join(
            word for scope, word in _SCOPES.items() if scope in facts["scopes"]
        )
        for name, digest in (("colorIcon", row.color_icon), ("outlineIcon", row.outline_icon)):
            definition[name] = digest and _icon(digest, f"{address}/appDefinitions/{identifier}/{name}")
    return definition


def permission_set(permissions: list[dict[str, str]]) -> dict[str, Any]:
    """A set of resource-specific permissions, as Graph writes it."""
    return {
        "resourceSpecificPermissions": [
            {"permissionValue": permission["name"], "permissionType": permission["type"].lower()}
            for permission in permissions
        ]
    }


def _icon(digest: str, address: str) -> Resource:
    return {
        "id": b64encode(bytes.fromhex(digest)[:15]).decode(),
        "webUrl": f"{address}/hostedContent/$value",
        "hostedContent": {"id": digest, "contentBytes": None, "contentType": "image/png"},
    }
