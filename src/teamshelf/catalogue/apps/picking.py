"""The apps that an administrator has chosen to lead the store front, as the settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from teamshelf.catalogue.tables import App

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def picks(session: Session, named: Sequence[str]) -> list[App]:
    """The apps of some ids, in their order; what is not published at present is passed over."""
    if not named:
        return []
    wanted = select(App).where(or_(App.id.in_(named), App.external_id.in_(named)))
    found = session.scalars(wanted.where(App.current_id.is_not(None), App.deleted_at.is_(None)))
    known = {each: app for app in found for each in (app.external_id, app.id)}
    return list({known[each].id: known[each] for each in named if each in known}.values())
