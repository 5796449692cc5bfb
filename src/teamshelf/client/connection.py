"""Requests to a server that speaks Graph: its address, the token, patience, and answers that are no surprise.

An answer is as hostile as a package: it is read up to a bound, and decoded into types.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

import msgspec

from teamshelf.client.faults import Detail, NotReached, Refused
from teamshelf.messages import printable, say, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx

T = TypeVar("T")

MAX_ANSWER = 16 * 2**20
"""Bytes of an answer that are read: thousands of apps."""

PATIENCE = 60.0
"""Seconds that a request waits altogether for a server that is busy."""

_TIMEOUT = 30.0
_BUSY = (429, 503)
_USUAL_WAIT = 2.0
_ZIP = "application/zip"
_MOST_PAGES = 1000


class _Inner(msgspec.Struct):
    code: str = ""
    details: list[Detail] = []
    request_id: str = msgspec.field(default="", name="request-id")


class _Error(msgspec.Struct, rename="camel"):
    code: str = ""
    message: str = ""
    inner_error: _Inner | None = None


class _Envelope(msgspec.Struct):
    error: _Error


class _Problem(msgspec.Struct):
    """How our own API says no (RFC 9457)."""

    detail: str
    rule: str


class _Page(msgspec.Struct):
    value: list[msgspec.Raw]
    next_link: str | None = msgspec.field(default=None, name="@odata.nextLink")


class Connection:
    """A server and the right to ask it.

    Attributes:
        base: the address up to the version of the API, without a slash at its end.
        shelf: that of our own API beside it, which only a shelf has.
    """

    def __init__(self, server: str, token: str, *, client: httpx.Client | None = None) -> None:
        import httpx  # the one command that needs it pays for it

        self.base = base_of(server)
        self.shelf = f"{self.base.rpartition('/')[0]}/api/v1"
        self._client = client or httpx.Client(timeout=_TIMEOUT)
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._sleep: Callable[[float], None] = time.sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def get(self, path: str, kind: type[T], **query: str) -> T:
        """One thing, decoded; the names of the query are Graph's without the `$`.

        Raises:
            NotReached, Refused: as for every request here.
        """
        return self._decoded(self._send("GET", path, query=query), kind)

    def each(self, path: str, kind: type[T], **query: str) -> Iterator[T]:
        """The things of a collection, page after page."""
        answer = self._send("GET", path, query=query)
        for _ in range(_MOST_PAGES):
            page = self._decoded(answer, _Page)
            for raw in page.value:
                yield self._decoded(raw, kind)
            if page.next_link is None:
                return
            if urlsplit(page.next_link)[:2] != urlsplit(self.base)[:2]:  # the token is for this server only
                raise NotReached(say("the server leads to another one: {url}", url=shown(page.next_link)))
            answer = self._send("GET", page.next_link)

    def post_package(self, path: str, package: bytes, **query: str) -> bytes:
        """Send a package; what comes back is the bytes of JSON, or none."""
        return self._send("POST", path, query=query, content=package, kind=_ZIP)

    def post(self, path: str, body: Mapping[str, Any]) -> bytes:
        """Send JSON; what comes back is the bytes of JSON, or none."""
        return self._send("POST", path, content=msgspec.json.encode(body), kind="application/json")

    def patch(self, path: str, body: Mapping[str, Any], etag: str | None = None) -> bytes:
        """Change a thing, if it still is as it was when its etag was read."""
        headers = {"If-Match": etag} if etag else {}
        return self._send("PATCH", path, content=msgspec.json.encode(body), kind="application/json", headers=headers)

    def put(self, path: str, body: Mapping[str, Any]) -> bytes:
        """Put JSON in the place of what was there."""
        return self._send("PUT", path, content=msgspec.json.encode(body), kind="application/json")

    def delete(self, path: str) -> None:
        """Remove a thing."""
        self._send("DELETE", path)

    def _send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
        kind: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        url = path if path.startswith(("https://", "http://")) else f"{self.base}/{path}"
        request = self._client.build_request(
            method,
            url,
            params={(name if name == "requiresReview" else f"${name}"): value for name, value in query.items()}
            if query
            else None,
            content=content,
            headers={**self._headers, **({"Content-Type": kind} if kind else {}), **(headers or {})},
        )
        waited = 0.0
        while True:
            status, answer, wait = self._answer_to(request)
            if status not in _BUSY or waited + wait > PATIENCE:
                break
            self._sleep(wait)
            waited += wait
        if 200 <= status < 300:  # noqa: PLR2004 - success, as HTTP has it
            return answer
        raise _refusal(status, answer)

    def _answer_to(self, request: httpx.Request) -> tuple[int, bytes, float]:
        """Status and body of the answer, and the seconds after which to ask again if the server is busy."""
        import httpx

        host = printable(request.url.host)
        try:
            answer = self._client.send(request, stream=True, follow_redirects=False)
            try:
                body = bytearray()
                for chunk in answer.iter_bytes():
                    body += chunk
                    if len(body) > MAX_ANSWER:
                        raise NotReached(say("{host} sends more than {limit} bytes", host=host, limit=MAX_ANSWER))
            finally:
                answer.close()
        except httpx.TimeoutException as error:
            raise NotReached(say("{host} does not answer", host=host)) from error
        except httpx.HTTPError as error:
            raise NotReached(
                say("{host} cannot be reached: {reason}", host=host, reason=printable(str(error)))
            ) from error
        return answer.status_code, bytes(body), _wait_of(answer.headers.get("Retry-After", ""))

    def _decoded(self, answer: bytes | msgspec.Raw, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(answer, type=kind)
        except msgspec.MsgspecError as error:
            host = urlsplit(self.base).hostname or ""
            raise NotReached(
                say("what {host} answers is not Graph: {reason}", host=printable(host), reason=printable(str(error)))
            ) from error


def base_of(server: str) -> str:
    """The address up to the version of the API; `/v1.0` where the server's address names none.

    >>> base_of("https://shelf.example.com/")
    'https://shelf.example.com/v1.0'

    Raises:
        NotReached: it is no address of a server, or one to which a token would go unprotected.
    """
    parts = urlsplit(server)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise NotReached(say("{server} is no address of a server; one begins with `https://`", server=shown(server)))
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise NotReached(
            say("a token is not sent over `http:` to {host}: use `https:`", host=printable(parts.hostname))
        )
    path = parts.path.strip("/")
    return f"{parts.scheme}://{parts.netloc}/{path or 'v1.0'}"


def _wait_of(header: str) -> float:
    return float(header) if header.isascii() and header.isdecimal() else _USUAL_WAIT


def _refusal(status: int, answer: bytes) -> Refused:
    try:
        error = msgspec.json.decode(answer, type=_Envelope).error
    except msgspec.MsgspecError:
        return _problem(status, answer)
    inner = error.inner_error or _Inner()
    return Refused(
        status, error.code, inner.code, error.message, details=tuple(inner.details), request_id=inner.request_id
    )


def _problem(status: int, answer: bytes) -> Refused:
    """The refusal of our own API, or of something else that says no in its own way."""
    try:
        problem = msgspec.json.decode(answer, type=_Problem)
    except msgspec.MsgspecError:
        return Refused(status, "", "", answer[:200].decode(errors="replace"))
    return Refused(status, problem.rule, "", problem.detail)
