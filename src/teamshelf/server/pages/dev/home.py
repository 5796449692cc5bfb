"""The first page of the portal: the apps of whoever looks, and where each stands. And where packages are sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromQuery, MultipartBody
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.seeing import visible_apps
from teamshelf.catalogue.installations.impact import waiting_places
from teamshelf.catalogue.limits import UPLOAD_BY_ACCOUNT, UPLOAD_BY_ADDRESS, count
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import say
from teamshelf.package.source import open_source
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.cards import icon_url
from teamshelf.server.pages.dev.areas import Pill, leading, own_app, pill_of
from teamshelf.server.pages.dev.reports import report_on
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP
from teamshelf.server.reading import read_form

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.server.pages.visiting import Visit

MOST_ON_A_PAGE = 100
"""Apps that the first page lists: of one publisher there are seldom more than a dozen."""

ORDERS: dict[str, Any] = {
    "updated": App.updated_at.desc(),
    "name": App.sort_name,
    "installs": App.installs.desc(),
}
"""By what the list can be ordered."""


class OwnApp(Struct, frozen=True, kw_only=True):
    """An app in the list of its owner.

    Attributes:
        next_number: of the version that something is to be done about; empty where that is the published one.
        waiting: places where somebody has to accept before the published version runs.
    """

    url: str
    name: str
    icon_url: str
    published_number: str
    next_number: str
    pill: Pill
    findings: int
    installs: int
    waiting: int
    updated_at: datetime


class UploadForm(Struct):
    """What the form sends."""

    package: UploadFile | None = None
    app_id: str = ""


@get("/dev", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_portal(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    sort: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The apps of whoever looks."""
    order = sort if sort in ORDERS else "updated"
    with shelf.reading() as session:
        apps = _own_apps(session, actor, order)
    return page(visit, "dev/home.html", apps=apps, order=order, done=done_of(done))


@get("/dev/new", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_upload(*, shelf: TheShelf, visit: TheVisit, app: FromQuery[str | None] = None) -> Response[bytes]:
    """Where a package is dropped or chosen: of a new app, or as an update of one."""
    return _upload_page(shelf, visit, app or "")


@post(
    "/dev/upload",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
    before_request=read_form,
)
def do_upload(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    settings: TheSettings,
    data: MultipartBody[UploadForm],
) -> Response[Any]:
    """Check a package and go on to its draft, or show what is wrong with it."""
    content = data.package.file.read() if data.package is not None else b""
    try:
        if settings.has_limits:
            count(shelf, (UPLOAD_BY_ACCOUNT, actor.account_id or ""), (UPLOAD_BY_ADDRESS, actor.address or ""))
        _refuse_no_package(content)
        drafted = draft(shelf, actor, content, app_id=data.app_id or None)
    except Refusal as refusal:
        return _upload_page(shelf, visit, data.app_id, problem=refusal, content=content)
    with shelf.reading() as session:
        version = session.get_one(Version, drafted.version_id)
        is_draft = version.state == State.DRAFT
    return going_to(
        f"/dev/apps/{drafted.app_id}/report?version={drafted.version_id}", "drafted" if is_draft else "known"
    )


def _upload_page(
    shelf: TheShelf, visit: Visit, app_id: str, *, problem: Refusal | None = None, content: bytes = b""
) -> Response[bytes]:
    """The form; with what was wrong with the package that was sent last."""
    name = ""
    if app_id:
        with shelf.reading() as session:
            name = own_app(session, visit.actor, app_id).display_name
    report = None
    if problem is not None and content and problem.rule in _WITH_REPORT:
        report = report_on(content, visit.language, problem.findings)
    status = 422 if report is not None else status_of(problem)
    headers = {"Retry-After": problem.details["retryAfter"]} if problem and "retryAfter" in problem.details else {}
    return page(
        visit,
        "dev/upload.html",
        status=status,
        headers=headers,
        app_id=app_id,
        name=name,
        problem=problem.message if problem else None,
        existing_id=problem.details.get("appId", "") if problem else "",
        report=report,
    )


_WITH_REPORT = frozenset({"package-has-errors", "manifest-alone", "version-unreadable"})
"""The refusals of which the report says more."""


def _refuse_no_package(content: bytes) -> None:
    """A manifest alone can be looked at, but is no app yet."""
    if not content:
        raise Refusal(Kind.INVALID, "package-missing", say("choose a package first: a .zip file"))
    if open_source(content).kind != "package":
        raise Refusal(
            Kind.INVALID,
            "manifest-alone",
            say("this is a manifest without its icons: here is its report, and `teamshelf pack` makes the package"),
        )


def _own_apps(session: Session, actor: Actor, order: str) -> tuple[OwnApp, ...]:
    wanted = select(App).where(App.owner_id == actor.account_id, visible_apps(actor))
    apps = session.scalars(wanted.order_by(ORDERS[order], App.id).limit(MOST_ON_A_PAGE)).all()
    ids = [app.id for app in apps]
    versions: dict[str, list[Version]] = {}
    newest_first = select(Version).where(Version.app_id.in_(ids)).order_by(Version.precedence.desc())
    for version in session.scalars(newest_first):
        versions.setdefault(version.app_id, []).append(version)
    waiting = waiting_places(session, ids)
    return tuple(_own_app(app, versions.get(app.id, []), waiting.get(app.id, 0)) for app in apps)


def _own_app(app: App, versions: list[Version], waiting: int) -> OwnApp:
    current = next((version for version in versions if version.id == app.current_id), None)
    lead = leading(versions)
    is_other = lead is not None and lead is not current and lead.state != State.WITHDRAWN
    shown = lead if lead is not None and is_other else current
    return OwnApp(
        url=f"/dev/apps/{app.id}",
        name=app.display_name,
        icon_url=icon_url(shown.color_icon if shown else None),
        published_number=current.number if current else "",
        next_number=lead.number if lead is not None and is_other else "",
        pill=pill_of(shown.state if shown else State.WITHDRAWN),
        findings=len(shown.findings) if shown else 0,
        installs=app.installs,
        waiting=waiting,
        updated_at=app.updated_at,
    )
