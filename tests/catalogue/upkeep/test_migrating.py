"""The steps that make the tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import Table
from teamshelf.catalogue.upkeep.migrating import VERSION_TABLE, migrate, newest_step, reached_step
from tests.catalogue.engines import empty_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from teamshelf.catalogue.shelf import Shelf


SEARCHED = "ix_apps_search_text"
"""The index that the models do not describe: it takes an extension of PostgreSQL."""


@pytest.fixture
def empty(engine: str, tmp_path: Path) -> Iterator[Database]:
    """A database without a table."""
    database = open_database(empty_url(engine, tmp_path))
    yield database
    database.close()


def _shape(connection: Connection) -> set[str]:
    """Everything the database says of its tables, indexes and constraints."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE type IN ('table', 'index')"))
        statements = (re.sub(r"\s+", " ", sql) for (sql,) in rows if sql and VERSION_TABLE not in sql)
        return {part.strip(" )") for sql in statements for part in re.split(r", (?=[a-z_\"]+ [A-Z]|CONSTRAINT )", sql)}
    columns = (
        "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' "
        "|| coalesce(character_maximum_length::text, '') || ' ' || coalesce(column_default, '') "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> :ours"
    )
    indexes = (
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> :ours AND indexname <> :searched"
    )
    constraints = (
        "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> :ours"
    )
    return {
        row
        for query in (columns, indexes, constraints)
        for (row,) in connection.execute(
            text(query),
            {"ours": VERSION_TABLE, "searched": SEARCHED} if ":searched" in query else {"ours": VERSION_TABLE},
        )
    }


def test_the_steps_make_the_tables_of_the_models(database: Database, empty: Database) -> None:
    """What the steps make is what the models describe, to the last constraint, on both engines."""
    with empty.engine.begin() as connection:
        Table.metadata.create_all(connection)
    with database.engine.connect() as made, empty.engine.connect() as described:
        context = MigrationContext.configure(
            made,
            opts={
                "version_table": VERSION_TABLE,
                "compare_type": True,
                "include_name": lambda name, *_: name != SEARCHED,
            },
        )

        assert [] == compare_metadata(context, Table.metadata)
        assert _shape(described) == _shape(made)


def test_migrating_again_changes_nothing(empty: Database) -> None:
    """The steps are taken once; the second time there is nothing left to do."""
    assert reached_step(empty) is None

    first, second = migrate(empty), migrate(empty)

    assert newest_step() == first == second == reached_step(empty)


def test_a_newer_database_is_refused(empty: Database) -> None:
    """A database that a newer shelf has been at work on is left alone."""
    migrate(empty)
    with empty.engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608

    with pytest.raises(Refusal) as refused:
        migrate(empty)

    assert "newer-schema" == refused.value.rule
    assert "9999" in str(refused.value.message)
    assert "9999" == reached_step(empty)


def test_tables_of_somebody_else_are_refused(empty: Database) -> None:
    """A database in which another program keeps a table of one of our names is left as it is."""
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE accounts (balance INTEGER)"))

    with pytest.raises(Refusal) as refused:
        migrate(empty)

    with empty.engine.connect() as connection:
        assert ["accounts"] == inspect(connection).get_table_names()
    assert "foreign-tables" == refused.value.rule


def test_a_step_that_fails_leaves_nothing(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a step fails half-way, none of its tables are there."""

    def fail(dialect: str) -> list[str]:
        return [f"this is no statement of {dialect}"]

    monkeypatch.setattr("teamshelf.catalogue.migrations.guards.guards", fail)

    with pytest.raises((Refusal, DBAPIError)):
        migrate(empty)

    with empty.engine.connect() as connection:
        assert [] == inspect(connection).get_table_names()


@pytest.mark.parametrize("statement", ["UPDATE audit_events SET actor = 'nobody'", "DELETE FROM audit_events"])
def test_the_audit_is_only_added_to(shelf: Shelf, statement: str) -> None:
    """The database itself refuses to change or remove what the audit says, and says why."""
    with shelf.changing(OPERATOR) as change:
        change.record(Action.SETTING_CHANGED, "rollout_hours")

    with pytest.raises(DBAPIError, match="history is only added to"), shelf.database.writing() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_audit_cannot_be_truncated(shelf: Shelf) -> None:
    """PostgreSQL's way to empty a table at once is refused as well."""
    with pytest.raises(DBAPIError, match="history is only added to"), shelf.database.writing() as session:
        session.execute(text("TRUNCATE audit_events"))
