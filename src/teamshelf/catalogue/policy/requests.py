"""People ask for apps that are blocked for them; administrators pull the lever that blocks, or dismiss.

Source: Microsoft's page on user requests. There, to allow an app leaves the requests standing and tells nobody; here
they are closed with their outcome, which whoever asked can see.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from teamshelf.catalogue.apps.holding import hold_app, unknown_app
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.policy.access import Access, Decision, Mode, decide, policy_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import AccessRequest, App, AppAssignment
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.settings import Settings
    from teamshelf.catalogue.shelf import Change, Shelf

MAX_REASON = 1000
"""Characters in which somebody can say why they want an app."""


class Outcome(StrEnum):
    """What became of a request."""

    ALLOWED = "allowed"
    DISMISSED = "dismissed"


def request_access(shelf: Shelf, actor: Actor, app_id: str, *, reason: str = "") -> str:
    """Ask for an app that is blocked for whoever asks; the id of the request, of the open one if there is one.

    Raises:
        Refusal: FORBIDDEN `account-needed`, `requests-off`; NOT_FOUND `unknown-app`; INVALID `reason-too-long`;
            CONFLICT `already-allowed`, `asked-recently`.
    """
    account_id = require_account(actor)
    if len(reason) > MAX_REASON:
        raise Refusal(Kind.INVALID, "reason-too-long", say("a reason has at most {limit} characters", limit=MAX_REASON))
    with shelf.changing(actor) as change:
        session = change.session
        app = hold_app(change, app_id)
        if app.current_id is None:
            raise unknown_app(app_id)
        settled = settings(session)
        if not settled.allow_user_requests_for_app_access:
            raise Refusal(Kind.FORBIDDEN, "requests-off", say("this shelf takes no requests for apps"))
        if decide(session, app, account_id, settled=settled).is_allowed:
            raise Refusal(Kind.CONFLICT, "already-allowed", say("you can use the app already"))
        latest = _latest(session, app.id, account_id)
        if latest is not None and latest.closed_at is None:
            return latest.id
        _refuse_too_soon(latest, change.at, settled)
        made = AccessRequest(
            id=new_guid(), app_id=app.id, account_id=account_id, reason=reason.strip(), created_at=change.at
        )
        session.add(made)
        after = {"reason": made.reason}
        change.record(Action.REQUEST_CREATED, made.id, label=app.display_name, app_id=app.id, after=after)
        return made.id


def open_requests(session: Session, app_id: str | None = None) -> list[AccessRequest]:
    """The requests that nobody has answered, oldest first; of one app or of all."""
    wanted = select(AccessRequest).where(AccessRequest.closed_at.is_(None)).order_by(AccessRequest.created_at)
    return list(session.scalars(wanted if app_id is None else wanted.where(AccessRequest.app_id == app_id)))


def requests_of(session: Session, account_id: str) -> list[AccessRequest]:
    """What somebody has asked for, the newest first, with what became of it."""
    own = select(AccessRequest).where(AccessRequest.account_id == account_id)
    return list(session.scalars(own.order_by(AccessRequest.created_at.desc(), AccessRequest.id)))


def requests_for(session: Session, app_id: str, limit: int) -> list[AccessRequest]:
    """The latest requests for an app, the newest first, answered or not."""
    wanted = select(AccessRequest).where(AccessRequest.app_id == app_id)
    return list(session.scalars(wanted.order_by(AccessRequest.created_at.desc(), AccessRequest.id).limit(limit)))


def request_counts(session: Session) -> dict[str, int]:
    """How many people are waiting for each app, by its id: those for which nobody waits are left out."""
    waiting = (
        select(AccessRequest.app_id, func.count())
        .where(AccessRequest.closed_at.is_(None))
        .group_by(AccessRequest.app_id)
    )
    return {row[0]: row[1] for row in session.execute(waiting)}


def dismiss_requests(shelf: Shelf, actor: Actor, app_id: str) -> int:
    """Answer all open requests for an app with no; how many there were.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        return _close(change, app, open_requests(change.session, app.id), Outcome.DISMISSED)


def allow_requests(shelf: Shelf, actor: Actor, app_id: str) -> tuple[str, ...]:
    """Pull every lever that keeps those who asked from an app, and close their requests; the levers, by their names.

    The levers are ``status``, ``access`` (the app is assigned to those who asked) and ``policy`` (its list changes).

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`; CONFLICT `apps-blocked`, `policy-blocks-all`: it is a
            larger decision than about one app.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        session = change.session
        app = hold_app(change, app_id)
        waiting = open_requests(session, app.id)
        pulled: list[str] = []
        for request in waiting:
            pulled += _pull(change, app, request.account_id, decide(session, app, request.account_id))
        _close(change, app, waiting, Outcome.ALLOWED)
        return tuple(dict.fromkeys(pulled))


def _pull(change: Change, app: App, account_id: str, decision: Decision) -> list[str]:
    levers = [reason.lever for reason in decision.against]
    for lever in levers:
        if lever == "settings":
            raise Refusal(
                Kind.CONFLICT, "apps-blocked", say("all apps of this shelf are switched off: switch them on first")
            )
        before, after = _PULLING[lever](change, app, account_id)
        action = {"status": Action.APP_ALLOWED, "access": Action.ACCESS_CHANGED}.get(lever, Action.POLICY_CHANGED)
        change.record(action, app.id, label=app.display_name, app_id=app.id, before=before, after=after)
    change.session.flush()
    return levers


def _pull_status(change: Change, app: App, account_id: str) -> tuple[dict[str, object], dict[str, object]]:
    del change, account_id
    before: dict[str, object] = {"isBlocked": app.is_blocked, "reason": app.block_reason}
    app.is_blocked, app.block_reason = False, None
    return before, {"isBlocked": False, "reason": None}


def _pull_access(change: Change, app: App, account_id: str) -> tuple[dict[str, object], dict[str, object]]:
    before: dict[str, object] = {"access": app.access}
    app.access = Access.ASSIGNED
    insert_if_absent(change.session, AppAssignment, app_id=app.id, holder_id=account_id)
    return before, {"access": app.access, "added": account_id}


def _pull_policy(change: Change, app: App, account_id: str) -> tuple[dict[str, object], dict[str, object]]:
    policy = policy_of(change.session, account_id)
    if policy is None or policy.mode == Mode.BLOCK_ALL:
        name = printable(policy.name) if policy else ""
        why = say("the policy `{policy}` blocks every app: change it first", policy=name)
        raise Refusal(Kind.CONFLICT, "policy-blocks-all", why)
    before: dict[str, object] = {"policy": policy.name, "apps": policy.app_ids}
    others = [each for each in policy.app_ids if each != app.id]
    policy.app_ids = sorted([*others, app.id]) if policy.mode == Mode.ALLOW_LISTED else others
    return before, {"policy": policy.name, "apps": policy.app_ids}


_PULLING = {"status": _pull_status, "access": _pull_access, "policy": _pull_policy}


def _close(change: Change, app: App, waiting: Collection[AccessRequest], outcome: Outcome) -> int:
    for request in waiting:
        request.closed_at, request.outcome = change.at, outcome
    if waiting:
        after = {"outcome": outcome.value, "requests": len(waiting)}
        change.record(Action.REQUEST_CLOSED, app.id, label=app.display_name, app_id=app.id, after=after)
    return len(waiting)


def _latest(session: Session, app_id: str, account_id: str) -> AccessRequest | None:
    """The open request of somebody for an app, else the last one."""
    own = select(AccessRequest).where(AccessRequest.app_id == app_id, AccessRequest.account_id == account_id)
    order = (AccessRequest.closed_at.is_not(None), AccessRequest.created_at.desc())
    return session.scalar(own.order_by(*order).limit(1))


def _refuse_too_soon(latest: AccessRequest | None, at: datetime, settled: Settings) -> None:
    if latest is None or latest.closed_at is None or latest.outcome != Outcome.DISMISSED:
        return
    again = latest.closed_at + timedelta(hours=settled.ask_again_hours)
    if at < again:
        raise Refusal(
            Kind.CONFLICT,
            "asked-recently",
            say("an administrator has said no; you can ask again in some hours"),
            details={"againAt": again.isoformat()},
        )
