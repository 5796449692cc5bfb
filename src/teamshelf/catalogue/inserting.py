"""Adding rows in one statement; also those that somebody else may add at the same moment, on both engines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached

if TYPE_CHECKING:
    from sqlalchemy import Insert, Table
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables.base import Table as Model

M = TypeVar("M", bound="Model")


def insert_all(session: Session, model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Add rows that nobody looks at as objects afterwards."""
    session.flush()  # what they refer to may not have been written yet
    if rows:
        session.connection().execute(_insert(model), rows)


def inserted(session: Session, model: type[M], **values: Any) -> M:
    """Add a row of which only the id is still to come, and give it as an object; quicker than to flush a session."""
    row = model(**values)
    key = session.connection().execute(_insert(model), values).inserted_primary_key
    for column, value in zip(cast("Table", model.__table__).primary_key, key or (), strict=True):
        setattr(row, column.key, value)
    return adopted(session, row)


def adopted(session: Session, row: M) -> M:
    """Take an object that says what the database has in a row into the session."""
    make_transient_to_detached(row)
    session.add(row)
    return row


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
