"""Four views of what differs between two versions: parts of the app, its entry in the store, its icons, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from teamshelf.catalogue.apps.facts import from_stored, text_in
from teamshelf.messages import Message, printable, say
from teamshelf.server.pages.dev.areas import Tab
from teamshelf.server.pages.dev.differences import KIND_LOOKS, KIND_NAMES, MOST_SHOWN, ChangeRow, row_of_change
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.words import CAPABILITY_NAMES, SCOPE_NAMES, language_word, name_in
from teamshelf.update.told import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.catalogue.apps.facts import Facts
    from teamshelf.catalogue.tables import Version
    from teamshelf.update.change import Change
    from teamshelf.update.compare import Comparison

MANIFEST, LISTING, ICONS, RAW = "manifest", "listing", "icons", "raw"
VIEWS: dict[str, Message] = {
    MANIFEST: say("Manifest"),
    LISTING: say("Entry in the store"),
    ICONS: say("Icons"),
    RAW: say("JSON"),
}
"""The views, by their names in the address."""

_FILES, _OTHER = say("Files"), say("Other")
_PARTS: dict[Message, frozenset[str]] = {
    say("Name, texts and looks"): frozenset(
        {"name", "description", "developer", "accentColor", "icons", "publisherDocsUrl", "subscriptionOffer"}
    ),
    say("Numbers and ids"): frozenset({"$schema", "manifestVersion", "version", "id", "packageName"}),
    say("Tabs"): frozenset({"staticTabs", "configurableTabs", "showLoadingIndicator", "isFullScreen"}),
    say("Bots"): frozenset({"bots"}),
    say("Message extensions"): frozenset({"composeExtensions"}),
    say("Connectors"): frozenset({"connectors", "graphConnector"}),
    say("Meetings and activities"): frozenset({"meetingExtensionDefinition", "activities"}),
    say("Permissions"): frozenset({"permissions", "devicePermissions", "authorization"}),
    say("Sign-in"): frozenset({"webApplicationInfo"}),
    say("Domains"): frozenset({"validDomains"}),
    say("Languages"): frozenset({"localizationInfo"}),
    say("Adding and managing it"): frozenset(
        {
            "defaultInstallScope",
            "defaultGroupCapability",
            "defaultBlockUntilAdminAction",
            "configurableProperties",
            "scopeConstraints",
        }
    ),
}
"""The parts of an app, by the properties of the manifest that each is about."""

LONGEST_VALUE = 160
"""Characters of a JSON value that the page shows; the file has all of it."""

MOST_RAW = 60
"""Changes that the page shows as JSON."""


class Tagged(Struct, frozen=True):
    """A change with what it means to people: a word and a class of the style sheet."""

    row: ChangeRow
    tag: Message
    look: str


class PartView(Struct, frozen=True):
    """The changes of a part of the app."""

    heading: Message
    changes: tuple[Tagged, ...]


class ListingRow(Struct, frozen=True):
    """What the store shows of both versions; `is_same` where that is one."""

    name: Message
    old: str
    new: str
    is_same: bool


class IconPair(Struct, frozen=True):
    """An icon of both versions."""

    name: Message
    side: int
    old_url: str
    new_url: str
    is_same: bool


class RawRow(Struct, frozen=True, kw_only=True):
    """A change in the words of JSON Patch."""

    operation: str
    where: str
    old: str
    new: str
    tag: Message
    look: str


def tabs_of_views(path: str, view: str, old: str, new: str) -> tuple[Tab, ...]:
    """The views of the comparison of two versions."""
    return tuple(
        Tab(label, f"{path}/diff?{urlencode({'old': old, 'new': new, 'view': name})}", is_here=name == view)
        for name, label in VIEWS.items()
    )


def parts_of(comparison: Comparison) -> tuple[PartView, ...]:
    """The changes by the parts of the app, in each the gravest first; no more than a page holds."""
    found: dict[Message, list[Change]] = {}
    for change in gravest_first(comparison.changes)[:MOST_SHOWN]:
        found.setdefault(_part(change), []).append(change)
    return tuple(
        PartView(part, tuple(_tagged(each) for each in found[part]))
        for part in (*_PARTS, _OTHER, _FILES)
        if part in found
    )


def gravest_first(changes: Iterable[Change]) -> list[Change]:
    """Changes in the order of what they mean to people."""
    return sorted(changes, key=lambda change: list(KINDS).index(change.kind))


def raw_rows(comparison: Comparison) -> tuple[RawRow, ...]:
    """The changes as JSON, each tagged with what it means."""
    return tuple(
        RawRow(
            operation=change.op,
            where=printable(f"{change.file or 'manifest.json'} {change.pointer}".strip())[:200],
            old=_json(change.old) if change.op != "add" else "",
            new=_json(change.new) if change.op != "remove" else "",
            tag=KIND_NAMES[change.kind],
            look=KIND_LOOKS[change.kind],
        )
        for change in gravest_first(comparison.changes)[:MOST_RAW]
    )


def listing_rows(old: Version, new: Version, language: str) -> tuple[ListingRow, ...]:
    """What the store shows of both versions, for readers of a language."""
    before, after = _listed(from_stored(old.facts), language), _listed(from_stored(new.facts), language)
    return tuple(
        ListingRow(name, was, becomes, was == becomes)
        for (name, was), (_, becomes) in zip(before, after, strict=True)
        if was or becomes
    )


def icon_pairs(old: Version, new: Version) -> tuple[IconPair, ...]:
    """Both icons of both versions."""
    return (
        IconPair(
            say("Color icon"), 96, icon_url(old.color_icon), icon_url(new.color_icon), old.color_icon == new.color_icon
        ),
        IconPair(
            say("Outline icon"),
            32,
            icon_url(old.outline_icon),
            icon_url(new.outline_icon),
            old.outline_icon == new.outline_icon,
        ),
    )


def _tagged(change: Change) -> Tagged:
    return Tagged(row_of_change(change), KIND_NAMES[change.kind], KIND_LOOKS[change.kind])


def _part(change: Change) -> Message:
    if change.file:
        return _FILES
    name = change.pointer.split("/")[1] if "/" in change.pointer else ""
    return next((part for part, names in _PARTS.items() if name in names), _OTHER)


def _listed(facts: Facts, language: str) -> tuple[tuple[Message, str], ...]:
    return (
        (say("Name"), text_in(facts, "name.short", language)),
        (say("Full name"), text_in(facts, "name.full", language)),
        (say("Short description"), text_in(facts, "description.short", language)),
        (say("Description"), text_in(facts, "description.full", language)),
        (say("Publisher"), facts.developer.name),
        (say("Website"), facts.developer.website_url),
        (say("Privacy"), facts.developer.privacy_url),
        (say("Terms of use"), facts.developer.terms_of_use_url),
        (say("What it has"), _words(facts.capabilities, CAPABILITY_NAMES, language)),
        (say("Where it works"), _words(facts.scopes, SCOPE_NAMES, language)),
        (say("Languages"), ", ".join(str(language_word(tag)) for tag in facts.languages)),
        (say("Accent color"), facts.accent_color),
    )


def _words(names: Iterable[str], known: Any, language: str) -> str:
    said = (name_in(known, name) for name in names)
    return ", ".join(each.in_language(language) if isinstance(each, Message) else each for each in said)


def _json(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return printable(text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…")
