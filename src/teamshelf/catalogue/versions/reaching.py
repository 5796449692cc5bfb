"""From which accepted surfaces a version is reached, written when it is published and at no other time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from teamshelf.catalogue.tables import Reach, Surface, Version
from teamshelf.catalogue.telling import told_trigger
from teamshelf.catalogue.versions.states import RUNNABLE
from teamshelf.update.consent import decide
from teamshelf.update.consent_rules import LITERAL_SEED
from teamshelf.update.surface import Surface as Facts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App


def keep_surface(session: Session, app: App, surface: Facts) -> Surface:
    """The row of a surface of the app; one that it has already is not stored twice. The app is held."""
    kept = session.scalar(select(Surface).where(Surface.app_id == app.id, Surface.digest == surface.digest))
    if kept is None:
        kept = Surface(app_id=app.id, digest=surface.digest, facts=[list(fact) for fact in surface.facts])
        session.add(kept)
        session.flush()
    return kept


def own_surface(session: Session, app: App, version: Version, rules: str) -> Surface:
    """The surface that people accept with a version that is being published.

    It is that of its package, but under the rules by which every greater version asks again: there, having accepted one
    version is not having accepted the next, and the version belongs to what is accepted (lifecycle rule 22).
    """
    row = session.get_one(Surface, version.surface_id)
    if rules != LITERAL_SEED:
        return row
    facts = surface_from(row).facts
    return keep_surface(session, app, Facts(tuple(sorted({*facts, ("version", version.number, "")}))))


def surface_from(row: Surface) -> Facts:
    """The surface that a row holds."""
    return Facts(tuple(msgspec.convert(row.facts, tuple[tuple[str, str, str], ...])))


def write_reaches(session: Session, app: App, version: Version, rules: str) -> None:
    """Compare a version that is being published with every surface that somebody can have accepted, once each.

    That is its own surface and those of all versions that were published before. A surface that is new is compared
    with the versions before, too: when the new version is stopped, those who installed it go back to one of them.
    """
    rows = {row.id: row for row in session.scalars(select(Surface).where(Surface.app_id == app.id))}
    own = rows[version.surface_id]
    published = session.execute(
        select(Version.id, Version.surface_id, Version.sequence, Version.state).where(
            Version.app_id == app.id, Version.published_at.is_not(None), Version.id != version.id
        )
    ).all()
    known = {
        (surface, reached)
        for surface, reached in session.execute(
            select(Reach.surface_id, Reach.version_id)
            .join(Version, Version.id == Reach.version_id)
            .where(Version.app_id == app.id)
        )
    }
    wanted = [
        (before, own, version.id, version.sequence) for before in {own.id, *(row.surface_id for row in published)}
    ]
    if all(row.surface_id != own.id for row in published):
        wanted += [(own.id, rows[row.surface_id], row.id, row.sequence) for row in published if row.state in RUNNABLE]
    answers: dict[tuple[int, int], tuple[bool, list[Any]]] = {}
    for before, after, version_id, sequence in wanted:
        if (before, version_id) in known:
            continue
        if (before, after.id) not in answers:
            answers[before, after.id] = _answer(rows[before], after, rules)
        is_silent, triggers = answers[before, after.id]
        session.add(
            Reach(surface_id=before, version_id=version_id, sequence=sequence, is_silent=is_silent, triggers=triggers)
        )
    session.flush()


def _answer(before: Surface, after: Surface, rules: str) -> tuple[bool, list[Any]]:
    if before.id == after.id:
        return True, []
    consent = decide(surface_from(before), surface_from(after), rules)
    return not consent.is_required, [told_trigger(trigger) for trigger in consent.triggers]
