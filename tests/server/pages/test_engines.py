"""The pages on PostgreSQL, for what they ask of a database themselves."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from teamshelf.catalogue.shelf import Shelf
from tests.catalogue.engines import databases
from tests.server.pages.site import Site, sent_to
from tests.server.pages.stocked import TEAM, stock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_person_walks_through_the_pages_on_postgresql(tmp_path: Path) -> None:
    """Finding, adding, accepting an update, asking, and looking at what one has work there as they do on SQLite."""
    with on_postgresql(tmp_path) as site:
        certified = site.page("/search?certification=certified&language=fr&sort=installs")
        assert ["All apps", "Results", "Ticket Desk"] == certified.headings
        for path in ("/", "/publishers", "/search?q=zzz", f"{site.app_path('Ticket Desk')}/certification"):
            assert 200 == site.get(path).status_code
        site.sign_in("uma")
        page = site.page(f"{site.install_path('Translate It')}?place={TEAM}")
        ((action, fields),) = ((a, f) for a, f in page.forms.items() if "digest" in f)
        assert "/done?" in sent_to(site.post(action, **fields))
        assert f"place={TEAM}" in sent_to(site.post(action, **fields))
        update = next(url for url in site.page("/updates").links.values() if url.startswith("/updates/"))
        form = site.page(update).forms[update]
        assert "/updates?accepted=2" == sent_to(site.post(update, **(form | {"answer": "accept"})))
        assert "/my/requests" == sent_to(site.post(f"{site.install_path('Quiz Night')}/request", reason="please"))
        assert "please" in site.page("/my/requests").text
        mine = site.page("/my/apps")
        assert ["Uma Lindqvist For yourself", "Harbour Street Team", "Lunch Group chat", "Receipts"] == [
            heading for heading in mine.headings if heading not in site.made.apps and heading != "My apps"
        ]
        assert "/my/apps?removed=1" == sent_to(site.post(mine.links["Remove: Translate It, Harbour Street"]))


@contextmanager
def on_postgresql(folder: Path) -> Iterator[Site]:
    """The pages of a filled shelf on PostgreSQL."""
    for database in databases("postgresql", folder):
        shelf = Shelf(database)
        with Site(shelf, stock(shelf)) as site:
            yield site
