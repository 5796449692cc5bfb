"""Figures for Prometheus: what this server's processes have answered, and what is on the shelf.

The processes of one server add up their counts in files of a folder that `serve` makes (prometheus_client's own way);
what is on the shelf is counted in the database when somebody asks. Nothing is kept that two processes could disagree
on.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select

from teamshelf.catalogue.tables import Account, App, AuditEvent, Installation, Token, Version
from teamshelf.server.settings import METRICS_FOLDER_VARIABLE
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import Table

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@lru_cache(maxsize=1)
def _of_this_process() -> tuple[CollectorRegistry, Counter, Histogram]:
    registry = CollectorRegistry()
    answers = Counter("teamshelf_requests", "Requests answered", ("method", "route", "status"), registry=registry)
    seconds = Histogram("teamshelf_request_seconds", "Time taken to answer", ("route",), registry=registry)
    return registry, answers, seconds


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answered request; the labels come from the routes, never from what was sent."""
    count, taken = _of_route(method if method in _METHODS else "OTHER", route, status)
    count.inc()
    taken.observe(seconds)


@lru_cache(maxsize=4096)
def _of_route(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    _, answers, taken = _of_this_process()
    return answers.labels(method, route, str(status)), taken.labels(route)


def exposition(shelf: Shelf) -> bytes:
    """All figures in Prometheus' text format."""
    if os.environ.get(METRICS_FOLDER_VARIABLE):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = _of_this_process()[0]
    return generate_latest(registry) + generate_latest(_of_the_shelf(shelf))


def _of_the_shelf(shelf: Shelf) -> CollectorRegistry:
    # Not through Gauge: those of a server with several processes would be written into its files.
    from prometheus_client.core import GaugeMetricFamily

    built = GaugeMetricFamily("teamshelf_build", "This program", labels=["version"])
    built.add_metric([VERSION], 1)
    families = [built]
    with shelf.reading() as session:
        for name, text, query in _COUNTS:
            family = GaugeMetricFamily(name, text)
            family.add_metric([], session.scalars(query).one())
            families.append(family)
        versions = GaugeMetricFamily("teamshelf_versions", "Versions by state", labels=["state"])
        for state, number in session.execute(select(Version.state, func.count()).group_by(Version.state)):
            versions.add_metric([state], number)
        families.append(versions)
    registry = CollectorRegistry()
    registry.register(_Given(families))  # type: ignore[arg-type]
    return registry


class _Given:
    """A collector of what is at hand."""

    def __init__(self, families: list[object]) -> None:
        self.families = families

    def collect(self) -> list[object]:
        return self.families


def _count(table: type[Table], *conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(*conditions)


_COUNTS: tuple[tuple[str, str, Select[int]], ...] = (
    ("teamshelf_apps", "Apps in the catalogue", _count(App, App.deleted_at.is_(None))),
    ("teamshelf_installations", "Installed apps", _count(Installation)),
    ("teamshelf_accounts", "Accounts that are not disabled", _count(Account, Account.disabled_at.is_(None))),
    ("teamshelf_tokens", "Tokens that are not revoked", _count(Token, Token.revoked_at.is_(None))),
    ("teamshelf_audit_events", "Entries of the audit", _count(AuditEvent)),
)
