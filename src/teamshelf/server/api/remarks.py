"""What people write: apps that they miss, corrections of what is said of an app, problems with one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from teamshelf.catalogue.policy.remarks import (
    LONGEST_REMARK,
    About,
    Ending,
    answer_remark,
    open_remarks,
    remark,
    remarks_of,
    wish,
)
from teamshelf.server.api.shapes import Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import INSTALL, READ_CATALOGUE, READ_SETTINGS, SUBMIT

if TYPE_CHECKING:
    from teamshelf.catalogue.tables import Remark

Remarked = Annotated[str, Meta(max_length=LONGEST_REMARK)]


class AppWish(Wish, frozen=True, kw_only=True):
    """An app that is missed, in words."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_REMARK)]


class AppRemark(Wish, frozen=True, kw_only=True):
    """What is wrong with an app, or with what is said of it."""

    about: Literal["correction", "problem"]
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_REMARK)]


class RemarkAnswer(Wish, frozen=True, kw_only=True):
    """What became of a remark."""

    ending: Literal["done", "declined"]
    answer: Remarked = ""


class RemarkMade(Shape, frozen=True, kw_only=True):
    """A remark, by its id."""

    id: str


class RemarkShape(Shape, frozen=True, kw_only=True):
    """A remark.

    Attributes:
        kind: `wish`, `correction` or `problem`.
        app_id: what it is about; null for a wish.
        outcome: `done` or `declined`; null while nobody has answered.
    """

    id: str
    kind: str
    app_id: str | None
    account_id: str
    text: str
    created_at: datetime
    closed_at: datetime | None
    outcome: str | None
    answer: str


@post("/wishes", permission=INSTALL, sync_to_thread=True)
def wish_for_app(shelf: TheShelf, actor: TheActor, data: JSONBody[AppWish]) -> RemarkMade:
    """Wish for an app that is not on the shelf; wishing twice in the same words is wishing once."""
    return RemarkMade(id=wish(shelf, actor, data.text))


@post("/apps/{app_id:str}/remarks", permission=INSTALL, sync_to_thread=True)
def remark_on_app(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[AppRemark]) -> RemarkMade:
    """Tell those who look after an app what is wrong."""
    return RemarkMade(id=remark(shelf, actor, app_id, About(data.about), data.text))


@get("/remarks/mine", permission=READ_CATALOGUE, sync_to_thread=True)
def list_own_remarks(shelf: TheShelf, actor: TheActor) -> list[RemarkShape]:
    """What whoever asks has written, the newest first."""
    with shelf.reading() as session:
        return [_shape(row) for row in remarks_of(session, actor.account_id or "")]


@get("/remarks", permission=READ_SETTINGS, sync_to_thread=True)
def list_remarks(
    shelf: TheShelf, app_id: Annotated[str | None, QueryParameter(name="appId")] = None
) -> list[RemarkShape]:
    """What people wrote and nobody has answered, the oldest first."""
    with shelf.reading() as session:
        return [_shape(row) for row, _ in open_remarks(session, app_id)]


@post("/remarks/{remark_id:str}/answer", permission=SUBMIT, sync_to_thread=True, status_code=204)
def answer_one(shelf: TheShelf, actor: TheActor, remark_id: FromPath[str], data: JSONBody[RemarkAnswer]) -> None:
    """Say what became of a remark, as one who works on the app, or as an administrator."""
    answer_remark(shelf, actor, remark_id, Ending(data.ending), data.answer)


def _shape(row: Remark) -> RemarkShape:
    return RemarkShape(**{name: getattr(row, name) for name in RemarkShape.__struct_fields__})


HANDLERS = [wish_for_app, remark_on_app, list_own_remarks, list_remarks, answer_one]
