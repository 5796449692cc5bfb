"""What an administrator decides about apps: block and allow, who an app is for, and policies for users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from teamshelf.catalogue.apps.holding import hold_app, unknown_app
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.access import Access, Mode, holder_exists
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, App, AppAssignment, Policy, PolicyAssignment
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

MAX_REASON = 1000
"""Characters of the reason that users read why an app is blocked."""

MAX_NAME = 200
"""Characters of a policy's name."""

MOST_AT_ONCE = 100
"""Apps that are blocked or allowed in one change: each is held until all are done."""


def block(shelf: Shelf, actor: Actor, app_id: str, *, reason: str = "") -> None:
    """Let nobody add or use an app; where it is installed it stays, and does nothing.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`; INVALID `reason-too-long`.
    """
    block_all(shelf, actor, [app_id], reason=reason)


def allow(shelf: Shelf, actor: Actor, app_id: str) -> None:
    """Let an app be used, whatever its publisher says of blocking it.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`.
    """
    allow_all(shelf, actor, [app_id])


def block_all(shelf: Shelf, actor: Actor, app_ids: Collection[str], *, reason: str = "") -> tuple[str, ...]:
    """Block some apps, all of them or none; those of which something changed, each with its row in the audit.

    Raises:
        Refusal: as :func:`block`; INVALID `too-many-apps`.
    """
    if len(reason) > MAX_REASON:
        raise Refusal(Kind.INVALID, "reason-too-long", say("a reason has at most {limit} characters", limit=MAX_REASON))
    return _decide_on(shelf, actor, app_ids, is_blocked=True, reason=reason.strip() or None)


def allow_all(shelf: Shelf, actor: Actor, app_ids: Collection[str]) -> tuple[str, ...]:
    """Allow some apps, all of them or none; those of which something changed, each with its row in the audit.

    Raises:
        Refusal: as :func:`allow`; INVALID `too-many-apps`.
    """
    return _decide_on(shelf, actor, app_ids, is_blocked=False, reason=None)


def _decide_on(
    shelf: Shelf, actor: Actor, app_ids: Collection[str], *, is_blocked: bool, reason: str | None
) -> tuple[str, ...]:
    require(actor, Role.ADMIN)
    wanted = sorted({app_id.lower() for app_id in app_ids})  # in one order, so that no two of these wait for each other
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(
            Kind.INVALID, "too-many-apps", say("at most {limit} apps are changed at once", limit=MOST_AT_ONCE)
        )
    with shelf.changing(actor) as change:
        return tuple(
            app_id
            for app_id in wanted
            if set_status_in(change, hold_app(change, app_id), is_blocked=is_blocked, reason=reason)
        )


def set_status_in(change: Change, app: App, *, is_blocked: bool, reason: str | None = None) -> bool:
    """Block or allow an app that is held, in a change that does more; whether it was otherwise before."""
    before = {"isBlocked": app.is_blocked, "reason": app.block_reason}
    after = {"isBlocked": is_blocked, "reason": reason}
    if before == after:
        return False
    app.is_blocked, app.block_reason = is_blocked, reason
    action = Action.APP_BLOCKED if is_blocked else Action.APP_ALLOWED
    change.record(action, app.id, label=app.display_name, app_id=app.id, before=before, after=after)
    return True


def set_access(shelf: Shelf, actor: Actor, app_id: str, access: Access, holders: Collection[str] | None = None) -> None:
    """Say who an app is for; ``holders`` are all the accounts and places it is assigned to, None leaves them.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-app`, `unknown-holder`.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        set_access_in(change, hold_app(change, app_id), access, holders)


def set_access_in(change: Change, app: App, access: Access, holders: Collection[str] | None = None) -> None:
    """Say who an app that is held is for, in a change that does more.

    Raises:
        Refusal: NOT_FOUND `unknown-holder`.
    """
    session = change.session
    assigned = select(AppAssignment.holder_id).where(AppAssignment.app_id == app.id)
    known = set(session.scalars(assigned))
    wanted = known if holders is None else set(holders)
    for holder in sorted(wanted - known):
        if not holder_exists(session, holder):
            raise Refusal(Kind.NOT_FOUND, "unknown-holder", say("there is no user or place {id}", id=shown(holder)))
        session.add(AppAssignment(app_id=app.id, holder_id=holder))
    gone = known - wanted
    if gone:
        session.execute(delete(AppAssignment).where(AppAssignment.app_id == app.id, AppAssignment.holder_id.in_(gone)))
    before = {"access": app.access, "assigned": sorted(known)}
    after = {"access": access.value, "assigned": sorted(wanted)}
    if before != after:
        app.access = access
        change.record(Action.ACCESS_CHANGED, app.id, label=app.display_name, app_id=app.id, before=before, after=after)


def save_policy(shelf: Shelf, actor: Actor, name: str, mode: Mode, app_ids: Collection[str] = ()) -> Policy:
    """Make a policy, or change the one of this name.

    Raises:
        Refusal: FORBIDDEN `role-needed`; INVALID `policy-name`; NOT_FOUND `unknown-app`.
    """
    require(actor, Role.ADMIN)
    wanted = policy_name(name)
    with shelf.changing(actor) as change:
        session = change.session
        listed = sorted(set(app_ids))
        known = set(session.scalars(select(App.id).where(App.id.in_(listed))))
        for app_id in listed:
            if app_id not in known:
                raise unknown_app(app_id)
        policy = session.scalar(select(Policy).where(Policy.name == wanted).with_for_update())
        before = None if policy is None else {"mode": policy.mode, "apps": policy.app_ids}
        after = {"mode": mode.value, "apps": listed}
        if policy is None:
            policy = Policy(name=wanted, created_at=change.at)
            session.add(policy)
        if before != after:
            policy.mode, policy.app_ids = mode, listed
            session.flush()
            change.record(Action.POLICY_CHANGED, policy.id, label=wanted, before=before, after=after)
        return policy


def policy_name(text: str) -> str:
    """The name of a policy of whatever kind, as it was written but for the blanks around it.

    Raises:
        Refusal: INVALID `policy-name`.
    """
    name = text.strip()
    if not name or len(name) > MAX_NAME:
        raise Refusal(
            Kind.INVALID, "policy-name", say("a policy has a name of at most {limit} characters", limit=MAX_NAME)
        )
    return name


def remove_policy(shelf: Shelf, actor: Actor, policy_id: str) -> None:
    """Remove a policy: whoever had it falls under the one for everybody.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-policy`.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        policy = _policy(change.session, policy_id)
        change.session.delete(policy)
        before = {"mode": policy.mode, "apps": policy.app_ids}
        change.record(Action.POLICY_CHANGED, policy.id, label=policy.name, before=before)


def assign_policy(shelf: Shelf, actor: Actor, account_id: str, policy_id: str | None) -> None:
    """Let a policy hold for somebody; None for the one that holds for everybody.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-policy`, `unknown-account`.
    """
    require(actor, Role.ADMIN)
    with shelf.changing(actor) as change:
        session = change.session
        account = session.get(Account, account_id, with_for_update=True)
        if account is None:
            raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no account {id}", id=shown(account_id)))
        policy = None if policy_id is None else _policy(session, policy_id)
        known = session.get(PolicyAssignment, account_id)
        before, after = known and known.policy_id, policy and policy.id
        if before == after:
            return
        if known is not None and policy is None:
            session.delete(known)
        elif known is not None and policy is not None:
            known.policy_id = policy.id
        elif policy is not None:
            session.add(PolicyAssignment(account_id=account_id, policy_id=policy.id))
        change.record(
            Action.POLICY_CHANGED,
            account_id,
            label=account.name,
            before={"policy": before},
            after={"policy": after},
        )


def _policy(session: Session, policy_id: str) -> Policy:
    found = session.get(Policy, policy_id, with_for_update=True)
    if found is None:
        raise Refusal(Kind.NOT_FOUND, "unknown-policy", say("there is no policy {id}", id=shown(policy_id)))
    return found
