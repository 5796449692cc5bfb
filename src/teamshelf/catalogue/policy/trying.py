"""What is wrong with a customisation, property by property, before anything of it is kept; and what lost its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.policy.customising import SIDES, manifest_of, picture_of, picture_refused
from teamshelf.catalogue.tables import App, Override, Version
from teamshelf.update.customization import refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from teamshelf.messages import Message


def faults_of(session: Session, app: App, values: Mapping[str, str | bytes]) -> dict[str, Message]:
    """Why values could not be drafted, by property: all that is wrong, and nothing of what is right.

    Raises:
        Refusal: NOT_FOUND `not-published`.
    """
    manifest = manifest_of(session, app)
    texts = {name: value for name, value in values.items() if isinstance(value, str) and name not in SIDES}
    faults = {refusal.property: refusal.message for refusal in refusals(manifest, texts)}
    for name, side in SIDES.items():
        value = values.get(name)
        if isinstance(value, bytes) and picture_of(value, side) is None:
            faults[name] = picture_refused(name, side).message
    return faults


class Reverted(Struct, frozen=True):
    """An app of which the publisher has taken back what an administrator had set.

    Attributes:
        properties: what has no effect any more; it has again when a version lets it be set again.
    """

    app_id: str
    name: str
    number: str
    properties: tuple[str, ...]


def reverted_apps(session: Session) -> tuple[Reverted, ...]:
    """The apps whose published version no longer lets be set what an administrator has set, by their names."""
    rows = session.execute(
        select(App, Version, Override.property)
        .join(Version, Version.id == App.current_id)
        .join(Override, Override.app_id == App.id)
        .where(Override.is_published, App.deleted_at.is_(None))
        .order_by(App.sort_name, App.id, Override.property)
    )
    lost: dict[str, tuple[App, Version, list[str]]] = {}
    for app, version, name in rows:
        if name not in (version.facts.get("configurableProperties") or ()):
            lost.setdefault(app.id, (app, version, []))[2].append(name)
    return tuple(
        Reverted(app.id, app.display_name, version.number, tuple(names)) for app, version, names in lost.values()
    )
