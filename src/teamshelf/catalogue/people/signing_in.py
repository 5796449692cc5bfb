"""Signing in with a name and a password, and the browser that stays signed in.

Unknown, wrong and disabled get the same answer after the same time.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct, structs
from sqlalchemy import delete, select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.gates import NO_INSTALLS, READ_ONLY, Gate, stored_settings
from teamshelf.catalogue.limits import SIGN_IN_BY_ADDRESS, SIGN_IN_BY_ANYBODY, SIGN_IN_BY_NAME, count
from teamshelf.catalogue.people.accounts import account_named, folded_name
from teamshelf.catalogue.people.actors import Actor, Role
from teamshelf.catalogue.people.passwords import hashed, is_right
from teamshelf.catalogue.policy.equipping import equip_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, WebSession
from teamshelf.messages import say

if TYPE_CHECKING:
    from datetime import datetime

    from teamshelf.catalogue.shelf import Change, Shelf

SESSION_TIME = timedelta(hours=12)
"""How long a browser stays signed in: a working day."""

LONGEST_SECRET = 200


class SignedIn(Struct, frozen=True):
    """A browser that has just signed in.

    Attributes:
        secret: what its cookie says; only its sha256 is kept.
        language: that the account has chosen for its pages.
    """

    account_id: str
    secret: str
    expires_at: datetime
    language: str | None = None


def sign_in(
    shelf: Shelf, visitor: Actor, name: str, password: str, *, new_password: str | None = None, is_limited: bool = True
) -> SignedIn:
    """Sign in with a name and a password; a password that must be changed opens the way only with its successor.

    Args:
        shelf: the shelf.
        visitor: whoever tries: their address is what tries are counted by, beside the name.
        name: the sign-in name.
        password: the password.
        new_password: the one that is to be valid from now on.
        is_limited: whether tries are counted.

    Raises:
        Refusal: `wrong-credentials`, `too-many-requests`, `must-change-password`, `bad-password`.
    """
    if is_limited:
        count(
            shelf,
            (SIGN_IN_BY_NAME, folded_name(name)),
            (SIGN_IN_BY_ADDRESS, visitor.address or ""),
            (SIGN_IN_BY_ANYBODY, ""),
        )
    with shelf.reading() as session:
        account = account_named(session, name)
    is_known = is_right(password, account.password_hash if account else None)
    if account is None or not is_known or account.disabled_at is not None:
        raise Refusal(
            Kind.FORBIDDEN, "wrong-credentials", say("the name or the password is wrong, or the account is disabled")
        )
    if account.must_change_password and not new_password:
        raise Refusal(Kind.FORBIDDEN, "must-change-password", say("choose a password of your own"))
    if new_password == password:
        raise Refusal(Kind.INVALID, "bad-password", say("the new password must differ from the old one"))
    fresh_hash = hashed(new_password, account.name) if new_password else None
    with shelf.changing(as_actor(account, visitor), Gate.ALWAYS) as change:
        if fresh_hash:
            row = change.session.get(Account, account.id, with_for_update=True)
            if row is None or row.password_hash != account.password_hash:
                raise Refusal(
                    Kind.CONFLICT,
                    "changed-meanwhile",
                    say("somebody else changed this at the same moment: look again"),
                )
            row.password_hash, row.must_change_password = fresh_hash, False
            change.session.execute(delete(WebSession).where(WebSession.account_id == account.id))
            change.record(Action.ACCOUNT_CHANGED, account.id, label=account.name, after={"password": "changed"})
        return begin_session(change, account)


def begin_session(change: Change, account: Account) -> SignedIn:
    """Let a browser be signed in, within a change; sessions that are over are forgotten by the way."""
    secret = secrets.token_urlsafe(32)
    expires_at = change.at + SESSION_TIME
    change.session.execute(delete(WebSession).where(WebSession.expires_at <= change.at))
    change.session.add(
        WebSession(digest=_digest(secret), account_id=account.id, created_at=change.at, expires_at=expires_at)
    )
    change.record(Action.SIGNED_IN, account.id, label=account.name)
    if not {READ_ONLY, NO_INSTALLS} & stored_settings(change.session).keys():
        equip_account(change, account.id)  # what their policy installs may not have been there when they came
    return SignedIn(account_id=account.id, secret=secret, expires_at=expires_at, language=account.language)


def sign_out(shelf: Shelf, actor: Actor, secret: str) -> None:
    """Forget a signed-in browser; one that is not signed in stays so."""
    with shelf.changing(actor, Gate.ALWAYS) as change:
        session = change.session.get(WebSession, _digest(secret))
        if session is not None:
            change.session.delete(session)
            change.record(Action.SIGNED_OUT, session.account_id, label=actor.name)


def session_actor(shelf: Shelf, secret: str) -> Actor | None:
    """Who is signed in with a cookie; None where nobody is."""
    if not secret or len(secret) > LONGEST_SECRET:
        return None
    wanted = (
        select(Account.id, Account.name, Account.role)
        .join(WebSession, WebSession.account_id == Account.id)
        .where(
            WebSession.digest == _digest(secret),
            WebSession.expires_at > shelf.clock(),
            Account.disabled_at.is_(None),
        )
    )
    with shelf.reading() as session:
        found = session.execute(wanted).first()
    return None if found is None else Actor(account_id=found[0], name=found[1], role=Role(found[2]))


def as_actor(account: Account, visitor: Actor) -> Actor:
    """A visitor who turned out to be somebody."""
    return structs.replace(visitor, account_id=account.id, name=account.name, role=Role(account.role))


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
