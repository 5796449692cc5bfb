"""Whose the tokens are that requests bring: looked up for all requests at once that wait for it.

PostgreSQL is asked about all tokens that came while it was asked the time before: a request alone waits no longer for
that, and many share the way. The event loop itself listens for its answer; a thread asks, and waits, where there is no
connection yet or something is wrong with it. SQLite answers sooner than a thread could begin; it is asked about all
tokens that came in one turn of the event loop.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from anyio.to_thread import run_sync

from teamshelf.catalogue.database import BUSY_SECONDS
from teamshelf.catalogue.people.bearers import Bearers
from teamshelf.catalogue.people.bearers_by_socket import BearersBySocket
from teamshelf.catalogue.people.tokens import note_use
from teamshelf.catalogue.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.people.bearers import Bearer
    from teamshelf.catalogue.shelf import Shelf

    Asked = list[tuple[str, asyncio.Future[Bearer | None]]]

AGAIN_AFTER = 10.0
"""Seconds between two tries to open a connection that a loop listens to."""


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
            if self._queue is not None:
                self._queue.close()
            self._queue = _Queue(loop, self._thread, self._in_thread, self._at_once, BearersBySocket(self._shelf))
        bearer = await self._queue.join(text, at_once=self._shelf.database.is_sqlite)
        if bearer is not None and bearer.is_news:
            await run_sync(note_use, self._shelf, bearer.token_id, bearer.at)
        return bearer

    def close(self) -> None:
        """Let go of the connections, and of the thread; they come back when somebody asks."""
        self._at_once.close()
        if self._queue is not None:
            self._queue.close()
        if self._thread is not None:
            self._thread.submit(self._in_thread.close)
            self._thread.shutdown()
        self._thread = self._queue = None


class _Queue:
    """The requests of one event loop that wait."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        thread: ThreadPoolExecutor,
        in_thread: Bearers,
        at_once: Bearers,
        by_socket: BearersBySocket,
    ) -> None:
        self.loop = loop
        self._thread = thread
        self._in_thread = in_thread
        self._at_once = at_once
        self._socket = _Socket(loop, thread, by_socket, self._end)
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

    def close(self) -> None:
        """Let go of the connection that is this loop's own, for good."""
        self._socket.end()

    def _look_at_once(self) -> None:
        asked, self._waiting = self._waiting, []
        self._looks = False
        try:
            bearers = self._at_once.find({text for text, _ in asked})
        except Refusal:  # it is another's turn, or something is wrong: whoever can wait will find out
            self._at_once.close()
            self._looks = True
            self._look_in_thread(asked)
        except Exception as error:  # noqa: BLE001 - whoever waits raises it
            _tell(asked, error)
        else:
            _tell(asked, bearers)

    def _look(self) -> None:
        asked, self._waiting = self._waiting, []
        if not self._socket.ask(asked):
            self._look_in_thread(asked)

    def _look_in_thread(self, asked: Asked) -> None:
        look = self.loop.run_in_executor(self._thread, self._in_thread.find, {text for text, _ in asked})
        look.add_done_callback(partial(self._end_in_thread, asked))

    def _end_in_thread(self, asked: Asked, look: asyncio.Future[dict[str, Bearer]]) -> None:
        if look.cancelled():
            self._go_on()
            for _, found in asked:
                found.cancel()
            return
        error = look.exception()
        self._end(asked, error if error is not None else look.result())

    def _end(self, asked: Asked, bearers: dict[str, Bearer] | BaseException | None) -> None:
        """Tell what was found; None: it has to be looked for in the thread."""
        if bearers is None:
            self._look_in_thread(asked)
            return
        self._go_on()
        _tell(asked, bearers)

    def _go_on(self) -> None:
        if self._waiting:
            self._look()
        else:
            self._looks = False


class _Socket:
    """The connection to PostgreSQL that an event loop listens to.

    It is opened in the thread, once somebody has asked. Until then, and after anything has gone wrong with it, `ask`
    says no, and the thread is asked instead.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        thread: ThreadPoolExecutor,
        bearers: BearersBySocket,
        end: Callable[[Asked, dict[str, Bearer] | None], None],
    ) -> None:
        self._loop = loop
        self._thread = thread
        self._bearers = bearers
        self._end = end
        self._listened: int | None = None
        self._asked: Asked | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._opened_last = -AGAIN_AFTER
        self._is_opening = False
        self._has_ended = False

    def ask(self, asked: Asked) -> bool:
        """Send a look on its way; False where there is no way."""
        if self._listened is None or not self._bearers.is_open:
            self._open()
            return False
        try:
            self._bearers.ask({text for text, _ in asked})
        except Exception:  # noqa: BLE001 - the thread comes to the same trouble, and says what it is
            self.close()
            return False
        self._asked = asked
        self._patience = self._loop.call_later(BUSY_SECONDS, self._give_up)
        return True

    def close(self) -> None:
        """Listen no longer, and let go of the connection."""
        if self._listened is not None:
            with suppress(RuntimeError):  # the loop has ended before
                self._loop.remove_reader(self._listened)
            self._listened = None
            self._bearers.close()

    def end(self) -> None:
        """Close, and open no more; a connection that is being opened is let go of when it is there."""
        self._has_ended = True
        self.close()
        self._thread.submit(self._bearers.close)

    def _open(self) -> None:
        """Have a connection opened in the thread, unless that is going on, or has been tried a moment ago."""
        if self._is_opening or self._has_ended or self._loop.time() - self._opened_last < AGAIN_AFTER:
            return
        self.close()
        self._is_opening, self._opened_last = True, self._loop.time()
        self._loop.run_in_executor(self._thread, self._bearers.open).add_done_callback(self._listen)

    def _listen(self, opening: asyncio.Future[None]) -> None:
        self._is_opening = False
        if opening.cancelled() or opening.exception() is not None or self._has_ended:
            self._bearers.close()
            return
        try:
            self._loop.add_reader(self._bearers.socket, self._read)
        except NotImplementedError:  # an event loop of Windows
            self._has_ended = True
            self._bearers.close()
        else:
            self._listened = self._bearers.socket

    def _read(self) -> None:
        try:
            bearers = self._bearers.read()
        except Exception:  # noqa: BLE001 - as above
            self._give_up()
            return
        if bearers is not None:
            asked = self._done()
            self._end(asked, bearers)

    def _give_up(self) -> None:
        """Leave what was asked to the thread."""
        self.close()
        asked = self._done()
        if asked:
            self._end(asked, None)

    def _done(self) -> Asked:
        if self._patience is not None:
            self._patience.cancel()
        asked, self._asked, self._patience = self._asked, None, None
        return asked or []


def _tell(asked: Asked, bearers: dict[str, Bearer] | BaseException) -> None:
    for text, found in asked:
        if found.done():  # nobody waits any longer
            continue
        if isinstance(bearers, BaseException):
            found.set_exception(bearers)
        else:
            found.set_result(bearers.get(text))
