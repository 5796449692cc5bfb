"""Adding a row that somebody else may add at the same moment: both engines, one statement, no failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import CursorResult, Table
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables.base import Table as Model


def insert_if_absent(session: Session, model: type[Model], **values: Any) -> bool:
    """Add a row unless one with the same key is there or comes to be there; whether it was added."""
    session.flush()  # what it refers to may not have been written yet
    table = cast("Table", model.__table__)
    made = sqlite.insert(table) if session.connection().dialect.name == "sqlite" else postgresql.insert(table)
    statement = made.values(**values).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    outcome = cast("CursorResult[Any]", session.execute(statement))
    return outcome.rowcount > 0
