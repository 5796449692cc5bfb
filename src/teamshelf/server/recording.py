"""The outermost layer: gives each request its id, and says in the end what became of it."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING
from uuid import uuid4

from litestar.enums import ScopeType

from teamshelf.server import metrics
from teamshelf.server.exchange import Exchange, begin, header_of
from teamshelf.server.logs import REQUESTS, request_record

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger(REQUESTS)

_CLIENT_ID = re.compile(r"[\x21-\x7e]{1,128}")
"""What a client may call its request; anything else is not repeated to it, and not written into a log."""


class Recording:
    """Gives each request an id, echoes the client's own, and logs one line for each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        named = header_of(scope, b"client-request-id")
        client = scope.get("client")
        exchange = Exchange(
            request_id=str(uuid4()),
            client_request_id=named if named and _CLIENT_ID.fullmatch(named) else None,
            address=client[0] if client else None,
        )
        begin(scope, exchange)

        async def send_with_ids(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                ids = [(b"request-id", exchange.request_id.encode())]
                if exchange.client_request_id:
                    ids.append((b"client-request-id", exchange.client_request_id.encode()))
                message["headers"] = [*message["headers"], *ids]
            await send(message)

        began = time.perf_counter()
        try:
            await self.app(scope, receive, send_with_ids)
        finally:
            _record(scope, exchange, time.perf_counter() - began)


def _record(scope: Scope, exchange: Exchange, seconds: float) -> None:
    status = exchange.status or 500
    route = str(scope.get("path_template") or "(none)")
    metrics.observe(scope["method"], route, status, seconds)  # type: ignore[typeddict-item]
    if not _LOG.isEnabledFor(logging.INFO):
        return
    facts = {
        "method": scope["method"],  # type: ignore[typeddict-item]
        "path": scope["path"],
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "requestId": exchange.request_id,
        "clientRequestId": exchange.client_request_id,
        "account": exchange.account,
        "address": exchange.address,
    }
    _LOG.handle(request_record(facts))
