"""Bearer tokens: made, shown once, revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.people.tokens import LONGEST_DAYS, LONGEST_LABEL, create_token, revoke_token, tokens_of
from teamshelf.server.addresses import base_url
from teamshelf.server.api.shapes import Shape, Wish
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.permissions import OWN_TOKENS

Label = Annotated[str, Meta(min_length=1, max_length=LONGEST_LABEL)]


class TokenShape(Shape, frozen=True, kw_only=True):
    """A token as it can be looked at: all of it but its text."""

    id: str
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewToken(Wish, frozen=True, kw_only=True):
    """A token to be made.

    Attributes:
        scopes: permissions of Graph; without them all that the account's role can have.
        account_id: whose; of whoever asks unless given, which only administrators may.
    """

    label: Label
    scopes: Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=100)] | None = None
    days: Annotated[int, Meta(ge=1, le=LONGEST_DAYS)] = 90
    account_id: str | None = None


class MadeToken(Shape, frozen=True, kw_only=True):
    """A token that was just made. Its text is shown here and nowhere else."""

    id: str
    token: str
    scopes: list[str]
    expires_at: datetime


@get("/tokens", permission=OWN_TOKENS, sync_to_thread=True)
def list_tokens(
    shelf: TheShelf,
    actor: TheActor,
    account_id: Annotated[str | None, QueryParameter(name="accountId")] = None,
) -> list[TokenShape]:
    """The tokens of whoever asks; administrators may name another account."""
    if account_id is not None and account_id != actor.account_id:
        require(actor, Role.ADMIN)
    with shelf.reading() as session:
        return [
            TokenShape(
                id=token.id,
                label=token.label,
                scopes=token.scopes,
                created_at=token.created_at,
                expires_at=token.expires_at,
                last_used_at=token.last_used_at,
                revoked_at=token.revoked_at,
            )
            for token in tokens_of(session, account_id or actor.account_id or "")
        ]


@post("/tokens", permission=OWN_TOKENS, sync_to_thread=True)
def make_token(
    request: Request[Any, Any, Any], shelf: TheShelf, settings: TheSettings, actor: TheActor, data: JSONBody[NewToken]
) -> MadeToken:
    """Make a token. It grants no more than what whoever makes it has."""
    issued = create_token(
        shelf,
        actor,
        data.account_id or actor.account_id or "",
        label=data.label,
        scopes=data.scopes,
        days=data.days,
        issuer=base_url(request, settings),
    )
    return MadeToken(id=issued.id, token=issued.text, scopes=list(issued.scopes), expires_at=issued.expires_at)


@delete("/tokens/{token_id:str}", permission=OWN_TOKENS, sync_to_thread=True)
def end_token(shelf: TheShelf, actor: TheActor, token_id: FromPath[str]) -> None:
    """Make a token stop working."""
    revoke_token(shelf, actor, token_id)


HANDLERS = [list_tokens, make_token, end_token]
