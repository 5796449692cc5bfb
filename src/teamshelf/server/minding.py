"""What the server does by itself every few minutes: it seals the audit, and lets go what is old of it.

Each process does it; whoever comes second finds nothing to do. On a shelf that is read-only nothing is done.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from teamshelf.catalogue.gates import READ_ONLY, stored_settings
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.upkeep.sealing import keep_audit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from teamshelf.catalogue.shelf import Shelf

EVERY = 300
"""Seconds from one time to the next."""


@asynccontextmanager
async def minding(shelf: Shelf, every: float = EVERY) -> AsyncIterator[None]:
    """Look after the audit as long as the server runs."""
    at_it = asyncio.create_task(_mind(shelf, every))
    try:
        yield
    finally:
        at_it.cancel()
        with suppress(asyncio.CancelledError):
            await at_it


async def _mind(shelf: Shelf, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        with suppress(Refusal):  # the database is busy or away: there is a next time
            await asyncio.shield(asyncio.to_thread(mind, shelf))


def mind(shelf: Shelf) -> None:
    """Do it once.

    Raises:
        Refusal: UNAVAILABLE: the database is busy or away.
    """
    with shelf.reading() as session:
        is_shut = READ_ONLY in stored_settings(session)
    if not is_shut:
        keep_audit(shelf)
