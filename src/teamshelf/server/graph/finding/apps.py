"""Apps and their definitions, as a request asks for them.

Lists are read in stretches in the database's own order, so that a shelf of any size is listed in bounded memory; only
an order that a client asks for needs the keys of all apps at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from teamshelf.catalogue.apps.seeing import visible_apps, visible_versions
from teamshelf.catalogue.tables import Account, App, Version
from teamshelf.catalogue.versions.states import State
from teamshelf.server.graph.finding.paging import Page, Place, ordered_after, place_of, read_place, size_of, write_place
from teamshelf.server.graph.finding.translating import searched, translated
from teamshelf.server.graph.odata.evaluating import test_of
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.resources.definitions import AppRow, VersionRow, teams_app, teams_app_definition
from teamshelf.server.graph.resources.projecting import shown_as
from teamshelf.server.graph.resources.shapes import APP, APP_BETA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Options

_STRETCH = 500
"""Apps that are read at a time, at most."""

_LENGTHENED = 4
"""Times that a stretch is longer than the one before: a filter that lets few apps through reads on in larger steps."""

_ONE = select(App.id, App.external_id, App.display_name, App.sort_name)
_VERSION = (
    select(
        Version.id,
        Version.app_id,
        Version.number,
        Version.state,
        Version.display_name,
        Version.facts,
        Version.color_icon,
        Version.outline_icon,
        Version.created_by,
        Account.display_name,
        Version.changed_at,
        Version.revision,
    )
    .join(App, App.id == Version.app_id)
    .join(Account, Account.id == Version.created_by)
    .order_by(Version.app_id, Version.created_at, Version.precedence, Version.id)
)
_SHOWN = Version.state.not_in([State.DRAFT, State.WITHDRAWN])
"""Graph has no word for what was never sent, or was taken back: it is not there."""


class Apps:
    """The apps that somebody may see, as resources.

    Args:
        session: to read with.
        actor: who looks.
        address: of the collection, below which the apps are.
        is_beta: with what only beta has.
    """

    def __init__(self, session: Session, actor: Actor, address: str, *, is_beta: bool) -> None:
        self._session = session
        self._actor = actor
        self._address = address
        self._is_beta = is_beta
        self._shape = APP_BETA if is_beta else APP

    def one(self, app_id: str, *, with_definitions: bool = False) -> Resource | None:
        """An app by its id in the catalogue; None if there is none that may be seen."""
        found = self.many([app_id.lower()], with_definitions=with_definitions)
        return found[0] if found else None

    def many(self, app_ids: Sequence[str], *, with_definitions: bool = False) -> list[Resource]:
        """Apps by their ids, in the order of these; who may not be seen is left out."""
        rows = self._session.execute(self._visible(_ONE).where(App.id.in_(app_ids)))
        places = {app_id: position for position, app_id in enumerate(app_ids)}
        resources = self._resources([AppRow(*row) for row in rows], with_definitions=with_definitions)
        return sorted(resources, key=lambda resource: places[resource["id"]])

    def rows(self, app_ids: Collection[str]) -> dict[str, AppRow]:
        """The rows of apps by their ids, whoever may see them: for who has them already."""
        rows = (AppRow(*row) for row in self._session.execute(_ONE.where(App.id.in_(app_ids))))
        return {row.id: row for row in rows}

    def versions(self, app_ids: Sequence[str]) -> dict[str, list[VersionRow]]:
        """The versions of apps that may be seen, each list from the oldest to the newest."""
        found: dict[str, list[VersionRow]] = {app_id: [] for app_id in app_ids}
        wanted = _VERSION.where(Version.app_id.in_(app_ids), _SHOWN, visible_versions(self._actor))
        for row in self._session.execute(wanted):
            version = VersionRow(*row)
            found[version.app_id].append(version)
        return found

    def versions_by_id(self, version_ids: Collection[str]) -> dict[str, VersionRow]:
        """Versions by the ids of their rows, whoever may see them: for who runs them already."""
        rows = self._session.execute(_VERSION.where(Version.id.in_(version_ids)))
        return {row[0]: VersionRow(*row) for row in rows}

    def definition(self, row: VersionRow) -> Resource:
        """A version as a resource."""
        return teams_app_definition(row, f"{self._address}/{row.app_id}", is_beta=self._is_beta)

    def page(self, options: Options) -> Page:
        """The apps that the options ask for."""
        show = shown_as(self._shape, options)
        size = size_of(options.top)
        count = self.count(options) if options.count else None
        items = self._ordered(options, size + 1) if options.order else self._next(options, size + 1)
        token = None
        if len(items) > size:
            items = items[:size]
            token = write_place(self._place(items[-1], options)) if items else None
        return Page([show(item) for item in items], count, token)

    def count(self, options: Options) -> int:
        """How many apps the filter and the search let through, whatever the page."""
        if options.filter is None or translated(options.filter.condition).is_exact:
            return self._session.scalar(self._matched(options, select(func.count()).select_from(App))) or 0
        return sum(1 for _ in self._matching(options, None))

    # --- lists

    def _next(self, options: Options, size: int) -> list[Resource]:
        """The next apps in the catalogue's own order."""
        after = None
        if options.skip_token is not None:
            after = read_place(options.skip_token)
            if len(after.keys) != 1 or not isinstance(after.keys[0], str):
                raise QueryFault("$skiptoken", "it was written for another order")
        found = []
        to_skip = 0 if after else options.skip
        for resource in self._matching(options, after, wanted=size + to_skip):
            if to_skip:
                to_skip -= 1
                continue
            found.append(resource)
            if len(found) >= size:
                break
        return found

    def _ordered(self, options: Options, size: int) -> list[Resource]:
        """The next apps in the order that was asked for; only keys and ids are kept of all the others."""
        after = None if options.skip_token is None else read_place(options.skip_token)
        places = [place_of(resource, options.order) for resource in self._matching(options, None)]
        start = 0 if after else options.skip
        page = ordered_after(places, options.order, after)[start : start + size]
        return self.many([place.id for place in page], with_definitions="appDefinitions" in options.expand)

    def _matching(self, options: Options, after: Place | None, wanted: int = _STRETCH) -> Iterator[Resource]:
        """Every app that the filter and the search let through, after a place in the catalogue's own order.

        No more are read at first than are wanted.
        """
        test = test_of(options.filter.condition) if options.filter else None
        with_definitions = "appDefinitions" in options.expand or bool(options.filter and options.filter.needs)
        matched = self._matched(options, _ONE).order_by(App.sort_name, App.id)
        length = min(wanted, _STRETCH)
        name, app_id = (after.keys[0], after.id) if after else (None, None)
        while True:
            stretch = matched.limit(length)
            if app_id is not None:
                behind = or_(App.sort_name > name, and_(App.sort_name == name, App.id > app_id))
                stretch = stretch.where(behind)
            rows = [AppRow(*row) for row in self._session.execute(stretch)]
            for resource in self._resources(rows, with_definitions=with_definitions):
                if test is None or test(resource):
                    yield resource
            if len(rows) < length:
                return
            name, app_id = rows[-1].sort_name, rows[-1].id
            length = min(length * _LENGTHENED, _STRETCH)

    def _place(self, resource: Resource, options: Options) -> Place:
        if options.order:
            return place_of(resource, options.order)
        name = self._session.scalar(select(App.sort_name).where(App.id == resource["id"]))
        return Place([name or ""], resource["id"])

    # --- rows

    def _visible(self, statement: Any) -> Any:
        """The statement about apps that are there for whoever looks, and have a version that Graph can show."""
        has_version = exists().where(Version.app_id == App.id, _SHOWN, visible_versions(self._actor))
        return statement.where(visible_apps(self._actor), or_(App.current_id.is_not(None), has_version))

    def _matched(self, options: Options, statement: Any) -> Any:
        """The statement about what SQL can say of the filter and the search."""
        if options.filter is not None:
            statement = statement.where(translated(options.filter.condition).condition)
        if options.search is not None:
            statement = statement.where(searched(options.search))
        return self._visible(statement)

    def _resources(self, rows: list[AppRow], *, with_definitions: bool) -> list[Resource]:
        unnamed = [row.id for row in rows if not row.display_name]
        versions = self.versions([row.id for row in rows] if with_definitions else unnamed)
        resources = []
        for row in rows:
            known = versions.get(row.id, [])
            name = row.display_name or (known[-1].display_name if known else "")
            resource = teams_app(row._replace(display_name=name))
            if with_definitions:
                resource["appDefinitions"] = [self.definition(version) for version in known]
            resources.append(resource)
        return resources
