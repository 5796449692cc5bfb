"""Seeing what a transaction writes, however it was told to: by objects, in bulk, or by a statement of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

_READS = frozenset(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "EXPLAIN", "PRAGMA", "VALUES"))
_WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:INTO\s+|FROM\s+|ONLY\s+|OR\s+\w+\s+INTO\s+)*\"?(\w+)", re.IGNORECASE
)
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)

UNKNOWN = "?"
"""The table of a statement that cannot be told by its first words."""


class Watch:
    """Notes each table that a session writes to, and stops what is not allowed before it happens.

    Attributes:
        written: the tables, :data:`UNKNOWN` among them where a statement does not begin with its table.
    """

    def __init__(self, session: Session, allowed: Mapping[str, frozenset[str]] | None = None) -> None:
        """Watch a session; ``allowed`` says by table which of INSERT, UPDATE and DELETE it may do, None: everything."""
        self.written: set[str] = set()
        self._allowed = allowed
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", self._before)
        event.listen(connection, "after_cursor_execute", self._after)

    def _before(self, *execution: Any) -> None:
        verb, table = _write_in(execution[_STATEMENT])
        if verb and self._allowed is not None and verb not in self._allowed.get(table, frozenset()):
            raise RuntimeError(f"{verb} on {table!r} is a change to the shelf: it belongs in the audit")

    def _after(self, *execution: Any) -> None:
        statement = execution[_STATEMENT]
        verb, table = _write_in(statement)
        # Rows that a statement returns are counted when they are fetched; one without any may have changed nothing.
        if verb and (execution[_CURSOR].rowcount != 0 or "RETURNING" in statement.upper()):
            self.written.add(table)


_CURSOR, _STATEMENT = 1, 2  # among what SQLAlchemy tells of an execution


def _write_in(statement: str) -> tuple[str, str]:
    """What a statement does, and to which table; empty where it only reads."""
    verb = statement.lstrip(" \t\r\n(").partition(" ")[0].partition("\n")[0].upper()
    if verb in _READS or (verb == "WITH" and not _CHANGES.search(statement)):
        return "", ""
    found = _WRITES.match(statement)
    return (found[1].upper(), found[2].lower()) if found else (verb, UNKNOWN)
