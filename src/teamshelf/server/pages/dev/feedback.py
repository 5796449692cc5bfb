"""What people write about an app, and the publisher's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from teamshelf.catalogue.policy.remarks import open_remarks
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import FEEDBACK, area_of, kept_versions, own_app
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.remarking import AnswerForm, do_answer_one, shown_remarks
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from teamshelf.catalogue.refusals import Refusal
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.pages.visiting import Visit


@get("/dev/apps/{app_id:str}/feedback", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_feedback(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """What people wrote and nobody has answered."""
    return _feedback(shelf, visit, app_id, done=done)


@post(
    "/dev/apps/{app_id:str}/feedback/{remark_id:str}", permission=DEVELOP, sync_to_thread=True, include_in_schema=False
)
def do_answer_feedback(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    remark_id: FromPath[str],
    data: URLEncodedBody[AnswerForm],
) -> Response[Any]:
    """Say what became of it."""
    with shelf.reading() as session:
        own_id = own_app(session, visit.actor, app_id).id
    refusal = do_answer_one(shelf, actor, remark_id, data)
    if refusal is not None:
        return _feedback(shelf, visit, own_id, problem=refusal)
    return going_to(f"/dev/apps/{own_id}/feedback", "remark-answered")


@get(
    "/dev/apps/{app_id:str}/feedback/{remark_id:str}", permission=DEVELOP, sync_to_thread=False, include_in_schema=False
)
def back_to_feedback(app_id: FromPath[str], remark_id: FromPath[str]) -> Redirect:
    """To what people wrote."""
    del remark_id
    return Redirect(f"/dev/apps/{quote(app_id, safe='')}/feedback", status_code=303)


def _feedback(
    shelf: Shelf, visit: Visit, app_id: str, *, problem: Refusal | None = None, done: str | None = None
) -> Response[bytes]:
    with shelf.reading() as session:
        app = own_app(session, visit.actor, app_id)
        area = area_of(app, kept_versions(session, visit.actor, app), FEEDBACK)
        remarks = shown_remarks(session, open_remarks(session, app.id))
    return page(
        visit,
        "dev/feedback.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        area=area,
        remarks=remarks,
    )
