"""The same look at tokens as in `bearers.py`, without waiting for PostgreSQL: asked now, and read when it has answered.

A thread that waits for an answer costs more than the answer does. So the statement is handed to libpq, which sends it;
whoever has an event loop listens to the connection's socket and comes back when there is something to read. Whatever
goes wrong here, the caller turns to :class:`~teamshelf.catalogue.people.bearers.Bearers`, which waits, connects anew,
and knows how to say what is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.people.bearers import LENGTHS, NUMBERS, Statement, bearer_of, by_digests
from teamshelf.catalogue.tables.base import microseconds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from teamshelf.catalogue.database import Database
    from teamshelf.catalogue.people.bearers import Bearer
    from teamshelf.catalogue.shelf import Shelf

_NAMED = re.compile(r"%\((\w+)\)s")

# How libpq tells of a result, by the protocol's numbers, so that the driver is not imported where there is SQLite.
_COMMAND_OK, _TUPLES_OK = 1, 2


class SocketError(Exception):
    """The connection does not do what it should."""


class BearersBySocket:
    """Looks tokens up over a connection that is kept; one look at a time."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._database: Database | None = None
        self._connection: Any = None
        self._libpq: Any = None
        self._statements: dict[int, _Prepared] = {}
        self._asked: tuple[dict[str, str], datetime] | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection to the database that the shelf has at present."""
        return self._libpq is not None and self._database is self._shelf.database

    @property
    def socket(self) -> int:
        """The number of the open file over which the answers come."""
        return int(self._libpq.socket)

    def open(self) -> None:
        """Connect, and let PostgreSQL prepare the statements; this waits.

        Raises:
            SocketError: it does not come to that.
            sqlalchemy.exc.DBAPIError: the database is away.
        """
        self.close()
        database = self._shelf.database
        self._connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        driver = self._connection.connection.dbapi_connection
        if driver.info.encoding != "utf-8":
            raise SocketError("texts come in an encoding of their own")
        number = next(NUMBERS)
        self._statements = {
            length: _Prepared(Statement(length, number, self._connection.dialect)) for length in LENGTHS
        }
        for statement in self._statements.values():
            if driver.pgconn.prepare(statement.name, statement.text).status != _COMMAND_OK:
                raise SocketError("a statement could not be prepared")
        self._database, self._libpq = database, driver.pgconn

    def ask(self, texts: Iterable[str]) -> None:
        """Send the question whose some tokens are.

        Raises:
            SocketError: they are too many for one look, or it cannot be sent at once.
        """
        at = self._shelf.clock()
        by_digest = by_digests(texts)
        length = next((length for length in LENGTHS if length >= len(by_digest)), None)
        if length is None or not by_digest:
            raise SocketError("too many tokens at once, or none")
        statement = self._statements[length]
        self._libpq.send_query_prepared(statement.name, statement.values(list(by_digest), microseconds(at)))
        if self._libpq.flush() != 0:
            raise SocketError("there is no room to write")
        self._asked = (by_digest, at)

    def read(self) -> dict[str, Bearer] | None:
        """The bearers of those of the tokens that work; None while the answer is not whole.

        Raises:
            Exception: the connection has ended, or the answer is none.
        """
        self._libpq.consume_input()
        if self._libpq.is_busy():
            return None
        if self._asked is None:
            raise SocketError("nothing was asked")
        by_digest, at = self._asked
        result = self._libpq.get_result()
        if result is None or result.status != _TUPLES_OK or self._libpq.get_result() is not None:
            raise SocketError("there is no answer")
        rows = [_row(result, number) for number in range(result.ntuples)]
        self._asked = None
        return {by_digest[row[1]]: bearer_of(row, at) for row in rows}

    def close(self) -> None:
        """Let go of the connection, in whatever state it is."""
        connection, self._connection, self._libpq, self._asked = self._connection, None, None, None
        if connection is not None:
            connection.invalidate()
            connection.close()


class _Prepared:
    """A statement under its name in PostgreSQL, with numbers in the places of its values."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._order = list(dict.fromkeys(_NAMED.findall(statement.text)))
        places = {name: f"${place}" for place, name in enumerate(self._order, 1)}
        self.text = _NAMED.sub(lambda found: places[found[1]], statement.text).replace("%%", "%").encode()
        self.name = b"teamshelf_bearers_%d" % statement.length

    def values(self, digests: list[str], at: int) -> list[bytes]:
        """What it is executed with."""
        given = self._statement.values(digests, at)
        return [str(given[name]).encode() for name in self._order]


def _row(result: Any, number: int) -> tuple[Any, ...]:
    """The values of a row, of which the protocol tells as texts."""
    values = (result.get_value(number, column) for column in range(result.nfields))
    texts: list[Any] = [value if value is None else value.decode() for value in values]
    line, digest, token_id, scopes, used, account_id, name, role, owns, revision = texts
    last_used = used if used is None else int(used)
    return int(line), digest, token_id, scopes, last_used, account_id, name, role, owns == "t", int(revision)
