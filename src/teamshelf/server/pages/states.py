"""What somebody can do with an app: the button on its card and on its page. It never promises what is not allowed.

Source: web/pages, section 1, "state button".
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from teamshelf.catalogue.policy.access import decisions_under
from teamshelf.links import InstallLink
from teamshelf.messages import Message, say
from teamshelf.server.pages.once import asked_apps, held_apps, policy_for, settled, waiting_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit


class StateKind(StrEnum):
    """What can be done next with an app."""

    ADD = "add"
    OPEN = "open"
    UPDATE = "update"
    REQUEST = "request"
    REQUESTED = "requested"
    BLOCKED = "blocked"
    SIGN_IN = "sign-in"


USABLE = frozenset({StateKind.ADD, StateKind.OPEN, StateKind.UPDATE})
"""Whoever looks may use the app."""


class State(Struct, frozen=True, kw_only=True):
    """A button, or what stands in its place.

    Attributes:
        url: where it leads; empty where nothing can be done.
        look: a class of the style sheet.
        is_away: it leads to Teams itself.
        reason: why nothing can be done.
    """

    kind: StateKind
    label: Message
    url: str = ""
    look: str = "soft"
    is_away: bool = False
    reason: Message | str = ""


def states_of(session: Session, visit: Visit, apps: Sequence[App], at: datetime) -> dict[str, State]:
    """The state of each app for whoever looks, by the apps' ids, at the cost of a few queries for all of them."""
    account_id = visit.actor.account_id
    if account_id is None:
        return {app.id: _sign_in(app) for app in apps}
    holds = settled(session)
    held, asked = held_apps(session, account_id), asked_apps(session, account_id)
    has_some = not held.isdisjoint(app.id for app in apps)
    waiting = [update for update in waiting_for(session, visit, at) if update.asks] if has_some else []
    policy = policy_for(session, account_id)
    may_ask = holds.allow_user_requests_for_app_access or bool(holds.request_url)
    states: dict[str, State] = {}
    for app, decision in zip(apps, decisions_under(session, apps, account_id, holds, policy), strict=True):
        if not decision.is_allowed:
            states[app.id] = _refused(app, decision.against[0].message, is_asked=app.id in asked, may_ask=may_ask)
        elif app.id in held:
            states[app.id] = _held(app, [update.installation_id for update in waiting if update.app_id == app.id])
        else:
            url = install_path(app)
            states[app.id] = State(kind=StateKind.ADD, label=say("Add"), url=url)
    return states


def install_path(app: App) -> str:
    """The page on which an app is added: the path that Teams has for it."""
    return f"/l/app/{app.external_id}"


def _sign_in(app: App) -> State:
    url = f"/sign-in?return={quote(install_path(app), safe='')}"
    return State(kind=StateKind.SIGN_IN, label=say("Sign in"), url=url, look="faint")


def _refused(app: App, reason: Message, *, is_asked: bool, may_ask: bool) -> State:
    if is_asked:
        return State(kind=StateKind.REQUESTED, label=say("Requested"), reason=say("An administrator has been asked"))
    if not may_ask:
        return State(kind=StateKind.BLOCKED, label=say("Blocked"), reason=reason)
    url = f"{install_path(app)}/request"
    return State(kind=StateKind.REQUEST, label=say("Request"), url=url, look="quiet", reason=reason)


def _held(app: App, waiting: list[str]) -> State:
    if not waiting:
        url = InstallLink(app.external_id).url()
        return State(kind=StateKind.OPEN, label=say("Open"), url=url, look="quiet", is_away=True)
    label = say("Update") if len(waiting) == 1 else say("Update ({count})", count=len(waiting))
    return State(kind=StateKind.UPDATE, label=label, url=f"/updates/{waiting[0]}", look="")
