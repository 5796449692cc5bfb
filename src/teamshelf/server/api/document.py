"""The OpenAPI document of our own API: `/api/openapi.json`, and `/api` itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from teamshelf.server.permissions import UNSEEN
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from litestar.routes import BaseRoute
    from litestar.types import ControllerRouterHandler

_PATH = "/openapi.json"


class _DocumentOnly(Router):
    """Takes the document's own route, and not the page that Litestar answers with to everything else below."""

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        if isinstance(value, HTTPRouteHandler) and _PATH not in value.paths:
            return []
        return super().register(value)


def openapi_config() -> OpenAPIConfig:
    """What the document says of itself, and where it is."""
    return OpenAPIConfig(
        title="Teamshelf",
        version=VERSION,
        summary="The store, reviews, certification, customisation, policies, audit and accounts of an app catalogue",
        use_handler_docstrings=True,
        openapi_router=_DocumentOnly("/api", route_handlers=[], opt={"permission": UNSEEN}, include_in_schema=False),
        render_plugins=[JsonRenderPlugin(path=_PATH)],
    )
