"""Who sees what: an app is for everybody once it is published, a version while it is or was.

What is submitted, rejected or taken back is seen by the owner, by those who work on the app with them, and by those who
review. To everybody else it is not there at all. Who sent a version does not matter: whoever was taken off an app, or
has given it away, sees no more of it than others do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select, true

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.tables import App, Collaborator, Version
from teamshelf.catalogue.versions.states import RUNNABLE

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from teamshelf.catalogue.people.actors import Actor


def may_see_app(session: Session, actor: Actor, app: App) -> bool:
    """Whether the app is there for the actor; nobody sees one that was removed."""
    if app.deleted_at is not None:
        return False
    return app.current_id is not None or _reviews(actor) or _has(session, actor, app)


def may_see_version(session: Session, actor: Actor, app: App, version: Version) -> bool:
    """Whether the version is there for the actor."""
    if app.deleted_at is not None:
        return False
    return version.state in RUNNABLE or _reviews(actor) or _has(session, actor, app)


def visible_apps(actor: Actor) -> ColumnElement[bool]:
    """The same as :func:`may_see_app`, as a condition on apps."""
    if _reviews(actor):
        return App.deleted_at.is_(None)
    seen: ColumnElement[bool] = App.current_id.is_not(None)
    if actor.account_id is not None:
        seen = or_(seen, own_apps(actor))
    return and_(App.deleted_at.is_(None), seen)


def visible_versions(actor: Actor) -> ColumnElement[bool]:
    """The same as :func:`may_see_version`, as a condition on versions joined with their apps."""
    seen: ColumnElement[bool] = Version.state.in_(sorted(RUNNABLE))
    if _reviews(actor):
        seen = true()
    elif actor.account_id is not None:
        seen = or_(seen, own_apps(actor))
    return and_(App.deleted_at.is_(None), seen)


def view_of(actor: Actor, *, has_own: bool) -> str:
    """A name for what somebody sees of the catalogue: whoever has the same one sees the same apps and versions."""
    if _reviews(actor):
        return "all"
    return f"own {actor.account_id} {actor.role}" if has_own else "published"


def has_own(account_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the account owns an app or works on one, and so may see what others do not."""
    return or_(
        exists().where(App.owner_id == account_id),
        exists().where(Collaborator.account_id == account_id),
    )


def own_apps(actor: Actor) -> ColumnElement[bool]:
    """The apps that the actor owns or works on, as a condition on apps."""
    owned = App.owner_id == actor.account_id
    if not actor.may_act_as(Role.PUBLISHER):
        return owned
    return or_(owned, App.id.in_(select(Collaborator.app_id).where(Collaborator.account_id == actor.account_id)))


def is_collaborator(session: Session, actor: Actor, app: App) -> bool:
    """Whether the actor works on the app beside its owner, as things are now; nobody does who publishes no apps."""
    if actor.account_id is None or not actor.may_act_as(Role.PUBLISHER):
        return False
    there = (Collaborator.app_id == app.id, Collaborator.account_id == actor.account_id)
    return session.scalars(select(Collaborator.app_id).where(*there)).first() is not None


def _has(session: Session, actor: Actor, app: App) -> bool:
    return (actor.account_id is not None and actor.account_id == app.owner_id) or is_collaborator(session, actor, app)


def _reviews(actor: Actor) -> bool:
    return actor.may_act_as(Role.REVIEWER)
