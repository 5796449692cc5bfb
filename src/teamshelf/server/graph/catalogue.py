"""Graph's app catalogue, to look at: apps, their definitions, and what these lead to.

Source: Graph's reference of `teamsApp` and `teamsAppDefinition`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get

from teamshelf.catalogue.apps.listing import icon_bytes
from teamshelf.catalogue.limits import Limit, count
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.graph import answers
from teamshelf.server.graph.entries import APPS, Entries, graph_id
from teamshelf.server.graph.errors import not_found
from teamshelf.server.graph.finding.lists import matching_of, page_of
from teamshelf.server.graph.resources.projecting import shown_as
from teamshelf.server.permissions import READ_CATALOGUE
from teamshelf.server.remembering import do_not_remember

GraphRequest = Request[Any, Any, Any]

SEARCHES = Limit("search", 5, 1)
"""A search reads the texts of the whole catalogue; nobody types faster. Everything else is found by an index."""

_APP = f"{APPS}/{{app_id:str}}"
_DEFINITIONS = f"{_APP}/appDefinitions"
_DEFINITION = f"{_DEFINITIONS}/{{definition_id:str}}"

_read = partial(get, permission=READ_CATALOGUE, sync_to_thread=True, is_remembered=True)
"""What these routes answer depends on nothing but the request, the shelf, and what whoever asks may see of it."""


@_read(APPS)
def list_apps(request: GraphRequest, shelf: TheShelf, settings: TheSettings, actor: TheActor) -> Response[bytes]:
    """The apps of the catalogue that whoever asks may see."""
    entries = Entries(request)
    options = entries.app_options
    if options.search is not None:
        do_not_remember(request)  # each search is counted
        if settings.has_limits:
            count(shelf, (SEARCHES, actor.account_id or ""))
    with shelf.reading() as session:
        page = entries.apps(session, actor).page(options)
    return answers.many(entries.asked, "appCatalogs/teamsApps", page, options)


@_read(f"{APPS}/$count")
def count_apps(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """How many apps the filter lets through."""
    entries = Entries(request)
    with shelf.reading() as session:
        return answers.number(entries.apps(session, actor).count(entries.app_options))


@_read(_APP)
def show_app(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """One app."""
    entries = Entries(request)
    with shelf.reading() as session:
        return entries.app(session, actor, entries.app_id)


@_read(_DEFINITIONS)
def list_definitions(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """The versions of an app, from the oldest to the newest."""
    entries = Entries(request)
    with shelf.reading() as session:
        definitions = entries.definitions(session, actor)
    page = page_of(definitions, entries.definition_shape, entries.definition_options)
    context = f"appCatalogs/teamsApps('{entries.app_id}')/appDefinitions"
    return answers.many(entries.asked, context, page, entries.definition_options)


@_read(f"{_DEFINITIONS}/$count")
def count_definitions(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """How many versions of an app the filter lets through."""
    entries = Entries(request)
    with shelf.reading() as session:
        return answers.number(len(matching_of(entries.definitions(session, actor), entries.definition_options)))


@_read(_DEFINITION)
def show_definition(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
    """One version of an app."""
    entries = Entries(request)
    with shelf.reading() as session:
        return entries.definition(session, actor, entries.version(session, actor).id)


def _part_handler(name: str) -> Any:
    @_read(f"{_DEFINITION}/{name}", name=f"GET {_DEFINITION}/{name}")
    def show_part(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
        """The bot of a version; in beta also what there is to know of its icons."""
        entries = Entries(request)
        with shelf.reading() as session:
            row = entries.version(session, actor)
            resource = entries.apps(session, actor).definition(row).get(name)
        member = entries.definition_shape.members.get(name)
        if member is None or member.shape is None or resource is None:
            raise not_found(f"The app definition has no {name}.")
        options = entries.asked.options(member.shape)
        context = f"appCatalogs/teamsApps('{row.app_id}')/appDefinitions('{graph_id(row)}')/{name}/$entity"
        return answers.one(entries.asked, context, shown_as(member.shape, options)(resource))

    return show_part


def _icon_handler(name: str, column: str) -> Any:
    path = f"{_DEFINITION}/{name}/hostedContent/$value"

    @_read(path, name=f"GET {path}")
    def show_icon(request: GraphRequest, shelf: TheShelf, actor: TheActor) -> Response[bytes]:
        """An icon of a version itself; beta only."""
        entries = Entries(request)
        with shelf.reading() as session:
            digest = getattr(entries.version(session, actor), column)
            content = icon_bytes(session, digest) if digest and entries.asked.is_beta else None
        if content is None:
            raise not_found("The app definition has no such icon.")
        return Response(content, media_type="image/png")

    return show_icon


HANDLERS: list[Any] = [
    list_apps,
    count_apps,
    show_app,
    list_definitions,
    count_definitions,
    show_definition,
    *(_part_handler(name) for name in ("bot", "colorIcon", "outlineIcon")),
    _icon_handler("colorIcon", "color_icon"),
    _icon_handler("outlineIcon", "outline_icon"),
]
"""The catalogue's routes that change nothing, below the version of Graph."""
