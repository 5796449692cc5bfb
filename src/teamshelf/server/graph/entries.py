"""Apps and definitions of the catalogue, as the address of a request names them and its query wants them shown."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from teamshelf.server.graph import answers
from teamshelf.server.graph.asking import asked_of
from teamshelf.server.graph.errors import not_found
from teamshelf.server.graph.finding.apps import Apps
from teamshelf.server.graph.resources.definitions import publishing_state
from teamshelf.server.graph.resources.identifiers import definition_id, read_definition_id
from teamshelf.server.graph.resources.projecting import shown_as
from teamshelf.server.graph.resources.shapes import APP, APP_BETA, DEFINITION, DEFINITION_BETA

if TYPE_CHECKING:
    from litestar import Request, Response
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Options
    from teamshelf.server.graph.odata.shapes import Shape
    from teamshelf.server.graph.resources.definitions import VersionRow

APPS = "/appCatalogs/teamsApps"
"""The catalogue, below the version of Graph."""


class Entries:
    """What a request to the catalogue is about.

    Attributes:
        asked: what the request asks for.
        app_shape, definition_shape: what an app and a definition have in this version of Graph.
    """

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        self._path = request.path_params
        self.asked = asked_of(request)
        self.app_shape: Shape = APP_BETA if self.asked.is_beta else APP
        self.definition_shape: Shape = DEFINITION_BETA if self.asked.is_beta else DEFINITION

    @cached_property
    def app_options(self) -> Options:
        """The options of the query, about apps. To be read before anything is changed: they may be wrong."""
        return self.asked.options(self.app_shape)

    @cached_property
    def definition_options(self) -> Options:
        """The options of the query, about definitions."""
        return self.asked.options(self.definition_shape)

    @property
    def app_id(self) -> str:
        """The id of the app that the address names."""
        return str(self._path["app_id"]).lower()

    @property
    def address(self) -> str:
        """Of the catalogue."""
        return f"{self.asked.root}{APPS}"

    def apps(self, session: Session, actor: Actor) -> Apps:
        """The catalogue as somebody sees it."""
        return Apps(session, actor, self.address, is_beta=self.asked.is_beta)

    def app(self, session: Session, actor: Actor, app_id: str, *, status: int = 200) -> Response[bytes]:
        """The answer that shows an app.

        Raises:
            GraphFault: there is no such app.
        """
        options = self.app_options
        resource = self.apps(session, actor).one(app_id, with_definitions="appDefinitions" in options.expand)
        if resource is None:
            raise no_app()
        show = shown_as(self.app_shape, options)
        location = f"{self.address}/{app_id}" if status == answers.CREATED else ""
        context = "appCatalogs/teamsApps/$entity"
        return answers.one(self.asked, context, show(resource), status=status, location=location)

    def definitions(self, session: Session, actor: Actor) -> list[Resource]:
        """The definitions of the app that the address names.

        Raises:
            GraphFault: there is no such app.
        """
        apps = self.apps(session, actor)
        if apps.one(self.app_id) is None:
            raise no_app()
        return [apps.definition(row) for row in apps.versions([self.app_id])[self.app_id]]

    def version(self, session: Session, actor: Actor) -> VersionRow:
        """The version that the address names: in the state it names if there is one, else in the state it now has.

        Raises:
            GraphFault: there is no such version.
        """
        named = read_definition_id(str(self._path["definition_id"]))
        rows = self.apps(session, actor).versions([self.app_id])[self.app_id]
        if named is not None and named.app_id == self.app_id:
            rows = [row for row in rows if row.number == named.number]
            in_state = [row for row in rows if publishing_state(row.state).lower() == named.state]
            current = [row for row in rows if publishing_state(row.state) in ("published", "submitted")]
            for candidates in (in_state, current, rows):
                if candidates:
                    return candidates[-1]
        raise not_found("The app definition doesn't exist in the tenant.")

    def definition(self, session: Session, actor: Actor, version_id: str, *, status: int = 200) -> Response[bytes]:
        """The answer that shows a version, by the id of its row."""
        apps = self.apps(session, actor)
        row = apps.versions_by_id([version_id])[version_id]
        resource = shown_as(self.definition_shape, self.definition_options)(apps.definition(row))
        context = f"appCatalogs/teamsApps('{row.app_id}')/appDefinitions/$entity"
        location = f"{self.address}/{row.app_id}/appDefinitions/{graph_id(row)}" if status == answers.CREATED else ""
        return answers.one(self.asked, context, resource, status=status, location=location)


def graph_id(row: VersionRow) -> str:
    """Graph's id of a version."""
    return definition_id(row.app_id, row.number, publishing_state(row.state))


def no_app() -> Exception:
    """There is no such app, or none that the one who asks may see."""
    return not_found("App doesn't exist in the tenant.")
