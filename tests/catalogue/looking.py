"""What tests look at: what runs, what waits, and why something is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from teamshelf.catalogue.installations.running import running_version
from teamshelf.catalogue.installations.updating import pending_updates
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Installation

if TYPE_CHECKING:
    from teamshelf.catalogue.installations.updating import PendingUpdate
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf


def own(actor: Actor) -> str:
    """The own place of somebody."""
    assert actor.account_id is not None
    return actor.account_id


def runs(shelf: Shelf, installation_id: str) -> str | None:
    """The number of the version that an installation runs now."""
    with shelf.reading() as session:
        version = running_version(session, session.get_one(Installation, installation_id), shelf.clock())
        return None if version is None else version.number


def waiting(shelf: Shelf, actor: Actor) -> list[PendingUpdate]:
    """What waits in the places of somebody."""
    with shelf.reading() as session:
        return pending_updates(session, actor, shelf.clock())


def row(shelf: Shelf, installation_id: str) -> dict[str, Any]:
    """All that the database knows of an installation."""
    with shelf.reading() as session:
        table = Installation.__table__
        found = session.execute(select(table).where(table.c.id == installation_id)).mappings().one()
        return dict(found)


def refused(service: Any, *arguments: Any, **named: Any) -> tuple[Kind, str]:
    """Why a service does not do it."""
    with pytest.raises(Refusal) as caught:
        service(*arguments, **named)
    return caught.value.kind, caught.value.rule
