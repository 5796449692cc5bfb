"""One app, as those who look after it see it: whether and for whom, its versions, its certification."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.certification.certifying import Standing, certify, revoke, standing_of, verify_publisher
from teamshelf.catalogue.certification.tiers import Tier
from teamshelf.catalogue.installations.impact import affected_by
from teamshelf.catalogue.people.accounts import account_named
from teamshelf.catalogue.policy.access import Access, Reason, Status, decide
from teamshelf.catalogue.policy.policies import MAX_REASON, allow, block, set_access
from teamshelf.catalogue.policy.requests import open_requests
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, AppAssignment, Place
from teamshelf.catalogue.versions.states import RUNNABLE, State
from teamshelf.catalogue.versions.withdrawing import quarantine, release_from_quarantine
from teamshelf.messages import Message, say, shown
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.apps import ACCESS_NAMES, STATUS_NAMES
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.cards import app_path
from teamshelf.server.pages.dev.areas import Pill, VersionRow, kept_versions, row_of
from teamshelf.server.pages.dev.certification import ladder_of
from teamshelf.server.pages.dev.statistics import KIND_NAMES, Bar
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import ADMINISTER, REVIEW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit

MOST_HOLDERS = 200
"""Users and places that are listed for one app."""


class Holder(Struct, frozen=True):
    """A user or a place that an app is assigned to; `key` is what the form says of it."""

    key: str
    label: str


AREAS: dict[str, Message] = {
    "": say("Status and users"),
    "about": say("About"),
    "permissions": say("Permissions"),
    "requests": say("Requests"),
    "history": say("Audit"),
}
"""The areas of an app, by what their addresses end in; all but the first are in `app_areas`."""


class AppView(Struct, frozen=True, kw_only=True):
    """An app and what is settled about it."""

    id: str
    external_id: str
    name: str
    publisher: str
    icon_url: str
    path: str
    public_url: str
    owner: str
    status: Pill
    reasons: tuple[Reason, ...]
    is_blocked: bool
    can_allow: bool
    block_reason: str
    access: str
    holders: tuple[Holder, ...]
    installs: int
    requests: int
    can_customise: bool

    @property
    def areas(self) -> dict[str, Message]:
        """Where else there is something of it."""
        return AREAS


class BlockForm(Struct):
    """What the form that blocks sends."""

    reason: str = ""


class AccessForm(Struct):
    """What the form about whom the app is for sends."""

    access: str = Access.EVERYONE.value
    holders: str = ""


class StopForm(Struct):
    """What the form that stops a version sends."""

    reason: str = ""


class CertificationForm(Struct):
    """What the forms about certification send."""

    step: str = ""
    publisher: str = ""
    publisher_id: str = ""
    details_url: str = ""
    expires: str = ""
    reason: str = ""


@get("/admin/apps/{app_id:str}", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_managed_app(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """The app."""
    return _app_page(shelf, visit, app_id, done=done)


@get("/admin/apps/{app_id:str}/block", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_block(*, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> Response[bytes]:
    """Who would notice, before anybody does."""
    return _block_page(shelf, visit, app_id)


@post("/admin/apps/{app_id:str}/block", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_block(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[BlockForm]
) -> Response[Any]:
    """Block the app."""
    try:
        block(shelf, actor, app_id, reason=data.reason)
    except Refusal as refusal:
        return _block_page(shelf, visit, app_id, problem=refusal, reason=data.reason)
    return going_to(f"/admin/apps/{app_id}", "blocked")


@post("/admin/apps/{app_id:str}/allow", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_allow(*, shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> Response[Any]:
    """Allow the app."""
    allow(shelf, actor, app_id)
    return going_to(f"/admin/apps/{app_id}", "allowed")


@post("/admin/apps/{app_id:str}/access", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_set_access(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[AccessForm]
) -> Response[Any]:
    """Say whom the app is for."""
    try:
        access = Access(data.access) if data.access in set(Access) else Access.EVERYONE
        with shelf.reading() as session:
            holders = holders_named(session, data.holders)
        set_access(shelf, actor, app_id, access, holders)
    except Refusal as refusal:
        return _app_page(shelf, visit, app_id, problem=refusal)
    return going_to(f"/admin/apps/{app_id}", "access-changed")


@post("/admin/versions/{version_id:str}/stop", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def do_stop(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, version_id: FromPath[str], data: URLEncodedBody[StopForm]
) -> Response[Any]:
    """Stop a version wherever it runs."""
    app_id, state = _app_of(shelf, visit, version_id)
    try:
        if state != State.QUARANTINED:
            quarantine(shelf, actor, version_id, reason=data.reason)
    except Refusal as refusal:
        return _app_page(shelf, visit, app_id, problem=refusal)
    return going_to(f"/admin/apps/{app_id}", "quarantined")


@post("/admin/versions/{version_id:str}/release", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_release(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, version_id: FromPath[str], data: URLEncodedBody[StopForm]
) -> Response[Any]:
    """Let a stopped version run again."""
    app_id, state = _app_of(shelf, visit, version_id)
    try:
        if state == State.QUARANTINED:
            release_from_quarantine(shelf, actor, version_id, reason=data.reason)
    except Refusal as refusal:
        return _app_page(shelf, visit, app_id, problem=refusal)
    return going_to(f"/admin/apps/{app_id}", "released")


@post("/admin/apps/{app_id:str}/certification", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def do_certify(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    data: URLEncodedBody[CertificationForm],
) -> Response[Any]:
    """Record a step of the certification, or take one away."""
    try:
        if data.step == "verify":
            verify_publisher(shelf, actor, app_id, name=data.publisher, publisher_id=data.publisher_id.strip() or None)
        elif data.step == "certify":
            certify(shelf, actor, app_id, details_url=data.details_url or None, expires_at=_day(data.expires))
        elif data.step in {tier.value for tier in Tier if tier is not Tier.NONE}:
            revoke(shelf, actor, app_id, Tier(data.step), reason=data.reason)
    except Refusal as refusal:
        return _app_page(shelf, visit, app_id, problem=refusal)
    return going_to(f"/admin/apps/{app_id}", "certification-changed")


def _day(text: str) -> datetime | None:
    """The end of a day as a form writes it."""
    if not text.strip():
        return None
    try:
        return datetime.combine(datetime.strptime(text.strip(), "%Y-%m-%d").date(), time(23, 59, 59), UTC)  # noqa: DTZ007
    except ValueError:
        raise Refusal(
            Kind.INVALID, "date-malformed", say("{date} is no date such as `2027-05-31`", date=shown(text))
        ) from None


def holders_named(session: Session, text: str) -> tuple[str, ...]:
    """The ids of the users and places that a text names, one a line: by sign-in name, or by id."""
    return tuple(dict.fromkeys(_holder(session, line.strip()) for line in text.splitlines() if line.strip()))


def _holder(session: Session, text: str) -> str:
    account = account_named(session, text)
    return account.id if account is not None else text


def _app_of(shelf: TheShelf, visit: Visit, version_id: str) -> tuple[str, str]:
    with shelf.reading() as session:
        version = listing.version(session, visit.actor, version_id)
        return version.app_id, version.state


def _block_page(
    shelf: TheShelf, visit: Visit, app_id: str, *, problem: Refusal | None = None, reason: str = ""
) -> Response[bytes]:
    with shelf.reading() as session:
        app = listing.app(session, visit.actor, app_id)
        affected = affected_by(session, [app.id])
        view = view_of(session, visit, app)
    largest = max(affected.kinds.values(), default=1)
    kinds = tuple(Bar(KIND_NAMES[kind], count, round(100 * count / largest)) for kind, count in affected.kinds.items())
    return page(
        visit,
        "admin/block.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        rooms=rooms_of(visit),
        app=view,
        people=affected.people,
        places=affected.places,
        total=sum(affected.kinds.values()),
        kinds=kinds,
        limit=MAX_REASON,
        reason=reason,
    )


def _app_page(
    shelf: TheShelf, visit: Visit, app_id: str, *, problem: Refusal | None = None, done: str | None = None
) -> Response[bytes]:
    with shelf.reading() as session:
        app = listing.app(session, visit.actor, app_id)
        view = view_of(session, visit, app)
        versions: tuple[VersionRow, ...] = tuple(row_of(each) for each in kept_versions(session, visit.actor, app))
        standing: Standing = standing_of(session, app, shelf.clock())
        current_id = app.current_id
    return page(
        visit,
        "admin/app.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        app=view,
        versions=versions,
        current_id=current_id,
        runnable=sorted(state.value for state in RUNNABLE),
        access_names=ACCESS_NAMES,
        rungs=ladder_of(standing),
        standing=standing,
    )


def view_of(session: Session, visit: Visit, app: App) -> AppView:
    """The app and what is settled about it."""
    decision = decide(session, app, None)
    owner = session.get(Account, app.owner_id)
    version = next((each for each in kept_versions(session, visit.actor, app) if each.id == app.current_id), None)
    status = decision.status
    return AppView(
        id=app.id,
        external_id=app.external_id,
        name=app.display_name,
        publisher=app.publisher,
        icon_url=icon_url(version.color_icon if version else None),
        path=f"/admin/apps/{app.id}",
        public_url=app_path(app) if version else "",
        owner=owner.display_name if owner else "",
        status=STATUS_NAMES[status],
        reasons=decision.reasons,
        is_blocked=bool(app.is_blocked),
        can_allow=status is not Status.ALLOWED,
        block_reason=app.block_reason or "",
        access=app.access,
        holders=_holders(session, app),
        installs=app.installs,
        requests=len(open_requests(session, app.id)),
        can_customise=bool(version is not None and version.facts.get("configurableProperties")),
    )


def _holders(session: Session, app: App) -> tuple[Holder, ...]:
    assigned = select(AppAssignment.holder_id).where(AppAssignment.app_id == app.id).limit(MOST_HOLDERS)
    ids = list(session.scalars(assigned))
    accounts = {each.id: each for each in session.scalars(select(Account).where(Account.id.in_(ids)))}
    places = {each.id: each for each in session.scalars(select(Place).where(Place.id.in_(ids)))}
    return tuple(
        Holder(accounts[each].name, accounts[each].display_name)
        if each in accounts
        else Holder(each, places[each].display_name if each in places else each)
        for each in sorted(ids)
    )
