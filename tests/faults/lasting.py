"""A PostgreSQL as operators run it, which may be killed: the one of the other tests flushes nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.upkeep.migrating import migrate
from tests.catalogue.engines import Cluster, new_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def lasting_cluster() -> Cluster:
    """The server; what it does not say here is as PostgreSQL comes."""
    return new_cluster({"wal_level": "minimal", "max_wal_senders": 0, "max_connections": 60})


def lasting_database() -> Iterator[Database]:
    """A new database with empty tables in it."""
    url = lasting_cluster().url(lasting_cluster().create())
    database = open_database(url)
    migrate(database)
    yield database
    database.close()


def url_of(database: Database) -> str:
    """Where another process finds the database."""
    return database.engine.url.render_as_string(hide_password=False)
