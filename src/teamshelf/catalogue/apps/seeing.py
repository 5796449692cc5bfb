"""Who sees what: an app is for everybody once it is published, a version while it is or was.

What is submitted, rejected or taken back is seen by the owner, by whoever sent it, and by those who review. To
everybody else it is not there at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, true

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.states import RUNNABLE

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from teamshelf.catalogue.people.actors import Actor


def may_see_app(actor: Actor, app: App) -> bool:
    """Whether the app is there for the actor; nobody sees one that was removed."""
    if app.deleted_at is not None:
        return False
    return app.current_id is not None or _reviews(actor) or _is(actor, app.owner_id)


def may_see_version(actor: Actor, app: App, version: Version) -> bool:
    """Whether the version is there for the actor."""
    if app.deleted_at is not None:
        return False
    if version.state in RUNNABLE or _reviews(actor):
        return True
    return _is(actor, app.owner_id) or _is(actor, version.created_by)


def visible_apps(actor: Actor) -> ColumnElement[bool]:
    """The same as :func:`may_see_app`, as a condition on apps."""
    if _reviews(actor):
        return App.deleted_at.is_(None)
    seen: ColumnElement[bool] = App.current_id.is_not(None)
    if actor.account_id is not None:
        seen = or_(seen, App.owner_id == actor.account_id)
    return and_(App.deleted_at.is_(None), seen)


def visible_versions(actor: Actor) -> ColumnElement[bool]:
    """The same as :func:`may_see_version`, as a condition on versions joined with their apps."""
    seen: ColumnElement[bool] = Version.state.in_(sorted(RUNNABLE))
    if _reviews(actor):
        seen = true()
    elif actor.account_id is not None:
        seen = or_(seen, App.owner_id == actor.account_id, Version.created_by == actor.account_id)
    return and_(App.deleted_at.is_(None), seen)


def view_of(actor: Actor, *, has_own: bool) -> str:
    """A name for what somebody sees of the catalogue: whoever has the same one sees the same apps and versions."""
    if _reviews(actor):
        return "all"
    return f"own {actor.account_id}" if has_own else "published"


def has_own(account_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the account owns an app or has sent a version, and so may see what others do not."""
    return or_(
        exists().where(App.owner_id == account_id),
        exists().where(Version.created_by == account_id),
    )


def _reviews(actor: Actor) -> bool:
    return actor.may_act_as(Role.REVIEWER)


def _is(actor: Actor, account_id: str) -> bool:
    return actor.account_id is not None and actor.account_id == account_id
