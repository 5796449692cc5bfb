"""Search: words and facets in one form, results page after page, and help for those who find nothing.

Source: web/pages, section 1b.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import QueryParameter
from litestar.response import Redirect
from msgspec import Struct

from teamshelf.catalogue.apps.counting import counted
from teamshelf.catalogue.apps.searching import Query, search
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.apps.suggesting import suggestion
from teamshelf.messages import Message, say
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.cards import Card, app_path, cards_of
from teamshelf.server.pages.once import settled
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import (
    CAPABILITY_NAMES,
    CATEGORY_NAMES,
    PERMISSION_NAMES,
    SCOPE_NAMES,
    STATUS_NAMES,
    TIER_NAMES,
    language_word,
    name_in,
)
from teamshelf.server.permissions import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.apps.counting import Count
    from teamshelf.server.pages.visiting import Visit

ON_A_PAGE = 24
LONGEST_TEXT = 200

_SHOWN_VALUES = 12
"""Values of a facet that are offered; those that are chosen always are."""

_GUID = re.compile(r"\s*\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?\s*")

ORDERS: dict[str, Message] = {
    "relevance": say("Best match first"),
    "name": say("By name"),
    "updated": say("Newest first"),
    "installs": say("Most added first"),
}
"""The orders of results."""

_HEADINGS: dict[Facet, Message] = {
    Facet.CATEGORY: say("Category"),
    Facet.SCOPE: say("Where it works"),
    Facet.CAPABILITY: say("What it is"),
    Facet.PERMISSION: say("What it asks for"),
    Facet.CERTIFICATION: say("Certification"),
    Facet.STATUS: say("For me"),
    Facet.PUBLISHER: say("Publisher"),
    Facet.LANGUAGE: say("Language"),
}
"""The facets in the order in which they are offered, each with its heading."""

_WORDS = {
    Facet.CATEGORY: CATEGORY_NAMES,
    Facet.SCOPE: SCOPE_NAMES,
    Facet.CAPABILITY: CAPABILITY_NAMES,
    Facet.CERTIFICATION: TIER_NAMES,
    Facet.PERMISSION: PERMISSION_NAMES,
    Facet.STATUS: STATUS_NAMES,
}


class Option(Struct, frozen=True):
    """A value of a facet that can be chosen."""

    value: str
    label: Message | str
    apps: int
    is_chosen: bool


class FacetChoice(Struct, frozen=True):
    """A facet as the form offers it."""

    name: str
    heading: Message
    options: tuple[Option, ...]


class Results(Struct, frozen=True, kw_only=True):
    """What a search comes to.

    Attributes:
        amount: of all apps that were found, on all pages.
        after: for the query of the next page; empty on the last.
        next_url, first_url: of other pages of the results; empty where there is none.
        instead: a word that would have found something.
        may_wish: an app that is not here can be asked for.
    """

    text: str
    order: str
    amount: int
    cards: tuple[Card, ...]
    facets: tuple[FacetChoice, ...]
    is_narrowed: bool
    after: str = ""
    next_url: str = ""
    first_url: str = ""
    instead: str = ""
    may_wish: bool = False


@get("/search", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_search(
    shelf: TheShelf,
    visit: TheVisit,
    *,
    q: Annotated[str, QueryParameter()] = "",
    sort: Annotated[str, QueryParameter()] = "",
    after: Annotated[str | None, QueryParameter()] = None,
    category: Annotated[list[str] | None, QueryParameter()] = None,
    place_scope: Annotated[list[str] | None, QueryParameter(name="scope")] = None,  # `scope` is ASGI's own
    capability: Annotated[list[str] | None, QueryParameter()] = None,
    certification: Annotated[list[str] | None, QueryParameter()] = None,
    permission: Annotated[list[str] | None, QueryParameter()] = None,
    status: Annotated[list[str] | None, QueryParameter()] = None,
    publisher: Annotated[list[str] | None, QueryParameter()] = None,
    language: Annotated[list[str] | None, QueryParameter()] = None,
) -> Response[Any]:
    """The results; the id of an app leads to its page at once."""
    given = {
        Facet.CATEGORY: category,
        Facet.SCOPE: place_scope,
        Facet.CAPABILITY: capability,
        Facet.CERTIFICATION: certification,
        Facet.PERMISSION: permission,
        Facet.STATUS: status if visit.is_signed_in else None,
        Facet.PUBLISHER: publisher,
        Facet.LANGUAGE: language,
    }
    query = query_of(q, given, sort, after, shelf.clock())
    with shelf.reading() as session:
        if _GUID.fullmatch(q):
            found = search(session, visit.actor, query).apps
            if found:
                return Redirect(app_path(found[0]), status_code=303)
        results = results_of(session, visit, query, shelf.clock())
    return page(visit, "search.html", results=results, orders=ORDERS)


def query_of(
    text: str, given: Mapping[Facet, Sequence[str] | None], order: str, after: str | None, at: datetime
) -> Query:
    """The search that an address asks for.

    Args:
        text: words.
        given: by facet, what was chosen; a value that says nothing is none.
        order: one of :data:`ORDERS`; without one, by relevance where there are words, else by name.
        after: where the page before ended.
        at: the moment of the search.
    """
    words = text[:LONGEST_TEXT].strip()
    if order not in ORDERS:
        order = "relevance" if words else "name"
    return Query(
        text=words,
        chosen={facet: tuple(values) for facet, values in given.items() if values and any(values)},
        order=cast("Literal['relevance', 'name', 'updated', 'installs']", order),
        size=ON_A_PAGE,
        after=after or None,
        at=at,
    )


def results_of(session: Session, visit: Visit, query: Query, at: datetime) -> Results:
    """What a search comes to for a visit."""
    found = search(session, visit.actor, query)
    numbers = counted(session, visit.actor, query)
    amount = numbers.amount
    return Results(
        text=query.text,
        order=query.order,
        amount=amount,
        cards=cards_of(session, visit, found.apps, at),
        facets=tuple(_choices(query, numbers.facets)),
        is_narrowed=bool(query.chosen),
        after=found.after or "",
        next_url=_url(query, after=found.after) if found.after else "",
        first_url=_url(query) if query.after else "",
        instead=suggestion(session, query.text) if not amount and query.text else "",
        may_wish=not amount and _takes_wishes(session),
    )


def _takes_wishes(session: Session) -> bool:
    holds = settled(session)
    return holds.allow_user_requests_for_app_access or bool(holds.request_url)


def _choices(query: Query, numbers: Mapping[Facet, Sequence[Count]]) -> Iterator[FacetChoice]:
    for facet, heading in _HEADINGS.items():
        chosen = query.chosen.get(facet, ())
        counts = {each.value: each.apps for each in numbers[facet]}
        values = [value for value in counts if value in chosen]
        values += [value for value in chosen if value not in counts]
        values += [value for value in counts if value not in chosen][: _SHOWN_VALUES - len(values)]
        options = tuple(
            Option(value, _label(facet, value), counts.get(value, 0), is_chosen=value in chosen) for value in values
        )
        if options:
            yield FacetChoice(facet.value, heading, options)


def _label(facet: Facet, value: str) -> Message | str:
    return language_word(value) if facet is Facet.LANGUAGE else name_in(_WORDS.get(facet, {}), value)


def _url(query: Query, **more: str) -> str:
    """The address of the same search."""
    parts = [("q", query.text)] if query.text else []
    parts += [(facet.value, value) for facet, values in query.chosen.items() for value in values]
    parts += [("sort", query.order), *more.items()]
    return f"/search?{urlencode(parts)}"
