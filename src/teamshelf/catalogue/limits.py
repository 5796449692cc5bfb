"""How often something may be tried, counted in the database: exact, however many processes share it.

Windows are fixed: the second of the clock decides which one a try falls into. Source of the numbers: those of the
Python Package Index, which has had to find them out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import RateWindow
from teamshelf.messages import say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf


class Limit(Struct, frozen=True):
    """So many tries within so many seconds."""

    name: str
    times: int
    seconds: int


SIGN_IN_BY_NAME = Limit("sign-in-name", 10, 5 * 60)
SIGN_IN_BY_ADDRESS = Limit("sign-in-address", 10, 5 * 60)
SIGN_IN_BY_ANYBODY = Limit("sign-in", 1000, 5 * 60)
UPLOAD_BY_ACCOUNT = Limit("upload-account", 20, 60 * 60)
UPLOAD_BY_ADDRESS = Limit("upload-address", 40, 60 * 60)
SEARCH = Limit("search", 5, 1)
TOKEN_BY_ADDRESS = Limit("token-address", 60, 60)
"""Tokens that are shown to the token endpoints: guessing one is hopeless, trying to is noise."""


def count(shelf: Shelf, *tries: tuple[Limit, str]) -> None:
    """Count a try against each limit, for whom it says; one that is refused counts against none of them.

    Raises:
        Refusal: a limit is reached; its details say in how many seconds it may be tried again.
    """
    at = shelf.clock()
    windows = sorted(((_key(limit, who), limit) for limit, who in tries), key=lambda window: window[0])
    with shelf.database.writing() as session:  # in the order of the keys, so that no two wait for each other
        for key, limit in windows:
            starts_at = _start(at, limit)
            ends_at = starts_at + timedelta(seconds=limit.seconds)
            counted = _counted(session, key, limit, starts_at, ends_at)
            if counted is None:
                raise _too_often(ceil((ends_at - at).total_seconds()))
            if counted == 1:
                session.execute(delete(RateWindow).where(RateWindow.key == key, RateWindow.ends_at <= at))


def forget_old_windows(shelf: Shelf) -> None:
    """Delete what was counted in windows that are over."""
    with shelf.database.writing() as session:
        session.execute(delete(RateWindow).where(RateWindow.ends_at <= shelf.clock()))


def _counted(session: Session, key: str, limit: Limit, starts_at: datetime, ends_at: datetime) -> int | None:
    """Which try in its window this one is; None where the window is full. One statement, so that no try is lost."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    counting = (
        insert(RateWindow)
        .values(key=key, starts_at=starts_at, ends_at=ends_at, count=1)
        .on_conflict_do_update(
            index_elements=[RateWindow.key, RateWindow.starts_at],
            set_={"count": RateWindow.count + 1},
            where=RateWindow.count < limit.times,
        )
        .returning(RateWindow.count)
    )
    return session.execute(counting).scalar()


def _start(at: datetime, limit: Limit) -> datetime:
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % limit.seconds, UTC)


def _key(limit: Limit, who: str) -> str:
    """Names and addresses are not stored for this, only what tells them apart."""
    return f"{limit.name}:{sha256(who.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"


def _too_often(seconds: int) -> Refusal:
    return Refusal(
        Kind.TOO_OFTEN,
        "too-many-requests",
        say("this was tried too often: try again in {seconds} seconds", seconds=seconds),
        details={"retryAfter": str(seconds)},
    )
