"""What is asked of a shelf of each size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.searching import Query, search
from teamshelf.catalogue.installations.installing import installations_in
from teamshelf.catalogue.installations.updating import running_versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from scale_loader import Stock


def first_page(stock: Stock) -> None:
    """Twenty apps by name."""
    with stock.shelf.reading() as session:
        assert 20 == len(search(session, stock.people.user, Query(size=20)).apps)


def later_page(stock: Stock) -> None:
    """Twenty apps behind the first hundred."""
    with stock.shelf.reading() as session:
        after = search(session, stock.people.user, Query(size=100)).after
        assert 20 == len(search(session, stock.people.user, Query(size=20, after=after)).apps)


def most_installed(stock: Stock) -> None:
    """The twenty apps that most people have."""
    with stock.shelf.reading() as session:
        found = search(session, stock.people.user, Query(size=20, order="installs"))
        assert stock.app_id == found.apps[0].id


def rare_word(stock: Stock) -> None:
    """A word that one app has, or a few."""
    with stock.shelf.reading() as session:
        from hashlib import md5

        word = md5(b"word500", usedforsecurity=False).hexdigest()[:6]
        assert 1 <= len(search(session, stock.people.user, Query(text=word, size=20)).apps) <= 3


def common_word(stock: Stock) -> None:
    """A word that every app has."""
    with stock.shelf.reading() as session:
        assert 20 == len(search(session, stock.people.user, Query(text="colleagues", size=20)).apps)


def detail(stock: Stock) -> None:
    """An app with its versions."""
    with stock.shelf.reading() as session:
        app = listing.app(session, stock.people.user, stock.app_id)
        assert listing.versions_of(session, stock.people.user, app)


def installed_apps(stock: Stock) -> None:
    """The apps that somebody has, with the versions that they run."""
    with stock.shelf.reading() as session:
        found = installations_in(session, stock.people.user, stock.people.user.account_id or "")
        running = running_versions(session, found, stock.shelf.clock())
    assert 20 == len(running)


QUESTIONS: dict[str, tuple[Callable[[Stock], None], int]] = {
    "list": (first_page, 10),
    "list, a later page": (later_page, 10),
    "list, most installed": (most_installed, 10),
    "search for a rare word": (rare_word, 10),
    "search for a common word": (common_word, 10),
    "detail": (detail, 10),
    "installed apps": (installed_apps, 10),
    "publish an update": (lambda stock: stock.update(), 3),
}
"""Each with how often it is asked in a round."""
