"""The application: all routes, what stands before them, and the refusal to start with one that nobody guards.

A request passes, from the outside in: its id and its log line, `HEAD` that becomes `GET`, security headers, known
hosts, requests of other sites, the size of its body; then the router; then who asks and whether they may; then a
function of ours.
"""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect
from litestar.utils import normalize_path
from msgspec import structs

from teamshelf.server.addresses import safe_return
from teamshelf.server.api import API_HANDLERS
from teamshelf.server.api.document import openapi_config
from teamshelf.server.authentication import Authentication, actor_of
from teamshelf.server.bodies import Bodies
from teamshelf.server.exchange import exchange_of
from teamshelf.server.faults import fault_of
from teamshelf.server.forgery import Forgery
from teamshelf.server.graph.addresses import GraphAddresses
from teamshelf.server.graph.errors import HANDLERS as GRAPH_ERRORS
from teamshelf.server.headers import Headers
from teamshelf.server.heads import Heads
from teamshelf.server.health import healthz, readyz, show_metrics
from teamshelf.server.holders import Holders
from teamshelf.server.hosts import Hosts
from teamshelf.server.minding import minding
from teamshelf.server.pages.admin.routes import ADMIN_HANDLERS
from teamshelf.server.pages.dev.routes import DEV_HANDLERS
from teamshelf.server.pages.face import Faces
from teamshelf.server.pages.routes import PAGE_HANDLERS
from teamshelf.server.pages.visiting import visit_of
from teamshelf.server.permissions import guarded_routes
from teamshelf.server.problems import answer, is_page
from teamshelf.server.reading import BodyRequest, read_form
from teamshelf.server.recording import Recording
from teamshelf.server.remembering import Remembering
from teamshelf.server.threads import wrap_once
from teamshelf.server.token_endpoint import authority, client_credentials, key_set, managed_identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from litestar.types import ASGIApp, ControllerRouterHandler, Scope

    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.settings import ServerSettings

_LOG = logging.getLogger("teamshelf.mistakes")

_METHOD_NOT_ALLOWED = 405
_SERVER_ERROR = 500


def create_app(shelf: Shelf, settings: ServerSettings) -> Litestar:
    """The server of a shelf, whose tables are there.

    Raises:
        RuntimeError: a route declares no permission.
        ValueError: the settings make no sense.
    """
    holders = Holders(shelf)
    app = Litestar(
        route_handlers=_handlers(settings),
        dependencies={
            "shelf": Provide(lambda: shelf, sync_to_thread=False),
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "actor": Provide(actor_of, sync_to_thread=False),
            "visit": Provide(visit_of, sync_to_thread=False),
        },
        signature_types=[type(shelf)],
        middleware=[Authentication(shelf, holders, has_tls=settings.has_tls)],
        exception_handlers={Exception: _answer_error},
        after_exception=[_log_mistake],
        openapi_config=openapi_config(),
        request_class=BodyRequest,
        before_request=read_form,
        request_max_body_size=None,  # `Bodies` counts, and says it in our words
        logging_config=None,
        lifespan=[_closing(shelf, holders)],
    )
    app.state.faces = Faces(shelf)
    list(guarded_routes(app))
    wrap_once(app)
    app.asgi_handler = _surrounded(Remembering(app.asgi_handler, holders), settings)
    return app


def _handlers(settings: ServerSettings) -> list[ControllerRouterHandler]:
    from teamshelf.server.graph.routes import HANDLERS as GRAPH_HANDLERS

    handlers: list[ControllerRouterHandler] = [
        healthz,
        readyz,
        show_metrics,
        managed_identity,
        client_credentials,
        key_set,
        authority,
        *PAGE_HANDLERS,
        *DEV_HANDLERS,
        *ADMIN_HANDLERS,
        *API_HANDLERS,
        *GRAPH_HANDLERS,
    ]
    if settings.open_id is not None:
        from teamshelf.server.open_id import Provider
        from teamshelf.server.pages.open_id import open_id_handlers

        handlers += open_id_handlers(Provider(settings.open_id))
    return handlers


def _surrounded(app: ASGIApp, settings: ServerSettings) -> ASGIApp:
    inner = Bodies(app, limit=settings.body_limit, seconds=settings.body_seconds)
    ours = Forgery(inner, base_url=settings.base_url)
    hosted = Hosts(ours, hosts=settings.hosts, trusts_proxy=settings.trusts_proxy)
    return Recording(Heads(GraphAddresses(Headers(hosted, has_tls=settings.has_tls))))


def _closing(shelf: Shelf, holders: Holders) -> Any:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        del app
        async with minding(shelf):
            yield
        holders.close()
        shelf.database.close()

    return lifespan


def _answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer what a handler, or the router, has raised."""
    path = request.scope["path"]
    if isinstance(error, NotAuthorizedException) and is_page(path):
        from urllib.parse import quote

        # A form that is sent too late comes back as the page it stood on: each has one at its own address.
        query = request.scope["query_string"].decode("latin-1")
        back = safe_return(f"{path}?{query}" if query else path)
        return Redirect(f"/sign-in?return={quote(back, safe='')}", status_code=303)
    fault = fault_of(error)
    if fault.status == _METHOD_NOT_ALLOWED:
        fault = structs.replace(fault, headers={"Allow": ", ".join(_allowed(request.app, path))})
    return answer(request, fault)


def _allowed(app: Litestar, path: str) -> list[str]:
    """The methods that the address does answer to: the router is asked for each."""
    allowed = []
    for method in ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"):
        try:
            app.asgi_router.handle_routing(normalize_path(path), method)
        except HTTPException:
            continue
        allowed += ["GET", "HEAD"] if method == "GET" else [method]
    return allowed


async def _log_mistake(error: Exception, scope: Scope) -> None:
    """Write down what only we can mend; what was asked wrongly has been answered."""
    if type(error) not in GRAPH_ERRORS and fault_of(error).status == _SERVER_ERROR:
        _LOG.error("mistake", exc_info=error, extra={"requestId": exchange_of(scope).request_id})
