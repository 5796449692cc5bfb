"""What the app asks to be allowed, above all the permissions that hold for one team, chat or user.

A wrong permission shows when somebody installs the app, not when it is uploaded, so nobody who could mend it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.findings import Change
from teamshelf.messages import Message, say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.as_written import is_written
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.rules.rsc import (
    ALSO_DELEGATED,
    APPLICATION,
    CATALOGUE,
    DELEGATED,
    IN_PERSONAL_CHATS,
    NAMES,
    OFFICE,
    SCOPES,
    SUCCESSORS,
    USER,
)
from teamshelf.rules.scopes import CAPABILITIES, scopes_of
from teamshelf.versions import DEV_PREVIEW, DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.findings import Severity
    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App

_ENTRA_ID = {"id": "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6", "resource": "https://example.com"}
_RSC_PAGE = "RSC permissions for your Teams app"
_OLD_LIST = "/webApplicationInfo/applicationPermissions"
_NEW_LIST = "/authorization/permissions/resourceSpecific"


class Asked(Struct, frozen=True):
    """A resource-specific permission the app asks for.

    Attributes:
        name: as written.
        type: ``Application`` or ``Delegated``; None where the manifest says neither.
        index: its place in the list.
        is_old: the list is ``applicationPermissions``, of names alone.
    """

    name: str
    type: str | None
    index: int
    is_old: bool

    @property
    def pointer(self) -> str:
        """Where its name stands."""
        return f"{_OLD_LIST}/{self.index}" if self.is_old else f"{_NEW_LIST}/{self.index}/name"

    @property
    def place(self) -> str:
        """The last part of the name, such as ``Group``."""
        return self.name.rpartition(".")[2]

    @property
    def is_known(self) -> bool:
        """Whether there is a permission of this name."""
        return self.name in NAMES


@once_per_app
def asked_for(app: App) -> list[Asked]:
    """The permissions of both lists; without those of Office add-ins, and names that are to be filled in yet."""
    web, authorization = app.manifest.web_application_info, app.manifest.authorization
    asked = []
    if web is not None:
        for index, name in enumerate(web.application_permissions):
            if name in NAMES or _is_to_be_judged(name):
                asked.append(Asked(name, APPLICATION, index, is_old=True))
    if authorization is not None and authorization.permissions is not None:
        for index, permission in enumerate(authorization.permissions.resource_specific):
            if permission.name in NAMES or _is_to_be_judged(permission.name):
                asked.append(Asked(permission.name or "", permission.type, index, is_old=False))
    return asked


def _is_to_be_judged(name: str | None) -> bool:
    """Whether a name that is not in the catalogue is meant to be."""
    return bool(name and name.partition(".")[0] not in OFFICE and not placeholder_in(name))


@rule(
    "rsc-permission-unknown",
    upload=ERROR,
    store=ERROR,
    checks=say("Every resource-specific permission is one that exists."),
    why=say(
        "Teams takes a package that asks for a permission there is not, and then refuses to install the app, with the "
        "advice to check the values of the list. The store refuses it at once."
    ),
    bad={
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChannelMessages.Read.Group", "type": "Application"}]}
        },
    },
    good={
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChannelMessage.Read.Group", "type": "Application"}]}
        },
    },
    source=f"{_RSC_PAGE}; OfficeDev/microsoft-365-agents-toolkit#5314 and #15086",
)
def permissions_exist(app: App) -> Iterable[Found]:
    """Names that are in no catalogue. Those of 2021 are a warning in the preview, whose reference has them."""
    return [_unknown(each, app.dialect.version) for each in asked_for(app) if not each.is_known]


@rule(
    "rsc-permission-wrong-type",
    upload=ERROR,
    store=ERROR,
    checks=say("Every resource-specific permission has the type, `Application` or `Delegated`, that it exists for."),
    why=say(
        "An `Application` permission is used by the app alone, a `Delegated` one on behalf of a signed-in user. Few "
        "exist for both, and Teams does not install an app that asks for the other one."
    ),
    bad={
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChatMessage.Read.Chat", "type": "Delegated"}]}
        },
    },
    good={
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChatMessage.Read.Chat", "type": "Application"}]}
        },
    },
    source=_RSC_PAGE,
)
def permissions_have_their_type(app: App) -> Iterable[Found]:
    """Permissions that exist for the other type only."""
    return [_of_other_type(each) for each in asked_for(app) if _has_wrong_type(each)]


@rule(
    "rsc-needs-web-application-info",
    upload=ERROR,
    store=ERROR,
    checks=say("An app with resource-specific permissions of the type `Application` has a `webApplicationInfo`."),
    why=say(
        "These permissions are granted to the app's registration in Entra ID, which only `webApplicationInfo` names."
    ),
    bad={
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChatMessage.Read.Chat", "type": "Application"}]}
        }
    },
    good={
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChatMessage.Read.Chat", "type": "Application"}]}
        },
    },
    versions="1.12..",
    source=f"Teams CLI 3.0.3, doctor; {_RSC_PAGE}",
)
def application_permissions_have_an_application(app: App) -> Iterable[Found]:
    """Known permissions of the type Application without a registration to grant them to."""
    if app.manifest.authorization is None or app.manifest.web_application_info is not None:
        return ()
    asked = [each for each in asked_for(app) if each.type == APPLICATION and each.is_known]
    if not asked or is_written(app, "webApplicationInfo"):  # then it has the wrong type
        return ()
    return (
        Found(
            "/authorization",
            say("the app asks for `{name}`, but has no `webApplicationInfo`", name=asked[0].name),
            say('add `"webApplicationInfo"` with the `id` of the app\'s registration in Entra ID, and a `resource`'),
            at_key=True,
        ),
    )


@rule(
    "rsc-permission-out-of-scope",
    upload=WARNING,
    store=WARNING,
    checks=say("For every resource-specific permission the app can be installed where it holds."),
    why=say(
        "The last part of the name says where a permission holds: `.Group` in a team, `.Chat` in a chat or meeting, "
        "`.User` for a person. If no part of the app can be added there, the permission is never granted."
    ),
    bad={
        "staticTabs": [
            {"entityId": "home", "name": "Home", "contentUrl": "https://example.com", "scopes": ["personal"]}
        ],
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChannelMessage.Read.Group", "type": "Application"}]}
        },
    },
    good={
        "bots": [{"botId": "7d1e2f3a-4b5c-4d6e-8f90-a1b2c3d4e5f6", "scopes": ["team"]}],
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "ChannelMessage.Read.Group", "type": "Application"}]}
        },
    },
    source=_RSC_PAGE,
)
def permissions_hold_where_the_app_is(app: App) -> Iterable[Found]:
    """Known permissions for a place that no tab, bot or connector has among its scopes.

    Only a note where others hold: an app for chats may list the twins of its permissions for teams without harm.
    """
    asked = asked_for(app)
    if not asked:
        return ()
    scopes = _scopes(app.manifest)
    idle = [each for each in asked if each.is_known and not _is_in_scope(each, scopes)] if scopes else []
    if not idle:
        return ()
    severity = NOTE if len(idle) < sum(each.is_known for each in asked) else None
    return [_out_of_scope(each, severity) for each in idle]


@rule(
    "rsc-in-two-places",
    upload=WARNING,
    store=WARNING,
    checks=say("Resource-specific permissions stand in `authorization` or in `applicationPermissions`, not in both."),
    why=say(
        "`authorization` took the place of `applicationPermissions`. An app that has both, or changes from one to the "
        "other with its permissions, could not be installed by administrators any more."
    ),
    bad={
        "manifestVersion": "devPreview",
        "webApplicationInfo": {**_ENTRA_ID, "applicationPermissions": ["TeamSettings.Read.Group"]},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "TeamSettings.Read.Group", "type": "Application"}]}
        },
    },
    good={
        "manifestVersion": "devPreview",
        "webApplicationInfo": _ENTRA_ID,
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "TeamSettings.Read.Group", "type": "Application"}]}
        },
    },
    versions="2021-11 devPreview",
    source="OfficeDev/microsoft-teams-library-js#1677",
)
def permissions_stand_in_one_place(app: App) -> Iterable[Found]:
    """Both lists at once; in every numbered version the schema refuses one of them already."""
    web = app.manifest.web_application_info
    if web is None or not web.application_permissions:
        return ()
    authorization = app.manifest.authorization
    if authorization is None or authorization.permissions is None or not authorization.permissions.resource_specific:
        return ()
    return (
        Found(
            _OLD_LIST,
            say("the app asks for permissions in `applicationPermissions` and in `authorization`"),
            say("move them all to `authorization.permissions.resourceSpecific`, with the type `Application`"),
            at_key=True,
        ),
    )


@rule(
    "permission-repeated",
    upload=WARNING,
    store=WARNING,
    checks=say("`permissions` and `applicationPermissions` name each permission once."),
    why=say("A second time changes nothing, and often stands where another permission was meant."),
    bad={"permissions": ["identity", "identity"]},
    good={"permissions": ["identity", "messageTeamMembers"]},
    source="app manifest reference, permissions",
)
def permissions_are_asked_for_once(app: App) -> Iterable[Found]:
    """Repetitions in the lists for which the schema allows them."""
    names, web = app.manifest.permissions, app.manifest.web_application_info
    found = _repeated(names, "/permissions") if len(names) > 1 else []
    if web is not None and web.application_permissions:
        found += _repeated(web.application_permissions, _OLD_LIST)
    return found


def _unknown(asked: Asked, version: str) -> Found:
    """A name that is in no catalogue: renamed, misspelled, of another kind, or made up."""
    name = asked.name
    words = {"name": shown(name).strip('"')}
    if name in SUCCESSORS:
        return _renamed(asked, SUCCESSORS[name], WARNING if version in {DEV_PREVIEW, DEV_PREVIEW_2021} else None)
    stem, _, place = name.rpartition(".")
    elsewhere = [f"{stem}.{other}" for other in SCOPES if f"{stem}.{other}" in NAMES]
    if place == "All":
        message = say("`{name}` is a permission for the whole organization, not for one team, chat or user", **words)
        if elsewhere:
            return Found(
                asked.pointer, message, say("ask for `{meant}`, or for this one in Entra ID", meant=elsewhere[0])
            )
        return Found(asked.pointer, message, say("ask for it in Entra ID"))
    message = say("there is no resource-specific permission `{name}`", **words)
    if elsewhere:
        return Found(asked.pointer, message, say("did you mean `{meant}`?", meant=elsewhere[0]))
    from teamshelf.schema.hints import likely_meant

    meant = likely_meant(name, sorted(_of_type(asked.type)))
    hint = say("did you mean `{meant}`?", meant=meant) if meant else say("take it out, or look its name up again")
    is_respelled = meant is not None and meant.lower() == name.lower()
    return Found(
        asked.pointer, message, hint, changes=(Change("replace", asked.pointer, meant),) if is_respelled else ()
    )


def _renamed(asked: Asked, successor: str | None, severity: Severity | None) -> Found:
    if successor is None:
        message: Message = say("the permission `{name}` was withdrawn", name=asked.name)
        return Found(asked.pointer, message, say("take it out: nothing has taken its place"), severity=severity)
    return Found(
        asked.pointer,
        say("the permission `{name}` is called `{successor}` today", name=asked.name, successor=successor),
        say("write `{successor}`", successor=successor),
        changes=(Change("replace", asked.pointer, successor),),
        severity=severity,
    )


def _of_type(permission_type: str | None) -> frozenset[str]:
    """The names that exist for a type; all of them for no type that there is."""
    return frozenset(name for name, its_type in CATALOGUE if its_type == permission_type) or NAMES


def _has_wrong_type(asked: Asked) -> bool:
    if asked.type not in {APPLICATION, DELEGATED} or not asked.is_known:
        return False
    return (asked.name, asked.type) not in CATALOGUE and asked.name not in ALSO_DELEGATED


def _of_other_type(asked: Asked) -> Found:
    other = APPLICATION if asked.type == DELEGATED else DELEGATED
    message = say(
        "`{name}` does not exist as `{type}`, only as `{other}`", name=asked.name, type=asked.type, other=other
    )
    if asked.is_old:
        return Found(asked.pointer, message, say("ask for it in `authorization`, which manifest 1.12 has brought"))
    hint = say('write `"type": "{other}"`, or ask for another permission', other=other)
    return Found(asked.pointer.removesuffix("name") + "type", message, hint)


def _scopes(manifest: Manifest) -> set[str]:
    """Where the app can be installed, in lower case; empty where the manifest does not say."""
    if manifest.compose_extensions or manifest.meeting_extension_definition is not None:
        return {scope.lower() for scope in SCOPES.values()}
    return {scope for capability in CAPABILITIES for scope in scopes_of(manifest, capability)}


def _is_in_scope(asked: Asked, scopes: set[str]) -> bool:
    if asked.place == USER and asked.type != APPLICATION:
        return True  # what a page may use of a user's devices goes with the page
    if asked.name in IN_PERSONAL_CHATS and "personal" in scopes:
        return True
    return SCOPES[asked.place].lower() in scopes


def _out_of_scope(asked: Asked, severity: Severity | None) -> Found:
    return Found(
        asked.pointer,
        say(
            "`{name}` holds in the scope `{scope}`, but no part of the app has that scope",
            name=asked.name,
            scope=SCOPES[asked.place],
        ),
        say("add the scope to a tab or bot, or take the permission out"),
        severity=severity,
    )


def _repeated(names: Sequence[str], pointer: str) -> list[Found]:
    if len(names) == len(set(names)):
        return []
    return [
        Found(
            f"{pointer}/{index}", say("`{name}` is in the list twice", name=shown(name).strip('"')), say("take it out")
        )
        for index, name in enumerate(names)
        if name and name in names[:index]
    ]
