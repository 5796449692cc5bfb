"""The least that a server can do: a Litestar route that returns the same bytes each time."""

from __future__ import annotations

from litestar import Litestar, Response, get


def bare_app(body: bytes) -> Litestar:
    """The application."""

    @get("/")
    async def same_bytes() -> Response[bytes]:
        return Response(body, media_type="application/json")

    return Litestar([same_bytes], openapi_config=None, logging_config=None)
