"""The server as tests use it: made once for each way of running it, since making its routes takes a while."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from teamshelf.catalogue.shelf import Shelf
from teamshelf.server.application import create_app

if TYPE_CHECKING:
    from litestar import Litestar

    from teamshelf.server.settings import ServerSettings


def app_for(shelf: Shelf, settings: ServerSettings) -> Litestar:
    """The server of this test's shelf. One test uses a server at a time."""
    lent, app = _made(settings)
    lent.database, lent.clock = shelf.database, shelf.clock
    return app


@lru_cache(maxsize=None)
def _made(settings: ServerSettings) -> tuple[Shelf, Litestar]:
    lent = Shelf(None)  # type: ignore[arg-type]  # a test's own takes its place
    return lent, create_app(lent, settings)
