"""All routes of Graph, once for each of its versions."""

from __future__ import annotations

from litestar import Router

from teamshelf.server.graph import batch, catalogue, directory, installations, publishing, settings
from teamshelf.server.graph.addresses import VERSIONS
from teamshelf.server.graph.errors import HANDLERS as ERROR_HANDLERS

HANDLERS = [
    Router(
        f"/{version}",
        route_handlers=[
            *catalogue.HANDLERS,
            *publishing.HANDLERS,
            *installations.HANDLERS,
            *directory.HANDLERS,
            *settings.HANDLERS,
            *batch.HANDLERS,
        ],
        exception_handlers=ERROR_HANDLERS,
        include_in_schema=False,
    )
    for version in VERSIONS
]
"""The routers of Graph, one for each of its versions."""
