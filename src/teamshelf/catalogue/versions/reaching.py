"""From which accepted surfaces a version is reached, written when it is published and at no other time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import select

from teamshelf.catalogue.apps.holding import is_fresh
from teamshelf.catalogue.inserting import insert_all, inserted
from teamshelf.catalogue.tables import Reach, Surface, Version
from teamshelf.catalogue.telling import told_trigger
from teamshelf.catalogue.versions.states import RUNNABLE
from teamshelf.update.consent import decide
from teamshelf.update.consent_rules import LITERAL_SEED
from teamshelf.update.surface import Surface as Facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App


class Released(NamedTuple):
    """A version that is or was published."""

    id: str
    surface_id: int
    sequence: int
    state: str


def keep_surface(session: Session, app: App, surface: Facts) -> Surface:
    """The row of a surface of the app; one that it has already is not stored twice. The app is held."""
    rows = _surfaces(session, app)
    kept = next((row for row in rows.values() if row.digest == surface.digest), None)
    if kept is None:
        facts = [list(fact) for fact in surface.facts]
        kept = inserted(session, Surface, app_id=app.id, digest=surface.digest, facts=facts)
        rows[kept.id] = kept
    return kept


def own_surface(session: Session, app: App, version: Version, rules: str) -> Surface:
    """The surface that people accept with a version that is being published.

    It is that of its package, but under the rules by which every greater version asks again: there, having accepted one
    version is not having accepted the next, and the version belongs to what is accepted (lifecycle rule 22).
    """
    row = _surfaces(session, app)[version.surface_id]
    if rules != LITERAL_SEED:
        return row
    facts = surface_from(row).facts
    return keep_surface(session, app, Facts(tuple(sorted({*facts, ("version", version.number, "")}))))


def surface_from(row: Surface) -> Facts:
    """The surface that a row holds."""
    return Facts(tuple(msgspec.convert(row.facts, tuple[tuple[str, str, str], ...])))


def released(session: Session, app: App) -> list[Released]:
    """All versions of an app that is held which are or were published."""
    if is_fresh(session, app):
        return []
    wanted = select(Version.id, Version.surface_id, Version.sequence, Version.state)
    with session.no_autoflush:  # what is being written of others has nothing to do with it
        rows = session.execute(wanted.where(Version.app_id == app.id, Version.published_at.is_not(None)))
    return [Released(version_id, surface_id, sequence or 0, state) for version_id, surface_id, sequence, state in rows]


def write_reaches(session: Session, app: App, version: Version, rules: str, others: Sequence[Released]) -> None:
    """Compare a version that is being published with every surface that somebody can have accepted, once each.

    That is its own surface and those of all versions that were published before. A surface that is new is compared
    with the versions before, too: when the new version is stopped, those who installed it go back to one of them.

    Args:
        session: of the change.
        app: the app, held.
        version: the version.
        rules: by which it is decided who is asked.
        others: what :func:`released` said before the version was.
    """
    rows = _surfaces(session, app)
    own = rows[version.surface_id]
    published = [other for other in others if other.id != version.id]
    known = _known_reaches(session, app) if others else set()
    wanted = [
        (before, own, version.id, version.sequence) for before in {own.id, *(row.surface_id for row in published)}
    ]
    if all(row.surface_id != own.id for row in published):
        wanted += [(own.id, rows[row.surface_id], row.id, row.sequence) for row in published if row.state in RUNNABLE]
    answers: dict[tuple[int, int], tuple[bool, list[Any]]] = {}
    found: list[dict[str, Any]] = []
    for before, after, version_id, sequence in wanted:
        if (before, version_id) in known:
            continue
        if (before, after.id) not in answers:
            answers[before, after.id] = _answer(rows[before], after, rules)
        is_silent, triggers = answers[before, after.id]
        found.append(
            {
                "surface_id": before,
                "version_id": version_id,
                "sequence": sequence,
                "is_silent": is_silent,
                "triggers": triggers,
            }
        )
    insert_all(session, Reach, found)


def _surfaces(session: Session, app: App) -> dict[int, Surface]:
    """The surfaces of an app that is held, by their ids: nobody else adds one, so a change reads them once."""
    known: dict[str, dict[int, Surface]] = session.info.setdefault("surfaces", {})
    if app.id not in known:
        rows = () if is_fresh(session, app) else session.scalars(select(Surface).where(Surface.app_id == app.id))
        known[app.id] = {row.id: row for row in rows}
    return known[app.id]


def _known_reaches(session: Session, app: App) -> set[tuple[int, str]]:
    """The surfaces and versions of an app that have been compared."""
    wanted = select(Reach.surface_id, Reach.version_id).join(Version, Version.id == Reach.version_id)
    return {(surface, reached) for surface, reached in session.execute(wanted.where(Version.app_id == app.id))}


def _answer(before: Surface, after: Surface, rules: str) -> tuple[bool, list[Any]]:
    if before.id == after.id:
        return True, []
    consent = decide(surface_from(before), surface_from(after), rules)
    return not consent.is_required, [told_trigger(trigger) for trigger in consent.triggers]
