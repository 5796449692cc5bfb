"""What the pages for everybody show, as JSON: each is made from the same values as its page.

They are open to whoever the pages are open to. A token that does not grant reading the catalogue sees what a visitor
sees.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from litestar import get
from litestar.params import FromPath, QueryParameter
from msgspec import structs

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.listing import versions_of
from teamshelf.catalogue.apps.publishers import publishers
from teamshelf.catalogue.apps.searching import Query, count
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.consent import sentences_for
from teamshelf.server.api.shapes import Shape
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.addressing import web_link
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.apps import release_of
from teamshelf.server.pages.buttons import badge_of
from teamshelf.server.pages.rendering import clean
from teamshelf.server.pages.searching import query_of, results_of
from teamshelf.server.pages.store import front_of
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import PUBLIC, READ_CATALOGUE

if TYPE_CHECKING:
    from teamshelf.messages import Message
    from teamshelf.server.pages.cards import Card
    from teamshelf.server.pages.states import State
    from teamshelf.server.pages.visiting import Visit


class StateShape(Shape, frozen=True, kw_only=True):
    """What whoever asks can do next with an app.

    Attributes:
        kind: `add`, `open`, `update`, `request`, `requested`, `blocked` or `sign-in`.
        label: in words.
        url: where it is done; empty where nothing can be.
        reason: why nothing can be done.
    """

    kind: str
    label: str
    url: str
    reason: str


class CardShape(Shape, frozen=True, kw_only=True):
    """An app in a list, in the language that was asked for and under the name that the organization gave it.

    Attributes:
        id: the manifest's.
        certification: `none`, `verified`, `attested`, `certified` or `expired`.
    """

    id: str
    url: str
    name: str
    publisher: str
    description: str
    icon_url: str
    capabilities: list[str]
    certification: str
    state: StateShape


class RowShape(Shape, frozen=True, kw_only=True):
    """Apps under a heading; `url` leads to all of them, and is empty where these are all."""

    title: str
    url: str
    apps: list[CardShape]


class FrontShape(Shape, frozen=True, kw_only=True):
    """The store front.

    Attributes:
        amount: of apps on the shelf.
        updates: how many wait for an answer of whoever asks.
        is_off: an administrator has switched off all apps.
    """

    amount: int
    updates: int
    is_off: bool
    rows: list[RowShape]


class OptionShape(Shape, frozen=True, kw_only=True):
    """A value of a facet, and how many of the apps found have it, or would if it was chosen."""

    value: str
    label: str
    apps: int
    is_chosen: bool


class FacetShape(Shape, frozen=True, kw_only=True):
    """A facet by its name in the query."""

    name: str
    heading: str
    options: list[OptionShape]


class ResultsShape(Shape, frozen=True, kw_only=True):
    """What a search comes to.

    Attributes:
        amount: of all apps that were found, on all pages.
        after: what `after` must say to see the next page; empty on the last.
        instead: a word that would have found something, where nothing was.
    """

    amount: int
    apps: list[CardShape]
    facets: list[FacetShape]
    after: str
    instead: str


class PublisherShape(Shape, frozen=True, kw_only=True):
    """A publisher, as manifests call it, with how many apps it has on the shelf."""

    name: str
    apps: int


class PublishersShape(Shape, frozen=True, kw_only=True):
    """Publishers by name; `after` is what the query must say to see those that follow, and is empty at the end."""

    publishers: list[PublisherShape]
    after: str


class NoticeShape(Shape, frozen=True, kw_only=True):
    """Something to know before anything else."""

    text: str
    url: str


class AppShape(Shape, frozen=True, kw_only=True):
    """An app, as its page shows it.

    Attributes:
        id: the manifest's.
        catalogue_id: the shelf's.
        original_name: the publisher's, where the organization has given the app another one.
        version_id, version: which version is shown.
        package_digest: sha256 of its package.
        installs: in how many places it is.
        certification: `none`, `verified`, `attested`, `certified` or `expired`.
        state: what whoever asks can do next; null where nothing is published.
    """

    id: str
    catalogue_id: str
    url: str
    name: str
    full_name: str
    original_name: str
    publisher: str
    description: str
    long_description: str
    icon_url: str
    version_id: str
    version: str
    manifest_version: str
    package_name: str
    package_digest: str
    updated_at: datetime
    installs: int
    category: str | None
    languages: list[str]
    capabilities: list[str]
    scopes: list[str]
    certification: str
    website_url: str
    privacy_url: str
    terms_of_use_url: str
    support_url: str
    state: StateShape | None
    notices: list[NoticeShape]


class SentenceShape(Shape, frozen=True, kw_only=True):
    """One thing that people agree to.

    Attributes:
        key: what it says, as a name that stays.
        pointer: JSON pointer of the first place in the manifest that it comes from.
        scopes: where the app must be added for it to hold.
        moment: when it is granted.
        by: who grants it.
    """

    group: str
    key: str
    text: str
    detail: str | None
    pointer: str
    scopes: list[str]
    moment: str
    by: str


class PermissionsShape(Shape, frozen=True, kw_only=True):
    """What an app can do and asks for, and the sites that it shows pages of."""

    version: str
    sentences: list[SentenceShape]
    valid_domains: list[str]


class ReleaseShape(Shape, frozen=True, kw_only=True):
    """A version that was published.

    Attributes:
        asks: people were asked before they got it; null where nothing was before it.
        changes: what changed, in sentences.
    """

    number: str
    at: datetime
    is_current: bool
    notes: str
    asks: bool | None
    changes: list[str]


class BadgeShape(Shape, frozen=True, kw_only=True):
    """A badge in parts, as shields.io reads an endpoint."""

    schema_version: int
    label: str
    message: str
    color: str


Values = list[str] | None


@get("/store", permission=PUBLIC, sync_to_thread=True)
def show_store(shelf: TheShelf, visit: TheVisit) -> FrontShape:
    """The store front: the administrators' picks, what is new, what many have, what is certified, and categories."""
    reader = _reader(visit)
    with shelf.reading() as session:
        front = front_of(shelf, session, reader)
        amount = count(session, reader.actor, Query())
    return FrontShape(
        amount=amount,
        updates=front.updates,
        is_off=front.is_off,
        rows=[
            RowShape(title=_said(reader, row.title), url=row.url, apps=[_card(reader, card) for card in row.cards])
            for row in front.rows
        ],
    )


@get("/search", permission=PUBLIC, sync_to_thread=True)
def search_store(
    shelf: TheShelf,
    visit: TheVisit,
    *,
    q: Annotated[str, QueryParameter()] = "",
    sort: Annotated[Literal["relevance", "name", "updated", "installs"] | None, QueryParameter()] = None,
    after: Annotated[str | None, QueryParameter()] = None,
    category: Annotated[Values, QueryParameter()] = None,
    place_scope: Annotated[Values, QueryParameter(name="scope")] = None,  # `scope` is ASGI's own
    capability: Annotated[Values, QueryParameter()] = None,
    certification: Annotated[Values, QueryParameter()] = None,
    publisher: Annotated[Values, QueryParameter()] = None,
    language: Annotated[Values, QueryParameter()] = None,
) -> ResultsShape:
    """Apps that have all words of `q` and, of each facet, one of the values that are given."""
    given = {
        Facet.CATEGORY: category,
        Facet.SCOPE: place_scope,
        Facet.CAPABILITY: capability,
        Facet.CERTIFICATION: certification,
        Facet.PUBLISHER: publisher,
        Facet.LANGUAGE: language,
    }
    reader, at = _reader(visit), shelf.clock()
    with shelf.reading() as session:
        found = results_of(session, reader, query_of(q, given, sort or "", after, at), at)
    return ResultsShape(
        amount=found.amount,
        apps=[_card(reader, card) for card in found.cards],
        facets=[
            FacetShape(
                name=facet.name,
                heading=_said(reader, facet.heading),
                options=[
                    OptionShape(
                        value=option.value,
                        label=_said(reader, option.label),
                        apps=option.apps,
                        is_chosen=option.is_chosen,
                    )
                    for option in facet.options
                ],
            )
            for facet in found.facets
        ],
        after=found.after,
        instead=found.instead,
    )


@get("/publishers", permission=PUBLIC, sync_to_thread=True)
def list_publishers(shelf: TheShelf, *, after: Annotated[str, QueryParameter()] = "") -> PublishersShape:
    """Who has apps on the shelf; `/search?publisher=` has the apps of each."""
    with shelf.reading() as session:
        found, following = publishers(session, after=after.replace("\0", ""))
    return PublishersShape(
        publishers=[PublisherShape(name=each.value, apps=each.apps) for each in found], after=following
    )


@get("/apps/{app_id:str}", permission=PUBLIC, sync_to_thread=True)
def show_listed_app(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> AppShape:
    """An app, by the manifest's id or the catalogue's."""
    reader = _reader(visit)
    with shelf.reading() as session:
        seen = seen_app(session, reader, app_id, shelf.clock())
    head, facts, texts = seen.head, seen.facts, seen.texts
    return AppShape(
        id=head.app_id,
        catalogue_id=head.catalogue_id,
        url=head.path,
        name=clean(head.name),
        full_name=clean(head.full_name),
        original_name=clean(head.original_name),
        publisher=clean(head.publisher),
        description=clean(head.text),
        long_description=clean(texts["longDescription"]),
        icon_url=head.icon_url,
        version_id=seen.version.id,
        version=clean(head.number),
        manifest_version=facts.manifest_version,
        package_name=clean(facts.package_name),
        package_digest=seen.version.package_digest,
        updated_at=head.updated_at,
        installs=head.installs,
        category=seen.app.category,
        languages=list(facts.languages),
        capabilities=list(facts.capabilities),
        scopes=list(facts.scopes),
        certification=head.tier.name,
        website_url=web_link(texts["developerUrl"]),
        privacy_url=web_link(texts["privacyUrl"]),
        terms_of_use_url=web_link(texts["termsOfUseUrl"]),
        support_url=web_link(str(seen.app.listing.get("supportUrl", ""))),
        state=_state(reader, head.state) if head.state is not None else None,
        notices=[NoticeShape(text=_said(reader, each.text), url=each.url) for each in head.notices],
    )


@get("/apps/{app_id:str}/permissions", permission=PUBLIC, sync_to_thread=True)
def show_listed_permissions(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> PermissionsShape:
    """What an app can do and asks for, in sentences, each with when and by whom it is granted."""
    reader = _reader(visit)
    with shelf.reading() as session:
        seen = seen_app(session, reader, app_id, shelf.clock())
        sentences = sentences_for(manifest_of(session, seen.version))
    return PermissionsShape(
        version=clean(seen.head.number),
        sentences=[
            SentenceShape(
                group=each.group.value,
                key=clean(each.key),
                text=_said(reader, each.text),
                detail=_said(reader, each.detail) if each.detail is not None else None,
                pointer=each.pointer,
                scopes=list(each.scopes),
                moment=each.moment.value,
                by=each.by.value,
            )
            for each in sentences
        ],
        valid_domains=[clean(domain) for domain in seen.facts.valid_domains],
    )


@get("/apps/{app_id:str}/releases", permission=PUBLIC, sync_to_thread=True)
def list_releases(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> list[ReleaseShape]:
    """The versions of an app, the newest first, and which of them asked people."""
    reader = _reader(visit)
    with shelf.reading() as session:
        seen = seen_app(session, reader, app_id, shelf.clock())
        found = [release_of(reader, seen, row) for row in reversed(versions_of(session, reader.actor, seen.app))]
    return [
        ReleaseShape(
            number=clean(each.number),
            at=each.at,
            is_current=each.is_current,
            notes=clean(each.notes),
            asks=each.asks,
            changes=[clean(change) for change in each.changes],
        )
        for each in found
    ]


@get("/apps/{app_id:str}/badge", permission=PUBLIC, sync_to_thread=True)
def show_badge_parts(
    shelf: TheShelf,
    visit: TheVisit,
    app_id: FromPath[str],
    *,
    kind: Annotated[Literal["add", "version", "certification", "installs"], QueryParameter()] = "version",
) -> BadgeShape:
    """What a badge of the app says, for those who draw badges of their own."""
    badge = badge_of(shelf, app_id, kind, visit.language)
    return BadgeShape(
        schema_version=1,
        label=_said(visit, badge.label),
        message=_said(visit, badge.value),
        color=badge.color,
    )


def _reader(visit: Visit) -> Visit:
    """The visit with as much as its token lets be seen."""
    return visit if READ_CATALOGUE.is_granted_to(visit.actor) else structs.replace(visit, actor=VISITOR)


def _said(visit: Visit, text: Message | str) -> str:
    return clean(text if isinstance(text, str) else text.in_language(visit.language))


def _card(visit: Visit, card: Card) -> CardShape:
    return CardShape(
        id=card.app_id,
        url=card.url,
        name=clean(card.name),
        publisher=clean(card.publisher),
        description=clean(card.text),
        icon_url=card.icon_url,
        capabilities=[each.name for each in card.capabilities],
        certification=card.tier.name,
        state=_state(visit, card.state),
    )


def _state(visit: Visit, state: State) -> StateShape:
    return StateShape(
        kind=state.kind.value, label=_said(visit, state.label), url=state.url, reason=_said(visit, state.reason)
    )


HANDLERS = [
    show_store,
    search_store,
    list_publishers,
    show_listed_app,
    show_listed_permissions,
    list_releases,
    show_badge_parts,
]
