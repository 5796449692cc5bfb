"""Writing to those who look after the shelf: of an app that is missed, a correction, a problem; and what came of it.

Source: web/pages, section 1b, "request link", and section 2, "report a problem" and "propose correction".
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.installations.rights import published_version
from teamshelf.catalogue.policy.remarks import LONGEST_REMARK, About, Ending, answer_remark, remark, wish
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import App
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.cards import app_path
from teamshelf.server.pages.going import going_to, status_of
from teamshelf.server.pages.rendering import page, sentence
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import SIGNED_IN
from teamshelf.texts.addressing import web_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import Remark
    from teamshelf.server.pages.visiting import Visit

KINDS: dict[str, Message] = {
    About.WISH: say("An app that is missed"),
    About.CORRECTION: say("A correction"),
    About.PROBLEM: say("A problem"),
}
"""What remarks are, in words."""

ENDINGS: dict[str | None, tuple[Message, str]] = {
    None: (say("Not answered yet"), ""),
    Ending.DONE: (say("Done"), "good"),
    Ending.DECLINED: (say("Declined"), "warn"),
}
"""What becomes of remarks, in a word and a colour."""

_LONGEST_QUERY = 200


class ShownRemark(Struct, frozen=True, kw_only=True):
    """A remark as lists show it.

    Attributes:
        who: wrote it; empty where it is whoever looks.
        app, app_url: what it is about; empty for a wish.
        outcome, look: what became of it.
    """

    id: str
    kind: Message
    who: str
    app: str
    app_url: str
    text: str
    at: datetime
    closed_at: datetime | None
    outcome: Message
    look: str
    answer: str


class RemarkForm(Struct):
    """What the form sends."""

    text: str = ""
    about: str = ""


class AnswerForm(Struct):
    """What the form that answers sends."""

    ending: str = ""
    answer: str = ""


@get("/my/wish", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_wish(shelf: TheShelf, visit: TheVisit, *, q: Annotated[str, QueryParameter()] = "") -> Response[Any]:
    """The form for an app that is missed; what was looked for in vain stands in it."""
    return _wish_page(shelf, visit, text=q[:_LONGEST_QUERY])


@post("/my/wish", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def do_wish(shelf: TheShelf, actor: TheActor, visit: TheVisit, data: URLEncodedBody[RemarkForm]) -> Response[Any]:
    """Wish for it; whoever sends the form twice has wished once."""
    try:
        wish(shelf, actor, data.text)
    except Refusal as refusal:
        return _wish_page(shelf, visit, text=data.text, refusal=refusal)
    return going_to("/my/requests", "written")


@get("/apps/{app_id:str}/remark", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_remark(
    shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], *, about: Annotated[str, QueryParameter()] = ""
) -> Response[Any]:
    """The form for a correction, or a problem."""
    return _remark_page(shelf, visit, app_id, about)


@post("/apps/{app_id:str}/remark", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def do_remark(
    shelf: TheShelf, actor: TheActor, visit: TheVisit, app_id: FromPath[str], data: URLEncodedBody[RemarkForm]
) -> Response[Any]:
    """Write it; whoever sends the form twice has written once."""
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
    try:
        remark(shelf, actor, seen.app.id, _about(data.about), data.text)
    except Refusal as refusal:
        return _remark_page(shelf, visit, app_id, data.about, text=data.text, refusal=refusal)
    return going_to("/my/requests", "written")


def do_answer_one(shelf: Shelf, actor: Actor, remark_id: str, data: AnswerForm) -> Refusal | None:
    """Answer a remark as a form says; why not, where it cannot be."""
    try:
        answer_remark(
            shelf, actor, remark_id, Ending.DONE if data.ending == Ending.DONE else Ending.DECLINED, data.answer
        )
    except Refusal as refusal:
        return refusal
    return None


def shown_remarks(session: Session, remarks: Iterable[tuple[Remark, str]]) -> tuple[ShownRemark, ...]:
    """Remarks with who wrote them, to be shown."""
    shown = []
    for row, who in remarks:
        app = session.get(App, row.app_id) if row.app_id is not None else None
        outcome, look = ENDINGS[row.outcome]
        shown.append(
            ShownRemark(
                id=row.id,
                kind=KINDS[row.kind],
                who=who,
                app=app.display_name if app is not None else "",
                app_url=app_path(app) if app is not None and app.current_id is not None else "",
                text=row.text,
                at=row.created_at,
                closed_at=row.closed_at,
                outcome=outcome,
                look=look,
                answer=row.answer,
            )
        )
    return tuple(shown)


def _about(text: str) -> About:
    return About.CORRECTION if text == About.CORRECTION else About.PROBLEM


def _wish_page(shelf: Shelf, visit: Visit, *, text: str, refusal: Refusal | None = None) -> Response[Any]:
    with shelf.reading() as session:
        settled = settings(session)
    return page(
        visit,
        "remark.html",
        status=status_of(refusal),
        title=say("Ask for an app that is not here"),
        hint=say("Which app is it, and what do you need it for?"),
        app=None,
        about="",
        action="/my/wish",
        back="/search",
        may_write=settled.allow_user_requests_for_app_access,
        url=web_link(settled.request_url),
        note=settled.request_text,
        text=text[:LONGEST_REMARK],
        longest=LONGEST_REMARK,
        problem=sentence(refusal.message, visit.language) if refusal is not None else "",
    )


def _remark_page(
    shelf: Shelf, visit: Visit, app_id: str, about: str, *, text: str = "", refusal: Refusal | None = None
) -> Response[Any]:
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        published_version(session, seen.app)
    is_correction = _about(about) is About.CORRECTION
    return page(
        visit,
        "remark.html",
        status=status_of(refusal),
        title=say("Propose a correction") if is_correction else say("Report a problem"),
        hint=say("What is not as it is said here, and how is it?") if is_correction else say("What is wrong with it?"),
        app=seen.head,
        about=_about(about).value,
        action=f"{seen.head.path}/remark",
        back=f"{seen.head.path}/certification" if is_correction else seen.head.path,
        may_write=True,
        url="",
        note="",
        text=text[:LONGEST_REMARK],
        longest=LONGEST_REMARK,
        problem=sentence(refusal.message, visit.language) if refusal is not None else "",
    )
