"""Publishing an app, against the least that keeps its bytes: one insert of them, flushed to the disk."""

from __future__ import annotations

import sqlite3
import sys
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from uuid import uuid4

from npm import MissingPeerError
from table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

APPS = 200


def run() -> Iterator[Row]:
    """Publish apps one after the other, and after each insert the same bytes into a table that has nothing else."""
    sys.path.append(str(Path(__file__).parents[1]))
    try:
        from teamshelf.catalogue.database import open_database
        from teamshelf.catalogue.shelf import Shelf
        from teamshelf.catalogue.upkeep.migrating import migrate
        from teamshelf.catalogue.versions.publishing import publish
        from tests.catalogue.packages import package
        from tests.catalogue.shelves import settled_people
    except ImportError as error:
        raise MissingPeerError(f"{error.name} is missing: `make .venv/dev` brings it") from error
    with TemporaryDirectory() as folder:
        database = open_database(data=Path(folder))
        migrate(database)
        shelf = Shelf(database)
        people = settled_people(shelf)
        bare = _bare(Path(folder, "bare.sqlite3"))
        ours, peer, processor = [], [], []
        for _ in range(APPS):
            content = package(id=str(uuid4()), packageName=None)
            busy, start = process_time(), perf_counter()
            publish(shelf, people.admin, content)
            middle = perf_counter()
            processor.append(process_time() - busy)
            bare.execute("INSERT INTO packages VALUES (?, ?)", (sha256(content).hexdigest(), content))
            peer.append(perf_counter() - middle)
            ours.append(middle - start)
        bare.close()
        database.close()
    above = 1000 * median(mine - theirs for mine, theirs in zip(ours[20:], peer[20:], strict=True))
    yield Row(
        "publishing: check, re-pack, store and audit, above a bare insert with fsync",
        f"{above:.1f} ms",
        "5.0 ms",
        f"{1000 * median(ours[20:]):.1f} ms, of which the processor works {1000 * median(processor[20:]):.1f}, "
        f"against {1000 * median(peer[20:]):.1f} ms; SQLite, {APPS} apps",
    )


def _bare(path: Path) -> sqlite3.Connection:
    """A table of packages that is flushed as ours are."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE packages (digest TEXT PRIMARY KEY, content BLOB)")
    return connection
