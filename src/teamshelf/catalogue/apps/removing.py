"""Removing an app: all its versions are withdrawn, it is installed nowhere any more, its id stays with the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import delete, select

from teamshelf.catalogue.apps.holding import hold_app, require_owner
from teamshelf.catalogue.apps.showing import show_nothing
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.tables import Installation, Screenshot, Version
from teamshelf.catalogue.versions.moving import move
from teamshelf.catalogue.versions.states import State, may_move

if TYPE_CHECKING:
    from sqlalchemy import CursorResult

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf
    from teamshelf.catalogue.tables import App


def remove(shelf: Shelf, actor: Actor, app_id: str) -> None:
    """Remove an app, by its owner or an administrator. Receipts, reviews and the audit stay, and so does quarantine.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`.
    """
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_owner(actor, app)
        _remove(change, app)


def remove_if_empty(change: Change, app: App) -> None:
    """Remove an app that is held if every version of it was withdrawn."""
    left = change.session.scalars(
        select(Version.id).where(Version.app_id == app.id, Version.state != State.WITHDRAWN).limit(1)
    ).first()
    if left is None:
        _remove(change, app)


def _remove(change: Change, app: App) -> None:
    session = change.session
    for version in session.scalars(select(Version).where(Version.app_id == app.id)).all():
        if version.state != State.QUARANTINED and may_move(State(version.state), State.WITHDRAWN):
            version.claimed_by = None
            move(change, version, State.WITHDRAWN, None)
    gone = cast("CursorResult[Any]", session.execute(delete(Installation).where(Installation.app_id == app.id)))
    session.execute(delete(Screenshot).where(Screenshot.app_id == app.id))
    show_nothing(session, app, change.at)
    app.installs = 0
    app.deleted_at = change.at
    change.record(
        Action.APP_DELETED,
        app.id,
        label=app.display_name,
        app_id=app.id,
        before={"externalId": app.external_id},
        after={"uninstalled": gone.rowcount},
    )
