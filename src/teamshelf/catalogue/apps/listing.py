"""Looking at the shelf: an app, its versions, their bytes. What the one who asks may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.holding import unknown_app, unknown_version
from teamshelf.catalogue.apps.seeing import visible_apps, visible_versions
from teamshelf.catalogue.tables import App, Icon, Version
from teamshelf.catalogue.versions.storing import content_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor


def find_app(session: Session, actor: Actor, app_id: str) -> App | None:
    """The app of a catalogue id."""
    return session.scalars(select(App).where(App.id == app_id.lower(), visible_apps(actor))).first()


def find_by_external_id(session: Session, actor: Actor, external_id: str) -> App | None:
    """The app of a manifest's id."""
    return session.scalars(select(App).where(App.external_id == external_id.lower(), visible_apps(actor))).first()


def app(session: Session, actor: Actor, app_id: str) -> App:
    """The app of a catalogue id or of a manifest's id; catalogue ids go first.

    Raises:
        Refusal: NOT_FOUND `unknown-app`.
    """
    found = find_app(session, actor, app_id) or find_by_external_id(session, actor, app_id)
    if found is None:
        raise unknown_app(app_id)
    return found


def find_version(session: Session, actor: Actor, version_id: str) -> Version | None:
    """The version of an id."""
    wanted = select(Version).join(App, App.id == Version.app_id).where(Version.id == version_id.lower())
    return session.scalars(wanted.where(visible_versions(actor))).first()


def version(session: Session, actor: Actor, version_id: str) -> Version:
    """The version of an id.

    Raises:
        Refusal: NOT_FOUND `unknown-version`.
    """
    found = find_version(session, actor, version_id)
    if found is None:
        raise unknown_version(version_id)
    return found


def versions_of(session: Session, actor: Actor, app: App) -> Sequence[Version]:
    """The versions of an app that the actor may see, the oldest first: by number, then by when they came."""
    wanted = select(Version).join(App, App.id == Version.app_id).where(Version.app_id == app.id)
    ordered = wanted.where(visible_versions(actor)).order_by(Version.precedence, Version.created_at, Version.id)
    return session.scalars(ordered).all()


def package_bytes(session: Session, version: Version) -> bytes:
    """The package of a version that the actor may see, as it is stored.

    Raises:
        Refusal: UNAVAILABLE `package-damaged`.
    """
    return content_of(session, version)


def icon_bytes(session: Session, digest: str) -> bytes | None:
    """A PNG file by its digest, which nobody knows who has not seen the app."""
    return session.scalars(select(Icon.content).where(Icon.digest == digest)).first()
