"""What an app will look like in Teams: the pages of :mod:`teamshelf.preview`, made from a version's stored bytes.

They are the very pages that `teamshelf preview` shows on a developer's machine, under the shelf's own content policy.
Whoever may see a version may see them: everybody for what is published, its publisher and reviewers for the rest.
Source: web/pages, section 7 and the preview of section 2.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.facts import from_stored
from teamshelf.catalogue.apps.listing import version as listed_version
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.versions.states import PENDING
from teamshelf.checking import check_source
from teamshelf.preview import SURFACES, Addresses, Picture, options_from, pictures_of, render
from teamshelf.preview.surfaces import BY_NAME
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.assets import FOR_GOOD, preview_files
from teamshelf.server.pages.rendering import HTML
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import PUBLIC

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import Version
    from teamshelf.findings import Finding
    from teamshelf.package.app import App as Contents
    from teamshelf.server.pages.visiting import Visit

MOST_REMEMBERED = 32
"""Packages of which pictures and findings are kept at hand: what is asked for next is mostly another surface."""


class Drawn(Struct, frozen=True):
    """What is made once of a package, whichever surface is looked at, and however."""

    pictures: dict[str, Picture]
    findings: tuple[Finding, ...]


class _Remembered:
    """The last few of what was drawn, by the digests of the packages."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._drawn: OrderedDict[str, Drawn] = OrderedDict()

    def of(self, digest: str, contents: Contents) -> Drawn:
        """What was drawn of these bytes; drawn now if it was not."""
        with self._lock:
            known = self._drawn.get(digest)
            if known is not None:
                self._drawn.move_to_end(digest)
                return known
        made = Drawn(pictures_of(contents), check_source(contents.source).findings)
        with self._lock:
            self._drawn[digest] = made
            while len(self._drawn) > MOST_REMEMBERED:
                self._drawn.popitem(last=False)
        return made


_REMEMBERED = _Remembered()


def preview_path(version: Version) -> str:
    """The preview of a version, without a slash at the end."""
    return f"/preview/{version.id}"


@get("/preview/{version_id:str}", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_preview(
    request: Request[Any, Any, Any], shelf: TheShelf, visit: TheVisit, version_id: FromPath[str]
) -> Response[Any]:
    """The first surface: how the store shows the app."""
    return _surface_page(request, shelf, visit, version_id, SURFACES[0].name)


@get("/preview/{version_id:str}/{surface:str}", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_surface(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    visit: TheVisit,
    version_id: FromPath[str],
    surface: FromPath[str],
) -> Response[Any]:
    """One surface, looked at as the address says."""
    return _surface_page(request, shelf, visit, version_id, surface)


@get(
    "/preview/{version_id:str}/pictures/{name:str}",
    permission=PUBLIC,
    sync_to_thread=True,
    include_in_schema=False,
)
def show_picture(shelf: TheShelf, visit: TheVisit, version_id: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """An icon of the package, drawn afresh from its pixels; its name says which pixels these are."""
    with shelf.reading() as session:
        _, drawn, _ = _drawn(session, visit, version_id)
    for picture in drawn.pictures.values():
        if picture.content is not None and picture.name == name:
            headers = {"Cache-Control": FOR_GOOD["Cache-Control"].replace("public", "private")}
            return Response(picture.content, media_type="image/png", headers=headers)
    raise NotFoundException


def _surface_page(
    request: Request[Any, Any, Any], shelf: TheShelf, visit: Visit, version_id: str, surface: str
) -> Response[Any]:
    if surface not in BY_NAME:
        raise NotFoundException
    given = dict(request.query_params.items())
    with shelf.reading() as session:
        version, drawn, contents = _drawn(session, visit, version_id)
        if not given and visit.language in from_stored(version.facts).languages[1:]:
            given = {"reader": visit.language}  # whoever has chosen nothing yet reads the app as on the page before
        options = options_from({"theme": visit.theme, **given}, visit.language)
        text = render(
            contents,
            surface,
            options,
            addresses=Addresses(
                pages=f"{preview_path(version)}/",
                static=preview_files(),
                pictures=f"{preview_path(version)}/pictures/",
                back=_back(visit, version),
            ),
            findings=drawn.findings,
            pictures=drawn.pictures,
        )
    headers = {"Content-Language": options.lang, "Vary": "Cookie, Accept-Language"}
    return Response(text.encode(errors="replace"), media_type=HTML, headers=headers)


def _back(visit: Visit, version: Version) -> str:
    """Where whoever looks came from: reviewers from the review of what waits for one, everybody else from the app."""
    if version.state in PENDING and visit.actor.may_act_as(Role.REVIEWER):
        return f"/admin/reviews/{version.id}"
    return f"/apps/{version.app_id}"


def _drawn(session: Session, visit: Visit, version_id: str) -> tuple[Version, Drawn, Contents]:
    version = listed_version(session, visit.actor, version_id)
    contents = contents_of(session, version)
    return version, _REMEMBERED.of(version.package_digest, contents), contents
