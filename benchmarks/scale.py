"""How the shelf grows on PostgreSQL: from a thousand apps to a hundred thousand, and what an update writes."""

from __future__ import annotations

from time import perf_counter, sleep
from typing import TYPE_CHECKING

from npm import MissingPeerError
from pairs import Ratio, paired
from sqlalchemy import text
from table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scale_loader import Stock

SMALL = (1_000, 10_000)
LARGE = (100_000, 1_000_000)
"""Apps in five versions, and installations."""

ROUNDS = 15
GOAL = "1.5"

_TELLS_WITHIN = 1.0
"""Seconds within which a connection that has ended has told what it wrote."""


def run() -> Iterator[Row]:
    """Load two shelves and ask them the same."""
    try:
        from scale_loader import load

        from tests.catalogue.engines import new_cluster
    except ImportError as error:
        raise MissingPeerError(f"{error.name} is missing: `make .venv/dev` brings it") from error
    settings = {"shared_buffers": "512MB", "max_wal_size": "4GB", "wal_level": "minimal", "max_wal_senders": 0}
    cluster = new_cluster(settings)
    yield from compare(load(cluster, *SMALL), load(cluster, *LARGE))


def compare(small: Stock, large: Stock) -> Iterator[Row]:
    """What each question takes on the large shelf, by what it takes on the small one; and what an update writes."""
    from scale_questions import QUESTIONS

    for name, (ask, times) in QUESTIONS.items():
        took: dict[str, list[float]] = {"large": [], "small": []}
        ratio = paired(
            _timed(lambda ask=ask: ask(large), times, took["large"]),
            _timed(lambda ask=ask: ask(small), times, took["small"]),
            rounds=ROUNDS,
        )
        yield _row(name, ratio, took)
    written = [_rows_written(stock) for stock in (small, large)]
    yield Row(
        "scale: rows that an update writes, by installations",
        f"{written[1]} / {written[0]}",
        "1.0",
        f"{LARGE[1]:,} installations against {SMALL[1]:,}",
    )


def _timed(work: Callable[[], object], times: int, took: list[float]) -> Callable[[], float]:
    def side() -> float:
        start = perf_counter()
        for _ in range(times):
            work()
        seconds = perf_counter() - start
        took.append(seconds / times)
        return seconds

    return side


def _row(name: str, ratio: Ratio, took: dict[str, list[float]]) -> Row:
    middle = {side: 1000 * sorted(seconds)[len(seconds) // 2] for side, seconds in took.items()}
    note = f"{middle['small']:.1f} ms at {SMALL[0]:,} apps, {middle['large']:.1f} ms at {LARGE[0]:,}"
    return Row(f"scale: {name}", str(ratio), GOAL, note)


def _rows_written(stock: Stock) -> int:
    """The rows that publishing an update inserts, changes or removes, as PostgreSQL counts them."""
    before = _counted(stock)
    stock.update()
    return _counted(stock) - before


def _counted(stock: Stock) -> int:
    stock.shelf.database.engine.dispose()
    sleep(_TELLS_WITHIN)
    with stock.shelf.database.engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        return int(connection.scalar(text("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")))
