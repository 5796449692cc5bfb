"""Who has apps on the shelf: publishers as their manifests call them, page after page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from teamshelf.catalogue.apps.counting import Count
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.tables import Trait

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def publishers(session: Session, *, after: str = "", size: int = 90) -> tuple[tuple[Count, ...], str]:
    """Some publishers by name, with how many listed apps each has, and the name after which the next page begins.

    That name is empty on the last page.
    """
    counted = select(Trait.value, func.count()).where(Trait.kind == Facet.PUBLISHER.value, Trait.value > after)
    rows = session.execute(counted.group_by(Trait.value).order_by(Trait.value).limit(size + 1)).all()
    shown = tuple(Count(row[0], row[1]) for row in rows[:size])
    return shown, shown[-1].value if len(rows) > size else ""
