"""From an app to the pages of its preview: no state, no file and no connection.

Templates draw what the surfaces say. They escape everything, have neither scripts nor styles in them, and ask for
nothing but our own style sheets and script and the app's icons drawn afresh: under :data:`CONTENT_POLICY` a browser
runs and loads nothing else.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.options import CLIENTS, THEMES, Options
from teamshelf.preview.reading import drawable
from teamshelf.preview.surfaces import BY_NAME, FINDINGS, SURFACES, Surface
from teamshelf.preview.surfaces.problems import Tally, concerning, problems, tally
from teamshelf.preview.surfaces.view import SCOPE_NAMES, View
from teamshelf.texts.prose import prose
from teamshelf.update.installation import SCOPES
from teamshelf.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from teamshelf.findings import Finding
    from teamshelf.package.app import App
    from teamshelf.preview.pictures import Picture

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The Content-Security-Policy under which the pages work."""

THEME_NAMES: dict[str, Message] = dict(
    zip(THEMES, (say("As on this device"), say("Light"), say("Dark"), say("High contrast")), strict=True)
)
CLIENT_NAMES: dict[str, Message] = dict(zip(CLIENTS, (say("Computer"), say("Phone")), strict=True))
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
"""The languages of the pages, each in its own words."""


class Addresses(Struct, frozen=True):
    """Where a page finds what it asks for, and where its links lead; the first three end in a slash.

    Attributes:
        pages: the address of a surface without its name.
        static: that of our style sheets and script.
        pictures: that of the app's icons, which are called :attr:`teamshelf.preview.pictures.Picture.name`.
        events: where a page hears that the app has changed; empty for one that does not.
        back: the page of the app on a shelf; empty where there is none to go back to.
    """

    pages: str = "/"
    static: str = "/static/"
    pictures: str = "/pictures/"
    events: str = ""
    back: str = ""


class Entry(Struct, frozen=True):
    """A surface in the list beside the page."""

    surface: Surface
    is_there: bool
    is_open: bool
    tally: Tally


def render(
    app: App,
    surface: str = SURFACES[0].name,
    options: Options | None = None,
    *,
    addresses: Addresses | None = None,
    findings: Sequence[Finding] | None = None,
    pictures: dict[str, Picture] | None = None,
) -> str:
    """The page of one surface, as HTML.

    Args:
        app: the app; whatever is wrong with it, all that can be shown is.
        surface: one of :data:`teamshelf.preview.surfaces.BY_NAME`.
        options: how it is looked at.
        addresses: where the page finds its style sheets, its pictures and the other pages.
        findings: what the check says of the app; it is asked unless given.
        pictures: the app's icons; drawn unless given.

    >>> from teamshelf.package.source import open_source
    >>> from teamshelf.package.app import App
    >>> page = render(App(open_source(b'{"name": {"short": "<Polls>"}}')))
    >>> "&lt;Polls&gt;" in page, "<Polls>" in page
    (True, False)

    Raises:
        KeyError: there is no such surface.
    """
    shown = BY_NAME[surface]
    options = options or Options()
    view = View(app, options, pictures)
    found = _checked(app) if findings is None else tuple(findings)
    is_there = bool(shown.is_there(view))
    return (
        _environment(options.lang)
        .get_template(f"{shown.name}.html")
        .render(
            view=view,
            options=options,
            addresses=addresses or Addresses(),
            surface=shown,
            is_there=is_there,
            model=shown.model(view) if is_there else None,
            entries=tuple(_entry(view, each, found, is_open=each is shown) for each in SURFACES),
            problems=problems(found if surface == FINDINGS else concerning(view, found, shown.places)),
            tally=tally(found),
        )
    )


def render_unreadable(message: Message, options: Options | None = None, *, addresses: Addresses | None = None) -> str:
    """The page that stands for all others while there is no app to read, with the reason."""
    options = options or Options()
    template = _environment(options.lang).get_template("unreadable.html")
    return template.render(options=options, addresses=addresses or Addresses(), message=message)


def _checked(app: App) -> tuple[Finding, ...]:
    from teamshelf.checking import check_source

    return check_source(app.source).findings


def _entry(view: View, surface: Surface, findings: Sequence[Finding], *, is_open: bool) -> Entry:
    found = findings if surface.name == FINDINGS else concerning(view, findings, surface.places)
    return Entry(surface, bool(surface.is_there(view)), is_open, tally(found))


@lru_cache(maxsize=None)
def _environment(language: str) -> Environment:
    """What turns templates into pages in one language. Everything is escaped; nothing undefined goes unnoticed."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("teamshelf.preview"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: drawable(value) if type(value) is str else value,  # what macros made has been through it
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def said(message: Message) -> str:
        return message.in_language(language)

    def say_(template: str, **values: Any) -> str:
        return Message(template, values).in_language(language)

    made.filters["said"] = said
    made.filters["prose"] = partial(prose, is_linked=False)  # the preview opens no address of the app
    made.globals |= {
        "say": say_,
        "version": VERSION,
        "scopes": SCOPES,
        "scope_names": SCOPE_NAMES,
        "theme_names": THEME_NAMES,
        "client_names": CLIENT_NAMES,
        "language_names": LANGUAGE_NAMES,
    }
    return made
