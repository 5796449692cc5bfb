"""The scopes of tabs, bots and connectors: the personal app, channels and group chats, and what these ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.rules.as_written import is_written
from teamshelf.rules.bots import bots_are_orderly
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App

CAPABILITIES = ("tab", "bot", "connector")
"""What can be set up where the app is added."""

_TAB: dict[str, Any] = {
    "entityId": "home",
    "name": "Home",
    "contentUrl": "https://example.com/",
    "scopes": ["personal"],
}
_SETUP: dict[str, Any] = {"configurationUrl": "https://example.com/setup", "scopes": ["team"]}


def _in_version(version: str, **members: Any) -> dict[str, Any]:
    """The members of a manifest of this version, for an example."""
    url = f"https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams.schema.json"
    return {"$schema": url, "manifestVersion": version, **members}


def scopes_of(manifest: Manifest, capability: str) -> set[str]:
    """The scopes in lower case in which the app has one of the :data:`CAPABILITIES`; none if it has none."""
    if capability == "bot":
        listed = [bot.scopes for bot in manifest.bots]
    elif capability == "connector":
        listed = [connector.scopes for connector in manifest.connectors]
    else:
        listed = [tab.scopes for tab in manifest.configurable_tabs] + [tab.scopes for tab in manifest.static_tabs]
    return {scope.lower() for scopes in listed for scope in scopes}


@rule(
    "scope-duplicate",
    upload=WARNING,
    store=WARNING,
    checks=say("The `scopes` of a tab, a bot or a command list name each scope once, in one spelling."),
    why=say("The second mention adds nothing; one of the two was perhaps meant to be another scope."),
    bad={"configurableTabs": [{**_SETUP, "scopes": ["team", "team"]}]},
    good={"configurableTabs": [_SETUP]},
    source="app manifest reference (2021 preview), scopes",
)
def scope_duplicate(app: App) -> Iterable[Found]:
    """A scope named twice, `groupchat` and `groupChat` being the same."""
    manifest = app.manifest
    found: list[Found] = []
    for index, tab in enumerate(manifest.static_tabs):
        if len(tab.scopes) > 1 and _repeats(tab.scopes):
            found += _repeated(f"/staticTabs/{index}/scopes", tab.scopes)
    for index, setup in enumerate(manifest.configurable_tabs):
        if len(setup.scopes) > 1 and _repeats(setup.scopes):
            found += _repeated(f"/configurableTabs/{index}/scopes", setup.scopes)
    if bots_are_orderly(app):
        return found
    for index, bot in enumerate(manifest.bots):
        if _repeats(bot.scopes):
            found += _repeated(f"/bots/{index}/scopes", bot.scopes)
        for number, commands in enumerate(bot.command_lists):
            if _repeats(commands.scopes):
                found += _repeated(f"/bots/{index}/commandLists/{number}/scopes", commands.scopes)
    return found


@rule(
    "tab-scope-not-supported",
    versions="..1.15",
    upload=WARNING,
    store=WARNING,
    checks=say("Before manifest version 1.16, static tabs are for the `personal` scope only."),
    why=say("The schemas let `team` pass all along, but Teams pinned static tabs in personal apps only."),
    bad=_in_version("1.13", staticTabs=[{**_TAB, "scopes": ["personal", "team"]}]),
    good=_in_version("1.13", staticTabs=[_TAB]),
    source="app manifest reference (2021 preview), staticTabs",
)
def tab_scope_not_supported(app: App) -> Iterable[Found]:
    """A scope that the schema knows before Teams does."""
    found = []
    for index, tab in enumerate(app.manifest.static_tabs):
        if "team" in tab.scopes:
            pointer = f"/staticTabs/{index}/scopes/{tab.scopes.index('team')}"
            message = say("static tabs do not work in the scope `team` before manifest version 1.16")
            found.append(Found(pointer, message, say("remove it, or move the manifest to version 1.16 or later")))
    return found


@rule(
    "channel-features-missing",
    versions="1.25..1.30",
    upload=ERROR,
    store=ERROR,
    checks=say("From manifest version 1.25 on, an app with the scope `team` has `supportsChannelFeatures`."),
    why=say("Teams refuses to upload or install the app otherwise, though the schema does not ask for it."),
    bad=_in_version("1.25", configurableTabs=[_SETUP]),
    good=_in_version("1.25", configurableTabs=[_SETUP], supportsChannelFeatures="tier1"),
    source="Microsoft Teams, upload of apps with manifest version 1.25",
)
def channel_features_missing(app: App) -> Iterable[Found]:
    """An app for channels that does not say which features of channels it handles."""
    manifest = app.manifest
    if manifest.supports_channel_features is not None:
        return ()
    if not any("team" in scopes_of(manifest, capability) for capability in CAPABILITIES):
        return ()
    if is_written(app, "supportsChannelFeatures") or app.dialect.findings:  # the version is only guessed at
        return ()
    message = say("the app has the scope `team`, for which Teams asks for `supportsChannelFeatures`")
    hint = say('add `"supportsChannelFeatures": "tier1"` once the app works in shared and private channels too')
    return [Found("", message, hint)]


def _repeats(scopes: list[str]) -> bool:
    return len(set(map(str.lower, scopes))) < len(scopes)


def _repeated(pointer: str, scopes: list[str]) -> list[Found]:
    """What to say of the scopes at a pointer that repeat an earlier one, in other letters perhaps."""
    first: dict[str, int] = {}
    return [
        Found(
            f"{pointer}/{index}",
            say("{scope} is the scope {other} again", scope=shown(scope), other=shown(scopes[first[scope.lower()]])),
            say("remove one of the two"),
        )
        for index, scope in enumerate(scopes)
        if scope and first.setdefault(scope.lower(), index) != index
    ]
