"""The headers that keep browsers from doing with an answer what nobody meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For pages: everything from here, nothing in line, nothing from elsewhere, in nobody's frame."""

DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""For everything else: a browser that is made to show it can do nothing with it."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
}
"""On every answer."""

SAME_ORIGIN = "same-origin"
"""`Cross-Origin-Resource-Policy`, where a route does not say that others may embed it."""

STRICT_TRANSPORT = "max-age=31536000"
"""A year; for this host only, since its neighbours are not ours."""

PRIVATE = "no-store"
"""`Cache-Control` where a route says nothing: answers are about whoever asked."""


class Headers:
    """Adds the security headers to every answer, whoever gives it; what a route has set itself stays."""

    def __init__(self, app: ASGIApp, *, has_tls: bool) -> None:
        self.app = app
        fixed = {**ALWAYS, "Strict-Transport-Security": STRICT_TRANSPORT} if has_tls else ALWAYS
        self.always = [(name.lower().encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._missing(dict(message["headers"]))]
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _missing(self, present: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        is_page = present.get(b"content-type", b"").startswith(b"text/html")
        wanted = [
            *self.always,
            (b"content-security-policy", (PAGE_POLICY if is_page else DATA_POLICY).encode()),
            (b"cross-origin-resource-policy", SAME_ORIGIN.encode()),
            (b"cache-control", PRIVATE.encode()),
        ]
        return [(name, value) for name, value in wanted if name not in present]
