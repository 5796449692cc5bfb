"""Taking hold of an app or a version for a change: nobody else changes it until the transaction ends.

Whatever changes an app locks the app's row first, so that two changes of one app come one after the other and no two
wait for each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.seeing import is_collaborator, may_see_app, may_see_version
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.states import IN_WORDS, State
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change


_FRESH = "fresh apps"
"""Where a session keeps which apps it has made."""


def hold_app(change: Change, app_id: str) -> App:
    """The app, locked until the change is made.

    Raises:
        Refusal: NOT_FOUND `unknown-app`: there is none, or none that the actor may see.
    """
    app = change.session.get(App, app_id.lower(), with_for_update=True, populate_existing=True)
    if app is None or not may_see_app(change.session, change.actor, app):
        raise unknown_app(app_id)
    return app


def hold_version(change: Change, version_id: str, revision: int | None = None) -> tuple[App, Version]:
    """The version and its app, locked until the change is made.

    Args:
        change: the change.
        version_id: which version.
        revision: the one that the actor has looked at; None to go on whatever has happened since.

    Raises:
        Refusal: NOT_FOUND `unknown-version`; PRECONDITION `changed-since`: somebody was faster.
    """
    session = change.session
    app_id = session.scalar(select(Version.app_id).where(Version.id == version_id.lower()))
    app = session.get(App, app_id, with_for_update=True, populate_existing=True) if app_id else None
    version = session.get(Version, version_id.lower(), populate_existing=True) if app else None
    if app is None or version is None or not may_see_version(session, change.actor, app, version):
        raise unknown_version(version_id)
    if revision is not None and revision != version.revision:
        raise Refusal(
            Kind.PRECONDITION,
            "changed-since",
            say(
                "{name} {number} is {state} by now: look at it again",
                **_named(version),
                state=IN_WORDS[State(version.state)],
            ),
            details={"versionId": version.id, "state": version.state, "revision": str(version.revision)},
        )
    return app, version


def note_fresh(session: Session, app: App) -> None:
    """Remember that this change has brought the app to the shelf."""
    session.info.setdefault(_FRESH, set()).add(app.id)


def is_fresh(session: Session, app: App) -> bool:
    """Whether this change has brought the app to the shelf: nothing of it can be there that would have to be read."""
    return app.id in session.info.get(_FRESH, ())


def require_owner(actor: Actor, app: App) -> None:
    """Go on only for the owner of the app, or an administrator.

    Raises:
        Refusal: FORBIDDEN `not-the-owner`.
    """
    if not is_owner(actor, app):
        raise Refusal(
            Kind.FORBIDDEN,
            "not-the-owner",
            say("{name} belongs to somebody else: only its owner and administrators may do this", name=_shown(app)),
        )


def is_owner(actor: Actor, app: App) -> bool:
    """Whether the actor is the owner of the app, or stands in for them as an administrator."""
    return actor.may_act_as(Role.ADMIN) or (actor.account_id is not None and actor.account_id == app.owner_id)


def require_team(session: Session, actor: Actor, app: App) -> None:
    """Go on only for those who work on the app: its owner, who was added to it, or an administrator.

    Raises:
        Refusal: FORBIDDEN `not-the-owner`.
    """
    if not works_on(session, actor, app):
        raise Refusal(
            Kind.FORBIDDEN,
            "not-the-owner",
            say("{name} belongs to somebody else: only those who work on it may do this", name=_shown(app)),
        )


def works_on(session: Session, actor: Actor, app: App) -> bool:
    """Whether the actor works on the app as things are now: what they were once, or have sent, does not matter."""
    return is_owner(actor, app) or is_collaborator(session, actor, app)


def works_on_or_reviews(session: Session, actor: Actor, app: App) -> bool:
    """Whether the actor may read what only those who make the app and those who review it read."""
    return actor.may_act_as(Role.REVIEWER) or works_on(session, actor, app)


def unknown_app(app_id: str) -> Refusal:
    """There is no such app, as far as the actor may know."""
    return Refusal(
        Kind.NOT_FOUND, "unknown-app", say("there is no app `{id}` on the shelf", id=printable(app_id[:100]))
    )


def unknown_version(version_id: str) -> Refusal:
    """There is no such version, as far as the actor may know."""
    return Refusal(
        Kind.NOT_FOUND,
        "unknown-version",
        say("there is no version `{id}` on the shelf", id=printable(version_id[:100])),
    )


def label_of(version: Version) -> str:
    """What people call a version: the name of the app and the number."""
    return f"{version.display_name} {version.number}"


def _named(version: Version) -> dict[str, str]:
    return {"name": printable(version.display_name), "number": printable(version.number)}


def _shown(app: App) -> str:
    return printable(app.display_name)
