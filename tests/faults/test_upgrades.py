"""Migrations that are killed, and shelves of older releases that are brought to today's tables."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import MetaData, insert, select, text

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.upkeep.migrating import VERSION_TABLE, _config, migrate, newest_step, reached_step
from tests.catalogue.engines import empty_url
from tests.faults import deeds
from tests.faults.judging import what_is_wrong
from tests.faults.killing import begin
from tests.faults.lasting import url_of
from tests.faults.shapes import shape

if TYPE_CHECKING:
    from tests.catalogue.shelves import People

CYCLES = 30
"""Migrations that are killed on each engine."""

FIXTURES = sorted(Path(__file__).parent.joinpath("fixtures").glob("step_*.sql"))


def killed_migration(database: Database, people: People, seed: int, after: float) -> bool:
    """Kill a process that migrates; whether it had said that it was done."""
    life = begin(deeds.make_tables, url_of(database), people, seed)
    time.sleep(after)
    return bool(life.end())


def test_a_migration_is_whole_or_not_there(database: Database, engine: str, people: People, memory: Path) -> None:
    """However it is killed: the next one finishes, and the tables are those of any other shelf."""
    random = Random(2)
    empty = open_database(empty_url(engine, memory))
    nothing, whole = shape(empty), shape(database)
    began = time.perf_counter()
    migrate(empty)
    longest = 1.3 * (time.perf_counter() - began)
    _clear(empty)
    steps: set[str | None] = set()
    for number in range(CYCLES):
        was_done = killed_migration(empty, people, number, longest * (4 if number == 0 else random.random() ** 2))
        reached = reached_step(empty)
        steps.add(reached)

        assert reached == newest_step() if was_done else reached in (None, newest_step())
        assert shape(empty) == (nothing if reached is None else whole)
        assert newest_step() == migrate(empty)
        assert shape(empty) == whole
        _clear(empty)
    empty.close()

    assert {None, newest_step()} == steps


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_shelf_of_an_older_release_comes_along(
    database: Database, engine: str, people: People, memory: Path, fixture: Path
) -> None:
    """It is killed on the way a few times; in the end every row is there, and the tables are today's."""
    old = open_database(empty_url(engine, memory))
    _fill(old, fixture, memory)
    before = _rows(old)
    for number in range(3):
        killed_migration(old, people, number, number / 20)
    migrate(old)

    after = _rows(old)
    for name, rows in before.items():
        kept = [{key: row[key] for key in rows[0]} for row in after[name]] if rows else []
        if name == "traits":  # a step can give apps more to be found by; that they are the right ones, fsck says below
            kept = [row for row in kept if row in rows]
        assert rows == kept, name
    assert before["versions"]
    assert before["installations"]
    assert [] == what_is_wrong(old, [])
    assert _names(shape(database)) == _names(shape(old))
    old.close()


def test_what_was_written_for_reviewers_is_for_them_alone(engine: str, memory: Path) -> None:
    """Notes of before there were two kinds stop being public, and reviewers find them where theirs are now."""
    old = open_database(empty_url(engine, memory))
    _fill(old, next(path for path in FIXTURES if path.stem == "step_0004"), memory)
    with old.writing() as session:
        session.execute(text("UPDATE versions SET notes = 'log in as tess' WHERE state = 'published'"))
    migrate(old)

    said = {(row["state"], row["notes"], row["review_notes"]) for row in _rows(old)["versions"]}
    assert ("published", None, "log in as tess") in said
    assert {None} == {notes for _, notes, _ in said}
    assert {"published"} == {state for state, _, review_notes in said if review_notes}
    old.close()


def test_every_step_before_todays_has_its_fixture() -> None:
    """A release without one could not be proven to come along."""
    from alembic.script import ScriptDirectory

    steps = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}

    assert {f"step_{step}" for step in steps} == {path.stem for path in FIXTURES}


def _fill(database: Database, fixture: Path, memory: Path) -> None:
    """Make the tables of the fixture's step, with its rows."""
    file = memory / "fixture.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(fixture.read_text(encoding="utf-8"))
    source = open_database(f"sqlite:///{file}")
    with database.writing() as session:
        config = _config()
        config.attributes["connection"], config.attributes["version_table"] = session.connection(), VERSION_TABLE
        command.upgrade(config, fixture.stem.removeprefix("step_"))
    with database.engine.connect() as target, source.engine.connect() as rows:
        late = "PRAGMA defer_foreign_keys=ON" if database.is_sqlite else "SET LOCAL session_replication_role=replica"
        target.execute(text(late))
        tables = MetaData()
        tables.reflect(target)
        for table in tables.tables.values():
            if table.name != VERSION_TABLE and (values := rows.execute(select(table)).mappings().all()):
                target.execute(insert(table), [dict(each) for each in values])
        target.commit()
    source.close()


def _rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, with the columns that the tables have at the moment."""
    tables = MetaData()
    with database.engine.connect() as connection:
        tables.reflect(connection)
        found = {
            table.name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=repr)
            for table in tables.tables.values()
        }
    del found[VERSION_TABLE]
    return found


def _names(lines: set[str]) -> set[str]:
    """What a shape tells, but for the line breaks that a dump may lay out differently."""
    return {" ".join(line.split()) for line in lines}


def _clear(database: Database) -> None:
    """Leave the database without a table."""
    if database.is_sqlite:
        path = Path(database.engine.url.database or "")
        database.close()
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        return
    with database.writing() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))
