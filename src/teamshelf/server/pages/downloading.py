"""The package of an app, to be saved: the stored bytes, under a name that comes from nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from teamshelf.catalogue.policy.downloading import package_for
from teamshelf.server.exchange import header_of
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.app_head import shown_version
from teamshelf.server.pages.finding import app_at
from teamshelf.server.permissions import SIGNED_IN

if TYPE_CHECKING:
    from teamshelf.catalogue.tables import App, Version

ZIP = "application/zip"


@get("/apps/{app_id:str}/package", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def download_app(
    request: Request[Any, Any, Any], shelf: TheShelf, actor: TheActor, app_id: FromPath[str]
) -> Response[bytes]:
    """The package of the version that the app's page shows."""
    with shelf.reading() as session:
        app = app_at(session, actor, app_id)
        version = shown_version(session, actor, app)
        content = package_for(session, actor, version)
        return package_answer(app, version, content, known=header_of(request.scope, b"if-none-match"))


def package_answer(app: App, version: Version, content: bytes, *, known: str | None = None) -> Response[bytes]:
    """A package to be saved, under a name that nothing from a stranger gets into.

    Args:
        app: the app.
        version: which version of it.
        content: its bytes.
        known: the `If-None-Match` of the request: whoever has these bytes already is sent none.
    """
    tag = f'"{version.package_digest}"'
    if known == tag:
        return Response(b"", status_code=304, headers={"ETag": tag}, media_type=ZIP)
    name = f"{file_stem(app, version)}.zip"
    return Response(
        content, media_type=ZIP, headers={"ETag": tag, "Content-Disposition": f'attachment; filename="{name}"'}
    )


def file_stem(app: App, version: Version) -> str:
    """What a file about a version is called, without its ending: of letters, digits, dots and hyphens alone."""
    number = "".join(each if each.isascii() and (each.isalnum() or each in ".-") else "_" for each in version.number)
    return f"{app.external_id}-{number[:40]}"
