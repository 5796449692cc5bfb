"""What an operator runs after a crash: it finds everything that is not as the stored bytes have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select, text, update

from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.tables import App, Icon, Installation, Package, Reach, Surface, Trait, Version
from teamshelf.catalogue.upkeep.verifying import verify
from tests.catalogue.stocking import BOT, TEAM, put, settle

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.database import Database
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@pytest.fixture
def full(shelf: Shelf, people: People) -> Shelf:
    """A shelf with two apps, three versions and an installation."""
    settle(shelf, people)
    app_id = put(shelf, people)
    install(shelf, people.user, app_id, TEAM)
    put(shelf, people, "1.1.0", app_id, bots=[BOT])
    put(shelf, people, id="8d1f0c6e-22aa-4c9b-8a43-5f3f6a7b8c9d", packageName=None)
    return shelf


def test_a_shelf_in_use_is_sound(full: Shelf) -> None:
    """Nothing is wrong, and everything was looked at."""
    verified = verify(full.database)

    assert () == verified.faults
    assert (2, 3, 3, 1) == tuple(verified.counts[name] for name in ("apps", "versions", "packages", "installations"))


DAMAGE: list[tuple[str, Any, dict[str, Any]]] = [
    ("package-damaged", Package, {"content": b"PK"}),
    ("package-size-differs", Package, {"size": 1}),
    ("icon-damaged", Icon, {"content": b"PNG"}),
    ("version-differs", Version, {"facts": {}}),
    ("version-differs", Version, {"number": "9.9.9"}),
    ("version-differs", Version, {"precedence": "~"}),
    ("version-differs", Version, {"display_name": "Other"}),
    ("version-differs", Version, {"color_icon": None}),
    ("surface-damaged", Surface, {"facts": []}),
    ("version-not-reached", Reach, {"is_silent": False}),
    ("installs-miscounted", App, {"installs": 7}),
    ("app-differs", App, {"display_name": "Other"}),
    ("app-without-its-version", App, {"current_id": None}),
]


def past_the_guards(session: Session, database: Database) -> None:
    """Let a transaction do what the shelf's own triggers and foreign keys would refuse."""
    if not database.is_sqlite:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f"DROP TRIGGER {name}"))


@pytest.mark.parametrize(("rule", "table", "values"), DAMAGE, ids=[f"{rule}-{next(iter(v))}" for rule, _, v in DAMAGE])
def test_damage_is_found(full: Shelf, rule: str, table: Any, values: dict[str, Any]) -> None:
    """Any one value that was changed behind the shelf's back is told, with the row it is in."""
    with full.database.writing() as session:
        past_the_guards(session, full.database)
        key = next(iter(table.__table__.primary_key.columns))
        first = session.scalars(select(key).order_by(key)).first()
        session.execute(update(table).where(key == first).values(**values))

    found = verify(full.database).faults
    assert rule in {fault.rule for fault in found}
    assert {table.__tablename__} & {fault.table for fault in found}


@pytest.mark.parametrize("values", [{"category": "education"}, {"current_id": None}], ids=["category", "current_id"])
def test_an_app_that_is_found_by_something_else_is_told(full: Shelf, values: dict[str, Any]) -> None:
    """An app is found by its category and by what its published version says, and by nothing where there is none."""
    with full.database.writing() as session:
        past_the_guards(session, full.database)
        session.execute(update(App).values(**values))

    assert ["traits-differ"] * 2 == [fault.rule for fault in verify(full.database).faults if fault.table == "traits"]


def test_a_trait_that_is_missing_is_told(full: Shelf) -> None:
    """An app that is no longer found by one thing that it has."""
    with full.database.writing() as session:
        session.execute(delete(Trait).where(Trait.kind == "permission"))

    assert ["traits-differ"] * 2 == [fault.rule for fault in verify(full.database).faults]


def test_missing_bytes_are_found(full: Shelf) -> None:
    """A version whose package is gone, or empty."""
    with full.database.writing() as session:
        past_the_guards(session, full.database)
        if full.database.is_sqlite:
            session.execute(update(Package).values(content=b""))
        else:
            session.execute(delete(Package))

    assert "version-without-bytes" in {fault.rule for fault in verify(full.database).faults}


def test_an_installation_of_another_app_is_found(full: Shelf) -> None:
    """What was accepted belongs to the app that is installed."""
    with full.database.writing() as session:
        one = session.scalars(select(Installation)).one()
        past_the_guards(session, full.database)
        other = session.scalars(select(Surface.id).where(Surface.app_id != one.app_id)).first()
        session.execute(update(Installation).values(surface_id=other))

    assert "installation-of-another-app" in {fault.rule for fault in verify(full.database).faults}
