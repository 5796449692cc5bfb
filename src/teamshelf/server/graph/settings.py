"""Graph's `teamsAppSettings`: the two settings of the shelf that Graph knows."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, patch
from litestar.params import RawBody

from teamshelf.catalogue.people.signing import tenant_id
from teamshelf.catalogue.settings import change_settings, settings
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.graph import answers
from teamshelf.server.graph.asking import asked_of
from teamshelf.server.graph.bodies import SettingsBody, object_in
from teamshelf.server.graph.resources.projecting import shown_as
from teamshelf.server.graph.resources.shapes import SETTINGS
from teamshelf.server.permissions import MANAGE_SETTINGS, READ_SETTINGS

GraphRequest = Request[Any, Any, Any]

_ADDRESS = "/teamwork/teamsAppSettings"


@get(_ADDRESS, permission=READ_SETTINGS, sync_to_thread=True)
def show_settings(request: GraphRequest, shelf: TheShelf) -> Response[bytes]:
    """The settings."""
    asked = asked_of(request)
    show = shown_as(SETTINGS, asked.options(SETTINGS))
    with shelf.reading() as session:
        settled = settings(session)
    resource = {
        "id": tenant_id(shelf),
        "allowUserRequestsForAppAccess": settled.allow_user_requests_for_app_access,
        "isUserPersonalScopeResourceSpecificConsentEnabled": (
            settled.is_user_personal_scope_resource_specific_consent_enabled
        ),
    }
    return answers.one(asked, "teamwork/teamsAppSettings", show(resource))


@patch(_ADDRESS, permission=MANAGE_SETTINGS, sync_to_thread=True)
def change_some(request: GraphRequest, shelf: TheShelf, actor: TheActor, body: RawBody) -> Response[bytes]:
    """Change those settings that the body names."""
    asked_of(request)
    wanted = object_in(request, body, SettingsBody)
    values = {
        "allow_user_requests_for_app_access": wanted.allow_requests,
        "is_user_personal_scope_resource_specific_consent_enabled": wanted.allow_personal_consent,
    }
    change_settings(shelf, actor, **{name: value for name, value in values.items() if value is not None})
    return answers.nothing()


HANDLERS: list[Any] = [show_settings, change_some]
"""The routes of the settings, below the version of Graph."""
