"""Running the server: granian, with any number of processes that share nothing but the database."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.server.settings import METRICS_FOLDER_VARIABLE, ServerSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from litestar import Litestar

STOPS_WITHIN = 10
"""Seconds that requests have to end once the server is told to stop."""

HEAD_LIMIT = 64 * 1024
"""Bytes that the first line and the headers of a request may have together."""

STARTS_WITHIN = 60
"""Seconds after which nobody waits any longer for the first process to listen."""


class Plan(Struct, frozen=True):
    """All that a process needs to know.

    Attributes:
        database: URL; None where the shelf is in a folder.
        data: that folder.
        port: a real one: who wants any gets one from :func:`reserved_port`.
    """

    settings: ServerSettings
    database: str | None
    data: Path | None
    host: str
    port: int
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    log_format: str = "json"


def run_server(plan: Plan, on_listening: Callable[[], None]) -> None:
    """Serve until told to stop by a signal; calls back once a process listens."""
    from granian.constants import HTTPModes, Interfaces, SSLProtocols
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    with _metrics_folder():
        import teamshelf.server.application  # noqa: F401 - once, before the processes part: they start at once then

        server = Server(
            "teamshelf.server.running",
            address=plan.host,
            port=plan.port,
            interface=Interfaces.ASGI,
            workers=plan.workers,
            websockets=False,
            http=HTTPModes.http1,  # of HTTP/2, and of a connection that may become it, nobody takes the time here
            http1_settings=HTTP1Settings(
                header_read_timeout=round(plan.settings.head_seconds * 1000), max_buffer_size=HEAD_LIMIT
            ),
            log_level=LogLevels.error,
            log_dictconfig=_to_standard_error(),
            ssl_cert=plan.certificate,
            ssl_key=plan.key,
            ssl_protocol_min=SSLProtocols.tls12,
            respawn_failed_workers=True,
            workers_kill_timeout=STOPS_WITHIN,
        )
        threading.Thread(target=_tell_when_listening, args=(plan, on_listening), daemon=True).start()
        server.serve(target_loader=partial(load_app, plan), wrap_loader=False)


def load_app(plan: Plan) -> Litestar:
    """The application of one process, with connections of its own."""
    from teamshelf.catalogue.database import open_database
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.application import create_app
    from teamshelf.server.logs import begin_logging

    os.umask(0o077)
    begin_logging(plan.log_format)
    return create_app(Shelf(open_database(plan.database, data=plan.data)), plan.settings)


@contextmanager
def reserved_port(host: str, port: int) -> Iterator[int]:
    """A port that nobody else listens on, kept for the block; 0 finds one.

    The processes of the server share their port by an option of the socket, which would let a second server share it
    too. So it is tried without that option first.

    Raises:
        OSError: it is taken, or the host is not one of this machine.
    """
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
    with socket.socket(family, socket.SOCK_STREAM) as alone:
        if os.name == "posix":
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        alone.bind((host, port))
        alone.listen(1)  # a port can be bound twice with the option, but not listened on once
        found: int = alone.getsockname()[1]
    with socket.socket(family, socket.SOCK_STREAM) as kept:
        if hasattr(socket, "SO_REUSEPORT"):
            kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            kept.bind((host, found))
        yield found


def _tell_when_listening(plan: Plan, on_listening: Callable[[], None]) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(plan.host, plan.host)  # noqa: S104 - what to connect to
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        try:
            socket.create_connection((host, plan.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            on_listening()
            return


@contextmanager
def _metrics_folder() -> Iterator[None]:
    """A folder in which the processes add up what they have answered."""
    folder = tempfile.mkdtemp(prefix="teamshelf-metrics-")
    os.environ[METRICS_FOLDER_VARIABLE] = folder
    try:
        yield
    finally:
        del os.environ[METRICS_FOLDER_VARIABLE]
        shutil.rmtree(folder, ignore_errors=True)


def _to_standard_error() -> dict[str, Any]:
    """Granian's own log: only what went wrong, and not among the output."""
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    return {"handlers": {"console": handler, "access": handler}}
