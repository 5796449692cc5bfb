"""Finding the app that an address names: by the manifest's id or the catalogue's, in any case.

An id that cannot be one, an app that is not there, and one that was there once are told apart. Source: web/pages,
section 0, "app-id rule".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from teamshelf.catalogue.apps.facts import folded
from teamshelf.catalogue.apps.holding import unknown_app
from teamshelf.catalogue.apps.listing import find_app, find_by_external_id
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Version
from teamshelf.messages import printable, say, shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor

_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")


_WORD = re.compile(r"[^\W_]+")
_LAST = "\U0010ffff"

MOST_NAMES = 500
"""Names that begin like a slug, and are compared with it."""


def is_id(text: str) -> bool:
    """Whether a text has the form of an app's id."""
    return _GUID.fullmatch(text.strip()) is not None


def app_at(session: Session, actor: Actor, text: str) -> App:
    """The app of an id in an address.

    Raises:
        Refusal: INVALID `app-id-malformed`; NOT_FOUND `unknown-app`, `app-gone`.
    """
    match = _GUID.fullmatch(text.strip())
    if match is None:
        raise Refusal(
            Kind.INVALID,
            "app-id-malformed",
            say("{text} is no id of an app: such an id is a GUID", text=shown(text)),
        )
    app_id = match[1].lower()
    # What people have is the id of the manifest; the catalogue's own is what Graph gives them.
    found = find_by_external_id(session, actor, app_id) or find_app(session, actor, app_id)
    if found is not None:
        return found
    gone = gone_app(session, app_id)
    if gone is not None:
        raise Refusal(
            Kind.NOT_FOUND, "app-gone", say("{name} is no longer on the shelf", name=printable(gone.display_name))
        )
    raise unknown_app(app_id)


def slug_of(name: str) -> str:
    """A name as an address has it.

    >>> slug_of("Bibliothèque partagée (2)")
    'bibliotheque-partagee-2'
    """
    return "-".join(_WORD.findall(folded(name)))


def apps_called(session: Session, slug: str) -> list[App]:
    """The published apps whose names make this slug: found by the index of names, from its first word on."""
    start = slug.partition("-")[0]
    if not start:
        return []
    named = select(App).where(App.deleted_at.is_(None), App.current_id.is_not(None))
    near = named.where(App.sort_name >= start, App.sort_name < start + _LAST).order_by(App.sort_name, App.id)
    return [app for app in session.scalars(near.limit(MOST_NAMES)) if slug_of(app.display_name) == slug]


def gone_app(session: Session, app_id: str) -> App | None:
    """An app that everybody could see once and that nobody is offered any more; None where there is none such."""
    was_published = select(Version.id).where(Version.app_id == App.id, Version.published_at.is_not(None)).exists()
    wanted = select(App).where(or_(App.external_id == app_id, App.id == app_id), App.current_id.is_(None))
    return session.scalars(wanted.where(was_published)).first()
