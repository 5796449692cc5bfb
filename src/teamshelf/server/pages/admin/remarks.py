"""Answering what people wrote: apps that they miss, corrections, problems. The list stands among the requests."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.requests import wishes_page
from teamshelf.server.pages.going import going_to
from teamshelf.server.pages.remarking import AnswerForm, do_answer_one
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER


@post("/admin/remarks/{remark_id:str}", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_answer_remark(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, remark_id: FromPath[str], data: URLEncodedBody[AnswerForm]
) -> Response[Any]:
    """Say what became of it."""
    refusal = do_answer_one(shelf, actor, remark_id, data)
    if refusal is not None:
        return wishes_page(shelf, visit, problem=refusal)
    return going_to("/admin/requests", "remark-answered")


@get("/admin/remarks/{remark_id:str}", permission=ADMINISTER, sync_to_thread=False, include_in_schema=False)
def back_to_remarks(remark_id: FromPath[str]) -> Redirect:
    """To where remarks are answered."""
    del remark_id
    return Redirect("/admin/requests", status_code=303)
