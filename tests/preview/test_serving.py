"""The local page: whom it answers, with what, and how it follows the files."""

from __future__ import annotations

import json
import socket
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from teamshelf.preview import CONTENT_POLICY, SURFACES
from teamshelf.preview.serving import HEADERS, STATIC, PreviewServer
from teamshelf.preview.site import Site
from teamshelf.preview.watching import fingerprint, home_of
from tests.manifests import manifest
from tests.preview.apps import STATES, files_of, write
from tests.preview.browser import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """The preview of the app with every surface."""
    with served(write(tmp_path_factory.mktemp("apps") / "app", STATES["everything"])) as running:
        yield running


def ask(
    server: PreviewServer, path: str, *, host: str | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the content of an answer."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers={"Host": host} if host is not None else {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


def test_every_surface_has_an_address(server: PreviewServer) -> None:
    """And the first of them is what the bare address shows."""
    for surface in SURFACES:
        status, headers, content = ask(server, f"/{surface.name}")

        assert (200, "text/html; charset=utf-8") == (status, headers["Content-Type"])
        assert str(surface.title).encode() in content
    assert ask(server, "/store")[2] == ask(server, "/")[2]


def test_every_answer_is_guarded(server: PreviewServer) -> None:
    """The policy and its companions go with pages, files, icons, refusals."""
    icon = server.site._current().pictures["color"].name
    for path in ("/", "/nowhere", "/static/design.css", f"/pictures/{icon}", "/static/../site.py"):
        headers = ask(server, path)[1]

        assert CONTENT_POLICY == headers["Content-Security-Policy"]
        assert {name: headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("name", STATIC)
def test_files_are_what_they_say(server: PreviewServer, name: str) -> None:
    """Browsers are told not to guess, so the kind must be right."""
    kinds = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
    status, headers, content = ask(server, f"/static/{name}")

    assert (200, kinds[name.partition(".")[2]], True) == (status, headers["Content-Type"], bool(content))


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pages.py", "/static/%2e%2e/pages.py", "/pictures/../../etc/passwd", "/pictures/color.png", "/a/b",
        "//example.com/", "/store/x", "/..", "/%00", "/static/", "/pictures/",
    ],
)  # fmt: skip
def test_there_is_nothing_else(server: PreviewServer, path: str) -> None:
    """No file of the machine has an address here."""
    assert 404 == ask(server, path)[0]


@pytest.mark.parametrize(
    "host", ["example.com", "127.0.0.1", "localhost:1", "", "127.0.0.1.example.com:{port}", "192.0.2.7:{port}"]
)
def test_other_names_are_refused(server: PreviewServer, host: str) -> None:
    """A page elsewhere whose name leads to this machine gets nothing: DNS rebinding."""
    status, _, content = ask(server, "/", host=host.format(port=server.server_port))

    assert 421 == status
    assert b"Polls" not in content


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
def test_its_own_names_are_answered(server: PreviewServer, host: str) -> None:
    """In any case of letters."""
    assert 200 == ask(server, "/", host=f"{host}:{server.server_port}")[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_get_is_answered(server: PreviewServer, method: str) -> None:
    """Nothing can be changed from a browser."""
    assert 501 == ask(server, "/", method=method)[0]


def test_an_address_with_too_many_options_is_read_without_them(server: PreviewServer) -> None:
    """It shows the page as usual."""
    assert 200 == ask(server, "/store?" + "&".join(f"a{n}=1" for n in range(500)))[0]


def test_a_line_that_never_ends_is_refused(server: PreviewServer) -> None:
    """And the next one is answered."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as client:
        client.sendall(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")
        assert b" 414 " in client.recv(100)
    assert 200 == ask(server, "/")[0]


def test_who_listens_is_told_of_changes(tmp_path: Path) -> None:
    """The state's number comes at once, and another after a change; the stream ends with the server."""
    folder = write(tmp_path / "app", files_of(manifest()))
    with served(folder) as running:
        connection = HTTPConnection("127.0.0.1", running.server_port, timeout=10)
        connection.request("GET", "/events")
        answer = connection.getresponse()
        first = answer.readline() + answer.readline() + answer.readline()
        (folder / "manifest.json").write_bytes(json.dumps(manifest(version="1.0.1")).encode())
        second = answer.readline() + answer.readline() + answer.readline()

        assert "text/event-stream; charset=utf-8" == answer.getheader("Content-Type")
        assert (b"event: app\ndata: 1\n\n", b"event: app\ndata: 2\n\n") == (first, second)
    assert b"" == answer.read().replace(b": still here\n\n", b"")
    connection.close()


def test_a_page_says_which_state_it_shows(tmp_path: Path) -> None:
    """So that a change before it begins to listen is not missed."""
    folder = write(tmp_path / "app", files_of(manifest()))
    with served(folder) as running:
        assert b'data-events="/events?seen=1"' in ask(running, "/")[2]
        write(folder, files_of(manifest(version="1.0.1")))
        running.site.changed_since(1, 10)
        assert b'data-events="/events?seen=2"' in ask(running, "/")[2]


def test_a_page_is_that_of_the_files_as_they_are(tmp_path: Path) -> None:
    """Each state of the folder has its page; one that cannot be read has the reason."""
    folder = write(tmp_path / "app", files_of(manifest(name={"short": "One"})))
    with served(folder) as running:
        number = running.site.number
        assert b"One" in ask(running, "/")[2]
        write(folder, files_of(manifest(name={"short": "Two"})))
        number = running.site.changed_since(number, 10)
        assert b"Two" in ask(running, "/")[2]
        folder.rename(tmp_path / "moved")
        number = running.site.changed_since(number, 10)
        assert b"There is no app to show" in ask(running, "/")[2]
        (tmp_path / "moved").rename(folder)
        running.site.changed_since(number, 10)
        assert b"Two" in ask(running, "/")[2]


def test_a_change_of_the_env_file_is_a_change(tmp_path: Path) -> None:
    """What stands for a placeholder is filled in, and followed too; a file that is gone for a moment does no harm."""
    folder = write(tmp_path / "app", files_of(manifest(name={"short": "${{NAME}}"})))
    env = tmp_path / ".env"
    env.write_text("NAME=One")
    site = Site(str(folder), str(env))
    site.watch()
    try:
        from teamshelf.preview import Options

        assert "One" in (site.page("store", Options()) or "")
        number = site.number
        env.write_text("NAME=Three")
        site.changed_since(number, 10)
        assert "Three" in (site.page("store", Options()) or "")
    finally:
        site.stop()


def test_what_belongs_to_no_app_is_no_change(tmp_path: Path) -> None:
    """Editors leave files behind that begin with a dot."""
    folder = write(tmp_path / "app", files_of(manifest()))
    before = fingerprint(str(folder))
    (folder / ".manifest.json.swp").write_bytes(b"x")

    assert before == fingerprint(str(folder))


def test_a_manifest_stands_for_its_folder(tmp_path: Path) -> None:
    """Its icons and language files are beside it; any other name is a file alone."""
    folder = write(tmp_path / "app", files_of(manifest()))

    assert str(folder) == home_of(str(folder / "manifest.json"))
    assert str(folder / "other.json") == home_of(str(folder / "other.json"))
    assert str(folder) == home_of(str(folder))


def test_addresses_of_version_six_are_written_as_such(tmp_path: Path) -> None:
    """With brackets around them."""
    folder = write(tmp_path / "app", files_of(manifest()))
    try:
        server = PreviewServer(Site(str(folder)), "::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    try:
        assert f"http://[::1]:{server.server_port}/" == server.url
    finally:
        server.server_close()


def test_who_listens_everywhere_is_called_by_any_number_but_by_no_other_name(tmp_path: Path) -> None:
    """A colleague's machine reaches it by its address; a name could lead anywhere."""
    folder = write(tmp_path / "app", files_of(manifest()))
    server = PreviewServer(Site(str(folder)), "0.0.0.0")  # noqa: S104 - that is the point
    try:
        port = server.server_port
        names = (
            f"192.0.2.7:{port}",
            f"[2001:db8::1]:{port}",
            f"localhost:{port}",
            f"example.com:{port}",
            "192.0.2.7:1",
        )

        assert f"http://127.0.0.1:{port}/" == server.url
        assert [True, True, True, False, False] == [server.answers_to(name) for name in names]
    finally:
        server.server_close()
