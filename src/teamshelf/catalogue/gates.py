"""What an administrator can shut for a while: all changes, what comes in, or what is added to places.

Every change to the shelf passes here, once, at its beginning: nothing else asks. Whoever shuts a gate waits for the
changes that are through it and keeps others from passing meanwhile, so that when it is shut, nothing is changed any
more. SQLite lets one change happen after the other anyway; on PostgreSQL changes pass side by side under a shared lock,
which costs them nothing from each other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Setting
from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor


class Gate(StrEnum):
    """Through which a change goes."""

    CHANGE = "change"
    """As all do."""
    UPLOAD = "upload"
    """It brings a package to the shelf."""
    INSTALL = "install"
    """It adds an app to a place."""
    ALWAYS = "always"
    """It goes on whatever is shut: signing in and out, and settling what is shut."""


READ_ONLY, NO_UPLOADS, NO_INSTALLS = "is_read_only", "allow_uploads", "allow_installs"
"""The settings. Only what differs from its default is stored, so a gate is shut when there is a row of its name."""

AGAIN_AFTER = "60"
"""Seconds after which it may be tried again: a person has to open the gate first."""

_SHUT_BY = {
    Gate.CHANGE: (READ_ONLY,),
    Gate.UPLOAD: (READ_ONLY, NO_UPLOADS),
    Gate.INSTALL: (READ_ONLY, NO_INSTALLS),
}
_REASONS: dict[str, tuple[str, Message]] = {
    READ_ONLY: ("read-only", say("the shelf is read-only at present: nothing on it can be changed")),
    NO_UPLOADS: ("uploads-paused", say("no packages can be sent at present")),
    NO_INSTALLS: ("installs-paused", say("no apps can be added at present")),
}
_LOCK = 0x67617465  # any number that nobody else locks in this database


def pass_through(session: Session, actor: Actor, gate: Gate) -> None:
    """Go on if the gate is open, and keep it open until the transaction ends.

    The operator at the command line goes on: whoever runs it beside the database is most likely mending it.

    Raises:
        Refusal: UNAVAILABLE `read-only`, `uploads-paused`, `installs-paused`.
    """
    if gate is Gate.ALWAYS or actor == OPERATOR:
        return
    if session.get_bind().dialect.name != "sqlite":
        # On its own: a statement that looks as well would see the database as it was before it had to wait.
        session.execute(text("SELECT pg_advisory_xact_lock_shared(:lock)"), {"lock": _LOCK})
    shut = stored_settings(session)
    for setting in _SHUT_BY[gate]:
        if setting in shut:
            raise refusal_of(setting)


def hold_gates(session: Session) -> None:
    """Let no change pass until the transaction ends, once those that have passed are done."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def refusal_of(setting: str) -> Refusal:
    """What is said where a gate is shut."""
    rule, message = _REASONS[setting]
    return Refusal(Kind.UNAVAILABLE, rule, message, details={"retryAfter": AGAIN_AFTER})


def stored_settings(session: Session) -> dict[str, Any]:
    """What is settled otherwise than by default, by the settings' names; a session reads it once."""
    known: dict[str, Any] | None = session.info.get(_STORED)
    if known is None:
        known = session.info[_STORED] = {row.name: row.value for row in session.execute(_SETTINGS)}
    return known


def forget_settings(session: Session) -> None:
    """Read them again when somebody asks: they are being changed."""
    session.info.pop(_STORED, None)


_STORED = "settings"
_SETTINGS = select(Setting.name, Setting.value)
