"""The page of what differs between two versions, and the same as a file for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.holding import unknown_version
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import DIFFERENCE
from teamshelf.server.pages.dev.differences import MOST_SHOWN
from teamshelf.server.pages.dev.pairs import pair_of, shown_pair, versions_for
from teamshelf.server.pages.dev.views import (
    ICONS,
    LISTING,
    MANIFEST,
    MOST_RAW,
    RAW,
    VIEWS,
    icon_pairs,
    listing_rows,
    parts_of,
    raw_rows,
    tabs_of_views,
)
from teamshelf.server.pages.downloading import file_stem
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP
from teamshelf.update.as_json import json_of
from teamshelf.update.compare import compare

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.server.pages.visiting import Visit
    from teamshelf.update.compare import Comparison


@get("/dev/apps/{app_id:str}/diff", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_difference(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    old: FromQuery[str | None] = None,
    new: FromQuery[str | None] = None,
    view: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What differs between two versions, in one of four views."""
    name = view if view in VIEWS else MANIFEST
    with shelf.reading() as session:
        app, versions = versions_for(session, actor, app_id)
        before, after = pair_of(app, versions, old, new)
        values = {**shown_pair(app, versions, before, after, DIFFERENCE), "view": name, "compared": None}
        if before is not None and after is not None:
            values["compared"] = _compared(session, visit, before, after, name)
            values["tabs"] = tabs_of_views(values["area"].path, name, before.id, after.id)
    return page(visit, "dev/diff.html", **values)


@get("/dev/apps/{app_id:str}/diff.json", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def export_difference(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    old: FromQuery[str | None] = None,
    new: FromQuery[str | None] = None,
) -> Response[str]:
    """The whole difference, as `teamshelf diff --format json` has it."""
    with shelf.reading() as session:
        app, versions = versions_for(session, actor, app_id)
        before, after = pair_of(app, versions, old, new)
        if before is None or after is None:
            raise unknown_version(old or new or "")
        text = json_of(_comparison(session, before, after), visit.language)
        name = f"{file_stem(app, after)}-diff.json"
    return Response(
        text,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _comparison(session: Session, before: Version, after: Version) -> Comparison:
    rules = settled_in(session).consent_rules
    return compare(contents_of(session, before), contents_of(session, after), rules=rules)


def _compared(session: Session, visit: Visit, before: Version, after: Version, view: str) -> dict[str, Any]:
    """What the view shows of two versions."""
    if view == LISTING:
        return {"rows": listing_rows(before, after, visit.language), "problems": (), "hidden": 0}
    if view == ICONS:
        return {"pairs": icon_pairs(before, after), "problems": (), "hidden": 0}
    comparison = _comparison(session, before, after)
    shown: dict[str, Any] = {
        "problems": tuple(problem.message for problem in comparison.problems),
        "notes": tuple(note.message for note in comparison.notes),
    }
    if view == RAW:
        return shown | {"raw": raw_rows(comparison), "hidden": max(0, len(comparison.changes) - MOST_RAW)}
    return shown | {"parts": parts_of(comparison), "hidden": max(0, len(comparison.changes) - MOST_SHOWN)}
