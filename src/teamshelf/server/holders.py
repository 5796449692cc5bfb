"""Whose the tokens are that requests bring: looked up for all requests at once that wait for it.

PostgreSQL is asked in a thread, about all tokens that came while it was asked the time before: a request alone waits no
longer for that, and many share the way. SQLite answers sooner than a thread could begin; it is asked about all tokens
that came in one turn of the event loop.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from anyio.to_thread import run_sync

from teamshelf.catalogue.people.bearers import Bearers
from teamshelf.catalogue.people.tokens import note_use
from teamshelf.catalogue.refusals import Refusal

if TYPE_CHECKING:
    from teamshelf.catalogue.people.bearers import Bearer
    from teamshelf.catalogue.shelf import Shelf

    Asked = list[tuple[str, asyncio.Future[Bearer | None]]]


class Holders:
    """Finds who sends a token. What it finds was read after it was asked."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._in_thread = Bearers(shelf)
        self._at_once = Bearers(shelf, waits=False)
        self._thread: ThreadPoolExecutor | None = None
        self._queue: _Queue | None = None

    async def find(self, text: str) -> Bearer | None:
        """The bearer of a token; None where it does not work.

        Raises:
            Refusal: the database is busy or away.
        """
        loop = asyncio.get_running_loop()
        if self._queue is None or self._queue.loop is not loop:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="holders")
            self._queue = _Queue(loop, self._thread, self._in_thread, self._at_once)
        bearer = await self._queue.join(text, at_once=self._shelf.database.is_sqlite)
        if bearer is not None and bearer.is_news:
            await run_sync(note_use, self._shelf, bearer.token_id, bearer.at)
        return bearer

    def close(self) -> None:
        """Let go of the connections, and of the thread; they come back when somebody asks."""
        self._at_once.close()
        if self._thread is not None:
            self._thread.submit(self._in_thread.close)
            self._thread.shutdown()
        self._thread = self._queue = None


class _Queue:
    """The requests of one event loop that wait."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, thread: ThreadPoolExecutor, in_thread: Bearers, at_once: Bearers
    ) -> None:
        self.loop = loop
        self._thread = thread
        self._in_thread = in_thread
        self._at_once = at_once
        self._waiting: Asked = []
        self._looks = False

    def join(self, text: str, *, at_once: bool) -> asyncio.Future[Bearer | None]:
        """Wait for the next look."""
        found: asyncio.Future[Bearer | None] = self.loop.create_future()
        self._waiting.append((text, found))
        if not self._looks:
            self._looks = True
            self.loop.call_soon(self._look_at_once if at_once else self._look)
        return found

    def _look_at_once(self) -> None:
        asked, self._waiting = self._waiting, []
        self._looks = False
        try:
            bearers = self._at_once.find({text for text, _ in asked})
        except Refusal:  # it is another's turn, or something is wrong: whoever can wait will find out
            self._at_once.close()
            self._waiting = asked + self._waiting
            self._looks = True
            self._look()
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            _tell(asked, error)
        else:
            _tell(asked, bearers)

    def _look(self) -> None:
        asked, self._waiting = self._waiting, []
        look = self.loop.run_in_executor(self._thread, self._in_thread.find, {text for text, _ in asked})
        look.add_done_callback(partial(self._end, asked))

    def _end(self, asked: Asked, look: asyncio.Future[dict[str, Bearer]]) -> None:
        if self._waiting:
            self._look()
        else:
            self._looks = False
        if look.cancelled():
            for _, found in asked:
                found.cancel()
            return
        error = look.exception()
        _tell(asked, error if error is not None else look.result())


def _tell(asked: Asked, bearers: dict[str, Bearer] | BaseException) -> None:
    for text, found in asked:
        if found.done():  # nobody waits any longer
            continue
        if isinstance(bearers, BaseException):
            found.set_exception(bearers)
        else:
            found.set_result(bearers.get(text))
