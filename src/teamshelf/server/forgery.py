"""Requests that another site makes a browser send (CSRF): refused before anybody looks who is signed in.

The browser says itself where a request comes from. `Sec-Fetch-Site` says it best; browsers too old for it send `Origin`
with every form. A token in a header cannot be made to be sent by another site: such a request is let through, unless
there is a cookie as well. Source: the reasoning of Filippo Valsorda on cross-origin protection without tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from teamshelf.messages import say
from teamshelf.server.exchange import header_of
from teamshelf.server.faults import Fault
from teamshelf.server.refusing import refuse

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_FAULT = Fault(
    403, "cross-site", say("the request comes from another site: open the shelf's own page and do it from there")
)


class Forgery:
    """Refuses requests that change something and that another site caused."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        self.origin = "/".join(base_url.split("/")[:3])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != ScopeType.HTTP or scope["method"] in SAFE_METHODS or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        await refuse(scope, receive, send, _FAULT)

    def _is_ours(self, scope: Scope) -> bool:
        has_cookie = header_of(scope, b"cookie") is not None
        if not has_cookie and (header_of(scope, b"authorization") or "").lower().startswith("bearer "):
            return True
        site, origin = header_of(scope, b"sec-fetch-site"), header_of(scope, b"origin")
        if site is not None:
            return site in ("same-origin", "none")
        if origin is not None:
            return origin in (f"{scope['scheme']}://{header_of(scope, b'host')}", self.origin)
        return not has_cookie  # no browser: a program that says what it does
