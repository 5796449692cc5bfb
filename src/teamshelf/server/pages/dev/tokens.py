"""The tokens of whoever looks: for the command line and for CI. A token's text is shown once, when it is made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.people.scopes import CATALOGUE_SUBMIT
from teamshelf.catalogue.people.tokens import LONGEST_DAYS, LONGEST_LABEL, Issued, create_token, revoke_token, tokens_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import Message, say, shown
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from teamshelf.server.pages.visiting import Visit

PUBLISH, EVERYTHING = "publish", "everything"
GRANTS: dict[str, Message] = {
    PUBLISH: say("Only to submit packages"),
    EVERYTHING: say("All that you may do"),
}
"""What a token can be for."""


class TokenRow(Struct, frozen=True, kw_only=True):
    """A token in the list."""

    id: str
    label: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: Message
    look: str
    is_live: bool


class TokenForm(Struct):
    """What the form sends."""

    label: str = ""
    days: int = 90
    grants: str = PUBLISH


@get("/dev/tokens", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_tokens(*, shelf: TheShelf, visit: TheVisit, done: FromQuery[str | None] = None) -> Response[bytes]:
    """The tokens, and the form for another."""
    return _tokens(shelf, visit, done=done)


@post("/dev/tokens", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_create_token(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[TokenForm]
) -> Response[bytes]:
    """Make a token and show it, this once. Sending the form again makes no second one of the name."""
    try:
        account_id = require_account(actor)
        _refuse_same_label(shelf, account_id, data.label)
        scopes = None if data.grants == EVERYTHING else (CATALOGUE_SUBMIT,)
        issued = create_token(shelf, actor, account_id, label=data.label, scopes=scopes, days=data.days)
    except Refusal as refusal:
        return _tokens(shelf, visit, problem=refusal, form=data)
    return _tokens(shelf, visit, issued=issued)


@post("/dev/tokens/{token_id:str}/revoke", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_revoke_token(*, shelf: TheShelf, visit: TheVisit, actor: TheActor, token_id: FromPath[str]) -> Response[Any]:
    """Let a token work no more."""
    try:
        revoke_token(shelf, actor, token_id)
    except Refusal as refusal:
        return _tokens(shelf, visit, problem=refusal)
    return going_to("/dev/tokens", "revoked")


def _refuse_same_label(shelf: TheShelf, account_id: str, label: str) -> None:
    at = shelf.clock()
    with shelf.reading() as session:
        live = [each.label for each in tokens_of(session, account_id) if not each.revoked_at and each.expires_at > at]
    if label.strip() in live:
        raise Refusal(
            Kind.CONFLICT,
            "token-exists",
            say("you have a token called {name} already: revoke it first, or choose another name", name=shown(label)),
        )


def _tokens(
    shelf: TheShelf,
    visit: Visit,
    *,
    problem: Refusal | None = None,
    issued: Issued | None = None,
    form: TokenForm | None = None,
    done: str | None = None,
) -> Response[bytes]:
    at = shelf.clock()
    with shelf.reading() as session:
        rows = tuple(_row(each, at) for each in tokens_of(session, visit.actor.account_id or "")[:MOST_SHOWN])
    return page(
        visit,
        "dev/tokens.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        issued=issued,
        tokens=rows,
        form=form or TokenForm(),
        grants=GRANTS,
        longest_days=LONGEST_DAYS,
        longest_label=LONGEST_LABEL,
    )


MOST_SHOWN = 100
"""Tokens that are listed, the newest first."""


def _row(token: Any, at: datetime) -> TokenRow:
    is_expired = token.expires_at <= at
    if token.revoked_at is not None:
        state, look = say("Revoked"), "plain"
    else:
        state, look = (say("Expired"), "warn") if is_expired else (say("Works"), "good")
    return TokenRow(
        id=token.id,
        label=token.label,
        scopes=tuple(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        state=state,
        look=look,
        is_live=token.revoked_at is None and not is_expired,
    )
