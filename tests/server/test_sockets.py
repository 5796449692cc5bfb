"""What somebody can do to a real server with a socket: slow, endless, contradictory and meaningless requests.

All tests share one server, whose patience is short; its log must have no mistake in it in the end.
"""

from __future__ import annotations

import selectors
import socket
import subprocess
import sys
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.catalogue.engines import databases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE = 1.0
"""Seconds that the server waits for a head, and for a body."""

LIMIT = 100_000
"""Bytes of a body."""

FOREVER = 60
"""Seconds after which a test believes that a connection stays open."""

IDLE = 400
"""Connections that say nothing, or not enough."""

_SERVE = """
import sys
from pathlib import Path
from teamshelf.server.running import Plan, reserved_port, run_server
from teamshelf.server.settings import ServerSettings

settings = ServerSettings(
    head_seconds=float(sys.argv[2]),
    body_seconds=float(sys.argv[2]),
    body_limit=int(sys.argv[3]),
    hosts=("localhost", "127.0.0.1"),
)
with reserved_port("127.0.0.1", 0) as port:
    plan = Plan(settings=settings, database=None, data=Path(sys.argv[1]), host="127.0.0.1", port=port)
    run_server(plan, lambda: print(port, flush=True))
"""

HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
ALIVE = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
SIGN_IN = b"POST /sign-in HTTP/1.1\r\n" + HOST + FORM


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the server listens."""
    with TemporaryDirectory(prefix="teamshelf") as name:
        folder = Path(name)
        for _ in databases("sqlite", folder):
            pass  # with its tables, and nobody else who has it open
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, "-c", _SERVE, name, str(PATIENCE), str(LIMIT)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert server.stdout is not None
        found = int(server.stdout.readline())
        yield found
        assert 200 == status(spoken(found, ALIVE)), "it has not survived"
        server.terminate()
        server.wait()
        server.stdout.close()
        said = (folder / "log").read_text()
        assert '"request"' in said
        assert "raceback" not in said


def connected(port: int) -> socket.socket:
    """A connection to the server."""
    made = socket.create_connection(("127.0.0.1", port), FOREVER)
    made.settimeout(FOREVER)
    return made


def spoken(port: int, said: bytes) -> bytes:
    """What the server answers to that until it ends the connection."""
    with closing(connected(port)) as connection:
        with suppress(OSError):  # it may have heard enough; what it has answered is there to be read
            connection.sendall(said)
        return heard(connection)


def heard(connection: socket.socket) -> bytes:
    """Everything that the server says until it ends the connection."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass  # ended without a word more
    return b"".join(parts)


def status(answer: bytes) -> int:
    """The status of an answer; 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


def spoken_to_silence(port: int, beginning: bytes) -> bytes:
    """What the server says to whoever says no more than that, and waits."""
    with closing(connected(port)) as connection:
        connection.sendall(beginning)
        return heard(connection)


def trickled(port: int, beginnings: Sequence[bytes], drop: bytes) -> list[bytes]:
    """What the server answers to each beginning, after which a drop comes now and then until it has had enough."""
    with ExitStack() as stack:
        answers = {stack.enter_context(closing(connected(port))): b"" for _ in beginnings}
        for connection, beginning in zip(answers, beginnings, strict=True):
            connection.sendall(beginning)
        with selectors.DefaultSelector() as open_ones:
            for connection in answers:
                open_ones.register(connection, selectors.EVENT_READ)
            for _ in range(int(FOREVER / PATIENCE * 4)):
                ready = {key.fileobj for key, _ in open_ones.select(PATIENCE / 4)}
                for connection in [each for each in answers if each in open_ones.get_map()]:
                    if connection in ready:
                        answers[connection] += heard(connection)
                        open_ones.unregister(connection)
                    else:
                        connection.sendall(drop)
                if not open_ones.get_map():
                    return list(answers.values())
        raise AssertionError("somebody is still waited for")


def test_head_is_answered_as_get_without_the_body(port: int) -> None:
    """On the wire: the same head, which says how long the body is, and then nothing; the next answer is understood."""
    head = b"HEAD /sign-in HTTP/1.1\r\n" + HOST + b"\r\n"
    last = b"GET /sign-in HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n"

    first, second = spoken(port, head + last).split(b"HTTP/1.1 ")[1:]

    answered, _, body = first.partition(b"\r\n\r\n")
    _, _, whole = second.partition(b"\r\n\r\n")
    assert answered.startswith(b"200 ")
    assert f"content-length: {len(whole)}".encode() in answered.lower().split(b"\r\n")
    assert b"" == body


def test_whoever_does_not_come_to_the_point_is_given_up(port: int) -> None:
    """Nothing at all, a byte, half a line, half a head, the first words of another protocol: each with a byte a moment.

    There is no answer to what was not asked.
    """
    beginnings = [b"", b"G", b"GET / HT", b"GET /healthz HTTP/1.1\r\nHo", ALIVE[:-2], b"PRI * HTTP/"]

    assert [b""] * len(beginnings) == [spoken_to_silence(port, each) for each in (b"", b"G")] + trickled(
        port, beginnings[2:], b"x"
    )


def test_a_connection_that_has_been_of_use_is_not_kept_for_ever(port: int) -> None:
    """After an answer the server waits for the next request as long as for the first."""
    assert 200 == status(spoken_to_silence(port, ALIVE))


def test_a_body_that_trickles_is_given_up(port: int) -> None:
    """A byte a moment, with a length and in chunks; and one that never comes."""
    announced, chunked = b"Content-Length: 500\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"

    answers = [
        *trickled(port, [SIGN_IN + announced], b"n"),
        *trickled(port, [SIGN_IN + chunked], b"1\r\nn\r\n"),
        spoken_to_silence(port, SIGN_IN + announced),
    ]

    assert [408, 408, 408] == [status(answer) for answer in answers]


def test_a_body_beyond_the_limit_is_not_read(port: int) -> None:
    """With a length and in chunks: refused, and the rest stays with the sender."""
    bodies = {
        b"Content-Length: 1000000000\r\n\r\n": b"x" * 65536,
        b"Transfer-Encoding: chunked\r\n\r\n": b"10000\r\n" + b"x" * 65536 + b"\r\n",
    }
    for announced, piece in bodies.items():
        with closing(connected(port)) as connection:
            connection.sendall(SIGN_IN + announced)
            taken = 0
            try:
                while taken < 100 * 1024 * 1024:
                    connection.sendall(piece)
                    taken += len(piece)
            except OSError:
                pass
            answer = heard(connection)

        assert taken < 50 * 1024 * 1024, announced  # what the two machines' buffers hold, and no more
        assert status(answer) in (413, 0), announced  # what was said may be lost when a connection is cut off


@pytest.mark.parametrize(
    ("size", "expected"), [(LIMIT, 403), (LIMIT + 1, 413)], ids=["the last byte that fits", "one more"]
)
@pytest.mark.parametrize("is_announced", [True, False])
def test_the_limit_is_exact(port: int, size: int, expected: int, *, is_announced: bool) -> None:
    """With a length and without."""
    body = b"name=" + b"x" * (size - 5)
    head = SIGN_IN + b"Connection: close\r\n"
    whole = (
        head + b"Content-Length: %d\r\n\r\n" % size + body
        if is_announced
        else head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % size + body + b"\r\n0\r\n\r\n"
    )

    assert expected == status(spoken(port, whole))


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: -1\r\n",
        b"Content-Length: 1e3\r\n",
        b"Content-Length: 0x10\r\n",
        b"Content-Length: 99999999999999999999999\r\n",
        b"Content-Length: 3\r\nContent-Length: 4\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: nonsense\r\n",
    ],
)
def test_a_length_that_is_none_is_refused(port: int, lengths: bytes) -> None:
    """What the body is cannot be known, so nothing that follows is read as a request."""
    answer = spoken(port, SIGN_IN + lengths + b"\r\nname=x" + ALIVE)

    assert status(answer) in (400, 413)
    assert 1 == answer.count(b"HTTP/1.")


def test_a_body_with_two_ends_smuggles_nothing(port: int) -> None:
    """A length and chunks: the chunks decide, and the connection ends, so that no proxy sees another request in it."""
    smuggled = b"0\r\n\r\n" + ALIVE
    answer = spoken(port, SIGN_IN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled)

    assert b"alive" not in answer


def test_chunks_that_are_none_are_refused(port: int) -> None:
    """A size that is no number, one that is too large for any, and an end that does not come."""
    for chunk in (b"zz\r\nabc", b"-1\r\nabc", b"ffffffffffffffffff\r\nabc", b"5\r\nabc\r\nxx", b"1;" + b"x" * 100_000):
        answer = spoken(port, SIGN_IN + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)

        assert status(answer) in (400, 408), chunk[:20]


def test_several_requests_at_once_are_answered_in_turn_and_junk_ends_it(port: int) -> None:
    """What follows a request on the same connection is a request, or the end."""
    answer = spoken(port, ALIVE * 3 + b"\x00\xff\x16\x03junk\r\n\r\n" + ALIVE)

    assert 3 == answer.count(b"HTTP/1.1 200")
    assert 3 <= answer.count(b"HTTP/1.") <= 4


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 500_000 + b"\r\n\r\n", {431, 0}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 5000 + b"\r\n", {431}),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {414}),
        (b"GET /healthz?" + b"a" * 30_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {200}),
        (b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
        (b"GET /apps/\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: \x00\r\n\r\n", {400}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X y: a\r\n\r\n", {400}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n folded\r\n\r\n", {400}),
        (b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n", {400}),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400, 0}),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 0}),
        (b"CONNECT evil.example:80 HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404, 405}),
        (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {404}),
        (b"GET /healthz HTTP/1.1\r\n\r\n", {400}),
        (b"GET /healthz HTTP/1.0\r\n\r\n", {400}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n", {400}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", {200}),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n", {200}),
    ],
    ids=lambda value: ascii(value[:50]) if isinstance(value, bytes) else None,
)
def test_a_head_that_makes_no_sense_is_refused(port: int, said: bytes, expected: set[int]) -> None:
    """Too long, with bytes that are not for it, in another protocol, for another host."""
    assert status(spoken(port, said)) in expected


@pytest.mark.parametrize(
    "path", ["/apps/{}", "/v1.0/users/{}", "/api/v1/versions/{}", "/icons/{}", "/static/{}/x", "/{}"]
)
def test_bytes_that_are_no_text_are_no_mistake_of_ours(port: int, path: str) -> None:
    """NUL, what is no UTF-8, half a surrogate pair and half an escape, in the path and in the query."""
    for part in ("%00", "%ff", "%ed%a0%80", "%", "%zz", "%0d%0a", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e"):
        target = f"{path.format(part)}?q={part}&$filter={part}&{part}&lang={part}"
        answer = spoken(port, f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())

        assert 400 <= status(answer) < 500 or status(answer) == 303, target


def test_an_address_that_somebody_made_up_is_not_repeated(port: int) -> None:
    """Not from the first line either, which may name a host as well."""
    asked = b"GET http://evil.example/.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n"

    assert b"evil" not in spoken(port, asked)


def test_among_hundreds_of_connections_that_only_wait_an_honest_one_is_answered(port: int) -> None:
    """At once, and the others are ended one after the other."""
    waiting = (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-", SIGN_IN + b"Content-Length: 90\r\n\r\nna")
    with ExitStack() as stack:
        idle = [stack.enter_context(closing(connected(port))) for _ in range(IDLE)]
        for number, connection in enumerate(idle):
            connection.sendall(waiting[number % len(waiting)])

        honest = [
            spoken(port, b"GET %s HTTP/1.1\r\n" % path + HOST + b"Connection: close\r\n\r\n")
            for path in (b"/healthz", b"/readyz")
        ]
        answers = {status(heard(connection)) for connection in idle}

    assert [200, 200] == [status(answer) for answer in honest]
    assert {0, 408} == answers
