"""Many requests to a server in this process, without a client in between: for tests that ask every route."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from litestar import Litestar


class Asked(Struct, frozen=True):
    """A request.

    Attributes:
        host: what it says the server is called.
    """

    method: str
    path: str
    headers: dict[str, str] = {}
    body: bytes = b""
    host: str = "shelf.test"


class Answered(Struct, frozen=True):
    """An answer; names of headers in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def every(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for known, value in self.headers if known == name]

    def one(self, name: str) -> str:
        """The value of a header; nothing where there is none."""
        return next(iter(self.every(name)), "")

    @property
    def text(self) -> str:
        """What it says, headers and all."""
        return "".join(f"{name}: {value}\n" for name, value in self.headers) + self.content.decode("utf-8", "replace")


def answers(app: Litestar, requests: Iterable[Asked]) -> list[Answered]:
    """The answers to requests that are made one after the other."""

    async def every() -> list[Answered]:
        return [await _answer(app, asked) for asked in requests]

    return asyncio.run(every())


async def _answer(app: Litestar, asked: Asked) -> Answered:
    path, _, query = asked.path.partition("?")
    status, headers, parts = 0, [], []
    given: list[Any] = [{"type": "http.request", "body": asked.body, "more_body": False}]

    async def receive() -> Any:
        return given.pop() if given else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            parts.append(message.get("body", b""))

    sent = {"host": asked.host, "content-length": str(len(asked.body))} | asked.headers
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": asked.method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in sent.items()],
        "client": ("192.0.2.1", 50000),
        "server": ("shelf.test", 80),
        "scheme": "http",
        "extensions": {},
    }
    await app(scope, receive, send)
    return Answered(status, tuple(headers), b"".join(parts))
