"""Adding rows that somebody else may add at the same moment: both engines, one statement, no failure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Insert, Table
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables.base import Table as Model


def insert_if_absent(session: Session, model: type[Model], **values: Any) -> bool:
    """Add a row unless one with the same key is there or comes to be there; whether it was added."""
    return insert_what_is_absent(session, model, [values]) > 0


def insert_what_is_absent(session: Session, model: type[Model], rows: list[dict[str, Any]]) -> int:
    """Add those of the rows whose keys are not there; how many were added."""
    session.flush()  # what they refer to may not have been written yet
    connection = session.connection()
    outcome = connection.execute(_statement(model, connection.dialect.name), rows if len(rows) > 1 else rows[0])
    return outcome.rowcount


@cache
def _statement(model: type[Model], engine: str) -> Insert:
    """The statement, made once: it is the larger part of the work."""
    table = cast("Table", model.__table__)
    made = sqlite.insert(table) if engine == "sqlite" else postgresql.insert(table)
    return made.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
