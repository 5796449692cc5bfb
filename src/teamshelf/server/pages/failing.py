"""The page that says what went wrong, and where to go from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.server.exchange import exchange_of
from teamshelf.server.pages.face import Faces
from teamshelf.server.pages.rendering import rendered, sentence
from teamshelf.server.pages.visiting import visit_in

if TYPE_CHECKING:
    from litestar.types import Scope

    from teamshelf.server.faults import Fault

_NOT_THERE = 404
_DRAWINGS = {400: "info", 401: "key", 403: "forbidden", 404: "search", 503: "clock"}


def error_page(scope: Scope, fault: Fault) -> bytes:
    """The page for a fault; who is signed in is known if the request came that far."""
    app = scope.get("litestar_app")
    faces = app.state.get("faces") if app is not None else None  # what was refused at the door has no application yet
    visit = visit_in(scope, faces=faces.kept() if isinstance(faces, Faces) else None)
    return rendered(
        visit,
        "error.html",
        status=fault.status,
        is_missing=fault.status == _NOT_THERE,
        is_gone=fault.rule in ("app-gone", "not-published"),
        drawing=_DRAWINGS.get(fault.status, "warning"),
        message=sentence(fault.message, visit.language),
        request_id=exchange_of(scope).request_id,
    )
