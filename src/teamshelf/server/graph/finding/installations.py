"""Installations in a place, as resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.installations.running import running_versions
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.server.graph.resources.definitions import AppRow, teams_app
from teamshelf.server.graph.resources.identifiers import installation_id
from teamshelf.server.graph.resources.shapes import (
    INSTALLATION,
    INSTALLATION_BETA,
    PERSONAL_INSTALLATION,
    PERSONAL_INSTALLATION_BETA,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Installation, Place
    from teamshelf.server.graph.finding.apps import Apps
    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.shapes import Shape

_SCOPES = {
    PlaceKind.USER: "personal",
    PlaceKind.TEAM: "team",
    PlaceKind.CHAT: "groupChat",
    PlaceKind.MEETING: "groupChat",
}


def installation_shape(*, is_personal: bool, is_beta: bool) -> Shape:
    """What an installation has: a personal one also leads to the chat with the app."""
    if is_personal:
        return PERSONAL_INSTALLATION_BETA if is_beta else PERSONAL_INSTALLATION
    return INSTALLATION_BETA if is_beta else INSTALLATION


def installation_resources(
    session: Session,
    apps: Apps,
    place: Place,
    installations: Sequence[Installation],
    at: datetime,
    *,
    with_definitions: bool = False,
) -> list[Resource]:
    """The installations in a place, with the version that runs there and all else they lead to.

    An app that is installed is shown to those who have it, whatever has become of it in the catalogue.

    Args:
        session: to read with.
        apps: the catalogue.
        place: where.
        installations: that are there.
        at: when.
        with_definitions: the apps lead to all their definitions that may be seen.
    """
    app_ids = [installation.app_id for installation in installations]
    running = running_versions(session, installations, at)
    versions = apps.versions_by_id([version.id for version in running.values()])
    rows = apps.rows(app_ids)
    known = apps.versions(app_ids) if with_definitions else {}
    resources = []
    for installation in installations:
        version = running.get(installation.id)
        definition = apps.definition(versions[version.id]) if version else None
        row = rows[installation.app_id]
        resources.append(
            {
                "id": installation_id(place.id, installation.app_id),
                "consentedPermissionSet": {"resourceSpecificPermissions": installation.consented_permissions},
                "scopeInfo": {"scope": _SCOPES[PlaceKind(place.kind)]},
                "teamsApp": {
                    **teams_app(row),
                    "appDefinitions": [apps.definition(each) for each in known.get(row.id, [])],
                },
                "teamsAppDefinition": definition,
                "chat": _chat(place, row, definition) if place.kind == PlaceKind.USER else None,
            }
        )
    return resources


def _chat(place: Place, row: AppRow, definition: Resource | None) -> Resource | None:
    """The chat between somebody and the bot of an app, under the id that Teams gives such chats; None without a bot."""
    if definition is None or definition["bot"] is None:
        return None
    return {
        "id": f"19:{place.id}_{definition['bot']['id']}@unq.gbl.spaces",
        "topic": row.display_name,
        "chatType": "oneOnOne",
        "createdDateTime": None,
    }
