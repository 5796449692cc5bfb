"""What pages and Graph show of a version: derived from the bytes of its package, and from nothing else.

The facts are stored beside the version so that nobody has to open a package to list it; they can be derived anew at any
time, and must come out the same.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from teamshelf.consent.implied import implied
from teamshelf.consent.sentence import SCOPES
from teamshelf.update.problems import canonical_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from teamshelf.model.manifest import Manifest
    from teamshelf.package.app import App

CAPABILITIES = {
    "staticTabs": "personal-tab",
    "configurableTabs": "tab",
    "bots": "bot",
    "composeExtensions": "message-extension",
    "connectors": "connector",
    "meetingExtensionDefinition": "meetings",
    "copilotAgents": "agent",
    "agentConnectors": "agent-connector",
    "agentSkills": "agent-skill",
    "agenticUserTemplates": "agentic-user",
    "dashboardCards": "dashboard-card",
    "extensions": "office-add-in",
    "graphConnector": "graph-connector",
    "activities": "activity",
}
"""What an app can have, by the property of the manifest that declares it."""

_LISTED_TEXTS = ("name.short", "name.full", "description.short", "description.full")


class Developer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Who makes the app, as the manifest says; nobody has verified it."""

    name: str = ""
    website_url: str = ""
    privacy_url: str = ""
    terms_of_use_url: str = ""
    mpn_id: str = ""


class Permission(Struct, frozen=True):
    """A resource-specific permission: its name, and whether it is of type `Application` or `Delegated`."""

    name: str
    type: str


class Command(Struct, frozen=True, kw_only=True):
    """A command of a bot or a message extension, as its menu shows it."""

    title: str
    description: str = ""
    capability: str


class Facts(Struct, frozen=True, kw_only=True, rename="camel"):
    """What is known of a version.

    Attributes:
        app_id: the manifest's `id`, in lower case and without braces.
        version: as written.
        name, full_name, short_description, description: in the default language.
        languages: tags in lower case, the default language first.
        texts: by language tag, what its file says of names and descriptions: a key is a path such as ``name.short``.
        scopes: where the app can be added, in the words of :data:`teamshelf.consent.SCOPES`.
        capabilities: values of :data:`CAPABILITIES`.
        bot_ids: of bots and of message extensions; the first is Graph's `bot`.
        web_application_id, web_application_resource: the registration in Microsoft Entra ID.
        resource_specific: what is asked for where the app is added.
        default_group_capability: by kind of place, such as ``{"team": "bot"}``.
    """

    app_id: str
    version: str
    manifest_version: str
    package_name: str = ""
    name: str
    full_name: str = ""
    short_description: str = ""
    description: str = ""
    developer: Developer = Developer()
    accent_color: str = ""
    languages: tuple[str, ...] = ()
    texts: dict[str, dict[str, str]] = {}
    scopes: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    bot_ids: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    web_application_id: str = ""
    web_application_resource: str = ""
    resource_specific: tuple[Permission, ...] = ()
    permissions: tuple[str, ...] = ()
    device_permissions: tuple[str, ...] = ()
    valid_domains: tuple[str, ...] = ()
    configurable_properties: tuple[str, ...] = ()
    default_install_scope: str = ""
    default_group_capability: dict[str, str] = {}
    default_block_until_admin_action: bool = False
    publisher_docs_url: str = ""
    subscription_offer: str = ""


def facts_of(app: App) -> Facts:
    """The facts of an app without errors."""
    manifest = app.manifest
    name, description, offer = manifest.name, manifest.description, manifest.subscription_offer
    registration = manifest.web_application_info
    return Facts(
        app_id=canonical_id(manifest.id or ""),
        version=(manifest.version or "").strip(),
        manifest_version=manifest.manifest_version or "",
        package_name=manifest.package_name or "",
        name=(name and name.short) or "",
        full_name=(name and name.full) or "",
        short_description=(description and description.short) or "",
        description=(description and description.full) or "",
        developer=_developer(manifest),
        accent_color=manifest.accent_color or "",
        languages=_languages(manifest),
        texts=_texts(app),
        scopes=_scopes(manifest),
        capabilities=tuple(_capabilities(app)),
        bot_ids=_bot_ids(manifest),
        commands=tuple(_commands(manifest)),
        web_application_id=((registration and registration.id) or "").lower(),
        web_application_resource=(registration and registration.resource) or "",
        resource_specific=_resource_specific(manifest),
        permissions=_each_once(manifest.permissions),
        device_permissions=_each_once(manifest.device_permissions),
        valid_domains=_each_once(domain.lower() for domain in manifest.valid_domains),
        configurable_properties=_each_once(manifest.configurable_properties),
        default_install_scope=(manifest.default_install_scope or "").lower(),
        default_group_capability=_group_capability(manifest),
        default_block_until_admin_action=manifest.default_block_until_admin_action or False,
        publisher_docs_url=manifest.publisher_docs_url or "",
        subscription_offer=(offer and offer.offer_id) or "",
    )


def stored(facts: Facts) -> dict[str, Any]:
    """The facts as plain values for the column of the version."""
    value: dict[str, Any] = msgspec.to_builtins(facts)
    return value


def from_stored(value: Mapping[str, Any]) -> Facts:
    """The facts that a version's column holds."""
    return msgspec.convert(value, Facts)


def text_in(facts: Facts, key: str, language: str) -> str:
    """A text such as ``name.short`` for a reader of a language: of the region, else of the language, else the default.

    Source: Microsoft's page on localising apps: files are laid over each other key by key.
    """
    tag = language.lower()
    for wanted in (tag, tag.partition("-")[0]):
        found = facts.texts.get(wanted, {}).get(key)
        if found:
            return found
    return _DEFAULT_TEXTS[key](facts)


def search_text(facts: Facts) -> str:
    """Everything by which the app can be found, ready to be searched."""
    words = [
        facts.name,
        facts.full_name,
        facts.developer.name,
        facts.short_description,
        facts.description,
        facts.package_name,
        facts.app_id,
        *(text for texts in facts.texts.values() for text in texts.values()),
        *(command.title for command in facts.commands),
        *facts.valid_domains,
    ]
    return "\n".join(dict.fromkeys(folded(word) for word in words if word))


def folded(text: str) -> str:
    r"""A text as it is searched and ordered: without case, accents and the forms that letters have for looks.

    >>> folded("\uff23afé Straße")
    'cafe strasse'
    """
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(each for each in parts if not unicodedata.combining(each)))


_DEFAULT_TEXTS: dict[str, Callable[[Facts], str]] = {
    "name.short": lambda facts: facts.name,
    "name.full": lambda facts: facts.full_name,
    "description.short": lambda facts: facts.short_description,
    "description.full": lambda facts: facts.description,
}


def _developer(manifest: Manifest) -> Developer:
    developer = manifest.developer
    if developer is None:
        return Developer()
    return Developer(
        name=developer.name or "",
        website_url=developer.website_url or "",
        privacy_url=developer.privacy_url or "",
        terms_of_use_url=developer.terms_of_use_url or "",
        mpn_id=developer.mpn_id or "",
    )


def _languages(manifest: Manifest) -> tuple[str, ...]:
    info = manifest.localization_info
    if info is None:
        return ()
    tags = (info.default_language_tag, *(language.language_tag for language in info.additional_languages))
    return _each_once(tag.lower() for tag in tags if tag)


def _texts(app: App) -> dict[str, dict[str, str]]:
    """What the language files say of the names and descriptions; the file of the default language too."""
    info = app.manifest.localization_info
    if info is None:
        return {}
    listed = [(info.default_language_tag, info.default_language_file)]
    listed += [(language.language_tag, language.file) for language in info.additional_languages]
    texts: dict[str, dict[str, str]] = {}
    for tag, name in listed:
        file = app.json_file(name) if name else None
        if not tag or file is None or not isinstance(file.value, dict):
            continue
        said = {key: file.value[key] for key in _LISTED_TEXTS if isinstance(file.value.get(key), str)}
        if said:
            texts.setdefault(tag.lower(), {}).update(said)
    return texts


def _scopes(manifest: Manifest) -> tuple[str, ...]:
    offered = {scope for sentence in implied(manifest) for scope in sentence.scopes}
    return tuple(scope for scope in SCOPES if scope in offered)


def _capabilities(app: App) -> Iterator[str]:
    value = app.file.value if app.file else None
    for name, capability in CAPABILITIES.items():
        if isinstance(value, dict) and value.get(name) not in (None, [], {}):
            yield capability


def _bot_ids(manifest: Manifest) -> tuple[str, ...]:
    ids = (*(bot.bot_id for bot in manifest.bots), *(each.bot_id for each in manifest.compose_extensions))
    return _each_once(bot_id.lower() for bot_id in ids if bot_id)


def _commands(manifest: Manifest) -> Iterator[Command]:
    for bot in manifest.bots:
        for menu in bot.command_lists:
            for each in menu.commands:
                yield Command(title=each.title or "", description=each.description or "", capability="bot")
    for extension in manifest.compose_extensions:
        for command in extension.commands:
            yield Command(
                title=command.title or "", description=command.description or "", capability="message-extension"
            )


def _resource_specific(manifest: Manifest) -> tuple[Permission, ...]:
    """The permissions where they stand since manifest 1.12, and where they stood before."""
    asked: list[Permission] = []
    if manifest.authorization is not None and manifest.authorization.permissions is not None:
        declared = manifest.authorization.permissions.resource_specific
        asked += [Permission(each.name or "", each.type or "") for each in declared]
    if manifest.web_application_info is not None:
        asked += [Permission(name, "Application") for name in manifest.web_application_info.application_permissions]
    return tuple(dict.fromkeys(each for each in asked if each.name))


def _group_capability(manifest: Manifest) -> dict[str, str]:
    default = manifest.default_group_capability
    if default is None:
        return {}
    chosen = {"team": default.team, "groupchat": default.groupchat, "meetings": default.meetings}
    return {place: capability for place, capability in chosen.items() if capability}


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
