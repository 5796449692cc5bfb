"""Policies: which apps a user may use at all. And why somebody can use an app, or cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct
from sqlalchemy import func, select

from teamshelf.catalogue.policy.access import GLOBAL_POLICY, Decision, Mode, Reason, decide
from teamshelf.catalogue.policy.policies import MAX_NAME, assign_policy, remove_policy, save_policy
from teamshelf.catalogue.policy.setups import setup_reasons
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Policy, PolicyAssignment
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.naming import account_meant, app_named, apps_named, lines_of
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from teamshelf.server.pages.visiting import Visit

MODE_NAMES: dict[str, Message] = {
    Mode.ALLOW_ALL: say("All apps"),
    Mode.ALLOW_LISTED: say("Only the apps listed"),
    Mode.BLOCK_LISTED: say("All apps but those listed"),
    Mode.BLOCK_ALL: say("No app"),
}
LEVER_NAMES: dict[str, Message] = {
    "settings": say("Settings"),
    "status": say("Whether the app is blocked"),
    "access": say("Whom the app is for"),
    "policy": say("Policy"),
    "setup": say("Setup policy"),
}
MOST_SHOWN = 60
"""Policies that are listed."""

MOST_NAMED = 8
"""Apps of a policy that the list names."""


class PolicyRow(Struct, frozen=True, kw_only=True):
    """A policy in the list."""

    id: str
    name: str
    mode: Message
    apps: tuple[str, ...]
    more: int
    users: int
    is_everybodys: bool


class Edited(Struct, frozen=True, kw_only=True):
    """What the form for a policy holds."""

    name: str = ""
    mode: str = Mode.ALLOW_ALL.value
    apps: str = ""
    is_known: bool = False


class Asked(Struct, frozen=True, kw_only=True):
    """An answer to why somebody can use an app, or cannot."""

    user: str
    app: str
    app_url: str
    decision: Decision
    setup: tuple[Reason, ...]


class PolicyForm(Struct):
    """What the form that saves sends."""

    name: str = ""
    mode: str = Mode.ALLOW_ALL.value
    apps: str = ""


class AssignForm(Struct):
    """What the form that assigns sends."""

    user: str = ""
    policy_id: str = ""


@get("/admin/policies", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_policies(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    edit: FromQuery[str | None] = None,
    user: FromQuery[str | None] = None,
    app: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The policies, and the answer to what was asked."""
    try:
        asked = _asked(shelf, visit, user or "", app or "") if user and app else None
    except Refusal as refusal:
        return _policies(shelf, visit, problem=refusal, user=user or "", app=app or "")
    return _policies(shelf, visit, edit=edit, asked=asked, user=user or "", app=app or "", done=done)


@post("/admin/policies", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_save_policy(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[PolicyForm]
) -> Response[Any]:
    """Make a policy, or change the one of the name."""
    try:
        mode = Mode(data.mode) if data.mode in set(Mode) else Mode.ALLOW_ALL
        with shelf.reading() as session:
            ids = apps_named(session, visit, data.apps)
        save_policy(shelf, actor, data.name, mode, ids)
    except Refusal as refusal:
        form = Edited(name=data.name[:MAX_NAME], mode=data.mode, apps=data.apps)
        return _policies(shelf, visit, problem=refusal, form=form)
    return going_to("/admin/policies", "policy-saved")


@post("/admin/policies/{policy_id:str}/remove", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_remove_policy(*, shelf: TheShelf, actor: TheActor, policy_id: FromPath[str]) -> Response[Any]:
    """Remove a policy; one that is gone already is not missed."""
    try:
        remove_policy(shelf, actor, policy_id)
    except Refusal as refusal:
        if refusal.kind is not Kind.NOT_FOUND:
            raise
    return going_to("/admin/policies", "policy-removed")


@post("/admin/policies/assign", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_assign_policy(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, data: URLEncodedBody[AssignForm]
) -> Response[Any]:
    """Let a policy hold for a user."""
    try:
        with shelf.reading() as session:
            account = account_meant(session, data.user)
        assign_policy(shelf, actor, account.id, data.policy_id or None)
    except Refusal as refusal:
        return _policies(shelf, visit, problem=refusal)
    return going_to("/admin/policies", "policy-assigned")


def _asked(shelf: TheShelf, visit: Visit, user: str, app: str) -> Asked:
    with shelf.reading() as session:
        account = account_meant(session, user)
        found = app_named(session, visit, app)
        decision = decide(session, found, account.id)
        setup = tuple(setup_reasons(session, found, account.id))
    return Asked(
        user=account.display_name,
        app=found.display_name,
        app_url=f"/admin/apps/{found.id}",
        decision=decision,
        setup=setup,
    )


def _policies(
    shelf: TheShelf,
    visit: Visit,
    *,
    problem: Refusal | None = None,
    edit: str | None = None,
    asked: Asked | None = None,
    form: Edited | None = None,
    user: str = "",
    app: str = "",
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        policies = session.scalars(select(Policy).order_by(Policy.name).limit(MOST_SHOWN)).all()
        users = people_of(session, PolicyAssignment.policy_id)
        rows = tuple(_row(session, policy, users.get(policy.id, 0)) for policy in policies)
        chosen = next((policy for policy in policies if policy.id == edit), None)
        edited = form or (_edited(session, chosen) if chosen else Edited())
    return page(
        visit,
        "admin/policies.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        policies=rows,
        edited=edited,
        modes=MODE_NAMES,
        levers=LEVER_NAMES,
        asked=asked,
        user=user,
        app=app,
        limit=MAX_NAME,
        everybodys=GLOBAL_POLICY,
    )


def people_of(session: Session, policy_id: InstrumentedAttribute[str]) -> dict[str, int]:
    """How many people each policy is given to; a column says of whom which policy holds."""
    return dict(session.execute(select(policy_id, func.count()).group_by(policy_id)).all())


def _row(session: Session, policy: Policy, users: int) -> PolicyRow:
    named = select(App.display_name).where(App.id.in_(policy.app_ids)).order_by(App.sort_name).limit(MOST_NAMED)
    return PolicyRow(
        id=policy.id,
        name=policy.name,
        mode=MODE_NAMES[policy.mode],
        apps=tuple(session.scalars(named)),
        more=max(0, len(policy.app_ids) - MOST_NAMED),
        users=users,
        is_everybodys=policy.name == GLOBAL_POLICY,
    )


def _edited(session: Session, policy: Policy) -> Edited:
    """The form for a policy."""
    return Edited(name=policy.name, mode=policy.mode, apps=lines_of(session, policy.app_ids), is_known=True)
