"""The entry of an app in the store, beside its manifest: the category, where users find help, a video and screenshots.

Source: web/pages, section 5, "listing data".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, MultipartBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from teamshelf.catalogue.apps.describing import CATEGORIES, describe_app
from teamshelf.catalogue.apps.screenshots import (
    HEIGHT,
    LONGEST_CAPTION,
    MOST_SCREENSHOTS,
    WIDTH,
    add_screenshot,
    remove_screenshot,
    screenshots_of,
    show_first,
)
from teamshelf.catalogue.refusals import Refusal
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import LISTING, area_of, kept_versions, own_app, own_app_id
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP
from teamshelf.server.reading import read_form

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.pages.visiting import Visit


class ListingForm(Struct):
    """What the form for the words sends."""

    category: str = ""
    support_url: str = ""
    video_url: str = ""


class PictureForm(Struct):
    """What the form for a screenshot sends."""

    caption: str = ""
    file: UploadFile | None = None


class Picture(Struct, frozen=True):
    """A screenshot in the list."""

    digest: str
    url: str
    caption: str


@get("/dev/apps/{app_id:str}/listing", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_listing(
    *, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """What the entry says and shows."""
    return _listing(shelf, visit, app_id, done=done)


@post("/dev/apps/{app_id:str}/listing", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_describe(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: URLEncodedBody[ListingForm]
) -> Response[Any]:
    """Say what the manifest does not."""
    own_id = own_app_id(shelf, actor, app_id)
    try:
        describe_app(
            shelf,
            actor,
            own_id,
            category=data.category or None,
            support_url=data.support_url or None,
            video_url=data.video_url or None,
        )
    except Refusal as refusal:
        return _listing(shelf, visit, own_id, problem=refusal, given=data)
    return going_to(f"/dev/apps/{own_id}/listing", "category-changed")


@post(
    "/dev/apps/{app_id:str}/screenshots",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
    before_request=read_form,
)
def do_add_screenshot(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], data: MultipartBody[PictureForm]
) -> Response[Any]:
    """Show a picture."""
    own_id = own_app_id(shelf, actor, app_id)
    content = data.file.file.read() if data.file is not None else b""
    try:
        add_screenshot(shelf, actor, own_id, content, caption=data.caption)
    except Refusal as refusal:
        return _listing(shelf, visit, own_id, problem=refusal)
    return going_to(f"/dev/apps/{own_id}/listing", "screenshot-added")


@post(
    "/dev/apps/{app_id:str}/screenshots/{digest:str}/remove",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def do_remove_screenshot(
    *, shelf: TheShelf, actor: TheActor, app_id: FromPath[str], digest: FromPath[str]
) -> Response[Any]:
    """Take a picture away."""
    own_id = own_app_id(shelf, actor, app_id)
    remove_screenshot(shelf, actor, own_id, digest)
    return going_to(f"/dev/apps/{own_id}/listing", "screenshot-removed")


@post(
    "/dev/apps/{app_id:str}/screenshots/{digest:str}/first",
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def do_show_first(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], digest: FromPath[str]
) -> Response[Any]:
    """Show a picture before the others."""
    own_id = own_app_id(shelf, actor, app_id)
    try:
        show_first(shelf, actor, own_id, digest)
    except Refusal as refusal:
        return _listing(shelf, visit, own_id, problem=refusal)
    return going_to(f"/dev/apps/{own_id}/listing", "category-changed")


@get(
    [
        "/dev/apps/{app_id:str}/screenshots",
        "/dev/apps/{app_id:str}/screenshots/{digest:str}/remove",
        "/dev/apps/{app_id:str}/screenshots/{digest:str}/first",
    ],
    permission=DEVELOP,
    sync_to_thread=True,
    include_in_schema=False,
)
def back_to_listing(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> Redirect:
    """To the entry: whoever sent a form too late signs in and is led there."""
    return Redirect(f"/dev/apps/{own_app_id(shelf, actor, app_id)}/listing", status_code=303)


def _listing(
    shelf: Shelf,
    visit: Visit,
    app_id: str,
    *,
    problem: Refusal | None = None,
    given: ListingForm | None = None,
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        app = own_app(session, visit.actor, app_id)
        area = area_of(app, kept_versions(session, visit.actor, app), LISTING)
        said = given or ListingForm(
            app.category or "", app.listing.get("supportUrl", ""), app.listing.get("videoUrl", "")
        )
        pictures = tuple(Picture(row.digest, icon_url(row.digest), row.caption) for row in screenshots_of(session, app))
    return page(
        visit,
        "dev/listing.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        area=area,
        entry=said,
        pictures=pictures,
        categories=CATEGORIES,
        most=MOST_SCREENSHOTS,
        width=WIDTH,
        height=HEIGHT,
        longest=LONGEST_CAPTION,
    )
