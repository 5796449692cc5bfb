"""Faults are met by both engines, and by a PostgreSQL that writes to the disk before it says that it has."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from tests.catalogue.engines import databases
from tests.catalogue.shelves import clock, database, engine, people, shelf
from tests.faults import apsw_driver
from tests.faults.faulty_files import Disk
from tests.faults.lasting import lasting_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.database import Database

__all__ = ["clock", "database", "engine", "people", "shelf"]


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory, where there is one: a kill takes nothing from it that was written, flushed or not."""
    with TemporaryDirectory(prefix="teamshelf", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def lasting(engine: str, memory: Path) -> Iterator[Database]:
    """A database with empty tables that may be killed."""
    yield from databases(engine, memory) if engine == "sqlite" else lasting_database()


_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A disk that fails when it is told to, under every SQLite database that is opened from now on."""
    made = Disk()
    monkeypatch.setattr("teamshelf.catalogue.database.create_engine", partial(create_engine, module=apsw_driver))
    yield made
    made.unregister()
