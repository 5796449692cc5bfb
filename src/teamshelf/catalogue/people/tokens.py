"""Bearer tokens: signed JWTs, so that clients which look into their token find what they look for.

Only the sha256 of a token is kept. A token works while its digest is on record, it has not expired or been revoked, and
its account is not disabled: the record decides, the signature is for others. So a revoked token stops working at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select, update

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.people.scopes import scopes_of
from teamshelf.catalogue.people.signing import sign, signing_key, tenant_id
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, Token
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf

AUDIENCE = "https://graph.microsoft.com"
"""Who the tokens say they are for: clients of Graph refuse a token for anybody else."""

LONGEST_DAYS = 366
"""No token lives longer than a year."""

LONGEST_TEXT = 4096
"""Characters beyond which a text is no token of ours, and is not even hashed."""

LONGEST_LABEL = 200

_NOTED_AGAIN_AFTER = timedelta(hours=1)
"""That a token was used is written at most this often, or each request would be a write."""


class Issued(Struct, frozen=True):
    """A token that was just made. Its text is nowhere else.

    Attributes:
        id: its `jti`, by which it is revoked.
        text: what a client sends.
    """

    id: str
    text: str
    scopes: tuple[str, ...]
    expires_at: datetime


class Holder(Struct, frozen=True):
    """Whose token it is, and what it grants."""

    token_id: str
    account_id: str
    name: str
    role: Role
    scopes: frozenset[str]
    expires_at: datetime


def create_token(
    shelf: Shelf,
    actor: Actor,
    account_id: str,
    *,
    label: str,
    scopes: Iterable[str] | None = None,
    days: int = 90,
    issuer: str = "urn:teamshelf",
) -> Issued:
    """Make a token for an account; without scopes it grants all that the account's role can.

    Raises:
        Refusal: it is for somebody else's account, grants more than whoever makes it has, or would live too long.
    """
    if account_id != actor.account_id and not actor.may_act_as(Role.ADMIN):
        raise _no_such_token_or_account()
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal(Kind.INVALID, "bad-lifetime", say("a token lives from 1 to {longest} days", longest=LONGEST_DAYS))
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise Refusal(
            Kind.INVALID, "bad-label", say("a token needs a name of up to {longest} characters", longest=LONGEST_LABEL)
        )
    key, tenant = signing_key(shelf), tenant_id(shelf)
    with shelf.changing(actor) as change:
        account = change.session.get(Account, account_id, with_for_update=True)
        if account is None or account.disabled_at is not None:
            raise _no_such_token_or_account()
        granted = _granted(actor, Role(account.role), scopes)
        token_id = new_guid()
        expires_at = change.at + timedelta(days=days)
        text = sign(
            key,
            {
                "aud": AUDIENCE,
                "iss": issuer,
                "iat": int(change.at.timestamp()),
                "nbf": int(change.at.timestamp()),
                "exp": int(expires_at.timestamp()),
                "jti": token_id,
                "tid": tenant,
                "oid": account.id,
                "sub": account.id,
                "upn": account.name,
                "unique_name": account.name,
                "name": account.display_name,
                "scp": " ".join(granted),
                "roles": [account.role],
                "ver": "1.0",
            },
        )
        change.session.add(
            Token(
                id=token_id,
                account_id=account.id,
                label=label.strip(),
                digest=digest_of(text),
                scopes=list(granted),
                created_at=change.at,
                expires_at=expires_at,
            )
        )
        change.record(
            Action.TOKEN_CREATED, token_id, label=label, after={"account": account.name, "scopes": list(granted)}
        )
    return Issued(id=token_id, text=text, scopes=granted, expires_at=expires_at)


def revoke_token(shelf: Shelf, actor: Actor, token_id: str) -> None:
    """Make a token stop working at once; one that was revoked before stays so.

    Raises:
        Refusal: there is no such token, or it is somebody else's and the actor is no administrator.
    """
    with shelf.changing(actor) as change:
        token = change.session.get(Token, token_id, with_for_update=True)
        if token is None or (token.account_id != actor.account_id and not actor.may_act_as(Role.ADMIN)):
            raise _no_such_token_or_account()
        if token.revoked_at is None:
            token.revoked_at = change.at
            change.record(Action.TOKEN_REVOKED, token.id, label=token.label)


def tokens_of(session: Session, account_id: str) -> list[Token]:
    """The tokens of an account, the newest first; revoked and expired ones too."""
    return list(
        session.scalars(select(Token).where(Token.account_id == account_id).order_by(Token.created_at.desc(), Token.id))
    )


def holder_of(shelf: Shelf, text: str) -> Holder | None:
    """Whose token the text is; None where it does not work: unknown, expired, revoked, or its account disabled."""
    if len(text) > LONGEST_TEXT:
        return None
    at = shelf.clock()
    wanted = working(at).add_columns(Token.expires_at).where(Token.digest == digest_of(text))
    with shelf.reading() as session:
        found = session.execute(wanted).first()
    if found is None:
        return None
    if is_news(found.last_used_at, at):
        note_use(shelf, found.id, at)
    return Holder(
        token_id=found.id,
        account_id=found.account_id,
        name=found.name,
        role=Role(found.role),
        scopes=granted_by(found.scopes, Role(found.role)),
        expires_at=found.expires_at,
    )


def working(at: Any) -> Select[Any]:
    """The tokens that work at a moment, with their accounts: those that nothing speaks against."""
    return (
        select(
            Token.digest,
            Token.id,
            Token.scopes,
            Token.last_used_at,
            Account.id.label("account_id"),
            Account.name,
            Account.role,
        )
        .join(Account, Account.id == Token.account_id)
        .where(Token.revoked_at.is_(None), Token.expires_at > at, Account.disabled_at.is_(None))
    )


def granted_by(scopes: Iterable[str], role: Role) -> frozenset[str]:
    """What a token grants now: what it was made with, as far as the role of its account still allows it."""
    return frozenset(scopes) & scopes_of(role)


def is_news(last_used_at: datetime | None, at: datetime) -> bool:
    """Whether it is to be written that a token was used."""
    return last_used_at is None or at - last_used_at >= _NOTED_AGAIN_AFTER


def note_use(shelf: Shelf, token_id: str, at: datetime) -> None:
    """Write that a token was used."""
    with shelf.bookkeeping() as session:
        session.execute(update(Token).where(Token.id == token_id).values(last_used_at=at))


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _granted(actor: Actor, role: Role, scopes: Iterable[str] | None) -> tuple[str, ...]:
    """What the token grants: what was asked for, within what its account's role and its maker's own token allow."""
    allowed = scopes_of(role) if actor.scopes is None else scopes_of(role) & actor.scopes
    asked = allowed if scopes is None else frozenset(scopes)
    if not asked:
        raise Refusal(Kind.INVALID, "no-scopes", say("a token that grants nothing is of no use"))
    if beyond := sorted(asked - allowed):
        raise Refusal(
            Kind.FORBIDDEN,
            "scope-not-allowed",
            say("the role {role} cannot hold the permission {scope}", role=role.value, scope=shown(beyond[0])),
        )
    return tuple(sorted(asked))


def _no_such_token_or_account() -> Refusal:
    return Refusal(Kind.NOT_FOUND, "unknown-token-or-account", say("there is no such token or account"))
