"""What if: an edited manifest in place of a version's own, and what the update would then ask. Nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.limits import UPLOAD_BY_ACCOUNT, UPLOAD_BY_ADDRESS, count
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.versions.intake import NAME
from teamshelf.catalogue.versions.storing import content_of
from teamshelf.messages import printable, say
from teamshelf.package.build import package_of
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.package.source import open_source
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.dev.areas import ASKING, area_of, chosen_from, kept_versions, leading, own_app, row_of
from teamshelf.server.pages.dev.asking import AskingView, asking_between, first_asking
from teamshelf.server.pages.dev.reports import ReportView, report_of
from teamshelf.server.pages.dev.results import checked_bytes
from teamshelf.server.pages.going import status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App, Version
    from teamshelf.server.pages.dev.results import Checked
    from teamshelf.server.pages.visiting import Visit

MOST_WRITTEN = 200_000
"""Characters of a manifest that can be tried out."""

MOST_OFFERED = 40_000
"""Characters of a version's manifest that the form is filled with; a longer one is pasted."""


class WhatIfForm(Struct):
    """What the form sends: the manifest, and the version that people have."""

    manifest: str = ""
    old: str = ""


class _Tried(Struct, frozen=True, kw_only=True):
    """What was tried out, and what came of it."""

    manifest: str
    problem: Refusal | None = None
    asking: AskingView | None = None
    report: ReportView | None = None


@get("/dev/apps/{app_id:str}/what-if", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_what_if(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], old: FromQuery[str | None] = None
) -> Response[bytes]:
    """The manifest of the version that comes next, to be edited."""
    return _page(shelf, visit, app_id, old, None)


@post(
    "/dev/apps/{app_id:str}/what-if", permission=DEVELOP, sync_to_thread=True, include_in_schema=False, status_code=200
)
def do_what_if(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    settings: TheSettings,
    app_id: FromPath[str],
    data: URLEncodedBody[WhatIfForm],
) -> Response[bytes]:
    """What the edited manifest would ask, under each of the rule sets, and what the check says of it."""
    if settings.has_limits:
        count(shelf, (UPLOAD_BY_ACCOUNT, actor.account_id or ""), (UPLOAD_BY_ADDRESS, actor.address or ""))
    return _page(shelf, visit, app_id, data.old, data.manifest.replace("\r\n", "\n"))


def _page(shelf: TheShelf, visit: Visit, app_id: str, old: str | None, text: str | None) -> Response[bytes]:
    with shelf.reading() as session:
        app = own_app(session, visit.actor, app_id)
        versions = kept_versions(session, visit.actor, app)
        area = area_of(app, versions, ASKING)
        lead = leading(versions)
        published = next((each for each in versions if each.id == app.current_id), None)
        before = chosen_from(versions, old) or published
        tried = _tried(session, visit, app, before, base=lead, text=text) if lead is not None else None
        rows = tuple(row_of(each) for each in versions)
        chosen = row_of(before) if before is not None else None
    return page(
        visit,
        "dev/what_if.html",
        status=status_of(tried.problem if tried else None),
        area=area,
        versions=rows,
        old=chosen,
        tried=tried,
        problem=tried.problem.message if tried and tried.problem else None,
        most=MOST_WRITTEN,
    )


def _tried(session: Session, visit: Visit, app: App, old: Version | None, *, base: Version, text: str | None) -> _Tried:
    """Try a manifest out among the files of the version that comes next; without one, that version's own is offered."""
    stored = content_of(session, base)
    if text is None:
        return _Tried(manifest=_manifest_in(stored))
    if not text.strip() or len(text) > MOST_WRITTEN:
        refusal = Refusal(
            Kind.INVALID,
            "manifest-missing",
            say("paste the text of a manifest, of at most {limit} characters", limit=MOST_WRITTEN),
        )
        return _Tried(manifest=text[:MOST_WRITTEN], problem=refusal)
    checked = checked_bytes(_with_manifest(stored, text))
    report = report_of(checked, visit.language)
    if not _is_read(checked):
        return _Tried(manifest=text, report=report)
    contents = checked.app
    rules = settled_in(session).consent_rules
    number = printable(contents.manifest.version or "?")[:40]
    if old is None:
        asking = first_asking(contents, number)
    else:
        asking = asking_between(session, app, old, contents, number=number, rules=rules)
    return _Tried(manifest=text, report=report, asking=asking)


def _is_read(checked: Checked) -> bool:
    """Whether the text says something that can be compared: a JSON object, whatever else is wrong with it."""
    file = checked.app.file
    return file is not None and not file.is_faulty and isinstance(file.value, dict)


def _manifest_in(stored: bytes) -> str:
    source = open_source(stored, name=NAME)
    content = source.read(source.manifest_name, MAX_ENTRY) or b""
    text = content.decode("utf-8", "replace")
    return text if len(text) <= MOST_OFFERED else ""


def _with_manifest(stored: bytes, text: str) -> bytes:
    """The files of a stored package with another manifest."""
    source = open_source(stored, name=NAME)
    files = {name: source.read(name, MAX_ENTRY) or b"" for name in source.names()}
    return package_of(files | {source.manifest_name: text.encode("utf-8", "replace")})
