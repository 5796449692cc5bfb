"""Graph's list of twenty apps, against a bare Litestar route on the same server that returns the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from npm import MissingPeerError
from pairs import middle
from table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

APPS = 20
ROUNDS = 7
SECONDS = 2
CONNECTIONS = 16

_TRIES = 600
"""Tenths of a second that a server may take until it listens."""


def run() -> Iterator[Row]:
    """Both servers answer `wrk` in turns, on each engine."""
    if shutil.which("wrk") is None:
        raise MissingPeerError("wrk is missing: Debian has it")
    sys.path.append(str(Path(__file__).parents[1]))
    try:
        from teamshelf.catalogue.shelf import Shelf  # noqa: F401 - is the server there?
        from tests.catalogue.packages import package  # noqa: F401
    except ImportError as error:
        raise MissingPeerError(f"{error.name} is missing: `make .venv/dev` brings it") from error
    yield _row("SQLite", None)
    from tests.catalogue.engines import cluster

    try:
        url = cluster().url(cluster().create())
    except BaseException as error:  # noqa: BLE001 - how pytest says that there is none
        yield Row("graph_list: the same on PostgreSQL", "skipped", note=str(error))
    else:
        yield _row("PostgreSQL", url)


def _row(engine: str, url: str | None) -> Row:
    with TemporaryDirectory() as folder, _serving(Path(folder), url) as (ours, token):
        body = _get(ours, token)
        if len(json.loads(body)["value"]) != APPS:
            raise ValueError("the list should have all apps")
        with _serving_bare(body) as bare:
            rates = [(_rate(ours, token), _rate(bare, token)) for _ in range(ROUNDS)]
    ratio = middle([mine / theirs for mine, theirs in rates])
    return Row(
        f"graph_list: requests per second on {engine}, by those of a bare route with the same bytes",
        str(ratio),
        "at least 0.40",
        f"{median(mine for mine, _ in rates):,.0f} against {median(theirs for _, theirs in rates):,.0f}; "
        f"{APPS} apps, {len(body):,} bytes, one process",
    )


def _rate(url: str, token: str) -> float:
    """Requests that are answered in a second."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", f"Authorization: Bearer {token}", url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        raise ValueError(told)
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if found is None:
        raise ValueError(told)
    return float(found[1])


def _get(url: str, token: str) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        content: bytes = answer.read()
        return content


@contextmanager
def _serving(folder: Path, url: str | None = None) -> Iterator[tuple[str, str]]:
    """Our server, with its apps; the address of the list, and a token."""
    from teamshelf.catalogue.database import open_database
    from teamshelf.catalogue.people.tokens import create_token
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.upkeep.migrating import migrate
    from teamshelf.catalogue.versions.publishing import publish
    from teamshelf.server.running import Plan, reserved_port
    from teamshelf.server.settings import ServerSettings
    from tests.catalogue.packages import package
    from tests.catalogue.shelves import settled_people

    database = open_database(url, data=folder)
    migrate(database)
    shelf = Shelf(database)
    people = settled_people(shelf)
    for number in range(APPS):
        name = {"short": f"Polls {number}", "full": f"Polls for team {number}"}
        publish(shelf, people.admin, package(id=str(uuid4()), packageName=None, name=name))
    token = create_token(shelf, people.user, people.user.account_id or "", label="benchmark").text
    database.close()
    with reserved_port("127.0.0.1", 0) as port:
        plan = Plan(settings=ServerSettings(), database=url, data=folder, host="127.0.0.1", port=port)
        with _process(port, _serve_ours, plan):
            yield f"http://127.0.0.1:{port}/v1.0/appCatalogs/teamsApps", token


@contextmanager
def _serving_bare(body: bytes) -> Iterator[str]:
    from teamshelf.server.running import reserved_port

    with reserved_port("127.0.0.1", 0) as port, _process(port, _serve_bare, body, port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _process(port: int, serve: Any, *arguments: Any) -> Iterator[None]:
    """A server in a process of its own, once it listens."""
    process = get_context("spawn").Process(target=serve, args=arguments)
    process.start()
    try:
        for _ in range(_TRIES):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                sleep(0.1)
        yield
    finally:
        process.terminate()
        process.join()


def _serve_ours(plan: Any) -> None:
    from teamshelf.server.running import run_server

    run_server(plan, lambda: None)


def _serve_bare(body: bytes, port: int) -> None:
    """A route that does nothing but return bytes."""
    from functools import partial

    from bare_route import bare_app
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server("graph_list", address="127.0.0.1", port=port, interface=Interfaces.ASGI, websockets=False)
    server.serve(target_loader=partial(bare_app, body), wrap_loader=False)
