"""The shape of a database: each table, column, index, constraint and guard, as the database itself tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from teamshelf.catalogue.database import Database

_SQLITE = ("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master",)

_POSTGRESQL = (
    "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' "
    "|| coalesce(collation_name, '') || ' ' || coalesce(column_default, '') "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def shape(database: Database) -> set[str]:
    """A line for each thing; none for a database without a table."""
    queries = _SQLITE if database.is_sqlite else _POSTGRESQL
    with database.reading() as session:
        return {line for query in queries for line in session.scalars(text(query))}
