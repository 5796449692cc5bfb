"""Makes a shelf of any size on PostgreSQL: one app in five versions is published as anybody would, then multiplied.

The copies are rows of their own that share the bytes: a shelf of a hundred thousand apps is there in a minute. What the
tables derive from one another holds for each copy; what is derived from the bytes holds but for the identity.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import text

sys.path.append(str(Path(__file__).parents[1]))

from teamshelf.catalogue.database import Database, open_database
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.upkeep.migrating import migrate
from teamshelf.catalogue.versions.publishing import publish
from tests.catalogue.shelves import People, settled_people
from tests.catalogue.stocking import EVERYWHERE, package

if TYPE_CHECKING:
    from tests.catalogue.engines import Cluster

VERSIONS = 5
OWN_APPS = 20
"""Apps that the user has for themselves."""


class Stock(Struct):
    """A shelf of some size.

    Attributes:
        shelf, people: to work with.
        app_id: the app that is installed everywhere.
        number: of its newest version.
    """

    shelf: Shelf
    people: People
    app_id: str
    number: int = VERSIONS - 1

    def update(self) -> None:
        """Publish the next version of the app that is installed everywhere."""
        self.number += 1
        publish(self.shelf, self.people.admin, version_of(self.number), app_id=self.app_id)


def version_of(number: int) -> bytes:
    """The package of a version of the app."""
    return package(version=f"1.{number}.0", **EVERYWHERE)


def load(cluster: Cluster, apps: int, installations: int) -> Stock:
    """A shelf with so many apps in five versions, and one of them installed in so many places."""
    database = open_database(cluster.url(cluster.create()))
    migrate(database)
    shelf = Shelf(database)
    people = settled_people(shelf)
    app_id = publish(shelf, people.admin, version_of(0)).app_id
    for number in range(1, VERSIONS):
        publish(shelf, people.admin, version_of(number), app_id=app_id)
    installed = install(shelf, people.user, app_id, people.user.account_id or "")
    _multiply(database, apps, installations, app_id, installed.installation_id, people.user.account_id or "")
    return Stock(shelf, people, app_id)


def _multiply(database: Database, apps: int, installations: int, app_id: str, installation: str, user: str) -> None:
    """Copy the rows of the app, and its installation."""
    values = {"apps": apps - 1, "places": installations - 1, "app": app_id, "one": installation, "user": user}
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        columns = {
            table: list(connection.scalars(text(_COLUMNS), {"table": table}))
            for table in ("apps", "surfaces", "versions", "reaches", "traits", "installations")
        }
        connection.execute(text("CREATE TEMP TABLE n AS SELECT g FROM generate_series(1, :apps) g"), values)
        for table, changed in _CHANGED.items():
            key = "id" if table == "apps" else "app_id"
            source = (
                "(SELECT r.* FROM reaches r JOIN surfaces s ON s.id = r.surface_id WHERE s.app_id = :app)"
                if table == "reaches"
                else f"(SELECT * FROM {table} WHERE {key} = :app)"
            )
            chosen = ", ".join(changed.get(column, f'o."{column}"') for column in columns[table])
            names = ", ".join(f'"{column}"' for column in columns[table])
            connection.execute(text(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM n, {source} o"), values)
        connection.execute(text(_PLACES), values)
        for source, changed in ((_EVERYWHERE, _IN_PLACES), (_OF_THE_USER, _OTHER_APPS)):
            chosen = ", ".join(changed.get(column, f'o."{column}"') for column in columns["installations"])
            names = ", ".join(f'"{column}"' for column in columns["installations"])
            connection.execute(text(f"INSERT INTO installations ({names}) SELECT {chosen} FROM {source}"), values)
        connection.execute(text(_COUNT_INSTALLS))
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('surfaces', 'id'), (SELECT max(id) FROM surfaces))")
        )
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


_COLUMNS = (
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_schema = 'public' AND table_name = :table ORDER BY ordinal_position"
)


def _guid(column: str) -> str:
    """A GUID that belongs to a copy of a row."""
    return f"md5(o.{column} || ':' || g)::uuid::text"


_WORD = "substr(md5('word' || g), 1, 6)"
_CHANGED = {
    "apps": {
        "id": _guid("id"),
        "external_id": _guid("external_id"),
        "current_id": _guid("current_id"),
        "display_name": f"o.display_name || ' ' || {_WORD}",
        "sort_name": f"{_WORD} || ' ' || o.sort_name",
        "look": f"o.look || {_WORD}",
        "search_text": f"o.search_text || ' ' || {_WORD}",
        "installs": "0",
        "updated_at": "o.updated_at - g",
        "package_name": "NULL",
    },
    "surfaces": {"id": "1000 + g", "app_id": _guid("app_id")},
    "versions": {"id": _guid("id"), "app_id": _guid("app_id"), "surface_id": "1000 + g"},
    "reaches": {"surface_id": "1000 + g", "version_id": _guid("version_id")},
    "traits": {"app_id": _guid("app_id")},
}
_PLACES = (
    "INSERT INTO places (id, kind, display_name, created_at) "
    "SELECT 'place' || g, 'team', 'Team ' || g, 0 FROM generate_series(1, :places) g"
)
_EVERYWHERE = "generate_series(1, :places) g, (SELECT * FROM installations WHERE id = :one) o"
_IN_PLACES = {"id": _guid("id"), "place_id": "'place' || g"}
_OF_THE_USER = (
    "(SELECT a.id AS other, s.id AS surface, row_number() OVER () AS g FROM apps a JOIN surfaces s ON s.app_id = a.id "
    f"WHERE a.id <> :app ORDER BY a.id LIMIT {OWN_APPS - 1}) others, (SELECT * FROM installations WHERE id = :one) o"
)
_OTHER_APPS = {"id": "md5(o.id || other)::uuid::text", "app_id": "other", "surface_id": "surface"}
_COUNT_INSTALLS = (
    "UPDATE apps SET installs = counted.n "
    "FROM (SELECT app_id, count(*) AS n FROM installations GROUP BY app_id) counted "
    "WHERE apps.id = counted.app_id"
)
