"""The registration of the app in Microsoft Entra ID, as `webApplicationInfo` names it: the URI that tokens are for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.rules.permissions import asked_for
from teamshelf.rules.registry import WARNING, Found, rule
from teamshelf.rules.rsc import APPLICATION
from teamshelf.versions import DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_ID = "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6"
_URI = f"api://example.com/{_ID}"
_WRITE_URI = say("write the application ID URI from Entra ID, such as `api://example.com/<id>`")
_GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_IS_GUID = re.compile(_GUID, re.IGNORECASE)
_OWNER_AT_END = re.compile(rf"/(botid-)?({_GUID})/?\Z", re.IGNORECASE)
_USUAL_URI = re.compile("api://[!-;=?-~]+")  # ASCII without blanks and angle brackets
_URI_WITHOUT_BLANKS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+")


@rule(
    "web-application-resource-missing",
    upload=WARNING,
    store=WARNING,
    checks=say("A `webApplicationInfo` for resource-specific permissions has a `resource`, and none is empty."),
    why=say(
        "The resource says for which application a token is fetched. With permissions alone it has no effect, but "
        "Teams answers with an error where it is missing."
    ),
    bad={"webApplicationInfo": {"id": _ID, "resource": ""}},
    good={"webApplicationInfo": {"id": _ID, "resource": _URI}},
    versions="1.4..",
    source="app manifest reference (2021 preview), webApplicationInfo; Grant RSC permissions to an app",
)
def resource_is_there(app: App) -> Iterable[Found]:
    """An empty resource; none where permissions, or the reference of 2021, ask for it."""
    web = app.manifest.web_application_info
    if web is None or (web.resource and not web.resource.isspace()):
        return ()
    if web.resource is not None:
        return (Found("/webApplicationInfo/resource", say("`webApplicationInfo.resource` is empty"), _WRITE_URI),)
    is_needed = app.dialect.version == DEV_PREVIEW_2021 or any(each.type == APPLICATION for each in asked_for(app))
    if not is_needed or app.dialect.version in {"1.4", "1.5"}:  # there the schema asks for it
        return ()
    return (
        Found("/webApplicationInfo", say("`resource` is missing from `webApplicationInfo`"), _WRITE_URI, at_key=True),
    )


@rule(
    "web-application-resource-not-uri",
    upload=WARNING,
    store=WARNING,
    checks=say("`webApplicationInfo.resource` is a URI, such as `api://example.com/<id>`."),
    why=say("Single sign-on fetches a token for exactly this URI, which Entra ID knows as the application ID URI."),
    bad={"webApplicationInfo": {"id": _ID, "resource": "Resource URL for the token"}},
    good={"webApplicationInfo": {"id": _ID, "resource": _URI}},
    versions="1.4..",
    source="app manifest reference, webApplicationInfo",
)
def resource_is_a_uri(app: App) -> Iterable[Found]:
    """A resource without a scheme, with blanks, or with a part in angle brackets that was to be filled in."""
    web = app.manifest.web_application_info
    if web is None or not web.resource or web.resource.isspace():
        return ()
    resource = web.resource
    if _URI_WITHOUT_BLANKS.fullmatch(resource) or placeholder_in(resource):
        return ()
    message = say("`webApplicationInfo.resource` is {value}, which is no URI", value=shown(resource))
    mark = left_behind_in(resource)
    if mark is not None:
        message = say("`webApplicationInfo.resource` still holds the placeholder {mark}", mark=shown(mark))
    return (Found("/webApplicationInfo/resource", message, _WRITE_URI),)


@rule(
    "web-application-resource-mismatch",
    upload=WARNING,
    store=WARNING,
    checks=say("The id at the end of `webApplicationInfo.resource` is that of the app's registration or of its bot."),
    why=say(
        "The URI of a registration ends in its own id, after `botid-` in that of a bot. With another id single sign-on "
        "asks for a token of somebody else's application and fails."
    ),
    bad={
        "webApplicationInfo": {
            "id": _ID,
            "resource": "api://example.com/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        }
    },
    good={"webApplicationInfo": {"id": _ID, "resource": _URI}},
    versions="1.4..",
    source="Teams CLI 3.0.3, doctor; Microsoft Entra ID, application ID URI",
)
def resource_is_of_this_app(app: App) -> Iterable[Found]:
    """An id at the end of an ``api://`` URI that the manifest has neither as registration nor as bot."""
    web = app.manifest.web_application_info
    if web is None or not web.resource or not web.resource.startswith("api://"):
        return ()
    if web.id and web.resource.endswith(web.id):
        return ()
    end = _OWNER_AT_END.search(web.resource)
    if end is None:
        return ()
    is_bot, owner = end.groups()
    bots = [bot.bot_id for bot in app.manifest.bots if bot.bot_id]
    bots += [extension.bot_id for extension in app.manifest.compose_extensions if extension.bot_id]
    ids = [*bots, web.id] if web.id else bots
    if not ids or any(_IS_GUID.fullmatch(each) is None or each.lower() == owner.lower() for each in ids):
        return ()
    meant = bots[0] if is_bot and bots else web.id or bots[0]
    return (
        Found(
            "/webApplicationInfo/resource",
            say("`webApplicationInfo.resource` ends in {value}, which is no id of this app", value=shown(owner)),
            say("end it in `{meant}`, or put right the ids", meant=f"{is_bot or ''}{meant}"),
        ),
    )
