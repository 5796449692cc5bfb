"""The consent surface of a version: the facts about an app that consent is about, and nothing else.

Two versions with the same surface never ask anybody anything, whatever else differs. A surface is a plain value: facts
in one order, a digest, JSON there and back. The shelf keeps the surface that people accepted, and asks of any later
version whether it is reached silently from there (lifecycle rules 16 and 27).

A fact is a kind and up to two texts. The kinds:

========================  ===============================================  =================================
kind                      first text                                       second text
========================  ===============================================  =================================
bot                       its id                                           a flag that is on, or nothing
static-tab                its `entityId`
configurable-tab          its `id`, which few have
connector                 its id
message-extension         what answers it, and the bot's id
capability                the property of any other capability
scope                     the property of the capability                   the scope
permission                its name
resource-permission       its type                                         its name
organization-permission   its type                                         its name
web-application           the Entra registration in canonical form
device-permission         its name
valid-domain              the domain
========================  ===============================================  =================================
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec import Struct

from teamshelf.update.matching import encode_sorted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from teamshelf.package.app import App

Fact: TypeAlias = tuple[str, str, str]
"""One fact: its kind, and what the kind says of it."""

Places: TypeAlias = dict[Fact, str | None]
"""Facts with the JSON pointers of what says them."""

FLAGS = {
    "isNotificationOnly": "bot-notification-only-changed",
    "supportsFiles": "bot-files-changed",
    "supportsCalling": "bot-calling-changed",
    "supportsVideo": "bot-video-changed",
}
"""What can be switched on for a bot and consent is about, with the change that it makes."""

RESERVED_TABS = ("conversations", "about")
"""Entity ids that only place the bot's chat and the About page among the tabs: no page of the app, so no fact."""

SCOPED = ("bots", "staticTabs", "configurableTabs", "connectors", "composeExtensions")
"""Capabilities that say where an app can be."""

OTHER_CAPABILITIES = (
    "activities",
    "agentConnectors",
    "agentSkills",
    "agenticUserTemplates",
    "copilotAgents",
    "dashboardCards",
    "extensions",
    "graphConnector",
    "meetingExtensionDefinition",
)
"""Capabilities that came after the pages on consent were written; consent is about their being there."""


class Surface(Struct, frozen=True, dict=True):
    """The facts of one version that consent is about, in order and each once."""

    facts: tuple[Fact, ...] = ()

    @cached_property
    def digest(self) -> str:
        """The sha256 of the facts, in hexadecimal: equal surfaces have equal digests, here and on every machine."""
        return hashlib.sha256(self.encoded()).hexdigest()

    def encoded(self) -> bytes:
        """The facts as JSON, to be stored."""
        return msgspec.json.encode(self.facts)

    @classmethod
    def decoded(cls, stored: bytes) -> Surface:
        """The surface that was stored; msgspec.DecodeError if it is none."""
        return cls(tuple(sorted(set(msgspec.json.decode(stored, type=tuple[Fact, ...])))))


def surface_of(app: App) -> Surface:
    """The consent surface of an app."""
    value = app.file.value if app.file else None
    return surface_of_manifest(value if isinstance(value, dict) else {})


def surface_of_manifest(manifest: Mapping[str, Any]) -> Surface:
    """The consent surface of a decoded manifest, whatever shape it is in."""
    return Surface(tuple(sorted(facts_in(manifest))))


def facts_in(manifest: Mapping[str, Any], members: Iterable[str] | None = None) -> Places:
    """The facts that a manifest states, with where it does; with ``members`` only those of some properties."""
    facts: Places = {}
    for name in manifest if members is None else members:
        reader = _READERS.get(name)
        if reader is not None and manifest.get(name) is not None:
            for kind, first, second, pointer in reader(name, manifest[name]):
                facts.setdefault((kind, first, second), pointer)
    return facts


_Stated: TypeAlias = "Iterator[tuple[str, str, str, str]]"


def _bots(name: str, value: Any) -> _Stated:
    for pointer, bot in _objects(name, value):
        bot_id = _text(bot.get("botId")).lower()
        yield "bot", bot_id, "", pointer
        for flag in FLAGS:
            if bot.get(flag) is True:
                yield "bot", bot_id, flag, f"{pointer}/{flag}"
        yield from _scopes(name, bot, pointer)


def _static_tabs(name: str, value: Any) -> _Stated:
    for pointer, tab in _objects(name, value):
        entity = _text(tab.get("entityId"))
        if entity not in RESERVED_TABS:
            yield "static-tab", entity, "", pointer
        yield from _scopes(name, tab, pointer)


def _configurable_tabs(name: str, value: Any) -> _Stated:
    for pointer, tab in _objects(name, value):
        # Nearly always there is one, without an id; giving it one later does not make it another tab.
        identity = _text(tab.get("id")) if len(value) > 1 else ""
        yield "configurable-tab", identity, "", pointer
        yield from _scopes(name, tab, pointer)


def _connectors(name: str, value: Any) -> _Stated:
    for pointer, connector in _objects(name, value):
        yield "connector", _text(connector.get("connectorId")).lower(), "", pointer
        yield from _scopes(name, connector, pointer)


def _message_extensions(name: str, value: Any) -> _Stated:
    for pointer, extension in _objects(name, value):
        kind = _text(extension.get("composeExtensionType")) or "botBased"
        yield "message-extension", f"{kind} {_text(extension.get('botId')).lower()}".strip(), "", pointer


def _other_capability(name: str, value: Any) -> _Stated:
    if value not in ([], {}):
        yield "capability", name, "", f"/{name}"


def _permissions(name: str, value: Any) -> _Stated:
    for pointer, permission in _texts(f"/{name}", value):
        yield "permission", permission, "", pointer


def _device_permissions(name: str, value: Any) -> _Stated:
    for pointer, permission in _texts(f"/{name}", value):
        yield "device-permission", permission, "", pointer


def _valid_domains(name: str, value: Any) -> _Stated:
    for pointer, domain in _texts(f"/{name}", value):
        yield "valid-domain", domain.lower(), "", pointer


def _web_application(name: str, value: Any) -> _Stated:
    """The registration; its permissions are resource-specific ones, which since 1.12 stand elsewhere."""
    if not isinstance(value, dict):
        return
    for pointer, permission in _texts(f"/{name}/applicationPermissions", value.get("applicationPermissions")):
        yield "resource-permission", "Application", permission, pointer
    registration = {key: each for key, each in value.items() if key != "applicationPermissions"}
    if isinstance(registration.get("id"), str):
        registration["id"] = registration["id"].lower()
    tokens = registration.get("nestedAppAuthInfo")
    if isinstance(tokens, list):
        registration["nestedAppAuthInfo"] = sorted(map(_token, tokens), key=encode_sorted)
    if registration:
        yield "web-application", encode_sorted(registration).decode(), "", f"/{name}"


def _token(value: Any) -> Any:
    """A request for a token, its scopes in order."""
    if isinstance(value, dict) and isinstance(value.get("scopes"), list):
        return {**value, "scopes": sorted(value["scopes"], key=encode_sorted)}
    return value


def _authorization(name: str, value: Any) -> _Stated:
    permissions = value.get("permissions") if isinstance(value, dict) else None
    if not isinstance(permissions, dict):
        return
    for kind, member in (("resource-permission", "resourceSpecific"), ("organization-permission", "orgWide")):
        for pointer, permission in _objects(f"{name}/permissions/{member}", permissions.get(member)):
            yield kind, _text(permission.get("type")), _text(permission.get("name")), pointer


def _scopes(name: str, capability: Mapping[str, Any], pointer: str) -> list[tuple[str, str, str, str]]:
    scopes = capability.get("scopes")
    if not isinstance(scopes, list):
        return []
    return [
        ("scope", name, scope.lower(), f"{pointer}/scopes/{index}")
        for index, scope in enumerate(scopes)
        if isinstance(scope, str)
    ]


_READERS: dict[str, Callable[[str, Any], _Stated]] = {
    "bots": _bots,
    "staticTabs": _static_tabs,
    "configurableTabs": _configurable_tabs,
    "connectors": _connectors,
    "composeExtensions": _message_extensions,
    "permissions": _permissions,
    "devicePermissions": _device_permissions,
    "validDomains": _valid_domains,
    "webApplicationInfo": _web_application,
    "authorization": _authorization,
    **dict.fromkeys(OTHER_CAPABILITIES, _other_capability),
}


def _objects(path: str, value: Any) -> list[tuple[str, dict[str, Any]]]:
    items = value if isinstance(value, list) else ()
    return [(f"/{path}/{index}", each) for index, each in enumerate(items) if isinstance(each, dict)]


def _texts(pointer: str, value: Any) -> list[tuple[str, str]]:
    items = value if isinstance(value, list) else ()
    return [(f"{pointer}/{index}", each) for index, each in enumerate(items) if isinstance(each, str)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
