"""Apps as lists show them: in the words of whoever reads, and under the name that the organization has given them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import load_only

from teamshelf.catalogue.apps.facts import Facts, from_stored, text_in
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.policy.customising import published_overrides
from teamshelf.catalogue.tables import Version
from teamshelf.messages import Message
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.states import State, states_of
from teamshelf.server.pages.words import CAPABILITY_NAMES, EXPIRED, TIER_NAMES, name_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit


class Named(Struct, frozen=True):
    """Something that has a drawing and a word."""

    name: str
    label: Message | str


class ShownTier(Struct, frozen=True):
    """How far an app is certified."""

    name: str
    label: Message | str

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say."""
        return self.name != Tier.NONE


class Card(Struct, frozen=True, kw_only=True):
    """An app in a list; its id is the manifest's."""

    app_id: str
    url: str
    name: str
    publisher: str
    text: str
    icon_url: str
    capabilities: tuple[Named, ...]
    tier: ShownTier
    state: State


def cards_of(session: Session, visit: Visit, apps: Sequence[App], at: datetime) -> tuple[Card, ...]:
    """The cards of some apps of which something is published, in their order."""
    versions = {
        version.id: version
        for version in session.scalars(
            select(Version)
            .where(Version.id.in_([app.current_id for app in apps]))
            .options(load_only(Version.facts, Version.color_icon))  # a version knows much that no card shows
        )
    }
    states = states_of(session, visit, apps, at)
    overrides = published_overrides(session, [app.id for app in apps])
    return tuple(
        _card(visit, app, versions[app.current_id], overrides.get(app.id, {}), states[app.id], at=at)
        for app in apps
        if app.current_id in versions
    )


def _card(
    visit: Visit, app: App, version: Version, overrides: Mapping[str, str], state: State, *, at: datetime
) -> Card:
    facts = from_stored(version.facts)
    said = shown_texts(facts, overrides, visit.language)
    return Card(
        app_id=app.external_id,
        url=app_path(app),
        name=said["name"],
        publisher=facts.developer.name,
        text=said["shortDescription"],
        icon_url=icon_url(said["largeImageUrl"] or version.color_icon),
        capabilities=capabilities_of(facts),
        tier=tier_of(app, at),
        state=state,
    )


def shown_texts(facts: Facts, overrides: Mapping[str, str], language: str) -> dict[str, str]:
    """What an app is called and says, by the names of `configurableProperties`; an override goes before a translation.

    Only what the version lets be set is taken from the overrides.
    """
    active = {name: value for name, value in overrides.items() if name in facts.configurable_properties}
    own = {
        "name": text_in(facts, "name.short", language),
        "shortDescription": text_in(facts, "description.short", language),
        "longDescription": text_in(facts, "description.full", language),
        "accentColor": facts.accent_color,
        "largeImageUrl": "",
        "developerUrl": facts.developer.website_url,
        "privacyUrl": facts.developer.privacy_url,
        "termsOfUseUrl": facts.developer.terms_of_use_url,
    }
    return own | active


def app_path(app: App) -> str:
    """The page of an app."""
    return f"/apps/{app.external_id}"


def publisher_path(name: str) -> str:
    """The page of a publisher; a name is no path, so it is asked for by a query."""
    return f"/publishers?name={quote(name, safe='')}"


def capabilities_of(facts: Facts) -> tuple[Named, ...]:
    """What an app has, to be drawn."""
    return tuple(Named(name, name_in(CAPABILITY_NAMES, name)) for name in facts.capabilities)


def tier_of(app: App, at: datetime) -> ShownTier:
    """How far an app is certified at a moment, in words: what has expired is called that."""
    name = app.certification
    if name == Tier.CERTIFIED and app.certified_until is not None and app.certified_until <= at:
        name = EXPIRED
    return ShownTier(name, TIER_NAMES[name])
