"""Who may use what: apps allowed and blocked, whom they are for, policies, and what people ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, delete, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, field
from sqlalchemy import select

from teamshelf.catalogue.apps.holding import unknown_app
from teamshelf.catalogue.apps.seeing import may_see_app
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.access import Access, Mode, Status, decide
from teamshelf.catalogue.policy.policies import allow, assign_policy, block, remove_policy, save_policy, set_access
from teamshelf.catalogue.policy.requests import (
    allow_requests,
    dismiss_requests,
    open_requests,
    request_access,
    requests_of,
)
from teamshelf.catalogue.policy.setups import setup_reasons
from teamshelf.catalogue.tables import AccessRequest, App, Policy
from teamshelf.server.api.shapes import Name, Shape, Text, Wish
from teamshelf.server.exchange import header_of, language_of
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import INSTALL, MANAGE_SETTINGS, READ_CATALOGUE, READ_SETTINGS

Ids = Annotated[list[Name], Meta(max_length=1000)]


class AppStatus(Wish, frozen=True, kw_only=True):
    """Whether an app is blocked for all, and why."""

    is_blocked: bool
    reason: Text = ""


class AppAccess(Wish, frozen=True, kw_only=True):
    """Whom an app is for; without holders, those that it was assigned to stay."""

    access: Access
    holders: Ids | None = None


class PolicyWish(Wish, frozen=True, kw_only=True):
    """A permission policy. One of this name is changed; `Global` is everybody's who has no other."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    mode: Mode
    app_ids: Ids = field(default_factory=list)


class PolicyShape(Shape, frozen=True, kw_only=True):
    """A permission policy."""

    id: str
    name: str
    mode: Mode
    app_ids: list[str]


class PolicyChoice(Wish, frozen=True, kw_only=True):
    """The policy of an account; null leaves it to the one for everybody."""

    policy_id: str | None


class ReasonShape(Shape, frozen=True, kw_only=True):
    """One thing that speaks for or against; `lever` says where an administrator would change it."""

    rule: str
    allows: bool
    message: str
    lever: str


class DecisionShape(Shape, frozen=True, kw_only=True):
    """Whether somebody can use an app, and all that speaks for and against."""

    status: Status
    is_allowed: bool
    reasons: list[ReasonShape]


class RequestWish(Wish, frozen=True, kw_only=True):
    """Why somebody wants an app."""

    reason: Text = ""


class RequestShape(Shape, frozen=True, kw_only=True):
    """Somebody asks for an app."""

    id: str
    app_id: str
    account_id: str
    reason: str
    created_at: datetime
    closed_at: datetime | None
    outcome: str | None


class RequestMade(Shape, frozen=True, kw_only=True):
    """A request, by its id."""

    id: str


class RequestsClosed(Shape, frozen=True, kw_only=True):
    """How many requests were closed, and what was changed so that they are allowed."""

    closed: int | None = None
    levers: list[str] = field(default_factory=list)


@put("/apps/{app_id:str}/status", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def set_status(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[AppStatus]) -> None:
    """Block an app for all, or allow it."""
    if data.is_blocked:
        block(shelf, actor, app_id, reason=data.reason)
    else:
        allow(shelf, actor, app_id)


@put("/apps/{app_id:str}/access", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def set_app_access(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[AppAccess]) -> None:
    """Say whom an app is for."""
    set_access(shelf, actor, app_id, data.access, data.holders)


@get("/apps/{app_id:str}/access", permission=READ_CATALOGUE, sync_to_thread=True)
def explain_access(
    *,
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    actor: TheActor,
    app_id: FromPath[str],
    account_id: Annotated[str | None, QueryParameter(name="accountId")] = None,
    place_id: Annotated[str | None, QueryParameter(name="placeId")] = None,
) -> DecisionShape:
    """Why somebody can or cannot use an app: whoever asks, or another account where an administrator does."""
    if account_id is not None and account_id != actor.account_id:
        require(actor, Role.ADMIN)
    language = language_of(header_of(request.scope, b"accept-language"))
    with shelf.reading() as session:
        app = session.get(App, app_id)
        if app is None or not may_see_app(session, actor, app):
            raise unknown_app(app_id)
        whose = account_id or actor.account_id
        decision = decide(session, app, whose, place_id)
        setup = tuple(setup_reasons(session, app, whose)) if whose is not None else ()
    return DecisionShape(
        status=decision.status,
        is_allowed=decision.is_allowed,
        reasons=[
            ReasonShape(
                rule=reason.rule,
                allows=reason.allows,
                message=reason.message.in_language(language),
                lever=reason.lever,
            )
            for reason in (*decision.reasons, *setup)
        ],
    )


@get("/policies", permission=READ_SETTINGS, sync_to_thread=True)
def list_policies(shelf: TheShelf) -> list[PolicyShape]:
    """The permission policies."""
    with shelf.reading() as session:
        return [_policy(policy) for policy in session.scalars(select(Policy).order_by(Policy.name))]


@post("/policies", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=200)
def keep_policy(shelf: TheShelf, actor: TheActor, data: JSONBody[PolicyWish]) -> PolicyShape:
    """Make a policy, or change the one of this name."""
    return _policy(save_policy(shelf, actor, data.name, data.mode, data.app_ids))


@delete("/policies/{policy_id:str}", permission=MANAGE_SETTINGS, sync_to_thread=True)
def end_policy(shelf: TheShelf, actor: TheActor, policy_id: FromPath[str]) -> None:
    """Remove a policy."""
    remove_policy(shelf, actor, policy_id)


@put("/accounts/{account_id:str}/policy", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def choose_policy(shelf: TheShelf, actor: TheActor, account_id: FromPath[str], data: JSONBody[PolicyChoice]) -> None:
    """Say which policy holds for an account."""
    assign_policy(shelf, actor, account_id, data.policy_id)


@post("/apps/{app_id:str}/requests", permission=INSTALL, sync_to_thread=True)
def ask_for_app(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[RequestWish]) -> RequestMade:
    """Ask for an app that is blocked for whoever asks; asking twice is asking once."""
    return RequestMade(id=request_access(shelf, actor, app_id, reason=data.reason))


@get("/requests/mine", permission=READ_CATALOGUE, sync_to_thread=True)
def list_own_requests(shelf: TheShelf, actor: TheActor) -> list[RequestShape]:
    """What whoever asks has asked for."""
    with shelf.reading() as session:
        return [_request(found) for found in requests_of(session, actor.account_id or "")]


@get("/requests", permission=READ_SETTINGS, sync_to_thread=True)
def list_requests(
    shelf: TheShelf, app_id: Annotated[str | None, QueryParameter(name="appId")] = None
) -> list[RequestShape]:
    """What people ask for and nobody has answered."""
    with shelf.reading() as session:
        return [_request(found) for found in open_requests(session, app_id)]


@post("/apps/{app_id:str}/requests/allow", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=200)
def allow_all(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> RequestsClosed:
    """Let all who ask for an app use it; says what had to be changed for that."""
    return RequestsClosed(levers=list(allow_requests(shelf, actor, app_id)))


@post("/apps/{app_id:str}/requests/dismiss", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=200)
def dismiss_all(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> RequestsClosed:
    """Close all requests for an app and change nothing."""
    return RequestsClosed(closed=dismiss_requests(shelf, actor, app_id))


def _policy(policy: Policy) -> PolicyShape:
    return PolicyShape(id=policy.id, name=policy.name, mode=Mode(policy.mode), app_ids=list(policy.app_ids))


def _request(found: AccessRequest) -> RequestShape:
    return RequestShape(**{name: getattr(found, name) for name in RequestShape.__struct_fields__})


HANDLERS = [
    set_status,
    set_app_access,
    explain_access,
    list_policies,
    keep_policy,
    end_policy,
    choose_policy,
    ask_for_app,
    list_own_requests,
    list_requests,
    allow_all,
    dismiss_all,
]
