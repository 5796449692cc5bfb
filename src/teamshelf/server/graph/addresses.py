"""Graph's addresses, brought to one form before they are routed.

Clients write the same address in many ways: the Python SDK doubles a slash behind the version and percent-encodes ids,
the JavaScript one does not, Graph takes its own words in any case, and OData has `teamsApps('id')` for `teamsApps/id`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from litestar.enums import ScopeType

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

VERSIONS = ("v1.0", "beta")
"""The versions of Graph that are answered, by the same handlers."""

_WORDS = {
    word.lower(): word
    for word in (
        "$batch",
        "$count",
        "$value",
        "appCatalogs",
        "appDefinitions",
        "bot",
        "chat",
        "chats",
        "colorIcon",
        "displayName",
        "hostedContent",
        "id",
        "installedApps",
        "joinedTeams",
        "mail",
        "me",
        "outlineIcon",
        "teams",
        "teamsApp",
        "teamsAppDefinition",
        "teamsApps",
        "teamsAppSettings",
        "teamwork",
        "upgrade",
        "userPrincipalName",
        "users",
    )
}
_SHORT = 200
"""Bytes of a path up to which its form is remembered: of longer ones none comes twice."""

_KEY = re.compile(r"(?P<word>[A-Za-z]+)\('(?P<key>(?:[^']|'')*)'\)")


class GraphAddresses:
    """Rewrites the path of requests to Graph, and lets all others through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        if scope["type"] == ScopeType.HTTP:
            raw = (scope.get("raw_path") or b"").partition(b"?")[0]
            if raw:
                canonical = _canonical(raw) if len(raw) <= _SHORT else canonical_path(raw.split(b"/"), is_encoded=True)
            else:
                canonical = canonical_path([part.encode() for part in scope["path"].split("/")], is_encoded=False)
            if canonical is not None and canonical != scope["path"]:
                scope["path"] = canonical
                scope["raw_path"] = canonical.encode()
        await self._app(scope, receive, send)


@lru_cache(maxsize=1024)
def _canonical(raw: bytes) -> str | None:
    """The form of a path that is asked for often."""
    return canonical_path(raw.split(b"/"), is_encoded=True)


def is_graph(path: str) -> bool:
    """Whether a path is one of Graph's."""
    version, _, _ = path.lstrip("/").partition("/")
    return version.lower() in VERSIONS


def canonical_path(segments: list[bytes], *, is_encoded: bool) -> str | None:
    """The one form of a path, given as what stands between its slashes; None if it is none of Graph's.

    A slash inside an id, which base64 can have, becomes an underscore: the other alphabet of base64 has that for it.
    """
    texts = [(unquote_to_bytes(part) if is_encoded else part).decode("utf-8", "replace") for part in segments if part]
    if not texts or texts[0].lower() not in VERSIONS:
        return None
    parts = [texts[0].lower()]
    for text in texts[1:]:
        match = _KEY.fullmatch(text)
        pieces = (match["word"], match["key"].replace("''", "'")) if match else (text,)
        parts += [_WORDS.get(piece.lower(), piece).replace("/", "_") for piece in pieces]
    return "/" + "/".join(parts)
