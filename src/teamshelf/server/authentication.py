"""Who asks: established once for each request, right after the router has found what it asks for.

A bearer token in the header, or the cookie of a signed-in browser. Then the route's permission is applied, before its
body is read.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from msgspec import structs

from teamshelf.catalogue.people.actors import VISITOR, Actor
from teamshelf.catalogue.people.signing_in import session_actor
from teamshelf.server.exchange import exchange_of, header_of
from teamshelf.server.permissions import permission_of
from teamshelf.server.remembering import bearer_in

if TYPE_CHECKING:
    from litestar import Request
    from litestar.types import ASGIApp, Receive, Scope, Send

    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.holders import Holders

PLAIN_COOKIE = "teamshelf-session"
"""Without TLS, which is for one's own machine, browsers take no `__Host-` cookie."""

COOKIE = f"__Host-{PLAIN_COOKIE}"
"""The browser itself guarantees that no other host and no plain connection has set it."""


class Authentication(ASGIMiddleware):
    """Puts the actor into the scope as `user`, and lets through whoever has the route's permission."""

    scopes = (ScopeType.HTTP, ScopeType.ASGI)

    def __init__(self, shelf: Shelf, holders: Holders, *, has_tls: bool) -> None:
        self.shelf = shelf
        self.holders = holders
        self.cookie = COOKIE if has_tls else PLAIN_COOKIE

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through, or raise what is answered with 401 or 403."""
        permission = permission_of(scope["route_handler"], str(scope.get("method", "GET")))
        exchange = exchange_of(scope)
        actor = structs.replace(VISITOR, request_id=exchange.request_id, address=exchange.address)
        if permission.looks:
            actor = await self._actor(scope, actor)
            exchange.account = actor.name or None
        if not permission.is_granted_to(actor):
            if actor.role is None:
                raise NotAuthorizedException
            raise PermissionDeniedException
        scope["user"] = actor
        await next_app(scope, receive, send)

    async def _actor(self, scope: Scope, visitor: Actor) -> Actor:
        header = header_of(scope, b"authorization")
        if header is not None:
            kind, _, text = header.partition(" ")
            is_known, bearer = bearer_in(scope)
            if not is_known and kind.lower() == "bearer":
                bearer = await self.holders.find(text.strip())
            if bearer is None:
                raise NotAuthorizedException
            return structs.replace(bearer.actor, request_id=visitor.request_id, address=visitor.address)
        secret = cookie_of(scope, self.cookie)
        known = await run_sync(session_actor, self.shelf, secret) if secret else None
        if known is None:
            return visitor
        return structs.replace(visitor, account_id=known.account_id, name=known.name, role=known.role)


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """The actor of a request: what handlers ask for as `actor`."""
    found = request.scope.get("user")
    return found if isinstance(found, Actor) else VISITOR


def cookie_of(scope: Scope, name: str) -> str | None:
    """The value of a cookie; None where there is none."""
    for value in reversed([value for key, value in scope["headers"] if key == b"cookie"]):
        try:
            found = SimpleCookie(value.decode("latin-1")).get(name)
        except CookieError:
            continue
        if found is not None:
            return found.value
    return None
