"""SQLite through APSW, as SQLAlchemy wants a driver: the standard module cannot be given files that fail, APSW can.

Errors are those of the standard module, so that the shelf meets what it would meet there.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Error = sqlite3.Error
DatabaseError = sqlite3.DatabaseError
IntegrityError = sqlite3.IntegrityError
OperationalError = sqlite3.OperationalError
ProgrammingError = sqlite3.ProgrammingError
InterfaceError = sqlite3.InterfaceError
InternalError = sqlite3.InternalError
DataError = sqlite3.DataError
NotSupportedError = sqlite3.NotSupportedError
Warning = sqlite3.Warning  # noqa: A001 - the driver interface calls it so
Binary = memoryview
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2
paramstyle = "qmark"
version_info = (2, 6, 0)
sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
sqlite_version = apsw.sqlite_lib_version()


def connect(path: str, *, timeout: float = 5, **_ignored: Any) -> Connection:
    """A connection to the file."""
    with _as_standard():
        return Connection(path, timeout)


class Connection:
    """A connection that begins and ends transactions only where it is told to, as `isolation_level = None` does."""

    def __init__(self, path: str, timeout: float) -> None:
        self._inner = apsw.Connection(path)
        self._inner.set_busy_timeout(int(timeout * 1000))
        self.isolation_level: str | None = None

    def cursor(self) -> Cursor:
        """A cursor."""
        return Cursor(self._inner)

    def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        """Execute a statement with a cursor of its own."""
        made = self.cursor()
        made.execute(statement, parameters)
        return made

    def create_function(self, name: str, count: int, function: Any, *, deterministic: bool = False) -> None:
        """Teach SQLite a function."""
        self._inner.create_scalar_function(name, function, count, deterministic=deterministic)

    def commit(self) -> None:
        """End the transaction, if there is one."""
        if self._inner.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Take the transaction back, if there is one."""
        if self._inner.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file; what cannot be moved from the log into the database then waits for the next one."""
        with suppress(apsw.Error):  # as in the standard module, whose connections close without a word
            self._inner.close()


class Cursor:
    """A cursor that has all rows as soon as the statement was executed."""

    arraysize = 1

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid = 0

    def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        """Execute a statement."""
        self._run(statement, parameters)
        changes = self._connection.changes()
        self.rowcount = -1 if statement.lstrip()[:6].upper() == "SELECT" else changes
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def executemany(self, statement: str, several: Iterable[Any]) -> Cursor:
        """Execute a statement with each of several sets of parameters."""
        count = 0
        for parameters in several:
            self._run(statement, parameters)
            count += self._connection.changes()
        self.rowcount = count
        return self

    def fetchone(self) -> Any:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        size = size or self.arraysize
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        found, self._rows = self._rows, []
        return found

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def _run(self, statement: str, parameters: Any) -> None:
        self.description = None
        with _as_standard():
            cursor = self._connection.cursor()
            cursor.exec_trace = self._describe
            self._rows = cursor.execute(statement, parameters).fetchall()

    def _describe(self, cursor: apsw.Cursor, statement: str, parameters: Any) -> bool:
        """Called before a statement runs: after one without rows APSW no longer knows its columns."""
        del statement, parameters
        columns = cursor.get_description()
        self.description = tuple((column[0], *[None] * 6) for column in columns) or None
        return True


_STANDARD: dict[type[apsw.Error], type[sqlite3.Error]] = {
    apsw.ConstraintError: IntegrityError,
    apsw.MismatchError: IntegrityError,
    apsw.CorruptError: DatabaseError,
    apsw.NotADBError: DatabaseError,
}

_NAMES: dict[type[apsw.Error], str] = {
    apsw.FullError: "SQLITE_FULL",
    apsw.IOError: "SQLITE_IOERR_WRITE",
    apsw.BusyError: "SQLITE_BUSY",
    apsw.ConstraintError: "SQLITE_CONSTRAINT",
}


@contextmanager
def _as_standard() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        raised = _STANDARD.get(type(error), OperationalError)(str(error))
        raised.sqlite_errorname = _NAMES.get(type(error), "SQLITE_ERROR")
        raise raised from error
