"""What people write: apps that they miss, corrections of what is said of an app, problems with one.

Whoever writes sees what became of it. What is about an app is answered by those who work on it, or by an
administrator; a wish for an app that is not here by administrators alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from teamshelf.catalogue.apps.holding import require_team, unknown_app
from teamshelf.catalogue.apps.seeing import may_see_app
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Account, App, Remark
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

LONGEST_REMARK = 2000
"""Characters of a remark, and of its answer."""

MOST_OPEN = 20
"""Remarks of one account that nobody has answered."""


class About(StrEnum):
    """What a remark is."""

    WISH = "wish"
    CORRECTION = "correction"
    PROBLEM = "problem"


class Ending(StrEnum):
    """What became of a remark."""

    DONE = "done"
    DECLINED = "declined"


def wish(shelf: Shelf, actor: Actor, text: str) -> str:
    """Wish for an app that is not on the shelf; the id of the remark, of the open one that says the same.

    Raises:
        Refusal: FORBIDDEN `account-needed`, `requests-off`; INVALID `remark-missing`, `remark-too-long`; CONFLICT
            `too-many-remarks`.
    """
    with shelf.changing(actor) as change:
        account_id = require_account(actor)
        if not settings(change.session).allow_user_requests_for_app_access:
            raise Refusal(Kind.FORBIDDEN, "requests-off", say("this shelf takes no requests for apps"))
        return _write(change, account_id, About.WISH, text, None)


def remark(shelf: Shelf, actor: Actor, app_id: str, about: About, text: str) -> str:
    """Tell those who look after an app what is wrong with it, or with what is said of it; the id of the remark.

    Raises:
        Refusal: FORBIDDEN `account-needed`; NOT_FOUND `unknown-app`; INVALID `remark-missing`, `remark-too-long`;
            CONFLICT `too-many-remarks`.
    """
    with shelf.changing(actor) as change:
        account_id = require_account(actor)
        app = change.session.get(App, app_id)
        if app is None or app.current_id is None or not may_see_app(change.session, actor, app):
            raise unknown_app(app_id)
        return _write(change, account_id, about, text, app)


def answer_remark(shelf: Shelf, actor: Actor, remark_id: str, ending: Ending, answer: str = "") -> None:
    """Say what became of a remark. What is answered stays answered as it was.

    Raises:
        Refusal: FORBIDDEN `role-needed`, `not-the-owner`; NOT_FOUND `unknown-remark`; INVALID `remark-too-long`.
    """
    with shelf.changing(actor) as change:
        session = change.session
        row = session.get(Remark, remark_id.lower(), with_for_update=True)
        app = session.get(App, row.app_id) if row is not None and row.app_id is not None else None
        if app is None:
            require(actor, Role.ADMIN)
        elif may_see_app(session, actor, app):
            require_team(session, actor, app)
        else:
            row = None
        if row is None:
            raise Refusal(Kind.NOT_FOUND, "unknown-remark", say("there is no such remark"))
        if row.closed_at is not None:
            return
        row.answer = _checked(answer, may_be_empty=True)
        row.outcome, row.closed_at, row.closed_by = ending.value, change.at, actor.account_id
        change.record(
            Action.REMARK_ANSWERED,
            row.id,
            label=app.display_name if app is not None else "",
            app_id=row.app_id,
            after={"outcome": row.outcome, "answer": row.answer},
        )


def open_remarks(session: Session, app_id: str | None = None, *, limit: int = 100) -> Sequence[tuple[Remark, str]]:
    """The remarks that nobody has answered, the oldest first, with who wrote them; about one app, or all there are."""
    wanted = select(Remark, Account.display_name).join(Account, Account.id == Remark.account_id)
    ordered = wanted.where(*_waiting(app_id)).order_by(Remark.created_at, Remark.id)
    return [(row[0], row[1]) for row in session.execute(ordered.limit(limit))]


def open_count(session: Session, app_id: str | None = None) -> int:
    """How many remarks nobody has answered; about one app, or all there are."""
    return session.scalar(select(func.count()).select_from(Remark).where(*_waiting(app_id))) or 0


def _waiting(app_id: str | None) -> Iterator[ColumnElement[bool]]:
    """Nobody has answered them, and what they are about is still there."""
    yield Remark.closed_at.is_(None)
    if app_id is not None:
        yield Remark.app_id == app_id
    there = select(App.id).where(App.id == Remark.app_id, App.deleted_at.is_(None)).exists()
    yield or_(Remark.app_id.is_(None), there)


def remarks_of(session: Session, account_id: str, *, limit: int = 100) -> Sequence[Remark]:
    """What somebody has written, the newest first."""
    own = select(Remark).where(Remark.account_id == account_id)
    return session.scalars(own.order_by(Remark.created_at.desc(), Remark.id).limit(limit)).all()


def _write(change: Change, account_id: str, about: About, text: str, app: App | None) -> str:
    said = _checked(text)
    session = change.session
    # Who writes is held meanwhile: two remarks at once are counted one after the other.
    session.get(Account, account_id, with_for_update=True)
    mine = (Remark.account_id == account_id, Remark.closed_at.is_(None))
    subject = Remark.app_id.is_(None) if app is None else Remark.app_id == app.id
    same = (*mine, subject, Remark.kind == about.value, Remark.text == said)
    known = session.scalars(select(Remark.id).where(*same)).first()
    if known is not None:
        return known
    if (session.scalar(select(func.count()).select_from(Remark).where(*mine)) or 0) >= MOST_OPEN:
        message = say("{limit} remarks of yours wait for an answer: wait for one of these first", limit=MOST_OPEN)
        raise Refusal(Kind.CONFLICT, "too-many-remarks", message)
    made = Remark(
        id=new_guid(),
        kind=about.value,
        app_id=app.id if app is not None else None,
        account_id=account_id,
        text=said,
        created_at=change.at,
    )
    session.add(made)
    change.record(
        Action.REMARK_MADE,
        made.id,
        label=app.display_name if app is not None else "",
        app_id=made.app_id,
        after={"kind": made.kind, "text": said},
    )
    return made.id


def _checked(text: str, *, may_be_empty: bool = False) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said and not may_be_empty:
        raise Refusal(Kind.INVALID, "remark-missing", say("write what it is about"))
    if len(said) > LONGEST_REMARK:
        message = say("a remark has at most {limit} characters", limit=LONGEST_REMARK)
        raise Refusal(Kind.INVALID, "remark-too-long", message)
    return said
