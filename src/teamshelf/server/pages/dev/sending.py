"""Where packages are sent, and manifests alone are pasted to be checked: what is wrong with them, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromQuery, MultipartBody, URLEncodedBody
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.holding import works_on
from teamshelf.catalogue.limits import UPLOAD_BY_ACCOUNT, UPLOAD_BY_ADDRESS, count
from teamshelf.catalogue.policy.setups import obstacle_to_sending
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Version
from teamshelf.catalogue.versions.drafting import draft
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import Message, say
from teamshelf.package.source import open_source
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.dev.areas import own_app
from teamshelf.server.pages.dev.exports import AUDIENCE_NAMES, audience_of
from teamshelf.server.pages.dev.reports import report_of
from teamshelf.server.pages.dev.results import checked_bytes, points_of, read_back, written
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.findings import Finding
    from teamshelf.server.pages.dev.reports import ReportView
    from teamshelf.server.pages.visiting import Visit
    from teamshelf.server.settings import ServerSettings

MOST_PASTED = 200_000
"""Characters of a manifest that the form takes; a longer one is sent as a file. Real ones have some thousand."""

_WITH_REPORT = frozenset({"package-has-errors", "manifest-alone", "version-unreadable"})
"""The refusals of which the report says more."""


class UploadForm(Struct):
    """What the form for a package sends; `before` is what the package before it was refused for."""

    package: UploadFile | None = None
    app_id: str = ""
    before: str = ""


class PasteForm(Struct):
    """What the form for a manifest sends."""

    manifest: str = ""
    audience: str = ""
    before: str = ""


class Known(Struct, frozen=True):
    """An app that has the `id` of a manifest; `url` leads on where it is one's own."""

    name: str
    url: str


class _Sent(Struct, frozen=True, kw_only=True):
    """What a form has brought, and what became of it; the page shows it below the forms."""

    problem: Refusal | None = None
    report: ReportView | None = None
    points: str = ""
    manifest: str = ""
    audience: str = audience_of(None)
    external_id: str = ""
    is_paste: bool = False


_NOTHING = _Sent()


@get("/dev/new", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_upload(
    *, shelf: TheShelf, visit: TheVisit, app: FromQuery[str | None] = None, done: FromQuery[str | None] = None
) -> Response[bytes]:
    """Where a package is dropped or chosen: of a new app, or as an update of one. Or a manifest is pasted."""
    return _upload_page(shelf, visit, app or "", _NOTHING, done)


@post(
    "/dev/upload",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
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
        _count(shelf, settings, actor)
        _refuse_no_package(content)
        drafted = draft(shelf, actor, content, app_id=data.app_id or None)
    except Refusal as refusal:
        sent = _Sent(problem=refusal)
        if content and refusal.rule in _WITH_REPORT:
            sent = _reported(content, visit, data.before, problem=refusal, also=refusal.findings)
        return _upload_page(shelf, visit, data.app_id, sent)
    with shelf.reading() as session:
        version = session.get_one(Version, drafted.version_id)
        is_draft = version.state == State.DRAFT
    return going_to(
        f"/dev/apps/{drafted.app_id}/report?version={drafted.version_id}", "drafted" if is_draft else "known"
    )


@post("/dev/check", permission=DEVELOP, sync_to_thread=True, include_in_schema=False, status_code=200)
def do_check(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    settings: TheSettings,
    data: URLEncodedBody[PasteForm],
) -> Response[bytes]:
    """Check a manifest that was pasted. It is stored nowhere: without its icons it cannot become a draft."""
    text = data.manifest.replace("\r\n", "\n")
    audience = audience_of(data.audience)
    try:
        _count(shelf, settings, actor)
        _refuse_no_manifest(text)
    except Refusal as refusal:
        kept = text if len(text) <= MOST_PASTED else ""
        return _upload_page(shelf, visit, "", _Sent(problem=refusal, manifest=kept, audience=audience, is_paste=True))
    sent = _reported(text.encode("utf-8", "replace"), visit, data.before, audience=audience, manifest=text)
    return _upload_page(shelf, visit, "", sent)


def _reported(
    content: bytes,
    visit: Visit,
    before: str,
    *,
    problem: Refusal | None = None,
    also: Sequence[Finding] = (),
    audience: str = audience_of(None),
    manifest: str = "",
) -> _Sent:
    """The report on what a form has brought, compared with the one that the form has brought along."""
    checked = checked_bytes(content, also, audience)
    report = report_of(checked, visit.language, read_back(before) if before else None)
    return _Sent(
        problem=problem,
        report=report,
        points=written(points_of(checked.result.findings)),
        manifest=manifest,
        audience=audience,
        external_id=(checked.result.app_id or "") if manifest else "",
        is_paste=bool(manifest),
    )


def _upload_page(shelf: Shelf, visit: Visit, app_id: str, sent: _Sent, done: str | None = None) -> Response[bytes]:
    """The forms; with what was wrong with what was sent last."""
    problem = sent.problem
    name = ""
    with shelf.reading() as session:
        if app_id:
            name = own_app(session, visit.actor, app_id).display_name
        known = _known(session, visit.actor, sent.external_id) if sent.external_id else None
        obstacle = obstacle_to_sending(session, visit.actor)
    status = 422 if problem is not None and sent.report is not None else status_of(problem)
    headers = {"Retry-After": problem.details["retryAfter"]} if problem and "retryAfter" in problem.details else {}
    return page(
        visit,
        "dev/upload.html",
        status=status,
        headers=headers,
        app_id=app_id,
        name=name,
        problem=problem.message if problem else None,
        obstacle=obstacle.message if obstacle else None,
        existing_id=problem.details.get("appId", "") if problem else "",
        report=sent.report,
        points=sent.points,
        manifest=sent.manifest,
        is_paste=sent.is_paste,
        audience=sent.audience,
        audiences=AUDIENCE_NAMES,
        known=known,
        most=MOST_PASTED,
        done=done_of(done),
    )


def _known(session: Session, actor: Actor, external_id: str) -> Known | None:
    """The app that has a manifest's `id` already; of somebody else's no more is said than that there is one."""
    wanted = select(App).where(App.external_id == external_id.lower(), App.deleted_at.is_(None))
    app = session.scalars(wanted).first()
    if app is None:
        return None
    return Known(app.display_name, f"/dev/apps/{app.id}") if works_on(session, actor, app) else Known("", "")


def _count(shelf: Shelf, settings: ServerSettings, actor: Actor) -> None:
    """Raises Refusal: TOO_MANY: both forms make the shelf check something, and count together."""
    if settings.has_limits:
        count(shelf, (UPLOAD_BY_ACCOUNT, actor.account_id or ""), (UPLOAD_BY_ADDRESS, actor.address or ""))


def _refuse_no_package(content: bytes) -> None:
    """A manifest alone can be looked at, but is no app yet."""
    if not content:
        raise Refusal(Kind.INVALID, "package-missing", say("choose a package first: a .zip file"))
    if open_source(content).kind != "package":
        raise Refusal(Kind.INVALID, "manifest-alone", ALONE)


ALONE: Message = say("this is a manifest without its icons: here is its report, and `teamshelf pack` makes the package")
"""What is said of a manifest that came as a file."""


def _refuse_no_manifest(text: str) -> None:
    if not text.strip():
        raise Refusal(Kind.INVALID, "manifest-missing", say("paste a manifest first: the text of manifest.json"))
    if len(text) > MOST_PASTED:
        raise Refusal(
            Kind.INVALID,
            "manifest-too-long",
            say("the text has more than {limit} characters: send it as a file", limit=MOST_PASTED),
        )
    if open_source(text.encode("utf-8", "replace")).kind == "package":
        raise Refusal(Kind.INVALID, "manifest-missing", say("this is no text of a manifest: send a package as a file"))
