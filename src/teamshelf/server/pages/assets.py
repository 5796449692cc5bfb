"""What pages load: the style sheet, the script, icons, and the colours of an app."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from teamshelf.catalogue.apps.listing import icon_bytes
from teamshelf.preview.serving import STATIC as PREVIEW_STATIC
from teamshelf.preview.serving import static_file
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.accents import accent_style
from teamshelf.server.pages.rendering import STATIC, static_content, static_url
from teamshelf.server.permissions import UNSEEN

FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Of what never changes under its address."""

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_DIGEST = re.compile(r"[0-9a-f]{64}")


@lru_cache(maxsize=1)
def preview_files() -> str:
    """Where the pages of the preview find their style sheets and their script, all below one address."""
    said = sha256(b"".join(static_file(name) for name in PREVIEW_STATIC)).hexdigest()
    return f"/static/{said[:12]}/"


@get("/static/{digest:str}/{name:str}", permission=UNSEEN, sync_to_thread=False, include_in_schema=False)
def show_static(digest: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """The style sheet or the script, under the digest of what it says."""
    if name in STATIC:
        content, address = static_content(name), static_url(name)
    elif name in PREVIEW_STATIC:
        content, address = static_file(name), f"{preview_files()}{name}"
    else:
        raise NotFoundException
    is_this = address == f"/static/{digest}/{name}"
    headers = FOR_GOOD if is_this else {"Cache-Control": "no-cache"}  # an older page asks for what there is now
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)


@get("/icons/{name:str}", permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
def show_icon(shelf: TheShelf, name: FromPath[str]) -> Response[bytes]:
    """A picture of an app, by its digest, which nobody knows who has not seen the app."""
    digest, _, ending = name.partition(".")
    content = None
    if ending == "png" and _DIGEST.fullmatch(digest):
        with shelf.reading() as session:
            content = icon_bytes(session, digest)
    if content is None:
        raise NotFoundException
    return Response(content, media_type="image/png", headers=FOR_GOOD)


@get("/accents/{name:str}", permission=UNSEEN, sync_to_thread=False, include_in_schema=False)
def show_accent(name: FromPath[str]) -> Response[bytes]:
    """The style sheet of an app's accent colour."""
    style = accent_style(name.removesuffix(".css"))
    if style is None or not name.endswith(".css"):
        raise NotFoundException
    return Response(style.encode(), media_type="text/css", headers=FOR_GOOD)
