"""What an app asks for besides resource-specific permissions: in its manifest, on signing in, of the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.consent.sentence import Granter, Group, Moment, Sentence
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.messages import Message
    from teamshelf.model.manifest import Manifest

PERMISSIONS: dict[str, Message] = {
    "identity": say("Know who you are"),
    "messageTeamMembers": say("Send messages to the members of your team directly"),
}
"""What the values of `permissions` mean. Source: seed B, 'permissions'."""

DEVICE: dict[str, Message] = {
    "geolocation": say("Know where you are"),
    "media": say("Use your camera, microphone, speakers and pictures"),
    "notifications": say("Show notifications on your device"),
    "midi": say("Use musical instruments that are connected to your device"),
    "openExternal": say("Open links in other programs"),
}
"""What the values of `devicePermissions` mean. Source: seed B, 'devicePermissions'."""

_SHOWN_LENGTH = 60
_SHOWN_SCOPES = 20
_SIGNS_IN_ELSEWHERE = ("oAuth2.0", "OAuthPluginVault", "DynamicClientRegistration")


def permissions(manifest: Manifest) -> Iterator[Sentence]:
    """What the list `permissions` asks for, consented to with the installation."""
    for index, name in enumerate(manifest.permissions):
        if name:
            yield Sentence(
                group=Group.PERMISSIONS,
                key=f"permission:{name}",
                text=PERMISSIONS.get(name) or _unknown(name),
                pointer=f"/permissions/{index}",
            )


def device(manifest: Manifest) -> Iterator[Sentence]:
    """What pages of the app may ask the device for: the user is prompted, in each session anew."""
    for index, name in enumerate(manifest.device_permissions):
        if name:
            yield Sentence(
                group=Group.DEVICE,
                key=f"device:{name}",
                text=DEVICE.get(name) or _unknown(name),
                pointer=f"/devicePermissions/{index}",
                moment=Moment.USE,
                by=Granter.USER,
            )


def sign_in(manifest: Manifest) -> Iterator[Sentence]:
    """What is consented to on signing in: in Microsoft Entra ID, and in services of others."""
    web = manifest.web_application_info
    if web is not None and web.id:
        yield Sentence(
            group=Group.SIGN_IN,
            key="sign-in",
            text=say("Sign you in with your work or school account"),
            detail=say(
                "Microsoft Entra ID asks you the first time, unless an administrator has agreed for everyone. The app "
                "is registered there as {id}",
                id=_shown(web.id),
            ),
            pointer="/webApplicationInfo",
            moment=Moment.SIGN_IN,
            by=Granter.USER_OR_ADMIN,
        )
        scopes = {scope for asked in web.nested_app_auth_info for scope in asked.scopes if scope}
        if scopes:
            yield Sentence(
                group=Group.SIGN_IN,
                key="sign-in-ahead",
                text=say("Receive access to data of yours as soon as its pages open"),
                detail=say("The access that it asks for: {scopes}", scopes=_listed(scopes)),
                pointer="/webApplicationInfo/nestedAppAuthInfo",
                moment=Moment.SIGN_IN,
                by=Granter.USER_OR_ADMIN,
            )
    yield from _elsewhere(manifest)


def _elsewhere(manifest: Manifest) -> Iterator[Sentence]:
    """Signing in to a service outside Microsoft 365."""
    places = [
        (extension.authorization.auth_type, f"/composeExtensions/{index}/authorization")
        for index, extension in enumerate(manifest.compose_extensions)
        if extension.authorization is not None
    ]
    for index, connector in enumerate(manifest.agent_connectors):
        source = connector.tool_source
        if source is None:
            continue
        for server, name in ((source.remote_mcp_server, "remote"), (source.local_mcp_server, "local")):
            if server is not None and server.authorization is not None:
                place = f"/agentConnectors/{index}/toolSource/{name}McpServer/authorization"
                places.append((server.authorization.type, place))
    for kind, pointer in places:
        if kind in _SIGNS_IN_ELSEWHERE:
            yield Sentence(
                group=Group.SIGN_IN,
                key="sign-in-elsewhere",
                text=say("Ask you to sign in to a service outside Microsoft 365"),
                pointer=pointer,
                moment=Moment.SIGN_IN,
                by=Granter.USER,
            )
            return


def _unknown(name: str) -> Message:
    return say("Use `{name}`, of which Teamshelf does not know what it opens", name=_shown(name))


def _listed(scopes: set[str]) -> str:
    named = sorted(scopes)
    more = ", …" if len(named) > _SHOWN_SCOPES else ""
    return ", ".join(map(_shown, named[:_SHOWN_SCOPES])) + more


def _shown(name: str) -> str:
    return printable(name if len(name) <= _SHOWN_LENGTH else f"{name[: _SHOWN_LENGTH - 1]}…")
