"""A long trial of a real server: `python -m tests.fuzz.hostile_requests FOLDER [--each 10000] [--minutes 60]`.

Not part of the tests, which send a few requests to each route; this sends thousands when somebody asks for it. Each
*bout* starts `teamshelf serve` on a fresh copy of a well-filled shelf and sends some hundred requests to every route,
over HTTP, as people of all roles: a few made by schemathesis from `described.py`, allowed ones and forbidden ones, and
many more that are those with a part changed (`mutating.py`). Afterwards the shelf must pass `fsck`.

What counts as a problem: a status of 500 and above, no answer within 20 seconds, a connection that ends
without an answer, an answer of ours without its security headers, a traceback in the log, a shelf that is not sound.

The folder keeps how far it has come (``progress.json``: goes on from there) and what went wrong (``problems.jsonl``).
The results are in ``docs/security.md``.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import random
import re
import signal
import sys
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, field

from teamshelf.catalogue.database import FILE_NAME, open_database
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.upkeep.migrating import migrate
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.server.application import create_app
from teamshelf.server.settings import ServerSettings
from tests.fuzz.asking import Line, Server
from tests.fuzz.described import described, known_on
from tests.fuzz.mutating import Sent, mutated
from tests.server.pages.stocked import SAMPLES, adapted, package, stock

BY_SCHEMA = 6
"""Requests of each route and bout that schemathesis makes; it takes some 40 ms for one, a change takes none."""

KEPT = 60
"""Requests of each route by schemathesis, the newest, of which others are made."""

THREADS = 4

_ROLES = ("ada", "ada", "ada", "ada", "ada", "ada", "rita", "paul", "uma", "")
"""Who asks, and how often compared with the others; nobody at the end."""


class Route(Struct):
    """How far the trial of a route has come."""

    requests: int = 0
    by_schema: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0


class Filled(Struct):
    """What the template of all shelves is: the document, known ids, and each person's token."""

    document: dict[str, Any]
    known: dict[str, list[str]]
    tokens: dict[str, str]


def fill(folder: Path) -> Filled:
    """Make the shelf that each bout begins with, unless it is there."""
    file = folder / "filled.json"
    if not file.exists():
        database = open_database(data=folder)
        migrate(database)
        shelf = Shelf(database)
        made = stock(shelf)
        adapted(made)
        publish(
            shelf,
            made.accounts["paul"],
            package(SAMPLES[1], "2.0.0", id="4f1d1a3e-7b1c-4a55-9a3e-0d1c2b3a4f5e"),
            for_review=True,
        )
        tokens = {
            name: create_token(shelf, actor, actor.account_id or "", label="trial").text
            for name, actor in made.accounts.items()
        }
        known = known_on(shelf)
        own = {made.accounts["ada"].account_id}
        known["account_id"] = [each for each in known["account_id"] if each not in own]
        known["token_id"] = []  # whoever revokes what is asked with ends the bout
        document = described(create_app(shelf, ServerSettings()), known)
        document["paths"] = {path: item for path, item in document["paths"].items() if not path.startswith("/beta/")}
        file.write_bytes(msgspec.json.encode(Filled(document, known, tokens)))
        database.close()
    return msgspec.json.decode(file.read_bytes(), type=Filled)


_OPERATIONS: dict[str, Any] = {}


def made_by_schemathesis(folder: Path, label: str, seed: int) -> list[Sent]:
    """Some requests of a route: as the document has them, and one as it forbids them."""
    from tests.fuzz import making

    if not _OPERATIONS:
        packages = [package(sample, "1.9.0") for sample in SAMPLES[:3]]
        _OPERATIONS.update(making.operations(fill(folder).document, packages))
    operation = _OPERATIONS[label]
    return [*making.allowed(operation, BY_SCHEMA - 1, seed), *making.forbidden(operation, 1, seed)]


class Trial:
    """The trial of one server after the other."""

    def __init__(self, folder: Path, each: int, bout: int) -> None:
        self.folder, self.each, self.bout = folder, each, bout
        self.filled = fill(folder)
        self.labels = [f"{m.upper()} {p}" for p, item in self.filled.document["paths"].items() for m in item]
        self.file = folder / "progress.json"
        known = msgspec.json.decode(self.file.read_bytes(), type=dict[str, Route]) if self.file.exists() else {}
        self.routes = {label: known.get(label, Route()) for label in self.labels}
        self.values = sorted({each for values in self.filled.known.values() for each in values})
        self.problems = 0
        self.server: Server | None = None
        self.maker = ProcessPoolExecutor(1)
        self.waiting: dict[str, Future[list[Sent]]] = {}
        self.made: dict[str, list[Sent]] = {}

    def run(self, minutes: float) -> None:
        """Try until each route has had its requests, or time is up."""
        ends = time.monotonic() + minutes * 60
        number = sum(route.requests for route in self.routes.values())
        while time.monotonic() < ends and (left := [n for n in self.labels if self.routes[n].requests < self.each]):
            number += 1
            self._one_bout(left, number, ends)
            self.file.write_bytes(msgspec.json.format(msgspec.json.encode(self.routes)))
            total = sum(route.requests for route in self.routes.values())
            least = min(route.requests for route in self.routes.values())
            print(
                f"{time.strftime('%H:%M:%S')} {total} requests, at least {least} a route, {self.problems} problems",
                flush=True,
            )

    def _one_bout(self, labels: list[str], number: int, ends: float) -> None:
        rng = random.Random(number)
        rng.shuffle(labels)
        labels.sort(key=lambda label: label.startswith("DELETE"))  # what is taken away cannot be tried any longer
        for label in labels:
            if label not in self.waiting:
                self.waiting[label] = self.maker.submit(made_by_schemathesis, self.folder, label, number)
        server = self._started()
        for label in labels:
            if time.monotonic() > ends:
                break
            made: list[Sent] = []
            if label not in self.made or self.waiting[label].done():
                made = self.waiting[label].result()
                self.made[label] = (self.made.get(label, []) + made)[-KEPT:]
                self.waiting[label] = self.maker.submit(made_by_schemathesis, self.folder, label, rng.getrandbits(32))
            self._one_route(server, label, made, rng)
            if not self._is_still_known(server):
                self._stop(server)
                server = self._started()
        self._stop(server)

    def _started(self) -> Server:
        self.server = Server(self.folder / FILE_NAME, self.folder / "shelf", set(_ROLES) - {""})
        return self.server

    def _stop(self, server: Server) -> None:
        for line in server.stop():
            self._note("(server)", None, line)

    def _one_route(self, server: Server, label: str, made: list[Sent], rng: random.Random) -> None:
        route = self.routes[label]
        method, _, path = label.partition(" ")
        seeds = self.made[label] or [Sent(method, re.sub(r"\{\w+\}", "x", path))]
        sent = [*made, *(mutated(rng.choice(seeds), rng, self.values) for _ in range(self.bout - len(made)))]
        named = [(each, self._whoever(server, path, rng)) for each in sent]
        shares = [named[start::THREADS] for start in range(THREADS)]
        with ThreadPoolExecutor(THREADS) as pool:
            for statuses, slowest in pool.map(lambda share: self._send(server, label, share), shares):
                for status, times in statuses.items():
                    route.statuses[status] = route.statuses.get(status, 0) + times
                route.slowest = max(route.slowest, slowest)
        route.requests += len(sent)
        route.by_schema += len(made)

    def _whoever(self, server: Server, path: str, rng: random.Random) -> list[tuple[str, str]]:
        """The headers that say who asks: with a token, or with a browser."""
        name = rng.choice(_ROLES)
        host = ("host", urlsplit(server.address).netloc)
        if not name or path == "/sign-out":
            return [host, ("sec-fetch-site", "same-origin")]
        if path.startswith(("/api/", "/v1.0/")) and rng.random() < 0.7:
            return [host, ("authorization", f"Bearer {self.filled.tokens[name]}")]
        return [host, ("cookie", server.cookies[name]), ("sec-fetch-site", "same-origin")]

    def _send(
        self, server: Server, label: str, share: list[tuple[Sent, list[tuple[str, str]]]]
    ) -> tuple[Counter[str], float]:
        line, statuses, slowest = Line(server.address), Counter[str](), 0.0
        for sent, who in share:
            if label.partition(" ")[2].startswith("/v1.0/") and hash(sent.target) % 4 == 0:
                sent = msgspec.structs.replace(sent, target=sent.target.replace("/v1.0/", "/beta/", 1))  # noqa: PLW2901
            began = time.monotonic()
            try:
                status, headers, content = line.ask(sent.written(*who), sent.method)
            except (OSError, http.client.HTTPException) as error:
                line.close()
                statuses["none"] += 1
                self._note(label, sent, repr(error))
                continue
            slowest = max(slowest, time.monotonic() - began)
            statuses[str(status)] += 1
            if status >= 500:
                self._note(label, sent, f"{status} {content[:300]!r}")
            elif "request-id" in headers and "default-src 'none'" not in headers.get("content-security-policy", ""):
                self._note(label, sent, f"no policy: {headers}")
            elif "evil.example" in headers.get("location", "").partition("?")[0]:
                self._note(label, sent, f"leads elsewhere: {headers}")
        line.close()
        return statuses, slowest

    def _is_still_known(self, server: Server) -> bool:
        """Whether the administrator is still one, and still signed in."""
        line = Line(server.address)
        host = ("host", urlsplit(server.address).netloc)
        asked = Sent("GET", "/api/v1/settings")
        ways = (("authorization", f"Bearer {self.filled.tokens['ada']}"), ("cookie", server.cookies["ada"]))
        try:
            return all(line.ask(asked.written(host, way), "GET")[0] == 200 for way in ways)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def _note(self, label: str, sent: Sent | None, what: str) -> None:
        self.problems += 1
        shown = {"route": label, "problem": what, "sent": repr(sent.written()) if sent else None}
        with (self.folder / "problems.jsonl").open("a") as file:
            file.write(json.dumps(shown) + "\n")


def main() -> None:
    """Begin, or go on."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=10_000, help="requests for each route")
    parser.add_argument("--bout", type=int, default=100, help="requests for each route and bout")
    parser.add_argument("--minutes", type=float, default=60)
    arguments = parser.parse_args()
    arguments.folder.mkdir(mode=0o700, exist_ok=True)
    trial = Trial(arguments.folder, arguments.each, arguments.bout)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        trial.run(arguments.minutes)
    finally:
        if trial.server is not None:
            trial.server.process.terminate()
        trial.maker.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


if __name__ == "__main__":
    main()
