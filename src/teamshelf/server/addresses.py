"""The address of the server as whoever asks knows it, and paths that are safe to be sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.server.exchange import header_of

if TYPE_CHECKING:
    from litestar import Request

    from teamshelf.server.settings import ServerSettings

_LONGEST_RETURN = 2000


def base_url(request: Request[Any, Any, Any], settings: ServerSettings) -> str:
    """The server's address without a slash at the end: what the operator says it is, or else what was asked."""
    return settings.base_url or f"{request.scope['scheme']}://{header_of(request.scope, b'host')}"


def safe_return(path: str | None) -> str:
    """A path of this server to go on to; the first page in place of anything that could lead elsewhere."""
    if not path or len(path) > _LONGEST_RETURN or not path.isprintable() or not path.isascii():
        return "/"
    if not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return "/"
    return path
