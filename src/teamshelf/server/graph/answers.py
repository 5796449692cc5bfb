"""Graph's answers: resources and lists of them as JSON, with what OData says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Response
from litestar.response.base import ASGIResponse

if TYPE_CHECKING:
    from teamshelf.server.graph.asking import Asked
    from teamshelf.server.graph.finding.paging import Page
    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Options

_FULL = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_BARE = "application/json;odata.metadata=none;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_VERSION = {"OData-Version": "4.0"}

_OPTIONS = {"filter", "select", "expand", "orderby", "top", "count", "search", "format"}
"""The options that hold for the next page too. `$skip` does not: what it skipped is behind the page already."""

CREATED = 201

_ENCODER = msgspec.json.Encoder()


def one(asked: Asked, context: str, resource: Resource, *, status: int = 200, location: str = "") -> Response[bytes]:
    """A resource by itself.

    Args:
        asked: the request.
        context: what it is, as OData's metadata call it, such as `appCatalogs/teamsApps/$entity`.
        resource: as shown.
        status: of the answer.
        location: the address of what has been made.
    """
    body = {"@odata.context": f"{asked.root}/$metadata#{context}", **resource}
    return _json(asked, body, status=status, location=location)


def many(asked: Asked, context: str, page: Page, options: Options) -> Response[bytes]:
    """A page of a list."""
    selected = f"({','.join(options.select)})" if options.select else ""
    body: dict[str, Any] = {"@odata.context": f"{asked.root}/$metadata#{context}{selected}"}
    if page.count is not None:
        body["@odata.count"] = page.count
    if page.token is not None:
        body["@odata.nextLink"] = _next(asked, page.token)
    body["value"] = page.items
    return _json(asked, body)


def value(asked: Asked, context: str, content: Any) -> Response[bytes]:
    """A property by itself."""
    return _json(asked, {"@odata.context": f"{asked.root}/$metadata#{context}", "value": content})


def number(count: int) -> Response[bytes]:
    """A count, which is text."""
    return Response(str(count).encode(), media_type="text/plain; charset=utf-8", headers=_VERSION)


def nothing(status: int = 204, *, location: str = "") -> Response[Any]:
    """An answer that only its status says anything in."""
    return _Empty(b"", status_code=status, headers={"Location": location} if location else {})


class _Empty(Response[Any]):
    """An answer without a body, and without the name of a type: Graph's JavaScript client reads what it is told of."""

    def to_asgi_response(self, *args: Any, **more: Any) -> ASGIResponse:
        """The answer as it is sent."""
        made = super().to_asgi_response(*args, **more)
        if "content-type" in made.headers:
            del made.headers["content-type"]
        return made


def _json(asked: Asked, body: dict[str, Any], *, status: int = 200, location: str = "") -> Response[bytes]:
    headers = {**_VERSION, "Location": location} if location else _VERSION
    content = _ENCODER.encode(_bare(body) if asked.is_bare else body)
    return Response(content, status_code=status, media_type=_BARE if asked.is_bare else _FULL, headers=headers)


def _bare(body: Any) -> Any:
    """What is left without metadata; where to go on and how many there are is no metadata."""
    if isinstance(body, list):
        return [_bare(item) for item in body]
    if isinstance(body, dict):
        kept = ("@odata.nextLink", "@odata.count")
        return {name: _bare(item) for name, item in body.items() if not name.startswith("@") or name in kept}
    return body


def _next(asked: Asked, token: str) -> str:
    written = {f"${name}" if name in _OPTIONS else name: text for name, text in asked.parameters.items()}
    written.pop("skip", None)
    written["$skiptoken"] = token
    written.pop("skiptoken", None)
    return f"{asked.root}{quote(asked.path, safe='/$@:()')}?{urlencode(written, safe='$', quote_via=quote)}"
