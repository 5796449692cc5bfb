"""Seeing what a transaction writes, however it was told to: by objects, in bulk, or by a statement of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

_READS = frozenset(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "EXPLAIN", "PRAGMA", "VALUES", "LOCK"))
_WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:INTO\s+|FROM\s+|ONLY\s+|OR\s+\w+\s+INTO\s+)*\"?(\w+)", re.IGNORECASE
)
_ONE_COLUMN = re.compile(
    r"\s*UPDATE\s+\"?\w+\"?\s+SET\s+\"?(\w+)\"?\s*=(?!.*,\s*\"?\w+\"?\s*=)", re.IGNORECASE | re.DOTALL
)
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)

UNKNOWN = "?"
"""The table of a statement that cannot be told by its first words."""


class Watch:
    """Notes each table that a session writes to, and stops what is not allowed before it happens.

    Attributes:
        written: the tables, :data:`UNKNOWN` among them where a statement does not begin with its table. Where only one
            column was set it is named, as in ``apps.installs``.
    """

    def __init__(self, session: Session, allowed: Mapping[str, frozenset[str]] | None = None) -> None:
        """Watch a session; ``allowed`` says by table which of INSERT, UPDATE and DELETE it may do, None: everything."""
        self.written: set[str] = set()
        self._allowed = allowed
        session.connection().execution_options(**{_WATCH: self})

    def before(self, statement: str) -> None:
        """Raise RuntimeError if a statement that is about to be executed is not allowed."""
        write = _write_in(statement)
        if write and self._allowed is not None and write.verb not in self._allowed.get(write.table, frozenset()):
            raise RuntimeError(f"{write.verb} on {write.table!r} is a change to the shelf: it belongs in the audit")

    def after(self, statement: str, rows: int) -> None:
        """Note what a statement has written that changed so many rows."""
        write = _write_in(statement)
        # Rows that a statement returns are counted when they are fetched; one without any may have changed nothing.
        if write and (rows != 0 or write.returns):
            self.written.add(write.target)


_WATCH = "teamshelf_watch"


def tell_watches(engine: Engine) -> None:
    """Let those who watch a connection of an engine hear of every statement; once for each engine.

    To listen to each connection by itself takes longer than most statements do.
    """

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        del cursor
        watch: Watch | None = connection.get_execution_options().get(_WATCH)
        if watch is not None:
            watch.before(statement)

    @event.listens_for(engine, "after_cursor_execute")
    def _after(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        watch: Watch | None = connection.get_execution_options().get(_WATCH)
        if watch is not None:
            watch.after(statement, cursor.rowcount)


class _Write(NamedTuple):
    """What a statement does, and to which table; ``target`` names the column too, where there is only one."""

    verb: str
    table: str
    target: str
    returns: bool


@lru_cache(maxsize=1024)  # statements are few, each with its values apart from it
def _write_in(statement: str) -> _Write | None:
    """What a statement writes; None where it only reads."""
    verb = statement.lstrip(" \t\r\n(").partition(" ")[0].partition("\n")[0].upper()
    if verb in _READS or (verb == "WITH" and not _CHANGES.search(statement)):
        return None
    returns = "RETURNING" in statement.upper()
    found = _WRITES.match(statement)
    if found is None:
        return _Write(verb, UNKNOWN, UNKNOWN, returns)
    table = found[2].lower()
    column = _ONE_COLUMN.match(statement)
    return _Write(found[1].upper(), table, f"{table}.{column[1].lower()}" if column else table, returns)
