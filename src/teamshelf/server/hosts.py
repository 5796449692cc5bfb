"""Which names the server answers to, and what a proxy may say of a request.

An answer repeats the host that was asked (in links to next pages, say), so a forged one must not get that far.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from teamshelf.messages import say, shown
from teamshelf.server.exchange import exchange_of, header_of
from teamshelf.server.faults import Fault
from teamshelf.server.refusing import refuse

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:(?P<port>[0-9]{1,5}))?")


class Hosts:
    """Lets through what is asked of a known host, as the client sees it where a trusted proxy says how that is."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], trusts_proxy: bool) -> None:
        for host in hosts:
            if not _HOST.fullmatch(host) or host != host.lower():
                raise ValueError(f"{host!r} is no host name in lower case")
        self.app = app
        self.hosts = frozenset(hosts)
        self.trusts_proxy = trusts_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if self.trusts_proxy:
            _believe(scope)
        host = header_of(scope, b"host") or ""
        matched = _HOST.fullmatch(host)
        if matched is None or (self.hosts and matched["name"].lower() not in self.hosts):
            message = say("this shelf is not called {host}: name it with `--allow-host`", host=shown(host))
            await refuse(scope, receive, send, Fault(400, "unknown-host", message))
            return
        await self.app(scope, receive, send)


def _believe(scope: Scope) -> None:
    """Take over what the nearest proxy says: the last of each list, since the others may be the client's own words."""
    address = _last(scope, b"x-forwarded-for")
    if address and _is_address(address):
        exchange_of(scope).address = address
    if (scheme := _last(scope, b"x-forwarded-proto")) in ("http", "https"):
        scope["scheme"] = scheme
    if host := _last(scope, b"x-forwarded-host"):
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        scope["headers"] = [*others, (b"host", host.encode("latin-1"))]


def _last(scope: Scope, name: bytes) -> str:
    return (header_of(scope, name) or "").rpartition(",")[2].strip()


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
