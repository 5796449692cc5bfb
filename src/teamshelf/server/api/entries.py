"""What the store says and shows of an app beside its manifest: category, help, a video, screenshots."""

from __future__ import annotations

from litestar import Response, delete, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, JSONBody, MultipartBody
from msgspec import Struct

from teamshelf.catalogue.apps.describing import describe_app
from teamshelf.catalogue.apps.listing import app as listed_app
from teamshelf.catalogue.apps.screenshots import add_screenshot, remove_screenshot
from teamshelf.server.api.shapes import Shape, Text, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.permissions import SUBMIT
from teamshelf.server.reading import read_form


class Entry(Wish, frozen=True, kw_only=True):
    """The entry in the store; what is null, or is not sent, is said no more."""

    category: Text | None = None
    support_url: Text | None = None
    video_url: Text | None = None


class PictureForm(Struct):
    """A PNG file of 1366 x 768 pixels, and what it shows in words."""

    caption: str = ""
    file: UploadFile | None = None


class PictureShape(Shape, frozen=True, kw_only=True):
    """A screenshot: sha256 of the file that is shown, drawn afresh, and its address."""

    digest: str
    url: str


@put("/apps/{app_id:str}/entry", permission=SUBMIT, sync_to_thread=True, status_code=204)
def keep_entry(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[Entry]) -> None:
    """Say what the manifest does not, as one who works on the app."""
    describe_app(
        shelf,
        actor,
        _own_id(shelf, actor, app_id),
        category=data.category or None,
        support_url=data.support_url or None,
        video_url=data.video_url or None,
    )


@post("/apps/{app_id:str}/screenshots", permission=SUBMIT, sync_to_thread=True, before_request=read_form)
def send_screenshot(
    shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: MultipartBody[PictureForm]
) -> Response[PictureShape]:
    """Show a picture on the page of an app, after the others; one that is there already gets the caption."""
    content = data.file.file.read() if data.file is not None else b""
    digest = add_screenshot(shelf, actor, _own_id(shelf, actor, app_id), content, caption=data.caption)
    return Response(PictureShape(digest=digest, url=icon_url(digest)), status_code=201)


@delete("/apps/{app_id:str}/screenshots/{digest:str}", permission=SUBMIT, sync_to_thread=True)
def take_screenshot(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], digest: FromPath[str]) -> None:
    """Take a picture off the page of an app."""
    remove_screenshot(shelf, actor, _own_id(shelf, actor, app_id), digest)


def _own_id(shelf: TheShelf, actor: TheActor, app_id: str) -> str:
    with shelf.reading() as session:
        return listed_app(session, actor, app_id).id


HANDLERS = [keep_entry, send_screenshot, take_screenshot]
