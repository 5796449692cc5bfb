"""Graph's `$batch`: up to twenty requests in one, each answered as if it had come by itself.

Each goes through the whole server with the credentials of the batch, so that nothing is allowed in a batch that would
not be allowed outside of it. Source: Graph's page on JSON batching.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, post
from litestar.params import RawBody
from msgspec import UNSET, Struct, UnsetType, field

from teamshelf.messages import shown
from teamshelf.server.graph.addresses import VERSIONS, canonical_path
from teamshelf.server.graph.errors import GraphFault
from teamshelf.server.graph.permissions import ANY_TOKEN

if TYPE_CHECKING:
    from litestar.types import Message, Scope

GraphRequest = Request[Any, Any, Any]

MAX_REQUESTS = 20
"""Graph's own limit."""

FAILED_DEPENDENCY = 424
"""The status of a request that was not made, since one that it depends on had failed."""

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_OWN_HEADERS = frozenset({"authorization", "cookie", "host", "content-length", "transfer-encoding", "connection"})
"""What a request in a batch cannot say otherwise than the batch."""

_OUTER_HEADERS = frozenset({"accept", "if-match", "prefer"})
_SHOWN_HEADERS = frozenset({"content-type", "location", "retry-after", "allow", "odata-version", "request-id"})


class Part(Struct, frozen=True):
    """A request in a batch."""

    id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: Any = UNSET
    depends_on: list[str] = field(name="dependsOn", default_factory=list)


class Parts(Struct, frozen=True):
    """The body of a batch."""

    requests: list[Part]


class Reply(Struct, frozen=True, omit_defaults=True):
    """The answer to one of its requests."""

    id: str
    status: int
    headers: dict[str, str] = {}
    body: Any | UnsetType = UNSET


@post("/$batch", permission=ANY_TOKEN, status_code=200)
async def run_batch(request: GraphRequest, body: RawBody) -> Response[bytes]:
    """Make the requests one after another, in the order in which they stand."""
    parts = _parts(request, body)
    version = request.scope["path"].split("/")[1]
    replies: dict[str, Reply] = {}
    for part in parts:
        if any(replies[name].status >= 400 for name in part.depends_on):  # noqa: PLR2004
            replies[part.id] = _refused(part, FAILED_DEPENDENCY, "FailedDependency", "A request it depends on failed.")
        else:
            replies[part.id] = await _reply(request, version, part)
    content = msgspec.json.encode({"responses": list(replies.values())})
    return Response(content, media_type="application/json", status_code=200)


def _parts(request: GraphRequest, body: RawBody) -> list[Part]:
    """The requests of a batch.

    Raises:
        GraphFault: it is none, has too many, two of one name, or one that depends on what does not stand before it.
    """
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise GraphFault(415, "A batch is application/json.", "unsupported-media-type")
    try:
        parts = msgspec.json.decode(body, type=Parts).requests
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GraphFault(400, f"The batch cannot be read: {error}.") from None
    if not 1 <= len(parts) <= MAX_REQUESTS:
        raise GraphFault(400, f"A batch has 1 to {MAX_REQUESTS} requests, not {len(parts)}.")
    known: set[str] = set()
    for part in parts:
        if part.id in known:
            raise GraphFault(400, f"Two requests of the batch have the id {shown(part.id)}.")
        if missing := [name for name in part.depends_on if name not in known]:
            raise GraphFault(
                400, f"Request {shown(part.id)} depends on {shown(missing[0])}, which does not stand before it."
            )
        known.add(part.id)
    return parts


async def _reply(request: GraphRequest, version: str, part: Part) -> Reply:
    method = part.method.upper()
    path, _, query = part.url.partition("?")
    segments = [piece.encode("utf-8", "replace") for piece in path.split("/") if piece]
    if segments and segments[0].decode("utf-8", "replace").lower() in VERSIONS:
        segments = segments[1:]
    canonical = canonical_path([version.encode(), *segments], is_encoded=True)
    if method not in _METHODS or "://" in path or canonical is None or "$batch" in canonical.split("/"):
        return _refused(part, 400, "BadRequest", f"{shown(part.method)} {shown(part.url)} cannot stand in a batch.")
    headers = {name.lower(): text for name, text in part.headers.items() if name.lower() not in _OWN_HEADERS}
    try:
        content = _content(part, headers)
        encoded = [(name.encode("ascii"), text.encode("latin-1")) for name, text in headers.items()]
    except (binascii.Error, ValueError) as error:
        return _refused(part, 400, "BadRequest", f"The request cannot be read: {error}.")
    outer = [
        (name, text)
        for name, text in request.scope["headers"]
        if name.decode("latin-1") not in _OUTER_HEADERS | headers.keys()
        and not name.startswith((b"content-", b"transfer-"))
    ]
    scope: Any = {
        **{
            name: request.scope[name]
            for name in ("type", "asgi", "http_version", "scheme", "client", "server")
            if name in request.scope
        },
        "method": method,
        "path": canonical,
        "raw_path": canonical.encode(),
        "root_path": "",
        "query_string": _query(query),
        "headers": [*outer, *encoded, (b"content-length", str(len(content)).encode())],
        "extensions": {},
    }
    return await _run(request, scope, part, content)


def _content(part: Part, headers: dict[str, str]) -> bytes:
    """The body of a request: JSON as it stands; anything else is base64, as Graph has it.

    Raises:
        ValueError: it is no base64.
    """
    if part.body is UNSET or part.body is None:
        return b""
    kind = headers.setdefault("content-type", "application/json").partition(";")[0].strip().lower()
    if isinstance(part.body, str) and kind != "application/json":
        return base64.b64decode(part.body, validate=True)
    return msgspec.json.encode(part.body)


def _query(text: str) -> bytes:
    """The query of a request, which stands in the batch as people write it: with blanks and quotation marks."""
    return text.encode("utf-8", "replace").replace(b" ", b"%20")


async def _run(request: GraphRequest, scope: Scope, part: Part, content: bytes) -> Reply:
    status, headers, pieces, is_sent = 500, {}, [], False

    async def receive() -> Any:
        nonlocal is_sent
        if is_sent:
            return {"type": "http.disconnect"}
        is_sent = True
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in message["headers"]}
        elif message["type"] == "http.response.body":
            pieces.append(message["body"])

    await request.app(scope, receive, send)
    shown_headers = {_titled(name): text for name, text in headers.items() if name in _SHOWN_HEADERS}
    return Reply(part.id, status, shown_headers, _body(b"".join(pieces), headers.get("content-type", "")))


def _body(content: bytes, kind: str) -> Any:
    if not content:
        return UNSET
    if kind.startswith("application/json"):
        return msgspec.Raw(content)
    return base64.b64encode(content).decode()


def _titled(name: str) -> str:
    return "-".join(word.capitalize() for word in name.split("-"))


def _refused(part: Part, status: int, code: str, reason: str) -> Reply:
    headers = {"Content-Type": "application/json"}
    return Reply(part.id, status, headers, {"error": {"code": code, "message": reason}})


HANDLERS: list[Any] = [run_batch]
"""The route of batches, below the version of Graph."""
