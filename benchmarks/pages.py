"""The store front and the page of an app on a shelf of ten thousand, against Graph's list of twenty of its apps.

Each is asked for one after the other over a real connection, by a visitor and by somebody who is signed in. The list's
address is another one each time, so that no answer is kept for it.
"""

from __future__ import annotations

import http.client
import json
from itertools import count
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from npm import MissingPeerError
from pairs import middle
from sqlalchemy import text
from table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scale_loader import Stock

APPS = 10_000
LISTED = 20
ROUNDS = 25
GOAL = "5.0"

_CATEGORIES = ("productivity", "education", "developer", "analytics", "social", "sales")


def run() -> Iterator[Row]:
    """Load a shelf, serve it, and ask in turns."""
    try:
        from graph_list import _process, _serve_ours
        from scale_loader import load

        from teamshelf.catalogue.people.tokens import create_token
        from teamshelf.server.running import Plan, reserved_port
        from teamshelf.server.settings import ServerSettings
        from tests.catalogue.engines import new_cluster
    except ImportError as error:
        raise MissingPeerError(f"{error.name} is missing: `make .venv/dev` brings it") from error
    cluster = new_cluster({"shared_buffers": "256MB"})
    stock = load(cluster, APPS, APPS)
    _sort_into_categories(stock)
    user = stock.people.user
    token = create_token(stock.shelf, user, user.account_id or "", label="benchmark").text
    with stock.shelf.reading() as session:
        app_id = str(session.scalar(text("SELECT external_id FROM apps WHERE id = :id"), {"id": stock.app_id}))
    with reserved_port("127.0.0.1", 0) as port:
        url = stock.shelf.database.engine.url.render_as_string(hide_password=False)
        plan = Plan(settings=ServerSettings(has_limits=False), database=url, data=None, host="127.0.0.1", port=port)
        with _process(port, _serve_ours, plan):
            yield from compare(f"http://127.0.0.1:{port}", token, app_id)


def compare(base: str, token: str, app_id: str) -> Iterator[Row]:
    """What each page takes, by what the list takes."""
    ask, numbers = _asker(base), count()
    bearer = {"Authorization": f"Bearer {token}"}

    def listed() -> float:
        seconds, body = ask(f"/v1.0/appCatalogs/teamsApps?$top={LISTED}&turn={next(numbers)}", bearer)
        if len(json.loads(body)["value"]) != LISTED:
            raise ValueError("the list should have twenty apps")
        return seconds

    for name, path in (("store front", "/"), ("page of an app", f"/apps/{app_id}")):
        for who, headers in (("a visitor", {}), ("a user", bearer)):
            took = [(ask(path, headers)[0], listed()) for _ in range(ROUNDS + 3)][3:]
            ratio = middle([ours / theirs for ours, theirs in took])
            ours, theirs = (1000 * median(side) for side in zip(*took, strict=True))
            note = f"{ours:.1f} ms against {theirs:.1f}; {APPS:,} apps, PostgreSQL, one process"
            yield Row(f"pages: {name} for {who}, by Graph's list of {LISTED} apps", str(ratio), GOAL, note)


def _asker(base: str) -> Callable[[str, dict[str, str]], tuple[float, bytes]]:
    """Asks over one connection; the seconds until the whole answer was there, and the answer."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)

    def ask(path: str, headers: dict[str, str]) -> tuple[float, bytes]:
        start = perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:  # noqa: PLR2004 - of HTTP
            raise ValueError(f"{path}: {answer.status}")
        return perf_counter() - start, body

    return ask


def _sort_into_categories(stock: Stock) -> None:
    """Give every second app a category, as a shelf has that people have looked after."""
    with stock.shelf.database.engine.begin() as connection:
        for number, category in enumerate(_CATEGORIES):
            connection.execute(
                text(
                    "WITH chosen AS (UPDATE apps SET category = :category "
                    "WHERE ('x' || substr(md5(id), 1, 4))::bit(16)::int % 12 = :number RETURNING id) "
                    "INSERT INTO traits (kind, value, app_id) SELECT 'category', :category, id FROM chosen"
                ),
                {"category": category, "number": number},
            )
        connection.execute(text("ANALYZE"))
