"""Asking for an app that is blocked, and what became of it.

Source: web/pages, section 3, "blocked"; Microsoft's page on user requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.installations.rights import published_version
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.policy.access import decide
from teamshelf.catalogue.policy.remarks import remarks_of
from teamshelf.catalogue.policy.requests import MAX_REASON, Outcome, request_access, requests_of
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import App
from teamshelf.messages import Message, say
from teamshelf.server.faults import STATUS
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.answers import remember_answers
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.cards import Card, cards_of
from teamshelf.server.pages.finding import app_at
from teamshelf.server.pages.going import done_of
from teamshelf.server.pages.remarking import shown_remarks
from teamshelf.server.pages.rendering import page, sentence
from teamshelf.server.pages.states import StateKind, install_path
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import SIGNED_IN
from teamshelf.texts.addressing import web_link

if TYPE_CHECKING:
    from datetime import datetime

    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import AccessRequest
    from teamshelf.server.pages.visiting import Visit


class RequestForm(Struct):
    """What the form sends."""

    reason: str = ""


class Asked(Struct, frozen=True, kw_only=True):
    """A request and what became of it.

    Attributes:
        card: of the app; None where nothing of it is published any more.
    """

    name: str
    card: Card | None
    reason: str
    at: datetime
    closed_at: datetime | None
    outcome: Message
    look: str


@get("/l/app/{app_id:str}/request", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_request(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> Response[Any]:
    """Why it is blocked, and the form; or the page on which the organization wants to be asked."""
    return _form(shelf, visit, app_id)


@post("/l/app/{app_id:str}/request", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def do_request(
    shelf: TheShelf, actor: TheActor, visit: TheVisit, app_id: FromPath[str], data: URLEncodedBody[RequestForm]
) -> Response[Any]:
    """Ask; whoever asks twice has asked once."""
    with shelf.reading() as session:
        app = app_at(session, actor, app_id)
    try:
        request_access(shelf, actor, app.id, reason=data.reason)
    except Refusal as refusal:
        if refusal.rule == "already-allowed":
            return Redirect(install_path(app), status_code=303)
        return _form(shelf, visit, app_id, reason=data.reason, refusal=refusal)
    return Redirect("/my/requests", status_code=303)


@get("/my/requests", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_requests(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    actor: TheActor,
    visit: TheVisit,
    settings: TheSettings,
    *,
    done: FromQuery[str | None] = None,
) -> Response[Any]:
    """What somebody has asked for, and what they wrote."""
    with shelf.reading() as session:
        rows = requests_of(session, require_account(actor))
        apps = {app.id: app for app in session.scalars(select(App).where(App.id.in_([row.app_id for row in rows])))}
        listed = [app for app in apps.values() if app.current_id is not None and app.deleted_at is None]
        cards = dict(zip((app.id for app in listed), cards_of(session, visit, listed, shelf.clock()), strict=True))
        asked = tuple(
            Asked(
                name=apps[row.app_id].display_name,
                card=cards.get(row.app_id),
                reason=row.reason,
                at=row.created_at,
                closed_at=row.closed_at,
                **_became(row, cards.get(row.app_id)),
            )
            for row in rows
        )
        written = shown_remarks(session, ((row, "") for row in remarks_of(session, require_account(actor))))
        shown = page(visit, "my_requests.html", asked=asked, written=written, done=done_of(done))
        remember_answers(session, request, shown, settings, require_account(actor))
    return shown


def _became(row: AccessRequest, card: Card | None) -> dict[str, Any]:
    """What became of a request; where nobody has answered it, the app may be open to them all the same by now."""
    message, look = _OUTCOMES[row.outcome]
    if row.outcome is None and card is not None and card.state.kind in _USABLE:
        message, look = say("You can use it by now"), "good"
    return {"outcome": message, "look": look}


_USABLE = frozenset({StateKind.ADD, StateKind.OPEN, StateKind.UPDATE})

_OUTCOMES: dict[str | None, tuple[Message, str]] = {
    None: (say("Waiting for an administrator"), ""),
    Outcome.ALLOWED: (say("Allowed"), "good"),
    Outcome.DISMISSED: (say("Not allowed"), "warn"),
}


def _form(
    shelf: Shelf, visit: Visit, app_id: str, *, reason: str = "", refusal: Refusal | None = None
) -> Response[Any]:
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        published_version(session, seen.app)
        decision = decide(session, seen.app, visit.actor.account_id)
        settled = settled_in(session)
    if decision.is_allowed:
        return Redirect(install_path(seen.app), status_code=303)
    return page(
        visit,
        "request.html",
        status=STATUS[refusal.kind] if refusal is not None else 200,
        app=seen.head,
        reasons=tuple(sentence(each.message, visit.language) for each in decision.against),
        is_asked=seen.head.state is not None and seen.head.state.kind is StateKind.REQUESTED,
        may_ask=settled.allow_user_requests_for_app_access,
        text=settled.request_text,
        url=web_link(settled.request_url),
        longest=MAX_REASON,
        reason=reason[:MAX_REASON],
        problem=sentence(refusal.message, visit.language) if refusal is not None else "",
    )
