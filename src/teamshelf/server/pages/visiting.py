"""A visit: in which language and colours somebody looks at the pages, and where they can go from there.

All of it is in the request: pages cost no query for it, and the pages that say what went wrong look like all others.
The language is the one of the address (`?lang=fr`), else the one that was chosen, else the browser's.
Source: web/pages, section 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from litestar import Request
from litestar.di import NamedDependency
from msgspec import Struct

from teamshelf.catalogue.people.actors import VISITOR, Actor, Role
from teamshelf.messages import LANGUAGES, Message, say
from teamshelf.server.authentication import cookie_of
from teamshelf.server.exchange import header_of, language_of
from teamshelf.server.pages.face import Face, Faces

if TYPE_CHECKING:
    from litestar.types import Scope

LANGUAGE_COOKIE = "teamshelf-language"
THEME_COOKIE = "teamshelf-theme"

AUTO = "auto"
THEMES: dict[str, Message] = {AUTO: say("As the device"), "light": say("Light"), "dark": say("Dark")}
"""How pages can look, and what each is called."""

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
"""The languages of the pages in their own words."""


class Entry(Struct, frozen=True):
    """Somewhere to go from every page.

    Attributes:
        role: the least role of those whom it is for.
        is_here: the page belongs to it.
    """

    path: str
    label: Message
    role: Role
    is_here: bool = False


ENTRIES = (
    Entry("/my/apps", say("My apps"), Role.USER),
    Entry("/updates", say("Updates"), Role.USER),
    Entry("/dev", say("Develop"), Role.PUBLISHER),
    Entry("/admin", say("Administration"), Role.REVIEWER),
)
"""In the order of the navigation. What the shelf has no page for is left out."""


class Visit(Struct, frozen=True, kw_only=True):
    """How somebody looks at the pages.

    Attributes:
        actor: who; a visitor where nobody is signed in.
        language: one of :data:`teamshelf.messages.LANGUAGES`.
        theme: one of :data:`THEMES`.
        path: of the page, without its query.
        address: of the page, to come back to: its path and query.
        entries: where they can go.
        faces: what the page shows of the shelf itself.
    """

    actor: Actor = VISITOR
    language: str = LANGUAGES[0]
    theme: str = AUTO
    path: str = "/"
    address: str = "/"
    entries: tuple[Entry, ...] = ()
    faces: Faces = Faces()

    def face(self) -> Face:
        """What the page shows of the shelf itself."""
        return self.faces.now()

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is."""
        return self.actor.account_id is not None

    @property
    def may_publish(self) -> bool:
        """Whether they can bring apps to the shelf."""
        return self.actor.may_act_as(Role.PUBLISHER)

    @property
    def short_name(self) -> str:
        """What to call them where there is little room."""
        return self.actor.name.partition("@")[0]


TheVisit = NamedDependency[Visit]
"""For a parameter called `visit`."""


def visit_of(request: Request[Any, Any, Any]) -> Visit:
    """The visit that a request is part of."""
    known = request.app.state.setdefault("page_paths", frozenset(route.path for route in request.app.routes))
    return visit_in(request.scope, known, request.app.state.faces)


def visit_in(scope: Scope, known: frozenset[str] = frozenset(), faces: Faces | None = None) -> Visit:
    """The visit of a scope; ``known`` are the paths that the shelf answers to."""
    query = scope["query_string"].decode("latin-1")
    path = scope["path"]
    actor = scope.get("user")
    found = actor if isinstance(actor, Actor) else VISITOR
    theme = cookie_of(scope, THEME_COOKIE) or AUTO
    return Visit(
        actor=found,
        language=_language(scope, query),
        theme=theme if theme in THEMES else AUTO,
        path=path,
        address=f"{path}?{query}" if query else path,
        faces=faces or Faces(),
        entries=tuple(
            Entry(entry.path, entry.label, entry.role, is_here=path.startswith(entry.path))
            for entry in ENTRIES
            if entry.path in known and found.may_act_as(entry.role)
        ),
    )


def _language(scope: Scope, query: str) -> str:
    named = parse_qs(query).get("lang", [""])[-1] if "lang=" in query else ""
    for wanted in (named, cookie_of(scope, LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return language_of(header_of(scope, b"accept-language"))
