"""How much a request may send, and how long it may take over it; counted as it comes in, whatever it has announced."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from litestar.enums import ScopeType
from litestar.exceptions.http_exceptions import ClientException, RequestEntityTooLarge

from teamshelf.messages import say
from teamshelf.server.exchange import header_of
from teamshelf.server.faults import Fault
from teamshelf.server.refusing import refuse

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send


class TooSlow(ClientException):
    """The body of a request did not arrive in time."""

    status_code = 408


class CutOff(ClientException):
    """The body of a request ended before it was whole: whoever sent it has gone, or sent no body at all."""


class Bodies:
    """Stops reading a body that is too large, or that does not arrive."""

    def __init__(self, app: ASGIApp, *, limit: int, seconds: float) -> None:
        if limit <= 0 or seconds <= 0:
            raise ValueError("a request needs room and time")
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        announced = header_of(scope, b"content-length") or "0"
        if not announced.isdecimal() or int(announced[:20]) > self.limit:
            await refuse(
                scope, receive, send, Fault(413, "too-large", say("the request is larger than the shelf takes"))
            )
            return
        await self.app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        loop = asyncio.get_running_loop()
        received, is_whole, deadline = 0, False, loop.time() + self.seconds

        async def counted() -> HTTPReceiveMessage:
            nonlocal received, is_whole
            if is_whole:
                return await receive()  # type: ignore[return-value]  # waits for the client to go away: no hurry
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            if message["type"] != "http.request":
                raise CutOff
            received += len(message["body"])
            is_whole = not message.get("more_body", False)
            if received > self.limit:
                raise RequestEntityTooLarge
            return message

        return counted
