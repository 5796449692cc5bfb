"""Making a version the published one, and what is the published one when that goes away.

Publishing writes which surfaces reach the version, and copies what the listing shows into the app's row. It touches no
installation, so it costs the same however many there are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from teamshelf.catalogue.apps.showing import show, show_nothing
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Version
from teamshelf.catalogue.versions.moving import move
from teamshelf.catalogue.versions.reaching import own_surface, released, write_reaches
from teamshelf.catalogue.versions.states import State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.auditing import Action
    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables import App


def release(change: Change, app: App, version: Version, action: Action, /, **after: Any) -> None:
    """Publish a version of an app that is held; the one that was published is superseded.

    Installations move to it by themselves once the roll-out is over (lifecycle rule 14); the first version of an app
    is there at once. A version that is published again keeps its place among the others.
    """
    session = change.session
    settled = settings(session)
    before = current_version(session, app)
    if before is not None:
        move(change, before, State.SUPERSEDED, None)
    others = released(session, app)
    if version.published_at is None:
        version.surface_id = own_surface(session, app, version, settled.consent_rules).id
        version.sequence = 1 + max((other.sequence for other in others), default=0)
        version.published_at = change.at
    hours = settled.rollout_hours if before is not None else 0
    version.available_at = change.at + timedelta(hours=hours)
    version.test_accounts = None  # nobody has to try it any more
    move(change, version, State.PUBLISHED, action, version=version.number, **after)
    write_reaches(session, app, version, settled.consent_rules, others)
    show(session, app, version, change.at)


def fall_back(change: Change, app: App) -> Version | None:
    """Publish again what was published before, now that the published version has been stopped; None: there is none.

    It is the newest of those that were superseded. The app is held, and nothing of it is published.
    """
    session = change.session
    earlier = session.scalars(
        select(Version)
        .where(Version.app_id == app.id, Version.state == State.SUPERSEDED)
        .order_by(Version.sequence.desc())
        .limit(1)
    ).first()
    if earlier is None:
        show_nothing(session, app, change.at)
        return None
    move(change, earlier, State.PUBLISHED, None)
    show(session, app, earlier, change.at)
    return earlier


def current_version(session: Session, app: App) -> Version | None:
    """The published version of an app."""
    return session.get_one(Version, app.current_id) if app.current_id is not None else None
