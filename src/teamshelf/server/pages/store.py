"""The store front: what is new, what many have, what is certified, and the apps of each category.

Source: web/pages, section 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar import Request, Response, get
from msgspec import Struct

from teamshelf.catalogue.apps.categories import used_categories
from teamshelf.catalogue.apps.picking import picks
from teamshelf.catalogue.apps.searching import Query, count_up_to, search
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.messages import Message, say
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.answers import unseen_answers
from teamshelf.server.pages.cards import Card, cards_of
from teamshelf.server.pages.once import settled, waiting_for
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import CATEGORY_NAMES, name_in
from teamshelf.server.permissions import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.settings import Settings
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit

IN_A_ROW = 6
"""Apps in a row: whole lines on windows of one, two and three columns."""

PICKED = say("Our picks")
"""The heading of what an administrator has chosen."""

ALL_AT_ONCE = 12
"""A shelf with so few apps shows them in one row by their names."""

MOST_CATEGORIES = 4


class Link(Struct, frozen=True):
    """Somewhere to go."""

    url: str
    label: Message | str


class Row(Struct, frozen=True):
    """Apps under a heading.

    Attributes:
        url: where there are more of them; empty where these are all.
    """

    title: Message | str
    url: str
    cards: tuple[Card, ...]


class Front(Struct, frozen=True, kw_only=True):
    """What the store front shows.

    Attributes:
        updates: how many wait for an answer of whoever looks.
        is_off: an administrator has switched off all apps.
        hero_title, hero_text: what an administrator has written at its head; empty for ours.
    """

    rows: tuple[Row, ...]
    categories: tuple[Link, ...]
    updates: int
    is_off: bool
    hero_title: str = ""
    hero_text: str = ""


@get("/", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_front(request: Request[Any, Any, Any], shelf: TheShelf, visit: TheVisit) -> Response[Any]:
    """The store front."""
    with shelf.reading() as session:
        front = front_of(shelf, session, visit)
        answers = unseen_answers(session, request, visit.actor.account_id, shelf.clock())
    return page(visit, "front.html", front=front, answers=answers)


def front_of(shelf: Shelf, session: Session, visit: Visit) -> Front:
    """What the store front shows to a visit."""
    at = shelf.clock()
    is_small = count_up_to(session, visit.actor, Query(), ALL_AT_ONCE + 1) <= ALL_AT_ONCE
    categories = used_categories(session)
    holds = settled(session)
    picked = picks(session, holds.picks)
    listed = list(_rows(session, visit, categories, at, is_small=is_small))
    if picked:
        listed.insert(0, (PICKED, "", picked))
    apps = list({app.id: app for _, _, found in listed for app in found}.values())
    cards = dict(zip((app.id for app in apps), cards_of(session, visit, apps, at), strict=True))
    waiting = waiting_for(session, visit, at)
    return Front(
        rows=tuple(Row(title, url, tuple(cards[app.id] for app in found)) for title, url, found in listed),
        categories=tuple(
            Link(f"/search?category={quote(value)}", name_in(CATEGORY_NAMES, value)) for value in categories
        ),
        updates=sum(update.asks and update.declined_at is None for update in waiting),
        is_off=not holds.allow_apps,
        hero_title=_hero(holds, "title", visit.language),
        hero_text=_hero(holds, "text", visit.language),
    )


def _hero(holds: Settings, part: str, language: str) -> str:
    """What is written in the language, else in English."""
    own: str = getattr(holds, f"hero_{part}_{language}")
    return own.strip() or str(getattr(holds, f"hero_{part}_en")).strip()


def _rows(
    session: Session, visit: Visit, categories: Sequence[str], at: datetime, *, is_small: bool
) -> Iterator[tuple[Message | str, str, Sequence[App]]]:
    def some(**wanted: Any) -> Sequence[App]:
        return search(session, visit.actor, Query(size=IN_A_ROW, at=at, **wanted)).apps

    if is_small:
        found = search(session, visit.actor, Query(size=ALL_AT_ONCE)).apps
        if found:
            yield say("All apps"), "/search", found
        return
    yield say("New and updated"), "/search?sort=updated", some(order="updated")
    popular = [app for app in some(order="installs") if app.installs]
    if popular:
        yield say("Added most often"), "/search?sort=installs", popular
    certified = some(order="updated", chosen={Facet.CERTIFICATION: ("certified",)})
    if certified:
        yield say("Certified apps"), "/search?certification=certified", certified
    for value in categories[:MOST_CATEGORIES]:
        chosen = {Facet.CATEGORY: (value,)}
        yield name_in(CATEGORY_NAMES, value), f"/search?category={quote(value)}", some(order="updated", chosen=chosen)
