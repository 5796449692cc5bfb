"""Bodies that are too large or too slow, whatever they announce; against a real server where it matters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.server.application import create_app
from teamshelf.server.bodies import Bodies
from teamshelf.server.settings import ServerSettings
from tests.server.serving import app_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

LIMIT = 1000


@pytest.fixture
def small(shelf: Shelf) -> Iterator[TestClient[Any]]:
    """A client of a server that takes small requests only."""
    with TestClient(app_for(shelf, ServerSettings(body_limit=LIMIT))) as made:
        yield made


def form(size: int) -> bytes:
    """A form of so many bytes."""
    return b"name=" + b"x" * (size - 5)


@pytest.mark.parametrize("path", ["/sign-in", "/oauth2/token", "/api/v1/tokens"])
@pytest.mark.parametrize("is_announced", [True, False])
def test_one_byte_too_many_is_refused(small: TestClient[Any], path: str, *, is_announced: bool) -> None:
    """With a length that says so, and without any."""
    content: Any = form(LIMIT + 1)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = small.post(path, content=content if is_announced else iter([content[:400], content[400:]]), headers=kind)

    expected = 401 if path == "/api/v1/tokens" and not is_announced else 413
    assert expected == answer.status_code


def test_the_last_byte_that_fits_is_taken(small: TestClient[Any]) -> None:
    """The limit is what fits, not what does not."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    assert 403 == small.post("/sign-in", content=form(LIMIT), headers=kind).status_code
    assert 403 == small.post("/sign-in", content=iter([form(LIMIT)]), headers=kind).status_code


@pytest.mark.parametrize("announced", ["-1", "1e3", "٣", "", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(small: TestClient[Any], announced: str) -> None:
    """However many digits it has."""
    headers = [(b"content-length", announced.encode("utf-8")), (b"content-type", b"application/json")]

    answer = small.post("/sign-in", headers=headers)

    assert answer.status_code in (400, 403, 413)


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"a":' * 50_000, b'{"label": "\xff"}', b"\xff", b'{"\xc3": 1}', b"\x00"]
)
@pytest.mark.parametrize("path", ["/api/v1/tokens", "/v1.0/me/teamwork/installedApps", "/v1.0/$batch"])
def test_what_is_no_json_is_no_mistake_of_ours(
    client: TestClient[Any], people: People, bearer: Callable[..., dict[str, str]], path: str, content: bytes
) -> None:
    """Nested beyond all reason, or no UTF-8, in names and in values: whoever sent it is told so."""
    answer = client.post(path, content=content, headers={"Content-Type": "application/json", **bearer(people.user)})

    assert 400 == answer.status_code, answer.text


def test_a_body_that_does_not_arrive_is_given_up() -> None:
    """Whoever sends a byte a day does not keep a place for it."""

    async def never() -> Any:
        await asyncio.sleep(60)

    async def reading(scope: Any, receive: Any, send: Any) -> None:
        del scope, send
        await receive()

    layer = Bodies(reading, limit=10, seconds=0.01)

    with pytest.raises(Exception, match="408"):
        asyncio.run(layer({"type": "http", "headers": []}, never, never))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/tokens", "/v1.0/$batch"])
def test_a_body_that_is_cut_off_is_no_mistake_of_ours(shelf: Shelf, path: str) -> None:
    """Whoever goes away in the middle of it has nothing changed, and leaves no traceback in the log."""
    token = create_token(shelf, OPERATOR, create_account(shelf, OPERATOR, "ann", Role.USER), label="x").text
    given: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"na", "more_body": True},
        {"type": "http.disconnect"},
    ]

    answer = asyncio.run(_answered(shelf, path, token, given))

    assert 400 == answer


def test_no_more_of_a_body_is_read_than_it_may_have(shelf: Shelf) -> None:
    """A piece more than the limit, and not one after it."""
    token = create_token(shelf, OPERATOR, create_account(shelf, OPERATOR, "ann", Role.USER), label="x").text
    pieces: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"x" * 100, "more_body": True} for _ in range(1000)
    ]

    answer = asyncio.run(_answered(shelf, "/api/v1/tokens", token, pieces))

    assert (413, 1000 - LIMIT // 100 - 1) == (answer, len(pieces))


async def _answered(shelf: Shelf, path: str, token: str, given: list[dict[str, Any]]) -> int:
    """The status of the answer to a request whose body comes in such pieces, which are taken from the list."""
    statuses: list[int] = []

    async def receive() -> Any:
        return given.pop(0)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"host", b"x"), (b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
    if path == "/sign-in":
        headers[-1] = (b"content-type", b"application/x-www-form-urlencoded")
    scope: Any = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("192.0.2.1", 1),
        "scheme": "http",
        "root_path": "",
        "extensions": {},
    }
    await app_for(shelf, ServerSettings(body_limit=LIMIT))(scope, receive, send)
    return statuses[0]


def test_bad_settings_are_refused_when_the_server_is_made(shelf: Shelf) -> None:
    """Not when the first request comes."""
    for bad in (ServerSettings(body_limit=0), ServerSettings(body_seconds=0), ServerSettings(hosts=("Example.org",))):
        with pytest.raises(ValueError, match=r"."):
            create_app(shelf, bad)
