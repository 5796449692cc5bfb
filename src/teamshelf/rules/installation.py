"""Installing the app: where it is offered first, what is set up there, and what administrators may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.as_written import written
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.rules.scopes import CAPABILITIES, scopes_of
from teamshelf.versions import DEV_PREVIEW_2021

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App

_REFERENCE = "app manifest reference (2021 preview)"
_INSTALL_SCOPE = "Teams, configure default install options for your app"
_SETUP: dict[str, Any] = {"configurationUrl": "https://example.com/setup", "scopes": ["team"]}
_GROUP_PLACES = (("team", "team"), ("groupchat", "groupchat"), ("meetings", "groupchat"))
"""The kinds of shared place in `defaultGroupCapability`, each with the scope that a capability needs for it."""

_SCOPES = {"personal": "personal", "team": "team", "groupchat": "groupchat", "meetings": "groupchat"}
_HOMES = {"tab": "`staticTabs`, `configurableTabs`", "bot": "`bots`", "connector": "`connectors`"}


@rule(
    "default-install-scope-not-offered",
    versions="1.9..",
    upload=WARNING,
    store=WARNING,
    checks=say("Some capability of the app has the scope that `defaultInstallScope` names."),
    why=say("The scope is what the button for adding the app says; nothing could be set up there."),
    bad={"configurableTabs": [_SETUP], "defaultInstallScope": "personal"},
    good={"configurableTabs": [_SETUP], "defaultInstallScope": "team"},
    source=_INSTALL_SCOPE,
)
def default_install_scope_not_offered(app: App) -> Iterable[Found]:
    """A scope that no tab, bot or connector has; an app with something else may be of use in any scope."""
    manifest = app.manifest
    scope = manifest.default_install_scope
    if scope is None:
        return ()
    wanted = _SCOPES.get(scope.lower())
    if wanted is None or _has_more_than_tabs_and_bots(manifest):
        return ()
    offered = {each for capability in CAPABILITIES for each in scopes_of(manifest, capability)}
    if not offered or wanted in offered or any(placeholder_in(each) is not None for each in offered):
        return ()
    return [
        Found(
            "/defaultInstallScope",
            say("no tab, bot or connector of the app can be used in {scope}", scope=shown(scope)),
            say("name a scope that the app has, or leave `defaultInstallScope` out"),
        )
    ]


@rule(
    "default-capability-not-offered",
    versions="1.9..",
    upload=WARNING,
    store=WARNING,
    checks=say("The app has each capability that `defaultGroupCapability` names, with the scope it is named for."),
    why=say("It is what Teams sets up first when the app is added there."),
    bad={"configurableTabs": [_SETUP], "defaultGroupCapability": {"team": "bot"}},
    good={"configurableTabs": [_SETUP], "defaultGroupCapability": {"team": "tab"}},
    source=_INSTALL_SCOPE,
)
def default_capability_not_offered(app: App) -> Iterable[Found]:
    """A capability that is missing, or that cannot be used in the kind of place it is named for."""
    manifest = app.manifest
    default = manifest.default_group_capability
    if default is None:
        return ()
    found = []
    chosen = (default.team, default.groupchat, default.meetings)
    for capability, (place, scope) in zip(chosen, _GROUP_PLACES, strict=True):
        if capability not in CAPABILITIES or _is_offered(manifest, capability, place):
            continue
        if _is_connector_outside_team(place, capability):
            continue
        scopes = scopes_of(manifest, capability)
        if scope in scopes or any(placeholder_in(each) is not None for each in scopes):
            continue
        if not scopes:
            message = say("the app has no `{capability}`", capability=capability)
        else:
            message = say(
                "no `{capability}` of the app has the scope for {place}", capability=capability, place=shown(place)
            )
        hint = say(
            "name a capability that the app has there, or add the scope to {properties}",
            properties=_HOMES[capability],
        )
        found.append(Found(f"/defaultGroupCapability/{place}", message, hint))
    return found


@rule(
    "default-capability-connector-outside-team",
    versions="1.9..",
    upload=WARNING,
    store=WARNING,
    checks=say("`defaultGroupCapability` names a connector for teams only."),
    why=say("Connectors work in channels; in a chat or meeting there is nothing to set up."),
    bad={
        "configurableTabs": [{**_SETUP, "scopes": ["groupChat"]}],
        "defaultGroupCapability": {"groupchat": "connector"},
    },
    good={"configurableTabs": [{**_SETUP, "scopes": ["groupChat"]}], "defaultGroupCapability": {"groupchat": "tab"}},
    source=_REFERENCE,
)
def default_capability_connector_outside_team(app: App) -> Iterable[Found]:
    """A connector for chats or meetings."""
    default = app.manifest.default_group_capability
    if default is None or "connector" not in (default.groupchat, default.meetings):
        return ()
    return [
        Found(
            f"/defaultGroupCapability/{place}",
            say("a connector cannot be set up in {place}, only in teams", place=shown(place)),
            say("name `tab` or `bot`, or leave it out"),
        )
        for place, _ in _GROUP_PLACES
        if _is_connector_outside_team(place, getattr(default, place))
    ]


@rule(
    "configurable-properties-empty",
    versions="1.10..",
    upload=WARNING,
    store=WARNING,
    checks=say("`configurableProperties`, where it is there, names at least one property."),
    why=say("An empty list lets administrators change nothing, just as no list does."),
    bad={"configurableProperties": []},
    good={"configurableProperties": ["name"]},
    source=f"{_REFERENCE}, configurableProperties",
)
def configurable_properties_empty(app: App) -> Iterable[Found]:
    """A list without anything; the preview of 2021 asks for at least one."""
    if app.manifest.configurable_properties or written(app, "configurableProperties") != []:
        return ()
    return [
        Found(
            "/configurableProperties",
            say("`configurableProperties` is empty"),
            say("name what administrators may change, or remove it"),
            severity=ERROR if app.dialect.version == DEV_PREVIEW_2021 else None,
        )
    ]


@rule(
    "configurable-property-duplicate",
    versions="1.10..",
    upload=WARNING,
    store=WARNING,
    checks=say("`configurableProperties` names each property once."),
    why=say("The second mention adds nothing; it was perhaps meant to be another property."),
    bad={"configurableProperties": ["name", "name"]},
    good={"configurableProperties": ["name", "accentColor"]},
    source=f"{_REFERENCE}, configurableProperties",
)
def configurable_property_duplicate(app: App) -> Iterable[Found]:
    """A property named twice."""
    names = app.manifest.configurable_properties
    return _repeated("/configurableProperties", names) if names and len(set(names)) < len(names) else ()


@rule(
    "device-permission-duplicate",
    versions="1.4..",
    upload=NOTE,
    store=NOTE,
    checks=say("`devicePermissions` names each permission once."),
    why=say("The second mention adds nothing; it was perhaps meant to be another permission."),
    bad={"devicePermissions": ["media", "media"]},
    good={"devicePermissions": ["media", "geolocation"]},
    source=f"{_REFERENCE}, devicePermissions",
)
def device_permission_duplicate(app: App) -> Iterable[Found]:
    """A permission named twice."""
    names = app.manifest.device_permissions
    return _repeated("/devicePermissions", names) if names and len(set(names)) < len(names) else ()


@rule(
    "offer-id-malformed",
    versions="1.10..",
    upload=WARNING,
    store=WARNING,
    checks=say(
        "The `offerId` of a `subscriptionOffer` is a publisher's id and an offer's id with one dot between them."
    ),
    why=say("Teams finds the plans on sale by both; with any other text, users see no offer."),
    bad={"subscriptionOffer": {"offerId": "polls-for-teams"}},
    good={"subscriptionOffer": {"offerId": "contoso.polls-for-teams"}},
    source=f"{_REFERENCE}, subscriptionOffer",
)
def offer_id_malformed(app: App) -> Iterable[Found]:
    """An id without one of its two parts, or with more."""
    offer = app.manifest.subscription_offer
    if offer is None or offer.offer_id is None or placeholder_in(offer.offer_id) is not None:
        return ()
    publisher, _, name = offer.offer_id.partition(".")
    if publisher.strip() and name.strip() and "." not in name:
        return ()
    hint = say("copy both ids from Partner Center and write `publisherId.offerId`")
    if publisher.strip() and name.strip():
        message = say(
            "{id} has more than one dot, so that it is unclear where the offer begins", id=shown(offer.offer_id)
        )
        return [Found("/subscriptionOffer/offerId", message, hint)]
    message = say("{id} is not a publisher's id and an offer's id with a dot between them", id=shown(offer.offer_id))
    severity = ERROR if app.dialect.version == DEV_PREVIEW_2021 else None
    return [Found("/subscriptionOffer/offerId", message, hint, severity=severity)]


def _is_offered(manifest: Manifest, capability: str, place: str) -> bool:
    """Whether the app has the capability in a kind of shared place: a quick look that settles nearly every case."""
    scope, old_spelling = ("team", "team") if place == "team" else ("groupChat", "groupchat")
    if capability == "bot":
        for bot in manifest.bots:
            if scope in bot.scopes or old_spelling in bot.scopes:
                return True
    elif capability == "tab":
        for tab in manifest.configurable_tabs:
            if scope in tab.scopes or old_spelling in tab.scopes:
                return True
    return False


def _has_more_than_tabs_and_bots(manifest: Manifest) -> bool:
    return bool(
        manifest.compose_extensions
        or manifest.copilot_agents
        or manifest.extensions
        or manifest.dashboard_cards
        or manifest.meeting_extension_definition
    )


def _is_connector_outside_team(place: str, capability: str | None) -> bool:
    return capability == "connector" and place != "team"


def _repeated(pointer: str, names: Sequence[str]) -> list[Found]:
    return [
        Found(
            f"{pointer}/{index}", say("{name} is in the list already", name=shown(name)), say("remove one of the two")
        )
        for index, name in enumerate(names)
        if name and names.index(name) != index
    ]
