"""What people ask for: how many want an app, why, what is in the way, and the answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.policy.access import Reason, decide
from teamshelf.catalogue.policy.remarks import open_count, open_remarks
from teamshelf.catalogue.policy.requests import allow_requests, dismiss_requests, open_requests
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Account, App, Version
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.policies import LEVER_NAMES
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.remarking import shown_remarks
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import AccessRequest
    from teamshelf.server.pages.visiting import Visit

MOST_APPS = 30
"""Apps that are listed: those for which most people wait."""

MOST_REMARKS = 50
"""Remarks that are listed, the oldest first."""

MOST_REASONS = 4
"""Reasons that are shown for each, the oldest first."""


class Wish(Struct, frozen=True):
    """What somebody wrote."""

    who: str
    text: str
    at: datetime


class WantedApp(Struct, frozen=True, kw_only=True):
    """An app that people wait for.

    Attributes:
        against: what is in the way of the one who has waited longest.
    """

    id: str
    url: str
    name: str
    icon_url: str
    count: int
    since: datetime
    last: datetime
    wishes: tuple[Wish, ...]
    against: tuple[Reason, ...]


class AnswerForm(Struct):
    """What the form that answers sends."""

    answer: str = ""


@get("/admin/requests", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_wishes(*, shelf: TheShelf, visit: TheVisit, done: FromQuery[str | None] = None) -> Response[bytes]:
    """The apps that people wait for."""
    return wishes_page(shelf, visit, done=done)


@post("/admin/requests/{app_id:str}", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_answer_wishes(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[AnswerForm]
) -> Response[Any]:
    """Answer all requests for an app with yes or no."""
    is_yes = data.answer == "allow"
    try:
        if is_yes:
            allow_requests(shelf, actor, app_id)
        else:
            dismiss_requests(shelf, actor, app_id)
    except Refusal as refusal:
        return wishes_page(shelf, visit, problem=refusal)
    return going_to("/admin/requests", "requests-allowed" if is_yes else "requests-dismissed")


def wishes_page(
    shelf: TheShelf, visit: Visit, *, problem: Refusal | None = None, done: str | None = None
) -> Response[bytes]:
    """The page with all that people ask for and write."""
    with shelf.reading() as session:
        by_app: dict[str, list[AccessRequest]] = {}
        for request in open_requests(session):
            by_app.setdefault(request.app_id, []).append(request)
        most_wanted = sorted(by_app.items(), key=lambda item: (-len(item[1]), item[1][0].created_at))
        wanted = tuple(_wanted(session, app_id, requests) for app_id, requests in most_wanted[:MOST_APPS])
        settled = settled_in(session)
        remarks = shown_remarks(session, open_remarks(session, limit=MOST_REMARKS))
        more_remarks = open_count(session) - len(remarks)
    return page(
        visit,
        "admin/requests.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        wanted=wanted,
        hidden=max(0, len(by_app) - MOST_APPS),
        remarks=remarks,
        more_remarks=more_remarks,
        levers=LEVER_NAMES,
        takes_requests=settled.allow_user_requests_for_app_access,
    )


def _wanted(session: Session, app_id: str, requests: list[AccessRequest]) -> WantedApp:
    app = session.get_one(App, app_id)
    version = session.get(Version, app.current_id) if app.current_id else None
    written = [request for request in requests if request.reason][:MOST_REASONS]
    ids = [request.account_id for request in written]
    names = dict(session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids))).all())
    return WantedApp(
        id=app.id,
        url=f"/admin/apps/{app.id}",
        name=app.display_name,
        icon_url=icon_url(version.color_icon if version else None),
        count=len(requests),
        since=requests[0].created_at,
        last=requests[-1].created_at,
        wishes=tuple(Wish(names.get(each.account_id, ""), each.reason, each.created_at) for each in written),
        against=decide(session, app, requests[0].account_id).against,
    )
