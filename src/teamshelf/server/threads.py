"""Functions that run in a thread, and run in one thread only.

Litestar 2.25 wraps a synchronous handler anew each time one of its routes is registered: once for each of its paths,
and again when another method joins a path. The outer wrapper then hands over an unfinished call of the inner one. All
but one wrapper are taken off again when the routes are complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar.utils.sync import AsyncCallable

if TYPE_CHECKING:
    from litestar import Litestar


def wrap_once(app: Litestar) -> None:
    """Leave each handler of the app with at most one wrapper that runs it in a thread."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            innermost: Any = handler.fn
            while isinstance(innermost, AsyncCallable) and isinstance(innermost.func, AsyncCallable):
                innermost = innermost.func
            handler._fn = innermost  # noqa: SLF001 - there is no other way in
