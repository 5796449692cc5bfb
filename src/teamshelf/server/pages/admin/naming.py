"""The users and apps that an administrator names in a form: by what people call them, or by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.seeing import visible_apps
from teamshelf.catalogue.people.accounts import account_named
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, App
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.server.pages.visiting import Visit


def account_meant(session: Session, text: str) -> Account:
    """The account that somebody means: by its sign-in name or its id.

    Raises:
        Refusal: NOT_FOUND `unknown-account`.
    """
    account = account_named(session, text.strip()[:320]) or session.get(Account, text.strip()[:320].lower())
    if account is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no user {name}", name=shown(text)))
    return account


def app_named(session: Session, visit: Visit, text: str) -> App:
    """The app that somebody means: by an id, or by its name.

    Raises:
        Refusal: NOT_FOUND `unknown-app`.
    """
    wanted = text.strip()[:200]
    found = listing.find_app(session, visit.actor, wanted) or listing.find_by_external_id(session, visit.actor, wanted)
    if found is not None:
        return found
    named = select(App).where(App.display_name == wanted, visible_apps(visit.actor)).order_by(App.id).limit(2)
    several = session.scalars(named).all()
    if len(several) != 1:
        message = say("several apps are called {name}: write the id", name=shown(wanted))
        missing = say("there is no app {name}: write its name or its id", name=shown(wanted))
        raise Refusal(Kind.NOT_FOUND, "unknown-app", message if several else missing)
    return several[0]


def apps_named(session: Session, visit: Visit, lines: str) -> list[str]:
    """The catalogue's ids of the apps of some lines, each of which names one.

    Raises:
        Refusal: NOT_FOUND `unknown-app`.
    """
    return [app_named(session, visit, line).id for line in lines.splitlines() if line.strip()]


def lines_of(session: Session, app_ids: Sequence[str], *, is_ordered: bool = False) -> str:
    """The same lines again: apps by name where the name says which, else by id; in their order, or by their names."""
    apps = session.scalars(select(App).where(App.id.in_(app_ids)).order_by(App.sort_name)).all()
    if is_ordered:
        apps = sorted(apps, key=lambda app: app_ids.index(app.id))
    names = [app.display_name for app in apps]
    return "\n".join(app.display_name if names.count(app.display_name) == 1 else app.external_id for app in apps)
