"""Bringing a database to the tables that this version of the shelf works with: forward only, all steps or none.

Several processes may start at once: one of them migrates, the others wait for it and find nothing left to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Table
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from teamshelf.catalogue.database import Database

VERSION_TABLE = "schema_version"
"""The table that says which step a database has reached."""

_TURN = 0x7465616D  # any number that nobody else locks in this database


def migrate(database: Database) -> str:
    """Take the steps that the database has not taken yet, in one transaction; the step it is at afterwards.

    Raises:
        Refusal: a newer version of the shelf has been at work on the database, its tables are somebody else's, or it
            is busy or away.
    """
    config = _config()
    with database.writing() as session:
        connection = session.connection()
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        reached = _reached(connection)
        if reached is None:
            _refuse_foreign_tables(connection)
        newest = newest_step()
        if reached == newest:
            return newest
        _refuse_newer(config, reached)
        config.attributes["connection"] = connection
        config.attributes["version_table"] = VERSION_TABLE
        command.upgrade(config, "head")
    return newest


def reached_step(database: Database) -> str | None:
    """The step that a database is at; None for one that has not taken any.

    Raises:
        Refusal: the database is busy or away.
    """
    with database.reading() as session:
        return _reached(session.connection())


def newest_step() -> str:
    """The step that this version of the shelf works with."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "teamshelf.catalogue:migrations")
    return config


def _reached(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _refuse_newer(config: Config, reached: str | None) -> None:
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if reached is not None and reached not in known:
        raise Refusal(
            Kind.UNAVAILABLE,
            "newer-schema",
            say(
                "a newer teamshelf has been at work on this database (its tables are at step {step}): update this one",
                step=printable(reached),
            ),
        )


def _refuse_foreign_tables(connection: Connection) -> None:
    taken = sorted(set(inspect(connection).get_table_names()) & set(Table.metadata.tables))
    if taken:
        raise Refusal(
            Kind.CONFLICT,
            "foreign-tables",
            say(
                "the database already has a table `{table}` that is not the shelf's: give the shelf one of its own",
                table=taken[0],
            ),
        )
