"""What a request about installations looks at: the place that its address names, and what is installed there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.installations.installing import find_installation, installations_in
from teamshelf.catalogue.places.directory import place as find_place
from teamshelf.server.graph.addressees import place_id_of
from teamshelf.server.graph.asking import asked_of
from teamshelf.server.graph.errors import not_found
from teamshelf.server.graph.finding.apps import Apps
from teamshelf.server.graph.finding.installations import installation_resources, installation_shape
from teamshelf.server.graph.odata.options import EVERYTHING
from teamshelf.server.graph.resources.identifiers import read_installation_id

if TYPE_CHECKING:
    from datetime import datetime

    from litestar import Request
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import Installation
    from teamshelf.server.graph.families import Family
    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Options
    from teamshelf.server.graph.odata.shapes import Shape


class Installed:
    """Apps in a place, as a request names them.

    Attributes:
        asked: what the request asks for.
        shape: what an installation has.
    """

    def __init__(self, request: Request[Any, Any, Any], family: Family) -> None:
        self._request = request
        self._family = family
        self.asked = asked_of(request)
        self.shape: Shape = installation_shape(is_personal=family.is_personal, is_beta=self.asked.is_beta)

    @cached_property
    def options(self) -> Options:
        """The options of the query, about installations."""
        return self.asked.options(self.shape)

    @property
    def context(self) -> str:
        """The path of the list, as OData's context has it."""
        start, _, _ = self.asked.path.partition("/installedApps")
        return f"{start.removeprefix('/')}/installedApps"

    def place_id(self, session: Session, actor: Actor) -> str:
        """The id of the place that the address names."""
        return place_id_of(session, actor, self._request, self._family.kinds)

    def found(self, session: Session, actor: Actor) -> Installation:
        """The installation that the address names, if it is in the place that the address names.

        Raises:
            GraphFault: there is none.
        """
        place = find_place(session, actor, self.place_id(session, actor))
        named = read_installation_id(self._request.path_params["installation_id"])
        if named is not None and named.place_id.lower() == place.id.lower():
            found = find_installation(session, place.id, named.app_id)
            if found is not None:
                return found
        raise not_found("The app is not installed there.")

    def one(self, session: Session, actor: Actor, at: datetime, options: Options) -> Resource:
        """The installation that the address names, with what the options need."""
        return self._resources(session, actor, at, [self.found(session, actor)], options)[0]

    def every(self, session: Session, actor: Actor, at: datetime) -> list[Resource]:
        """All installations in the place that the address names."""
        installations = installations_in(session, actor, self.place_id(session, actor))
        return self._resources(session, actor, at, installations, self.options)

    def _resources(
        self, session: Session, actor: Actor, at: datetime, installations: list[Installation], options: Options
    ) -> list[Resource]:
        apps = Apps(session, actor, f"{self.asked.root}/appCatalogs/teamsApps", is_beta=self.asked.is_beta)
        expanded = options.expand.get("teamsApp", EVERYTHING)
        needs = {("teamsApp", *names) for names in expanded.filter.needs} if expanded.filter else set()
        needs |= options.filter.needs if options.filter else set()
        return installation_resources(
            session,
            apps,
            find_place(session, actor, self.place_id(session, actor)),
            installations,
            at,
            with_definitions="appDefinitions" in expanded.expand or ("teamsApp", "appDefinitions") in needs,
        )
