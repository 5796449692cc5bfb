"""Whether the server lives, whether it can do its work, and its figures."""

from __future__ import annotations

import hmac
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotAuthorizedException
from msgspec import Struct

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.upkeep.migrating import newest_step, reached_step
from teamshelf.messages import say
from teamshelf.server import metrics
from teamshelf.server.exchange import header_of
from teamshelf.server.given import TheSettings, TheShelf
from teamshelf.server.permissions import UNSEEN


class Health(Struct, frozen=True):
    """What a probe is told."""

    status: str


@get("/healthz", permission=UNSEEN, sync_to_thread=False, tags=["operation"])
def healthz() -> Health:
    """The process answers."""
    return Health("alive")


@get("/readyz", permission=UNSEEN, sync_to_thread=True, tags=["operation"])
def readyz(shelf: TheShelf) -> Health:
    """The database answers too, and its tables are those that this version works with."""
    if reached_step(shelf.database) != newest_step():
        raise Refusal(Kind.UNAVAILABLE, "not-migrated", say("the tables of the database are not those of this version"))
    return Health("ready")


@get(
    "/metrics",
    permission=UNSEEN,
    sync_to_thread=True,
    include_in_schema=False,
)
def show_metrics(request: Request[Any, Any, Any], shelf: TheShelf, settings: TheSettings) -> Response[bytes]:
    """Figures for Prometheus, for whoever has the token that the operator has set for this."""
    expected = f"Bearer {settings.metrics_token}"
    given = header_of(request.scope, b"authorization") or ""
    if not settings.metrics_token or not hmac.compare_digest(given.encode(), expected.encode()):
        raise NotAuthorizedException
    return Response(metrics.exposition(shelf), media_type="text/plain; version=0.0.4; charset=utf-8")
