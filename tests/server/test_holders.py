"""Whose tokens are, asked of PostgreSQL while the event loop goes on."""

from __future__ import annotations

import asyncio
import select
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.people.bearers import LENGTHS, Bearers
from teamshelf.catalogue.people.bearers_by_socket import BearersBySocket, SocketError
from teamshelf.catalogue.people.tokens import create_token, revoke_token
from teamshelf.catalogue.refusals import Refusal
from teamshelf.server import holders as holders_module
from teamshelf.server.holders import Holders
from tests.catalogue.engines import end_connections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.catalogue.people.bearers import Bearer
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@pytest.fixture
def engine() -> str:
    """SQLite needs none of this."""
    return "postgresql"


@pytest.fixture
def by_socket(shelf: Shelf) -> Iterator[BearersBySocket]:
    """An open connection of its own."""
    made = BearersBySocket(shelf)
    made.open()
    yield made
    made.close()


def answer(by_socket: BearersBySocket, texts: Iterable[str]) -> dict[str, Bearer]:
    """What is answered, however many parts it comes in."""
    by_socket.ask(texts)
    while True:
        assert select.select([by_socket.socket], [], [], 30)[0]
        found = by_socket.read()
        if found is not None:
            return found


def tokens_of(shelf: Shelf, people: People, count: int) -> list[str]:
    """So many tokens of several accounts."""
    actors = (people.user, people.publisher, people.reviewer, people.admin)
    return [
        create_token(shelf, OPERATOR, actors[number % 4].account_id or "", label="test").text for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 5, LENGTHS[-1]])
def test_the_socket_says_what_the_long_way_says(
    shelf: Shelf, people: People, by_socket: BearersBySocket, count: int
) -> None:
    """Of tokens that work, of one that is revoked, and of what is none."""
    tokens = tokens_of(shelf, people, count - 1) if count > 1 else []
    revoked = create_token(shelf, OPERATOR, people.user.account_id or "", label="x")
    revoke_token(shelf, people.admin, revoked.id)
    asked = [*tokens, revoked.text, "x" * 5000]
    bearers = Bearers(shelf)
    expected = bearers.find(asked)
    bearers.close()

    found = answer(by_socket, asked)

    assert set(tokens) == found.keys() == expected.keys()
    assert [each.revision[1] for each in found.values()] == [expected[name].revision[1] for name in found]
    for name, bearer in found.items():
        other = expected[name]
        assert (bearer.actor, bearer.token_id, bearer.view, bearer.is_news, bearer.at) == (
            other.actor,
            other.token_id,
            other.view,
            other.is_news,
            other.at,
        )
        assert bearer.revision[0] != other.revision[0]


def test_more_than_a_statement_takes_are_left_to_the_long_way(
    shelf: Shelf, people: People, by_socket: BearersBySocket
) -> None:
    """Nothing is sent then, nor where nothing is asked; the connection goes on."""
    token = tokens_of(shelf, people, 1)[0]
    for texts in ([f"x{number}" for number in range(LENGTHS[-1] + 1)], []):
        with pytest.raises(SocketError):
            by_socket.ask(texts)

    assert [token] == list(answer(by_socket, [token]))


def test_an_ended_connection_is_no_answer(shelf: Shelf, people: People, by_socket: BearersBySocket) -> None:
    """Whoever reads is told, and does not wait for ever."""
    token = tokens_of(shelf, people, 1)[0]
    end_connections(shelf.database)
    assert select.select([by_socket.socket], [], [], 30)[0]

    with pytest.raises(Exception, match=r"terminat|clos|nothing was asked|no answer|connection"):  # noqa: PT012
        by_socket.ask([token])
        while by_socket.read() is None:
            pass


class Watched:
    """Holders of which it is counted which way they look."""

    def __init__(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        self.holders = Holders(shelf)
        self.ways: list[str] = []
        for owner, name, way in ((Bearers, "find", "thread"), (BearersBySocket, "read", "socket")):
            monkeypatch.setattr(owner, name, self._counting(getattr(owner, name), way))

    def _counting(self, function: Any, way: str) -> Any:
        def counted(*arguments: Any) -> Any:
            found = function(*arguments)
            if found is not None:
                self.ways.append(way)
            return found

        return counted

    async def until_it_listens(self, token: str) -> None:
        """Ask until the loop has its own connection."""
        for _ in range(600):
            await self.holders.find(token)
            if self.ways[-1] == "socket":
                return
            await asyncio.sleep(0.05)
        pytest.fail("no connection was opened that the loop listens to")


@pytest.fixture
def watched(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Holders of the shelf."""
    made = Watched(shelf, monkeypatch)
    yield made
    made.holders.close()


def test_many_share_a_look(shelf: Shelf, people: People, watched: Watched) -> None:
    """Each gets its own answer; a thread is asked only until the loop listens; a hundred need few looks."""
    tokens = tokens_of(shelf, people, 8)

    async def ask() -> list[Bearer | None]:
        await watched.until_it_listens(tokens[0])
        watched.ways.clear()
        return await asyncio.gather(*(watched.holders.find(token) for token in [*tokens, "nobody"] * 12))

    found = asyncio.run(ask())

    assert {"socket"} == set(watched.ways)
    assert len(watched.ways) <= 10
    names = [bearer and bearer.actor.name for bearer in found[:9]]
    assert [people.user.name, people.publisher.name, people.reviewer.name, people.admin.name] * 2 == names[:8]
    assert names * 12 == [bearer and bearer.actor.name for bearer in found]


def test_a_revoked_token_ends_with_the_next_look(shelf: Shelf, people: People, watched: Watched) -> None:
    """Though the connection is kept."""
    made = create_token(shelf, OPERATOR, people.user.account_id or "", label="x")

    async def ask() -> list[bool]:
        await watched.until_it_listens(made.text)
        before = await watched.holders.find(made.text)
        revoke_token(shelf, people.admin, made.id)
        after = await watched.holders.find(made.text)
        return [before is not None, after is not None]

    assert [True, False] == asyncio.run(ask())
    assert "socket" == watched.ways[-1]


def test_after_an_ended_connection_all_goes_on(
    shelf: Shelf, people: People, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks meanwhile is answered by the thread; later the loop listens to a new connection."""
    token = tokens_of(shelf, people, 1)[0]

    async def ask() -> list[bool]:
        await watched.until_it_listens(token)
        end_connections(shelf.database)
        watched.ways.clear()
        found = await asyncio.gather(*(watched.holders.find(token) for _ in range(5)))
        monkeypatch.setattr(holders_module, "AGAIN_AFTER", 0.0)
        await watched.until_it_listens(token)
        return [bearer is not None for bearer in found]

    assert [True] * 5 == asyncio.run(ask())
    assert "thread" in watched.ways


def test_an_answer_that_does_not_come_is_not_waited_for(
    shelf: Shelf, people: People, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while the thread is asked, over another connection."""
    token = tokens_of(shelf, people, 1)[0]
    monkeypatch.setattr(holders_module, "BUSY_SECONDS", 0.2)

    async def ask() -> Bearer | None:
        await watched.until_it_listens(token)
        watched.ways.clear()
        monkeypatch.setattr(BearersBySocket, "read", lambda _: None)
        return await watched.holders.find(token)

    assert asyncio.run(ask()) is not None
    assert ["thread"] == watched.ways


def test_each_loop_has_its_own_connection(shelf: Shelf, people: People, watched: Watched) -> None:
    """A second event loop does not listen to what the first one opened, which is let go of."""
    token = tokens_of(shelf, people, 1)[0]
    for _ in range(2):
        asyncio.run(watched.until_it_listens(token))
        watched.ways.append("thread")
    watched.holders.close()

    with shelf.database.engine.connect() as connection:
        kept = connection.scalar(
            text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%tokens%'")
        )
    assert 1 == kept  # this very question


def test_a_database_that_is_away_is_told_as_such(
    shelf: Shelf, people: People, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection at all: the refusal says to come back, and is that of the thread."""
    token = tokens_of(shelf, people, 1)[0]

    async def ask() -> None:
        await watched.until_it_listens(token)
        end_connections(shelf.database)
        monkeypatch.setattr(type(shelf.database.engine), "connect", _refuse)
        await watched.holders.find(token)

    with pytest.raises(Refusal):
        asyncio.run(ask())
    monkeypatch.undo()


def _refuse(*_: Any) -> Any:
    import psycopg
    from sqlalchemy.exc import OperationalError

    raise OperationalError("connect", {}, psycopg.OperationalError("connection refused"), connection_invalidated=True)
