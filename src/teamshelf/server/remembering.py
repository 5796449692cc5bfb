"""Answers that are given again, byte for byte, as long as nothing on the shelf has changed.

Graph's clients ask for the same lists over and over. Such an answer depends on the request, on what whoever asks may
see, and on the shelf. All three are looked at each time; where they are as they were, the answer is sent before the
router is even asked. What a token may do is judged anew as well.

Only routes that say `is_remembered` take part. Their answers may depend on nothing else: not on the clock, not on who
asks beyond their view, not on a header that is not named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar.enums import ScopeType
from msgspec import Struct

from teamshelf.catalogue.people.bearers import Bearer
from teamshelf.server.exchange import exchange_of
from teamshelf.server.permissions import permission_of

if TYPE_CHECKING:
    from litestar import Request
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    from teamshelf.server.holders import Holders
    from teamshelf.server.permissions import Permission

MOST_BYTES = 16 * 2**20
"""What a process keeps at most; what was not asked for longest is forgotten first."""

_OVERHEAD = 1500
"""Bytes of an answer besides its body: its key, its headers, the objects around them."""

_LARGEST = 8
"""An answer that would take more than this part of all there is is not kept."""

_PLACES = ("/v1.0/appCatalogs/", "/beta/appCatalogs/")
"""Where routes are whose answers are remembered; all others are not even looked at."""

_BEARER = "teamshelf.bearer"
_PASSING = "teamshelf.passing"
_OK = 200


class Answer(Struct, frozen=True):
    """An answer as it was sent, and when it holds.

    Attributes:
        revision: of the shelf, before it was made.
        permission, route: of the route that gave it.
    """

    revision: tuple[int, int]
    permission: Permission
    route: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    size: int


class Remembering:
    """Sends an answer that was given before, or lets the request through and keeps what comes back."""

    def __init__(self, app: ASGIApp, holders: Holders, most_bytes: int = MOST_BYTES) -> None:
        self.app = app
        self.holders = holders
        self.most_bytes = most_bytes
        self._answers: dict[tuple[Any, ...], Answer] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "GET" or not scope["path"].startswith(_PLACES):
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        kind, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            await self.app(scope, receive, send)
            return
        try:
            bearer = await self.holders.find(token.strip())
        except Exception as error:  # noqa: BLE001 - whoever authenticates raises it, where it is answered
            scope[_BEARER] = error  # type: ignore[literal-required]
            await self.app(scope, receive, send)
            return
        scope[_BEARER] = bearer  # type: ignore[literal-required]
        if bearer is None:
            await self.app(scope, receive, send)
            return
        key = (
            bearer.view,
            scope["path"],
            scope["query_string"],
            scope["scheme"],
            headers.get(b"host"),
            headers.get(b"accept"),
        )
        known = self._answers.get(key)
        if known is not None and known.revision == bearer.revision and known.permission.is_granted_to(bearer.actor):
            exchange_of(scope).account = bearer.actor.name
            scope["path_template"] = known.route
            self._answers[key] = self._answers.pop(key, known)  # the last of all to be forgotten
            await send({"type": "http.response.start", "status": _OK, "headers": known.headers})
            await send({"type": "http.response.body", "body": known.body, "more_body": False})
            return
        seen = _Seen(send)
        await self.app(scope, receive, seen)
        if seen.headers is None or seen.body is None or _PASSING in scope:
            return
        handler = scope["route_handler"]
        if handler.opt.get("is_remembered"):
            answer = Answer(
                revision=bearer.revision,
                permission=permission_of(handler, "GET"),
                route=str(scope.get("path_template") or ""),
                headers=seen.headers,
                body=seen.body,
                size=len(seen.body) + sum(len(part or b"") for part in key) + _OVERHEAD,
            )
            self._keep(key, answer)

    def forget(self) -> None:
        """Forget everything."""
        self._answers.clear()
        self._size = 0

    def _keep(self, key: tuple[Any, ...], answer: Answer) -> None:
        before = self._answers.pop(key, None)
        self._size -= before.size if before else 0
        if answer.size > self.most_bytes // _LARGEST:
            return
        self._answers[key] = answer
        self._size += answer.size
        while self._size > self.most_bytes:
            self._size -= self._answers.pop(next(iter(self._answers))).size


class _Seen:
    """Sends on, and keeps what is sent.

    Attributes:
        headers, body: of an answer with nothing wrong and in one piece; one of them is None for any other.
    """

    def __init__(self, send: Send) -> None:
        self.headers: list[tuple[bytes, bytes]] | None = None
        self.body: bytes | None = None
        self._send = send

    async def __call__(self, message: Message) -> None:
        """Send a part of the answer on."""
        if message["type"] == "http.response.start":
            self.headers = list(message["headers"]) if message["status"] == _OK else None
        elif message["type"] == "http.response.body":
            is_one_piece = self.body is None and not message.get("more_body")
            self.body = bytes(message["body"]) if is_one_piece else None
            self.headers = self.headers if is_one_piece else None
        await self._send(message)


def bearer_in(scope: Scope) -> tuple[bool, Bearer | None]:
    """Whether the bearer of the request has been looked up already, and who it is.

    Raises:
        Exception: what came of looking.
    """
    found = scope.get(_BEARER, _BEARER)
    if isinstance(found, Exception):
        raise found
    return found is not _BEARER, found if isinstance(found, Bearer) else None


def do_not_remember(request: Request[Any, Any, Any]) -> None:
    """Say of an answer that it is for this time only."""
    request.scope[_PASSING] = True  # type: ignore[literal-required]
