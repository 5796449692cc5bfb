"""What an answer says when something went wrong: in Graph's shape, as problem details, or as a page.

Which of them depends on the path alone, so that what the router itself refuses looks like everything else. Source:
Graph's error shape; RFC 9457.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import MediaType, Request, Response

from teamshelf.server.exchange import exchange_of, header_of, language_of
from teamshelf.server.faults import phrase_of
from teamshelf.server.pages.failing import error_page

if TYPE_CHECKING:
    from litestar.types import Scope

    from teamshelf.server.faults import Fault

GRAPH_PATHS = ("/v1.0", "/beta")
API_PATHS = ("/api", "/oauth2", "/msi", "/metrics", "/healthz", "/readyz", "/.well-known")
PROBLEM = "application/problem+json"

_GRAPH_CODES = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    408: "RequestTimeout",
    409: "Conflict",
    412: "PreconditionFailed",
    413: "RequestEntityTooLarge",
    415: "UnsupportedMediaType",
    429: "TooManyRequests",
    503: "ServiceUnavailable",
}
"""Graph's codes; what is not here is an `UnknownError`, as it is there."""


def answer(request: Request[Any, Any, Any], fault: Fault) -> Response[bytes]:
    """The answer that says what went wrong, in the shape that the path calls for."""
    content, media_type = rendered(request.scope, fault)
    return Response(content, status_code=fault.status, media_type=media_type, headers=fault.headers)


def rendered(scope: Scope, fault: Fault) -> tuple[bytes, str]:
    """The body and the media type of the answer that says what went wrong."""
    path = scope["path"].replace("//", "/")
    language = language_of(header_of(scope, b"accept-language"))
    if _is_below(path, GRAPH_PATHS):
        return msgspec.json.encode(_as_graph(scope, fault)), MediaType.JSON.value
    if _is_below(path, API_PATHS):
        return msgspec.json.encode(_as_problem(scope, fault, language)), PROBLEM
    return error_page(scope, fault), "text/html"


def is_page(path: str) -> bool:
    """Whether a path is for people's eyes."""
    return not _is_below(path.replace("//", "/"), GRAPH_PATHS + API_PATHS)


def _is_below(path: str, starts: tuple[str, ...]) -> bool:
    return any(path == start or path.startswith(f"{start}/") for start in starts)


def _as_graph(scope: Scope, fault: Fault) -> dict[str, Any]:
    exchange = exchange_of(scope)
    message = str(fault.message)
    return {
        "error": {
            "code": fault.code or _GRAPH_CODES.get(fault.status, "UnknownError"),
            "message": message,
            "innerError": {
                "code": fault.inner_code or fault.rule,
                "message": message,
                "details": list(fault.details),
                "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
                "request-id": exchange.request_id,
                "client-request-id": exchange.client_request_id or exchange.request_id,
            },
        }
    }


def _as_problem(scope: Scope, fault: Fault, language: str) -> dict[str, Any]:
    return {
        "type": f"urn:teamshelf:{fault.rule}",
        "title": phrase_of(fault.status),
        "status": fault.status,
        "detail": fault.message.in_language(language),
        "rule": fault.rule,
        "requestId": exchange_of(scope).request_id,
        **fault.facts,
    }
