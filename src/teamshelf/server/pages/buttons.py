"""The button for a product's own site, the page that makes it, and badges with facts from the shelf.

Pictures are SVG that we drew, complete in themselves, for other sites to embed. Source: web/pages, section 4.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.refusals import Refusal
from teamshelf.links import SIZES, THEMES, Button, InstallLink
from teamshelf.messages import LANGUAGES, Message, printable, say
from teamshelf.server.addresses import base_url
from teamshelf.server.exchange import header_of
from teamshelf.server.given import TheSettings, TheShelf
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.apps import tabs_of
from teamshelf.server.pages.badges import badge_svg
from teamshelf.server.pages.cards import tier_of
from teamshelf.server.pages.finding import app_at
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit, Visit
from teamshelf.server.permissions import PUBLIC, UNSEEN

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

HOUR = "public, max-age=3600"

KINDS: dict[str, Message] = {
    "add": say("Button"),
    "version": say("Badge: version"),
    "certification": say("Badge: certification"),
    "installs": say("Badge: number of places"),
}
"""The pictures there are."""

SIZE_NAMES: dict[str, Message] = {"small": say("Small"), "medium": say("Medium"), "large": say("Large")}
TARGETS: dict[str, Message] = {"shelf": say("The page of this shelf"), "teams": say("Teams itself")}
THEME_NAMES: dict[str, Message] = {"light": say("Light"), "dark": say("Dark")}


class Wanted(Struct, frozen=True):
    """The button that was asked for."""

    kind: str
    language: str
    theme: str
    size: str
    target: str = "shelf"


class Made(Struct, frozen=True):
    """A button, ready to be copied."""

    picture: str
    alt: str
    html: str
    markdown: str
    rst: str


@get("/apps/{app_id:str}/button", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_button(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    settings: TheSettings,
    visit: TheVisit,
    app_id: FromPath[str],
    *,
    kind: Annotated[str, QueryParameter()] = "add",
    language: Annotated[str, QueryParameter()] = "",
    theme: Annotated[str, QueryParameter()] = "light",
    size: Annotated[str, QueryParameter()] = "medium",
    target: Annotated[str, QueryParameter()] = "shelf",
) -> Response[Any]:
    """The page on which a button is chosen and copied."""
    wanted = Wanted(
        kind if kind in KINDS else "add",
        language if language in LANGUAGES else visit.language,
        theme if theme in THEMES else "light",
        size if size in SIZES else "medium",
        target if target in TARGETS else "shelf",
    )
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
    made = _made(base_url(request, settings), seen.head.app_id, seen.head.name, wanted)
    return page(
        visit,
        "button.html",
        app=seen.head,
        tabs=tabs_of(seen),
        here="button",
        wanted=wanted,
        made=made,
        choices=(
            ("kind", say("Picture"), KINDS),
            ("language", say("Language"), {tag: name for tag, name in _LANGUAGES.items() if tag in LANGUAGES}),
            ("theme", say("Background"), THEME_NAMES),
            ("size", say("Size"), SIZE_NAMES),
            ("target", say("Leads to"), TARGETS),
        ),
    )


_LANGUAGES = {"en": "English", "fr": "Français"}


@get("/badge/{name:str}", permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
def show_badge(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    name: FromPath[str],
    *,
    kind: Annotated[str, QueryParameter()] = "add",
    lang: Annotated[str, QueryParameter()] = "en",
    theme: Annotated[str, QueryParameter()] = "light",
    size: Annotated[str, QueryParameter()] = "medium",
) -> Response[bytes]:
    """A picture for other sites; of an app that is not there it says so, for a broken picture helps nobody."""
    wanted = Wanted(
        kind,
        lang if lang in LANGUAGES else LANGUAGES[0],
        theme if theme in THEMES else "light",
        size if size in SIZES else "medium",
    )
    content = _picture(shelf, name.removesuffix(".svg"), wanted).encode("ascii", "xmlcharrefreplace")
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": HOUR, "Cross-Origin-Resource-Policy": "cross-origin"}
    if header_of(request.scope, b"if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type="image/svg+xml")
    return Response(content, headers=headers, media_type="image/svg+xml")


def _picture(shelf: Shelf, app_id: str, wanted: Wanted) -> str:
    def badge(label: Message | str, value: Message | str, look: str = "plain") -> str:
        texts = [text.in_language(wanted.language) if isinstance(text, Message) else text for text in (label, value)]
        return badge_svg(texts[0], texts[1], look)

    try:
        with shelf.reading() as session:
            seen = seen_app(session, Visit(language=wanted.language), app_id, shelf.clock())
            app = app_at(session, VISITOR, app_id)
    except Refusal as refusal:
        is_gone = refusal.rule == "app-gone"
        return badge("Teams", say("unavailable") if is_gone else say("unknown app"))
    if seen.app.is_blocked or seen.head.state is None:
        return badge(printable(seen.head.name), say("unavailable"))
    if wanted.kind == "version":
        return badge(printable(seen.head.name), printable(seen.head.number), "accent")
    if wanted.kind == "installs":
        return badge(printable(seen.head.name), say("in {count} places", count=seen.head.installs), "accent")
    if wanted.kind == "certification":
        tier = tier_of(app, shelf.clock())
        return badge(
            printable(seen.head.name), tier.label, {"certified": "good", "expired": "warn"}.get(tier.name, "plain")
        )
    return Button(app_name=seen.head.name, language=wanted.language, theme=wanted.theme, size=wanted.size).svg()


def _made(base: str, app_id: str, name: str, wanted: Wanted) -> Made:
    chosen = {"lang": wanted.language}
    if wanted.kind == "add":
        chosen |= {"theme": wanted.theme, "size": wanted.size}
    else:
        chosen |= {"kind": wanted.kind}
    path = f"/badge/{app_id}.svg?{urlencode(chosen)}"
    button = Button(app_name=name, language=wanted.language, theme=wanted.theme, size=wanted.size)
    link = InstallLink(app_id)
    url = link.url() if wanted.target == "teams" else link.url(base)
    picture = f"{base}{path}"
    height = SIZES[wanted.size] if wanted.kind == "add" else 20
    alt = button.name
    return Made(
        picture=path,
        alt=alt,
        html=f'<a href="{escape(url)}"><img src="{escape(picture)}" alt="{escape(alt)}" height="{height}"></a>',
        markdown=button.markdown(url, picture),
        rst=f".. image:: {picture}\n   :alt: {' '.join(alt.split())}\n   :target: {url}\n   :height: {height}px",
    )
