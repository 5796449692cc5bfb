"""The head of an app's pages: what it is called, whose it is, what can be done with it, and what one should know first.

Source: web/pages, section 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.apps.facts import Facts, from_stored, text_in
from teamshelf.catalogue.apps.listing import versions_of
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.policy.access import Status, status_of
from teamshelf.catalogue.policy.customising import published_overrides
from teamshelf.catalogue.tables import Version
from teamshelf.messages import Message, printable, say
from teamshelf.server.pages.accents import accent_path
from teamshelf.server.pages.cards import (
    Named,
    ShownTier,
    app_path,
    capabilities_of,
    publisher_path,
    shown_texts,
    tier_of,
)
from teamshelf.server.pages.finding import app_at
from teamshelf.server.pages.once import settled
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.states import State, StateKind, states_of
from teamshelf.server.pages.words import CATEGORY_NAMES, language_word, name_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit

_LANGUAGES = 4
"""Languages that are named before the rest is counted."""


class Notice(Struct, frozen=True):
    """Something to know before anything else.

    Attributes:
        kind: a class of the style sheet.
        drawing: a name of the drawings.
        url, label: where more can be read or done.
    """

    text: Message
    kind: str = "info"
    drawing: str = "info"
    url: str = ""
    label: Message | str = ""


class AppHead(Struct, frozen=True, kw_only=True):
    """What all pages of an app show of it.

    Attributes:
        app_id: the manifest's id.
        catalogue_id: the shelf's.
        full_name: where it says more than the short one.
        original_name: the publisher's, where the organization has given the app another one; else empty.
        accent_url: the style sheet of its colour.
        can_install: somebody could add it: a version is published.
    """

    app_id: str
    catalogue_id: str
    path: str
    name: str
    full_name: str
    original_name: str
    publisher: str
    publisher_url: str
    text: str
    icon_url: str
    accent_url: str
    number: str
    updated_at: datetime
    installs: int
    category: Message | str
    languages: tuple[str, ...]
    more_languages: int
    capabilities: tuple[Named, ...]
    tier: ShownTier
    is_verified: bool
    state: State | None
    notices: tuple[Notice, ...]
    can_install: bool


class Seen(Struct, frozen=True, kw_only=True):
    """An app as one visit sees it: the rows, and what pages show of them."""

    app: App
    version: Version
    facts: Facts
    texts: dict[str, str]
    head: AppHead


def seen_app(session: Session, visit: Visit, app_id: str, at: datetime) -> Seen:
    """The app of an id: the published version, or the newest for those who may see what is not published.

    Raises:
        Refusal: as :func:`teamshelf.server.pages.finding.app_at`.
    """
    app = app_at(session, visit.actor, app_id)
    version = shown_version(session, visit.actor, app)
    facts = from_stored(version.facts)
    overrides = published_overrides(session, (app.id,)).get(app.id, {})
    texts = shown_texts(facts, overrides, visit.language)
    is_adapted = not set(overrides).isdisjoint(facts.configurable_properties)
    state = states_of(session, visit, (app,), at)[app.id] if app.current_id else None
    return Seen(
        app=app,
        version=version,
        facts=facts,
        texts=texts,
        head=_head(session, visit, app, version, facts=facts, texts=texts, state=state, is_adapted=is_adapted, at=at),
    )


def shown_version(session: Session, actor: Actor, app: App) -> Version:
    """The version of an app that its page shows: the published one, else the newest that the actor may see."""
    return session.get_one(Version, app.current_id or versions_of(session, actor, app)[-1].id)


def _head(
    session: Session,
    visit: Visit,
    app: App,
    version: Version,
    *,
    facts: Facts,
    texts: dict[str, str],
    state: State | None,
    is_adapted: bool,
    at: datetime,
) -> AppHead:
    own_name = text_in(facts, "name.short", visit.language)
    full_name = text_in(facts, "name.full", visit.language)
    is_renamed = texts["name"] != own_name
    return AppHead(
        app_id=app.external_id,
        catalogue_id=app.id,
        path=app_path(app),
        name=texts["name"],
        full_name="" if is_renamed or full_name in (own_name, "") else full_name,
        original_name=own_name if is_renamed else "",
        publisher=facts.developer.name,
        publisher_url=publisher_path(facts.developer.name),
        text=texts["shortDescription"],
        icon_url=icon_url(texts["largeImageUrl"] or version.color_icon),
        accent_url=accent_path(texts["accentColor"]),
        number=version.number,
        updated_at=version.published_at or version.created_at,
        installs=app.installs,
        category=name_in(CATEGORY_NAMES, app.category) if app.category else "",
        languages=tuple(language_word(tag) for tag in facts.languages[:_LANGUAGES]),
        more_languages=max(len(facts.languages) - _LANGUAGES, 0),
        capabilities=capabilities_of(facts),
        tier=tier_of(app, at),
        is_verified=app.certification != Tier.NONE,
        state=state,
        notices=tuple(_notices(session, visit, app, facts, state, is_renamed=is_renamed, is_adapted=is_adapted)),
        can_install=app.current_id is not None,
    )


def _notices(
    session: Session,
    visit: Visit,
    app: App,
    facts: Facts,
    state: State | None,
    *,
    is_renamed: bool,
    is_adapted: bool,
) -> Iterator[Notice]:
    """What there is to know, the most severe first."""
    if state is None:
        yield Notice(say("Nothing of this app is published. Only its publisher and reviewers see it."), "warn", "eye")
    elif state.kind is StateKind.REQUEST:
        yield Notice(_capital(state.reason), "warn", "forbidden", state.url, say("Ask for it"))
    elif state.kind is StateKind.REQUESTED:
        yield Notice(say("You have asked an administrator for this app."), "info", "clock", "/my/requests", say("Show"))
    elif state.kind is StateKind.BLOCKED:
        yield Notice(_capital(state.reason), "warn", "forbidden")
    elif state.kind is StateKind.SIGN_IN and (status := status_of(app, settled(session))) is not Status.ALLOWED:
        yield Notice(_STATUS[status], "warn", "forbidden")
    if app.blocked_by_publisher and facts.publisher_docs_url and state is not None and state.kind != StateKind.ADD:
        yield Notice(
            say("Its publisher explains what an administrator should set up first."),
            "info",
            "info",
            facts.publisher_docs_url,
            say("Read it"),
        )
    if state is not None and state.kind is StateKind.UPDATE:
        yield Notice(
            say("A newer version waits for your consent."), "info", "update", state.url, say("See what it asks for")
        )
    yield from _of_its_publisher(visit, facts, is_renamed=is_renamed, is_adapted=is_adapted)


def _of_its_publisher(visit: Visit, facts: Facts, *, is_renamed: bool, is_adapted: bool) -> Iterator[Notice]:
    """What is otherwise than its publisher says, and for which Teams it is."""
    if is_renamed:
        own = printable(text_in(facts, "name.short", visit.language))
        yield Notice(say("Your organization has adapted this app. Its publisher calls it “{name}”.", name=own))
    elif is_adapted:
        yield Notice(say("Your organization has adapted what is said of this app here."))
    if "preview" in facts.manifest_version.lower() and visit.actor.may_act_as(Role.PUBLISHER):
        yield Notice(say("Its manifest is written for a preview of Teams, which the public store does not take."))


def _capital(message: Message | str) -> Message:
    return say("Blocked: {reason}.", reason=message)


_STATUS: dict[Status, Message] = {
    Status.BLOCKED: say("An administrator has blocked this app."),
    Status.BLOCKED_BY_PUBLISHER: say("Its publisher wants this app to be blocked until an administrator allows it."),
    Status.BLOCKED_ORG_WIDE: say("An administrator has switched off all apps of this shelf."),
}
