"""At a glance: how much waits for a decision, and what is about to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from litestar import Response, get
from litestar.params import FromQuery
from msgspec import Struct
from sqlalchemy import func, select

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.policy.trying import reverted_apps
from teamshelf.catalogue.tables import AccessRequest, App, AuditEvent, Version
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.faces import PROPERTY_NAMES
from teamshelf.server.pages.admin.queue import Waiting, queue_of
from teamshelf.server.pages.going import done_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import REVIEW

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session

SOON = timedelta(days=30)
"""How long before its end a certificate is worth a word."""

MOST_WAITING = 5
"""Submissions that are named here, the oldest first."""

MOST_EVENTS = 8
"""Entries of the audit that are shown here."""


class Widget(Struct, frozen=True):
    """A number that leads somewhere.

    Attributes:
        calls: somebody has to do something about it.
    """

    label: Message
    count: int
    url: str
    calls: bool = False


class Done(Struct, frozen=True):
    """Something that was done to the shelf."""

    at: datetime
    who: str
    action: str
    label: str


@get("/admin", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def show_admin(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, done: FromQuery[str | None] = None
) -> Response[bytes]:
    """How much there is to do."""
    at = shelf.clock()
    is_admin = actor.may_act_as(Role.ADMIN)
    with shelf.reading() as session:
        waiting = queue_of(session, actor, at)
        widgets = _of_reviews(waiting) + (_of_admins(session, at) if is_admin else ())
        events = _events(session) if is_admin else ()
        reverted = reverted_apps(session) if is_admin else ()
    return page(
        visit,
        "admin/overview.html",
        rooms=rooms_of(visit),
        widgets=widgets,
        waiting=waiting[:MOST_WAITING],
        events=events,
        reverted=reverted[:MOST_WAITING],
        property_names=PROPERTY_NAMES,
        done=done_of(done),
    )


def _of_reviews(waiting: list[Waiting]) -> tuple[Widget, ...]:
    new = sum(each.is_new for each in waiting)
    updates = len(waiting) - new
    return (
        Widget(say("new apps to review"), new, "/admin/reviews?show=new", calls=new > 0),
        Widget(say("updates to review"), updates, "/admin/reviews?show=updates", calls=updates > 0),
    )


def _of_admins(session: Session, at: datetime) -> tuple[Widget, ...]:
    def count(statement: Any) -> int:
        return session.scalar(statement) or 0

    there = App.deleted_at.is_(None) & App.current_id.is_not(None)
    apps = select(func.count()).select_from(App)
    requests = count(select(func.count()).select_from(AccessRequest).where(AccessRequest.closed_at.is_(None)))
    by_publisher = count(apps.where(there, App.blocked_by_publisher, App.is_blocked.is_(None)))
    expiring = count(apps.where(there, App.certified_until > at, App.certified_until <= at + SOON))
    stopped = count(select(func.count()).select_from(Version).where(Version.state == State.QUARANTINED))
    return (
        Widget(say("requests by users"), requests, "/admin/requests", calls=requests > 0),
        Widget(
            say("blocked by their publishers"),
            by_publisher,
            "/admin/apps?show=blocked-by-publisher",
            calls=by_publisher > 0,
        ),
        Widget(say("certificates that end soon"), expiring, "/admin/apps?show=expiring", calls=expiring > 0),
        Widget(
            say("apps blocked here"), count(apps.where(there, App.is_blocked.is_(True))), "/admin/apps?show=blocked"
        ),
        Widget(say("versions stopped"), stopped, "/admin/audit?action=VersionQuarantined"),
        Widget(say("apps on the shelf"), count(apps.where(there)), "/admin/apps"),
    )


def _events(session: Session) -> tuple[Done, ...]:
    latest = select(AuditEvent).where(AuditEvent.action.not_in(("SignedIn", "SignedOut")))
    found = session.scalars(latest.order_by(AuditEvent.id.desc()).limit(MOST_EVENTS))
    return tuple(Done(event.at, event.actor, event.action, event.label) for event in found)
