"""Blocking or allowing several apps at once: who is affected stands on the page that asks, before anything is done.

All of them are changed, or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromQuery, URLEncodedBody

from teamshelf.catalogue.apps.holding import unknown_app
from teamshelf.catalogue.apps.seeing import may_see_app
from teamshelf.catalogue.installations.impact import affected_by
from teamshelf.catalogue.policy.access import Status
from teamshelf.catalogue.policy.policies import MAX_REASON, MOST_AT_ONCE, allow_all, block_all
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App
from teamshelf.messages import say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.apps import AppRow, rows_of
from teamshelf.server.pages.admin.columns import said_often, said_once
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.dev.statistics import KIND_NAMES, Bar
from teamshelf.server.pages.going import going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from teamshelf.server.pages.visiting import Visit

BLOCK, ALLOW = "block", "allow"
"""What the buttons of the table say."""


@get("/admin/apps/status", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_together(
    *, shelf: TheShelf, visit: TheVisit, app: FromQuery[list[str] | None] = None, to: FromQuery[str | None] = None
) -> Response[Any]:
    """The apps that were ticked, and who notices."""
    if not app:
        return going_to("/admin/apps", "nothing-ticked")
    return _together(shelf, visit, app, to or "")


@post("/admin/apps/status", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_together(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[dict[str, Any]]
) -> Response[Any]:
    """Change all of them, or none."""
    app_ids, to, reason = said_often(data, "app"), said_once(data, "to"), said_once(data, "reason")
    try:
        if to == ALLOW:
            allow_all(shelf, actor, app_ids)
        else:
            block_all(shelf, actor, app_ids, reason=reason)
    except Refusal as refusal:
        return _together(shelf, visit, app_ids, to, problem=refusal, reason=reason)
    return going_to("/admin/apps", "all-allowed" if to == ALLOW else "all-blocked")


def _together(
    shelf: TheShelf, visit: Visit, app_ids: Iterable[str], to: str, *, problem: Refusal | None = None, reason: str = ""
) -> Response[bytes]:
    with shelf.reading() as session:
        found, missing = _found(session, visit, app_ids)
        rows = tuple(rows_of(session, found, shelf.clock()))
        changing = tuple(row for row in rows if _changes(row, to))
        affected = affected_by(session, [row.id for row in rows])
    largest = max(affected.kinds.values(), default=1)
    return page(
        visit,
        "admin/together.html",
        status=status_of(problem),
        problem=problem.message if problem else missing.message if missing else None,
        rooms=rooms_of(visit),
        apps=rows,
        changing=changing,
        is_allowing=to == ALLOW,
        people=affected.people,
        places=affected.places,
        total=sum(affected.kinds.values()),
        kinds=tuple(
            Bar(KIND_NAMES[each], count, round(100 * count / largest)) for each, count in affected.kinds.items()
        ),
        limit=MAX_REASON,
        reason=reason,
    )


def _found(session: Session, visit: Visit, app_ids: Iterable[str]) -> tuple[list[App], Refusal | None]:
    """The apps of these ids by name; and what is said of those that are not there any more.

    Raises:
        Refusal: INVALID `too-many-apps`; NOT_FOUND `unknown-app`: none of them is there.
    """
    wanted = {app_id.lower() for app_id in app_ids}
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(
            Kind.INVALID, "too-many-apps", say("at most {limit} apps are changed at once", limit=MOST_AT_ONCE)
        )
    known = {
        app.id: app
        for app_id in sorted(wanted)
        if (app := session.get(App, app_id)) is not None
        and app.current_id is not None
        and may_see_app(session, visit.actor, app)
    }
    gone = sorted(wanted - set(known))
    if not known:
        raise unknown_app(gone[0] if gone else "")
    return sorted(known.values(), key=lambda app: app.sort_name), unknown_app(gone[0]) if gone else None


def _changes(row: AppRow, to: str) -> bool:
    """Whether an app is otherwise afterwards."""
    return row.status_name != (Status.ALLOWED if to == ALLOW else Status.BLOCKED)
