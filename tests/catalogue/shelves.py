"""Shelves for tests, with people who use them. Fixtures for the ``conftest.py`` of a folder to import."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import Account
from tests.catalogue.engines import ENGINES, databases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teamshelf.catalogue.database import Database


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2030, 5, 17, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.at

    def pass_by(self, **duration: float) -> None:
        """Let time pass: ``hours=4``."""
        self.at += timedelta(**duration)


class People(Struct, frozen=True):
    """Accounts of every kind: two publishers, two reviewers, an administrator and two users."""

    publisher: Actor
    other_publisher: Actor
    reviewer: Actor
    other_reviewer: Actor
    admin: Actor
    user: Actor
    other_user: Actor


_ROLES = {
    "publisher": Role.PUBLISHER,
    "other_publisher": Role.PUBLISHER,
    "reviewer": Role.REVIEWER,
    "other_reviewer": Role.REVIEWER,
    "admin": Role.ADMIN,
    "user": Role.USER,
    "other_user": Role.USER,
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    """The name of each engine in turn."""
    return request.param


@pytest.fixture
def database(engine: str, tmp_path: Path) -> Iterator[Database]:
    """A database with empty tables, on each engine."""
    yield from databases(engine, tmp_path)


@pytest.fixture
def clock() -> Clock:
    """The clock of the shelf."""
    return Clock()


@pytest.fixture
def shelf(database: Database, clock: Clock) -> Shelf:
    """An empty shelf, on each engine."""
    return Shelf(database, clock)


@pytest.fixture
def people(shelf: Shelf) -> People:
    """Accounts on the shelf."""
    return settled_people(shelf)


def settled_people(shelf: Shelf) -> People:
    """Accounts of every kind on a shelf that has none."""
    with shelf.database.writing() as session:
        for number, (name, role) in enumerate(_ROLES.items(), start=1):
            session.add(
                Account(
                    id=f"00000000-0000-4000-8000-{number:012}",
                    name=f"{name}@example.com",
                    display_name=name.replace("_", " ").title(),
                    role=role,
                    created_at=shelf.clock(),
                )
            )
    actors = {
        name: Actor(account_id=f"00000000-0000-4000-8000-{number:012}", name=f"{name}@example.com", role=role)
        for number, (name, role) in enumerate(_ROLES.items(), start=1)
    }
    return People(**actors)
