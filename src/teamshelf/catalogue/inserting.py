"""Adding rows in one statement; also those that somebody else may add at the same moment, on both engines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Insert, Table
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables.base import Table as Model


def insert_all(session: Session, model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Add rows that nobody looks at as objects afterwards."""
    session.flush()  # what they refer to may not have been written yet
    if rows:
        session.connection().execute(_insert(model), rows)


def insert_if_absent(session: Session, model: type[Model], **values: Any) -> bool:
    """Add a row unless one with the same key is there or comes to be there; whether it was added."""
    return insert_what_is_absent(session, model, [values]) > 0


def insert_what_is_absent(session: Session, model: type[Model], rows: list[dict[str, Any]]) -> int:
    """Add those of the rows whose keys are not there; how many were added."""
    session.flush()
    connection = session.connection()
    statement = _insert_or_pass(model, connection.dialect.name)
    return connection.execute(statement, rows if len(rows) > 1 else rows[0]).rowcount


# Statements are made once: that is the larger part of the work.


@cache
def _insert(model: type[Model]) -> Insert:
    return insert(cast("Table", model.__table__))


@cache
def _insert_or_pass(model: type[Model], engine: str) -> Insert:
    table = cast("Table", model.__table__)
    made = sqlite.insert(table) if engine == "sqlite" else postgresql.insert(table)
    return made.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
