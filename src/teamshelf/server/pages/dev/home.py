"""The first page of the portal: the apps of whoever looks, and where each stands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.params import FromQuery
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.seeing import own_apps
from teamshelf.catalogue.certification.renewing import Renewal, renewal_of
from teamshelf.catalogue.installations.impact import waiting_places
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.states import State
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import Pill, leading, pill_of
from teamshelf.server.pages.going import done_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor

MOST_ON_A_PAGE = 100
"""Apps that the first page lists: of one publisher there are seldom more than a dozen."""

ORDERS: dict[str, Any] = {
    "updated": App.updated_at.desc(),
    "name": App.sort_name,
    "installs": App.installs.desc(),
}
"""By what the list can be ordered."""


class OwnApp(Struct, frozen=True, kw_only=True):
    """An app in the list of its owner.

    Attributes:
        next_number: of the version that something is to be done about; empty where that is the published one.
        waiting: places where somebody has to accept before the published version runs.
        renewal: of its certificate, where that is due.
    """

    url: str
    name: str
    icon_url: str
    published_number: str
    next_number: str
    pill: Pill
    findings: int
    installs: int
    waiting: int
    updated_at: datetime
    renewal: Renewal | None


@get("/dev", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_portal(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    sort: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The apps of whoever looks."""
    order = sort if sort in ORDERS else "updated"
    with shelf.reading() as session:
        apps = _own_apps(session, actor, order, shelf.clock())
    return page(visit, "dev/home.html", apps=apps, order=order, done=done_of(done))


def _own_apps(session: Session, actor: Actor, order: str, at: datetime) -> tuple[OwnApp, ...]:
    wanted = select(App).where(own_apps(actor), App.deleted_at.is_(None))
    apps = session.scalars(wanted.order_by(ORDERS[order], App.id).limit(MOST_ON_A_PAGE)).all()
    ids = [app.id for app in apps]
    versions: dict[str, list[Version]] = {}
    newest_first = select(Version).where(Version.app_id.in_(ids)).order_by(Version.precedence.desc())
    for version in session.scalars(newest_first):
        versions.setdefault(version.app_id, []).append(version)
    waiting = waiting_places(session, ids)
    return tuple(_own_app(app, versions.get(app.id, []), waiting.get(app.id, 0), renewal_of(app, at)) for app in apps)


def _own_app(app: App, versions: list[Version], waiting: int, renewal: Renewal | None) -> OwnApp:
    current = next((version for version in versions if version.id == app.current_id), None)
    lead = leading(versions)
    is_other = lead is not None and lead is not current and lead.state != State.WITHDRAWN
    shown = lead if lead is not None and is_other else current
    return OwnApp(
        url=f"/dev/apps/{app.id}",
        name=app.display_name,
        icon_url=icon_url(shown.color_icon if shown else None),
        published_number=current.number if current else "",
        next_number=lead.number if lead is not None and is_other else "",
        pill=pill_of(shown.state if shown else State.WITHDRAWN),
        findings=len(shown.findings) if shown else 0,
        installs=app.installs,
        waiting=waiting,
        updated_at=app.updated_at,
        renewal=renewal,
    )
