"""The store: the card of the app among others, and its details page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.consent import in_groups, sentences_for
from teamshelf.consent.sentence import GRANTERS, GROUPS, MOMENTS, Sentence
from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.view import lower
from teamshelf.update.installation import GROUP_CHAT, MEETINGS, PERSONAL, SCOPES, TEAM, offered_capabilities

if TYPE_CHECKING:
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import View

CAPABILITIES: dict[str, Message] = {
    "tab": say("Tabs"),
    "bot": say("Bot"),
    "extension": say("Message extensions"),
    "connector": say("Connector"),
    "meeting": say("Meetings"),
}
"""What an app can be made of, as store cards say it."""

_LINKS = (
    ("/developer/websiteUrl", say("Website")),
    ("/developer/privacyUrl", say("Privacy")),
    ("/developer/termsOfUseUrl", say("Terms of use")),
)


class Place(Struct, frozen=True):
    """One capability in the table of where the app works: in which scopes it does."""

    capability: str
    name: Message
    scopes: tuple[bool, ...]


class Consent(Struct, frozen=True):
    """The sentences under one heading of what people agree to."""

    heading: Message
    sentences: tuple[Sentence, ...]

    def when(self, sentence: Sentence) -> Message:
        """When a sentence is granted."""
        return MOMENTS[sentence.moment]

    def by(self, sentence: Sentence) -> Message:
        """Who grants a sentence."""
        return GRANTERS[sentence.by]


class Link(Struct, frozen=True):
    """A link of the details page, which the preview does not follow."""

    label: Message
    url: Text


class Feature(Struct, frozen=True):
    """A highlight of the app."""

    title: Text | None
    description: Text | None


class Store(Struct, frozen=True, kw_only=True):
    """The card and the details page.

    Attributes:
        full_name: only where it differs from the short one.
        paragraphs: the full description.
        places: where each capability works, in the order of :data:`teamshelf.update.installation.SCOPES`.
        languages: tags of the languages that the app has.
        is_preview: it is written for a preview of Teams, which the public store does not take.
    """

    name: Text | None
    full_name: Text | None
    publisher: Text | None
    short: Text | None
    full: Text | None
    version: Text | None
    features: tuple[Feature, ...]
    places: tuple[Place, ...]
    links: tuple[Link, ...]
    languages: tuple[str, ...]
    consent: tuple[Consent, ...]
    is_preview: bool


def store(view: View) -> Store:
    """The store's card and details of an app."""
    name, full_name = view.name, view.text("/name/full")
    features = view.manifest.description.features if view.manifest.description else []
    return Store(
        name=name,
        full_name=full_name if full_name and (name is None or full_name.value != name.value) else None,
        publisher=view.text("/developer/name"),
        short=view.text("/description/short"),
        full=view.text("/description/full"),
        version=view.text("/version"),
        features=tuple(
            Feature(
                view.text(f"/description/features/{index}/title"),
                view.text(f"/description/features/{index}/description"),
            )
            for index in range(len(features))
        ),
        places=places(view),
        links=tuple(Link(label, url) for pointer, label in _LINKS if (url := view.text(pointer)) is not None),
        languages=tuple(tag for tag in view.reading.tags if tag),
        consent=consent(view),
        is_preview="preview" in (view.manifest.manifest_version or "").lower(),
    )


def consent(view: View, scope: str | None = None) -> tuple[Consent, ...]:
    """What people agree to, under its headings."""
    return tuple(Consent(GROUPS[group], members) for group, members in in_groups(sentences_for(view.app, scope=scope)))


def places(view: View) -> tuple[Place, ...]:
    """Where each capability of the app works; those that it does not have are left out."""
    manifest = view.manifest
    shared = {scope: offered_capabilities(manifest, scope) for scope in SCOPES}
    works = {
        "tab": {scope for scope in SCOPES if "tab" in shared[scope]}
        | ({PERSONAL} if any(PERSONAL in lower(tab.scopes) for tab in manifest.static_tabs) else set()),
        "bot": {scope for scope in SCOPES if "bot" in shared[scope]}
        | ({PERSONAL} if view.bot_works_in(PERSONAL) else set()),
        "extension": {PERSONAL, TEAM, GROUP_CHAT, MEETINGS} if manifest.compose_extensions else set(),
        "connector": {scope for scope in SCOPES if "connector" in shared[scope]},
        "meeting": {MEETINGS} if manifest.meeting_extension_definition else set(),
    }
    return tuple(
        Place(capability, CAPABILITIES[capability], tuple(scope in scopes for scope in SCOPES))
        for capability, scopes in works.items()
        if scopes
    )
