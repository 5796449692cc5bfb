"""What the pages for everybody show, as JSON: each is made from the same values as its page.

They are open to whoever the pages are open to. A token that does not grant reading the catalogue sees what a visitor
sees.
"""

from __future__ import annotations

from typing import Annotated, Literal

from litestar import get
from litestar.params import QueryParameter

from teamshelf.catalogue.apps.publishers import publishers
from teamshelf.catalogue.apps.searching import Query, count
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.server.api.cards import CardShape, card_shape, reader_of, said
from teamshelf.server.api.shapes import Shape
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.searching import query_of, results_of
from teamshelf.server.pages.store import front_of
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import PUBLIC


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


Values = list[str] | None
"""A facet of which several values may be given."""


@get("/store", permission=PUBLIC, sync_to_thread=True)
def show_store(shelf: TheShelf, visit: TheVisit) -> FrontShape:
    """The store front: the administrators' picks, what is new, what many have, what is certified, and categories."""
    reader = reader_of(visit)
    with shelf.reading() as session:
        front = front_of(shelf, session, reader)
        amount = count(session, reader.actor, Query())
    return FrontShape(
        amount=amount,
        updates=front.updates,
        is_off=front.is_off,
        rows=[
            RowShape(title=said(reader, row.title), url=row.url, apps=[card_shape(reader, card) for card in row.cards])
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
    permission: Annotated[Values, QueryParameter()] = None,
    status: Annotated[Values, QueryParameter()] = None,
    publisher: Annotated[Values, QueryParameter()] = None,
    language: Annotated[Values, QueryParameter()] = None,
) -> ResultsShape:
    """Apps that have all words of `q` and, of each facet, one of the values that are given."""
    reader, at = reader_of(visit), shelf.clock()
    given = {
        Facet.CATEGORY: category,
        Facet.SCOPE: place_scope,
        Facet.CAPABILITY: capability,
        Facet.CERTIFICATION: certification,
        Facet.PERMISSION: permission,
        Facet.STATUS: status if reader.is_signed_in else None,
        Facet.PUBLISHER: publisher,
        Facet.LANGUAGE: language,
    }
    with shelf.reading() as session:
        found = results_of(session, reader, query_of(q, given, sort or "", after, at), at)
    return ResultsShape(
        amount=found.amount,
        apps=[card_shape(reader, card) for card in found.cards],
        facets=[
            FacetShape(
                name=facet.name,
                heading=said(reader, facet.heading),
                options=[
                    OptionShape(
                        value=option.value,
                        label=said(reader, option.label),
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


HANDLERS = [show_store, search_store, list_publishers]
