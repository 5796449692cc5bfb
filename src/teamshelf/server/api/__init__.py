"""Our own API under `/api/v1`: what Graph has no words for. Every body is typed; its OpenAPI document is generated."""

from __future__ import annotations

from litestar import Router

from teamshelf.server.api import (
    accounts,
    audit,
    certification,
    customisation,
    entries,
    evidence,
    installations,
    listed_apps,
    notes,
    policies,
    remarks,
    reviews,
    settings,
    setups,
    store,
    teams,
    tokens,
)
from teamshelf.server.api.shapes import PROBLEMS

_PARTS = {
    "store": [*store.HANDLERS, *listed_apps.HANDLERS],
    "accounts": accounts.HANDLERS,
    "tokens": tokens.HANDLERS,
    "settings": settings.HANDLERS,
    "policies": [*policies.HANDLERS, *setups.HANDLERS],
    "remarks": remarks.HANDLERS,
    "entries": entries.HANDLERS,
    "reviews": [*reviews.HANDLERS, *notes.HANDLERS],
    "teams": teams.HANDLERS,
    "certification": [*certification.HANDLERS, *evidence.HANDLERS],
    "customisation": customisation.HANDLERS,
    "audit": audit.HANDLERS,
    "installations": installations.HANDLERS,
}
"""The handlers of each subject."""


def _router() -> Router:
    for tag, handlers in _PARTS.items():
        for handler in handlers:
            handler.tags = [tag]
            handler.responses = PROBLEMS
    return Router("/api/v1", route_handlers=[handler for handlers in _PARTS.values() for handler in handlers])


API_HANDLERS = [_router()]
"""All handlers of the API."""
