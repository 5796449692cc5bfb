"""The local page: a small web server for one person on this machine.

It answers GET alone, and only to those who call it by one of its own names: a page of somebody else's site, whose name
was pointed at this machine, is refused ("DNS rebinding"). Nothing that it sends may be framed, cached or read by other
sites, and browsers run nothing in it but our own script.
"""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from teamshelf.preview.options import options_from
from teamshelf.preview.pages import CONTENT_POLICY
from teamshelf.preview.surfaces import SURFACES

if TYPE_CHECKING:
    from teamshelf.preview.site import Site

STATIC = {
    "design.css": "text/css; charset=utf-8",
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
"""The files that pages ask for, and what each of them is: browsers are told not to guess."""

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What goes with every answer."""

MOST_FIELDS = 30
"""Options in an address that are read; there are ten."""

HEARTBEAT = 10
"""Seconds after which somebody who listens for changes is told that there is none: a proxy or a laptop may be gone."""

PATIENCE = 30
"""Seconds that a client may take to ask."""

_ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


class PreviewServer(ThreadingHTTPServer):
    """The server of one site. Making one listens already; raises OSError where that is impossible."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Site, host: str = "127.0.0.1", port: int = 0, language: str = "en") -> None:
        self.site = site
        self.language = language
        if ":" in host:
            from socket import AF_INET6

            self.address_family = AF_INET6
        super().__init__((host, port), _Handler)
        self.names = _names_of(host, self.server_port)
        self._is_open = host in _ANY

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://{self.names[0]}/"

    def answers_to(self, name: str) -> bool:
        """Whether a value of `Host` is a name of this server.

        One that listens on every address of the machine is called by any of them; numbers lead nobody astray.
        """
        if name.lower() in self.names:
            return True
        host, _, port = name.rpartition(":")
        try:
            ip_address(host.strip("[]"))
        except ValueError:
            return False
        return self._is_open and port == str(self.server_port)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away; all else is ours to mend, and says so."""
        import sys

        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _names_of(host: str, port: int) -> tuple[str, ...]:
    """The values of `Host` that are answered, the one for people first."""
    shown = f"[{host}]" if ":" in host else host
    if host in _ANY:
        shown = "127.0.0.1"
    local = ("localhost", "127.0.0.1", "[::1]")
    return tuple(f"{name}:{port}" for name in dict.fromkeys((shown, *local)))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "teamshelf"
    sys_version = ""
    timeout = PATIENCE
    disable_nagle_algorithm = True  # head and content are written apart: the second would wait 40 ms for the first
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer with a page, a file, an icon, or the news of changes."""
        if not self.server.answers_to(self.headers.get("Host") or ""):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, _TEXT, b"This preview answers to its own names only.\n")
            return
        address = urlsplit(self.path)
        first, _, rest = address.path.lstrip("/").partition("/")
        if first == "static" and rest in STATIC:
            self._send(HTTPStatus.OK, STATIC[rest], static_file(rest))
        elif first == "pictures" and (content := self.server.site.picture(rest)) is not None:
            self._send(HTTPStatus.OK, "image/png", content)
        elif first == "events" and not rest:
            self._tell_changes()
        else:
            self._send_page("" if rest else first or SURFACES[0].name, address.query)

    def _send_page(self, surface: str, query: str) -> None:
        try:
            given = dict(parse_qsl(query, max_num_fields=MOST_FIELDS, errors="replace"))
        except ValueError:
            given = {}
        page = self.server.site.page(surface, options_from(given, self.server.language))
        if page is None:
            self._send(HTTPStatus.NOT_FOUND, _TEXT, b"There is no such page.\n")
        else:
            self._send(HTTPStatus.OK, _HTML, page.encode(errors="replace"))

    def _tell_changes(self) -> None:
        """Server-sent events: the number of the app's state, again whenever it is another."""
        site = self.server.site
        self.close_connection = True
        self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8", "Connection": "close"})
        number = 0
        while not site.is_stopped:
            latest = site.changed_since(number, HEARTBEAT)
            self.wfile.write(f"event: app\ndata: {latest}\n\n".encode() if latest != number else b": still here\n\n")
            number = latest

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(content))})
        self.wfile.write(content)

    def _head(self, status: HTTPStatus, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (HEADERS | more).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        """Say nothing: the terminal belongs to the person who works there."""


@lru_cache(maxsize=len(STATIC))
def static_file(name: str) -> bytes:
    """One of :data:`STATIC`."""
    return files("teamshelf.preview").joinpath("static", name).read_bytes()
