"""The categories that have apps: asked of an index, a step for each category, and not by counting apps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from teamshelf.catalogue.apps.describing import CATEGORIES
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.tables import Trait

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def used_categories(session: Session) -> tuple[str, ...]:
    """The categories in which an app is listed, in the order of :data:`CATEGORIES`."""
    asked = [
        exists().where(Trait.kind == Facet.CATEGORY.value, Trait.value == category).label(f"in_{number}")
        for number, category in enumerate(CATEGORIES)
    ]
    found = session.execute(select(*asked)).one()
    return tuple(category for category, is_used in zip(CATEGORIES, found, strict=True) if is_used)
