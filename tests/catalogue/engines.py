"""The engines that the tests of the shelf run on: SQLite, and a PostgreSQL of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.tables import Table
from teamshelf.catalogue.upkeep.migrating import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENGINES = ("sqlite", "postgresql")

_STARTING = 60
"""Seconds that a PostgreSQL may take until it answers."""


_IN_A_HURRY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "autovacuum": "off",
    "max_connections": 200,
}
"""Settings of a server whose data nobody wants to see again."""


class Cluster:
    """A PostgreSQL server that only the tests of this process talk to, and that ends with it."""

    def __init__(self, programs: Path, settings: Mapping[str, object]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        atexit.register(self.remove)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        self._run(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        every = {"listen_addresses": "", "unix_socket_directories": self.folder, **settings}
        options = [part for name, value in every.items() for part in ("-c", f"{name}={value}")]
        self._command = [*_as_postgres(), str(programs / "postgres"), "-D", str(data), *options]
        self._log = (self.folder / "log").open("wb")
        self.start()

    def start(self) -> None:
        """Start the server, again if need be, and wait until it answers."""
        self._server = subprocess.Popen(self._command, stdout=self._log, stderr=self._log, cwd=self.folder)  # noqa: S603
        self._wait()

    def stop(self, with_signal: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT in good order, SIGQUIT or SIGKILL without a moment to write anything."""
        self._server.send_signal(with_signal)
        self._server.wait()

    def bring_back(self) -> None:
        """Start the server if it has ended."""
        if self._server.poll() is not None:
            self.start()

    def url(self, name: str) -> str:
        """Where a database of the server is."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self) -> str:
        """Make a database without a table; its name."""
        name = f"t{uuid4().hex}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return name

    def remove(self) -> None:
        """End the server and remove its files."""
        if getattr(self, "_server", None) is not None:
            self.stop()
            self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + _STARTING
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    pytest.fail((self.folder / "log").read_text())
                time.sleep(0.02)
            else:
                return

    def _run(self, *command: object) -> None:
        subprocess.run(  # noqa: S603 - of our own
            [*_as_postgres(), *map(str, command)], cwd=self.folder, check=True, stdout=subprocess.DEVNULL
        )


@cache
def cluster() -> Cluster:
    """The PostgreSQL of this process; skips the test where there is none, and fails it there in CI."""
    return new_cluster(_IN_A_HURRY)


def new_cluster(settings: Mapping[str, object]) -> Cluster:
    """Another PostgreSQL, with settings of its own."""
    found = shutil.which("postgres") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")), default=None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("there is no PostgreSQL on this machine")
        pytest.skip("there is no PostgreSQL on this machine")
    return Cluster(Path(found).parent, settings)


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="teamshelf"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = open_database(data=folder)
    migrate(database)
    database.close()
    return next(folder.glob("*.sqlite3"))


@cache
def _working_database() -> str:
    """The PostgreSQL database that one test after the other uses: making one for each takes half a second."""
    name = cluster().create()
    database = open_database(cluster().url(name))
    migrate(database)
    database.close()
    return name


def empty_url(engine: str, folder: Path) -> str:
    """The URL of a new database without a table."""
    return f"sqlite:///{folder / 'empty.sqlite3'}" if engine == "sqlite" else cluster().url(cluster().create())


def databases(engine: str, folder: Path) -> Iterator[Database]:
    """A database with empty tables, whose rows are gone afterwards."""
    if engine == "sqlite":
        shutil.copyfile(_sqlite_template(), folder / "shelf.sqlite3")
        database = open_database(f"sqlite:///{folder / 'shelf.sqlite3'}")
    else:
        database = open_database(cluster().url(_working_database()))
    yield database
    database.close()
    if engine == "postgresql":
        _empty(_working_database())


def _empty(name: str) -> None:
    """Remove every row, past all that guards them, and whoever a test has left connected."""
    with psycopg.connect(cluster().url(name)) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET session_replication_role = replica")  # no triggers, no foreign keys
        for table in Table.metadata.tables:
            connection.execute(f"DELETE FROM {table}".encode())  # noqa: S608 - our own names


def _as_postgres() -> list[str]:
    """What a command begins with so that PostgreSQL, which refuses to run as root, runs as its own user."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=INT", "--"]


def end_connections(database: Database) -> None:
    """Let PostgreSQL end every connection to a database but the one that says so."""
    with database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
