"""The versions of an app: their list, reports, differences, what they ask, and their packages."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from msgspec import structs

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.holding import unknown_version
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.versions.states import PENDING, RUNNABLE, State
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import (
    ASKING,
    REPORT,
    VERSIONS,
    area_of,
    chosen_from,
    former_of,
    leading,
    own_version,
    row_of,
)
from teamshelf.server.pages.dev.asking import asking_of
from teamshelf.server.pages.dev.exports import AUDIENCE_NAMES, EXPORTS, audience_of, exported
from teamshelf.server.pages.dev.pairs import pair_of, shown_pair, versions_for
from teamshelf.server.pages.dev.reports import report_of_version
from teamshelf.server.pages.dev.results import checked_version
from teamshelf.server.pages.downloading import file_stem, package_answer
from teamshelf.server.pages.going import done_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

_OPEN = PENDING | {State.DRAFT}


@get("/dev/apps/{app_id:str}/versions", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_own_versions(*, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str]) -> Response[bytes]:
    """All versions, the newest first."""
    with shelf.reading() as session:
        app, versions = versions_for(session, actor, app_id)
        rows = tuple(row_of(version) for version in versions)
        area = area_of(app, versions, VERSIONS)
        current_id = app.current_id
    return page(
        visit,
        "dev/versions.html",
        area=area,
        versions=rows,
        current_id=current_id,
        withdrawable=sorted(state.value for state in _OPEN | RUNNABLE),
    )


@get("/dev/apps/{app_id:str}/report", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_report(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    version: FromQuery[str | None] = None,
    audience: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What the check says of a version, for Teams or for the public store; made anew each time."""
    judged_for = audience_of(audience)
    with shelf.reading() as session:
        app, versions = versions_for(session, actor, app_id)
        chosen = chosen_from(versions, version) or leading(versions)
        former = former_of(session, actor, app, chosen) if chosen else None
        report = report_of_version(session, chosen, visit.language, judged_for, former) if chosen else None
        values: dict[str, Any] = {
            "area": area_of(app, versions, REPORT),
            "versions": tuple(row_of(each) for each in versions),
            "chosen": row_of(chosen) if chosen else None,
            "former": former.number if former else "",
            "report": report,
        }
    return page(
        visit,
        "dev/report.html",
        done=done_of(done),
        audience=judged_for,
        audiences=AUDIENCE_NAMES,
        exports=tuple(EXPORTS),
        **values,
    )


@get(
    "/dev/versions/{version_id:str}/report/{name:str}", permission=DEVELOP, sync_to_thread=True, include_in_schema=False
)
def export_report(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    name: FromPath[str],
    audience: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The report on a version as a file, in one of the forms that the command line writes."""
    export = EXPORTS.get(name)
    with shelf.reading() as session:
        app, version = own_version(session, actor, version_id)
        if export is None:
            raise unknown_version(version_id)
        checked = checked_version(session, version, visit.language, audience_of(audience))
        stem = file_stem(app, version)
    result = structs.replace(checked.result, path=f"{stem}.zip")
    return Response(
        exported(result, export.form, visit.language),
        media_type=export.media_type,
        headers={"Content-Disposition": f'attachment; filename="{stem}-{name}"'},
    )


@get("/dev/apps/{app_id:str}/consent", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_asking(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    old: FromQuery[str | None] = None,
    new: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What a version will ask people, under each of the rule sets."""
    with shelf.reading() as session:
        app, versions = versions_for(session, actor, app_id)
        before, after = pair_of(app, versions, old, new)
        rules = settled_in(session).consent_rules
        values = shown_pair(app, versions, before, after, ASKING)
        asking = asking_of(session, app, before, after, rules) if after else None
    return page(visit, "dev/consent.html", asking=asking, **values)


@get("/dev/versions/{version_id:str}/package", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def download_package(*, shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> Response[bytes]:
    """The package of a version as it is stored."""
    with shelf.reading() as session:
        app, version = own_version(session, actor, version_id)
        return package_answer(app, version, listing.package_bytes(session, version))
