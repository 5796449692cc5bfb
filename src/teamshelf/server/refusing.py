"""Answering before the application is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.server.problems import rendered

if TYPE_CHECKING:
    from litestar.types import Receive, Scope, Send

    from teamshelf.server.faults import Fault


async def refuse(scope: Scope, receive: Receive, send: Send, fault: Fault) -> None:
    """Answer a request with what is wrong with it, and close: the rest of its body is not waited for."""
    del receive
    content, media_type = rendered(scope, fault)
    headers = {
        "content-type": f"{media_type}; charset=utf-8" if media_type == "text/html" else media_type,
        "content-length": str(len(content)),
        **{name.lower(): value for name, value in fault.headers.items()},
    }
    await send(
        {
            "type": "http.response.start",
            "status": fault.status,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": content, "more_body": False})
