"""How far an app has come: where it is installed, which versions run, and who still has to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Struct
from sqlalchemy import func, select

from teamshelf.catalogue.installations.impact import places_by_kind, waiting_places
from teamshelf.catalogue.installations.running import running_id
from teamshelf.catalogue.tables import Installation, Receipt
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import STATISTICS, area_of, kept_versions, own_app
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App, Version

KIND_NAMES: dict[str, Message] = {
    PlaceKind.USER: say("For one person"),
    PlaceKind.TEAM: say("In a team"),
    PlaceKind.CHAT: say("In a chat"),
    PlaceKind.MEETING: say("In a meeting"),
}
DECISION_NAMES: dict[str, Message] = {
    "installed": say("Added"),
    "updated": say("Update accepted"),
    "declined": say("Update declined"),
}


class Bar(Struct, frozen=True):
    """A number beside others; `share` is of the largest, in percent."""

    label: Message | str
    count: int
    share: int


class StatisticsView(Struct, frozen=True, kw_only=True):
    """All numbers about an app."""

    installs: int
    waiting: int
    kinds: tuple[Bar, ...]
    versions: tuple[Bar, ...]
    decisions: tuple[Bar, ...]


@get("/dev/apps/{app_id:str}/statistics", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_statistics(*, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str]) -> Response[bytes]:
    """The numbers of an app."""
    with shelf.reading() as session:
        app = own_app(session, actor, app_id)
        versions = kept_versions(session, actor, app)
        view = statistics_of(session, app, versions, shelf.clock())
        area = area_of(app, versions, STATISTICS)
    return page(visit, "dev/statistics.html", area=area, statistics=view)


def statistics_of(session: Session, app: App, versions: list[Version], at: datetime) -> StatisticsView:
    """The numbers of an app at a moment."""
    kinds = places_by_kind(session, [app.id])
    running = _counted(
        session,
        select(running_id(at).label("running"), func.count()).where(Installation.app_id == app.id).group_by("running"),
    )
    decisions = _counted(
        session,
        select(Receipt.decision, func.count()).where(Receipt.app_id == app.id).group_by(Receipt.decision),
    )
    return StatisticsView(
        installs=sum(kinds.values()),
        waiting=waiting_places(session, [app.id]).get(app.id, 0),
        kinds=_bars([(KIND_NAMES[kind], kinds[kind]) for kind in KIND_NAMES if kind in kinds]),
        versions=_bars(
            [(version.number, running[version.id]) for version in versions if version.id in running]
            + ([(say("none: it is stopped"), running[None])] if None in running else [])
        ),
        decisions=_bars([(DECISION_NAMES[each], decisions[each]) for each in DECISION_NAMES if each in decisions]),
    )


def _counted(session: Session, statement: Any) -> dict[str | None, int]:
    return {row[0]: row[1] for row in session.execute(statement)}


def _bars(counts: list[tuple[Message | str, int]]) -> tuple[Bar, ...]:
    largest = max((count for _, count in counts), default=0)
    return tuple(Bar(label, count, round(100 * count / largest)) for label, count in counts)
