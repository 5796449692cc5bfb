"""Microsoft's own Python SDK, unmodified, works against a live server over HTTP."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.places.directory import create_place
from teamshelf.catalogue.tables.directory import PlaceKind
from tests.server.graph.asking import CHAT, TEAM
from tests.server.graph.live import Live

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.catalogue.database import Database
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""The SDK warns of itself."""


def test_the_python_sdk_goes_through_the_whole_life_of_an_app(
    shelf: Shelf, database: Database, people: People, tmp_path: Path
) -> None:
    """Published, found, updated, reviewed, installed, upgraded, removed, deleted; every error arrives as its fields."""
    from tests.server.graph.sdk import live_through

    create_place(shelf, people.user, PlaceKind.TEAM, "Harbour", TEAM)
    create_place(shelf, people.user, PlaceKind.CHAT, "Lunch", CHAT)
    with Live(database, tmp_path, "--no-rate-limits") as live:
        asyncio.run(live_through(live, shelf, people))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_python_sdk_waits_where_it_is_told_to(
    shelf: Shelf, database: Database, people: People, tmp_path: Path
) -> None:
    """Searches are limited to five a second: the answer says when to try again, and the SDK does."""
    from tests.server.graph.sdk import Client, search_too_often

    with Live(database, tmp_path) as live:
        text = create_token(shelf, OPERATOR, people.user.account_id or "", label="raw").text
        asyncio.run(search_too_often(live, Client(live, shelf, people.user), text))
        gc.collect()  # the SDK leaves the answers that told it to wait unread, and their connections open
