"""A copy of the whole shelf in one file, and its way back.

A backup is a SQLite database with the shelf's own tables, whichever engine it was taken from, so it can be opened,
searched and served by itself, and restored to the other engine. It shows one moment: the shelf goes on working
meanwhile, and nothing that happens during the copy is in it, in part or as a whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, inspect, select, text, update

from teamshelf.catalogue.database import open_database, telling
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Table
from teamshelf.catalogue.tables.base import ROW_ID
from teamshelf.catalogue.upkeep.migrating import migrate, newest_step, reached_step
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy import Table as Columns

    from teamshelf.catalogue.database import Database

MOST_ROWS = 50
"""Rows that are in memory at a time: a package can have megabytes."""

_SQLITE_MARK = b"SQLite format 3\x00"


def back_up(database: Database, file: Path) -> dict[str, int]:
    """Copy a shelf into a file, which appears when it is whole; how many rows of each table it has.

    Raises:
        Refusal: CONFLICT `file-exists`; UNAVAILABLE `tables-behind`, or the database is busy or away.
        OSError: the file cannot be written.
    """
    if file.exists():
        raise Refusal(
            Kind.CONFLICT,
            "file-exists",
            say("`{file}` is there already: name another file", file=printable(str(file))),
        )
    if reached_step(database) != newest_step():
        raise Refusal(
            Kind.UNAVAILABLE,
            "tables-behind",
            say("the tables are not those of this teamshelf: start `teamshelf serve` once, or update teamshelf"),
        )
    with _fresh(file) as path:
        target = open_database(f"sqlite:///{path}")
        try:
            migrate(target)
            with _snapshot(database) as source:
                copied = _copy(source, target)
            with telling(), target.engine.connect() as connection:  # one file, without its log beside it
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
                connection.exec_driver_sql("BEGIN")
        finally:
            target.close()
    return copied


def restore(file: Path, database: Database) -> dict[str, int]:
    """Fill an empty database from a backup, as a whole or not at all; how many rows of each table it got.

    A backup of an older version of the shelf is brought to today's tables on the way; the file stays as it is.

    Raises:
        Refusal: INVALID `no-backup`; CONFLICT `not-empty`; UNAVAILABLE `newer-schema`.
        OSError: the file cannot be read.
    """
    with file.open("rb") as opened:
        if opened.read(len(_SQLITE_MARK)) != _SQLITE_MARK:
            raise _no_backup(file)
    with tempfile.TemporaryDirectory(prefix="teamshelf") as folder:
        path = Path(folder, "backup.sqlite3")
        shutil.copyfile(file, path)
        source = open_database(f"sqlite:///{path}")
        try:
            _require_shelf(source, file)
            migrate(source)
            migrate(database)
            with _snapshot(source) as connection:
                return _copy(connection, database)
        finally:
            source.close()


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    with database.reading() as session:
        connection = session.connection()
        if not database.is_sqlite:  # SQLite shows every transaction one state anyway
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        yield connection


def _copy(source: Connection, database: Database) -> dict[str, int]:
    """Copy every row of every table in one transaction."""
    copied: dict[str, int] = {}
    with database.writing() as session:
        target = session.connection()
        _refuse_full(target)
        for table in _in_order():
            copied[table.name] = _copy_table(source, target, table)
        _point_at_current_versions(source, target)
        if not database.is_sqlite:
            _count_on(target)
    return copied


def _in_order() -> list[Columns]:
    """The tables, each behind those that it refers to; but for the apps' current versions, which come last."""
    return list(Table.metadata.sorted_tables)


def _copy_table(source: Connection, target: Connection, table: Columns) -> int:
    count = 0
    rows = source.execution_options(yield_per=MOST_ROWS).execute(select(table)).mappings()
    for part in rows.partitions(MOST_ROWS):
        values = [dict(row) for row in part]
        if table is App.__table__:
            values = [{**row, "current_id": None} for row in values]
        target.execute(insert(table), values)
        count += len(values)
    return count


def _point_at_current_versions(source: Connection, target: Connection) -> None:
    """An app refers to a version and the version to its app: one of the two has to wait."""
    for app_id, current in source.execute(select(App.id, App.current_id).where(App.current_id.is_not(None))).all():
        target.execute(update(App).where(App.id == app_id).values(current_id=current))


def _count_on(target: Connection) -> None:
    """Let PostgreSQL go on counting behind the numbers that came with the rows."""
    for table in _in_order():
        for column in table.columns:
            if column.primary_key and column.type is ROW_ID:
                highest = target.scalar(select(func.max(column))) or 0
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                target.execute(select(func.setval(sequence, highest + 1, False)))  # noqa: FBT003 - setval's own


def _refuse_full(target: Connection) -> None:
    for table in _in_order():
        if table.name in inspect(target).get_table_names() and target.scalar(select(func.count()).select_from(table)):
            raise Refusal(
                Kind.CONFLICT,
                "not-empty",
                say("there is a shelf in the database already: restore into an empty one"),
            )


@contextmanager
def _fresh(file: Path) -> Iterator[Path]:
    """A new file beside the one that is wanted; it takes that one's place at the end, or is gone."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    path = Path(name)
    try:
        yield path
        with path.open("rb") as written:
            os.fsync(written.fileno())
        path.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        for left in (path, *(path.with_name(f"{path.name}-{end}") for end in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)


def _require_shelf(source: Database, file: Path) -> None:
    try:
        step = reached_step(source)
    except Refusal as refusal:
        if refusal.rule != "database-damaged":
            raise
        raise _no_backup(file) from refusal
    if step is None:
        raise _no_backup(file)


def _no_backup(file: Path) -> Refusal:
    return Refusal(Kind.INVALID, "no-backup", say("`{file}` is no backup of a shelf", file=printable(str(file))))
