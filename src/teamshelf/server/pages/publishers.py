"""Publishers: who is on the shelf, and what each of them has there."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get
from litestar.params import QueryParameter
from msgspec import Struct

from teamshelf.catalogue.apps.facts import from_stored
from teamshelf.catalogue.apps.publishers import publishers
from teamshelf.catalogue.apps.searching import Query, count, search
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.tables import Version
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.cards import cards_of, publisher_path
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import PUBLIC
from teamshelf.texts.addressing import web_link

ON_A_PAGE = 48


class Publisher(Struct, frozen=True):
    """A publisher in the list of all."""

    name: str
    url: str
    apps: int


@get("/publishers", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_publishers(
    shelf: TheShelf,
    visit: TheVisit,
    name: Annotated[str, QueryParameter()] = "",
    after: Annotated[str | None, QueryParameter()] = None,
) -> Response[Any]:
    """The apps of one publisher, as their manifests call them; all publishers where none is named."""
    with shelf.reading() as session:
        if not name:
            counts, following = publishers(session, after=(after or "").replace("\0", ""))
            listed = [Publisher(each.value, publisher_path(each.value), each.apps) for each in counts]
            next_url = f"/publishers?after={quote(following, safe='')}" if following else ""
            return page(visit, "publishers.html", publishers=listed, next_url=next_url)
        query = Query(chosen={Facet.PUBLISHER: (name,)}, order="updated", size=ON_A_PAGE, after=after or None)
        found = search(session, visit.actor, query)
        current = session.get(Version, found.apps[0].current_id) if found.apps else None
        return page(
            visit,
            "publisher.html",
            status=200 if current is not None else 404,
            name=name[:200],
            website=web_link(from_stored(current.facts).developer.website_url) if current is not None else "",
            amount=count(session, visit.actor, query),
            cards=cards_of(session, visit, found.apps, shelf.clock()),
            next_url=f"{publisher_path(name)}&after={found.after}" if found.after else "",
        )
