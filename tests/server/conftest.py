"""A server in the process, and people who ask it for things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from teamshelf.catalogue.people.tokens import create_token
from teamshelf.server.settings import ServerSettings
from tests.catalogue.shelves import clock, database, people, shelf
from tests.server.serving import app_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from litestar import Litestar

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf

__all__ = ["clock", "database", "people", "shelf"]


@pytest.fixture
def engine() -> str:
    """What is tested here knows nothing of engines."""
    return "sqlite"


@pytest.fixture
def client(shelf: Shelf) -> Iterator[TestClient[Litestar]]:
    """A client of the server as it runs on one's own machine."""
    with TestClient(app_for(shelf, ServerSettings())) as made:
        yield made


@pytest.fixture
def bearer(shelf: Shelf) -> Callable[..., dict[str, str]]:
    """Gives the header with a token of an account."""

    def header(actor: Actor, *scopes: str) -> dict[str, str]:
        made = create_token(shelf, actor, actor.account_id or "", label="test", scopes=scopes or None)
        return {"Authorization": f"Bearer {made.text}"}

    return header
