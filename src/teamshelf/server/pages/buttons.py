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

from teamshelf.catalogue.policy.access import Access, Status, status_of
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings as settings_of
from teamshelf.links import SIZES, THEMES, Button, InstallLink
from teamshelf.links.button import ADD, LABELS
from teamshelf.links.button_drawing import button_png
from teamshelf.messages import LANGUAGES, Message, printable, say
from teamshelf.server.addresses import base_url
from teamshelf.server.exchange import exchange_of, header_of
from teamshelf.server.given import TheSettings, TheShelf
from teamshelf.server.pacing import Pace
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.apps import tabs_of
from teamshelf.server.pages.badges import COLORS, badge_svg
from teamshelf.server.pages.cards import tier_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit, Visit
from teamshelf.server.permissions import PUBLIC, UNSEEN

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

HOUR = "public, max-age=3600"

PACE = Pace(300, 60)
"""Pictures that an address is sent in a minute, by each process: whoever keeps them for an hour asks for far less."""

KINDS: dict[str, Message] = {
    "add": say("Button"),
    "compact": say("Button, compact"),
    "version": say("Badge: version"),
    "certification": say("Badge: certification"),
    "installs": say("Badge: number of places"),
}
"""The pictures there are."""

SIZE_NAMES: dict[str, Message] = {"small": say("Small"), "medium": say("Medium"), "large": say("Large")}
TARGETS: dict[str, Message] = {"shelf": say("The page of this shelf"), "teams": say("Teams itself")}
AUTO = "auto"
THEME_NAMES: dict[str, Message] = {"light": say("Light"), "dark": say("Dark"), AUTO: say("As the reader's device")}
SHORT_KINDS = {"cert": "certification"}
"""Other names that a picture can be asked for by."""


class Wanted(Struct, frozen=True):
    """The button that was asked for."""

    kind: str
    language: str
    theme: str
    size: str
    target: str = "shelf"


class Made(Struct, frozen=True):
    """A button, ready to be copied; ``png`` is empty for pictures that are SVG alone."""

    picture: str
    alt: str
    html: str
    png: str
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
        theme if theme in THEME_NAMES else "light",
        size if size in SIZES else "medium",
        target if target in TARGETS else "shelf",
    )
    with shelf.reading() as session:
        if not settings_of(session).allow_badges:
            why = say("this shelf has no buttons and badges for other sites: an administrator has switched them off")
            raise Refusal(Kind.FORBIDDEN, "badges-off", why)
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


_HEIGHTS = {str(height): size for size, height in SIZES.items()}


@get("/badge/{name:str}", permission=UNSEEN, sync_to_thread=True, include_in_schema=False)
def show_badge(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    settings: TheSettings,
    name: FromPath[str],
    *,
    kind: Annotated[str, QueryParameter()] = "add",
    lang: Annotated[str, QueryParameter()] = "en",
    theme: Annotated[str, QueryParameter()] = "light",
    size: Annotated[str, QueryParameter()] = "",
    h: Annotated[str, QueryParameter()] = "",
    density: Annotated[str, QueryParameter()] = "1",
) -> Response[bytes]:
    """A picture for other sites; of an app that is not there it says so, for a broken picture helps nobody."""
    if settings.has_limits:
        PACE.count(exchange_of(request.scope).address or "", shelf.clock())
    wanted = Wanted(
        SHORT_KINDS.get(kind, kind),
        lang if lang in LANGUAGES else LANGUAGES[0],
        theme if theme in THEMES else "light",
        size if size in SIZES else _HEIGHTS.get(h, "medium"),
    )
    if name.endswith(".png"):
        content = _png(shelf, name.removesuffix(".png"), wanted, 2 if density == "2" else 1)
        kind = "image/png"
    else:
        content = _picture(shelf, name.removesuffix(".svg"), wanted).encode("ascii", "xmlcharrefreplace")
        kind = "image/svg+xml"
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": HOUR, "Cross-Origin-Resource-Policy": "cross-origin"}
    if header_of(request.scope, b"if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type=kind)
    return Response(content, headers=headers, media_type=kind)


class Badge(Struct, frozen=True, kw_only=True):
    """What a badge says.

    Attributes:
        look: one of :data:`teamshelf.server.pages.badges.COLORS`.
        is_there: the app can be added; where it cannot, the badge says so and nothing else.
    """

    label: Message | str
    value: Message | str
    look: str = "plain"
    is_there: bool = True

    @property
    def color(self) -> str:
        """The ground of the value."""
        return COLORS[self.look]


def badge_of(shelf: Shelf, app_id: str, kind: str, language: str) -> Badge:
    """What a badge of an app says to everybody; of one that is not there it says that."""
    try:
        with shelf.reading() as session:
            if not settings_of(session).allow_badges:
                return Badge(label="Teams", value=say("unavailable"), is_there=False)
            seen = seen_app(session, Visit(language=language), app_id, shelf.clock())
            is_open = status_of(seen.app, settings_of(session)) is Status.ALLOWED and seen.app.access != Access.NOBODY
    except Refusal as refusal:
        is_gone = refusal.rule == "app-gone"
        return Badge(label="Teams", value=say("unavailable") if is_gone else say("unknown app"), is_there=False)
    name = printable(seen.head.name)
    if not is_open or seen.head.state is None:
        return Badge(label=name, value=say("unavailable"), is_there=False)
    if kind == "version":
        return Badge(label=name, value=printable(seen.head.number), look="accent")
    if kind == "installs":
        return Badge(label=name, value=say("in {count} places", count=seen.head.installs), look="accent")
    if kind == "certification":
        tier = tier_of(seen.app, shelf.clock())
        return Badge(
            label=name, value=tier.label, look={"certified": "good", "expired": "warn"}.get(tier.name, "plain")
        )
    return Badge(label=name, value=LABELS[ADD], look="accent")


def _picture(shelf: Shelf, app_id: str, wanted: Wanted) -> str:
    badge = badge_of(shelf, app_id, wanted.kind, wanted.language)
    if badge.is_there and wanted.kind == "add":
        name = badge.label if isinstance(badge.label, str) else ""
        return Button(app_name=name, language=wanted.language, theme=wanted.theme, size=wanted.size).svg()
    texts = [
        text.in_language(wanted.language) if isinstance(text, Message) else text for text in (badge.label, badge.value)
    ]
    return badge_svg(texts[0], texts[1], badge.look)


def _png(shelf: Shelf, app_id: str, wanted: Wanted, density: int) -> bytes:
    """The button as PNG. No word of an app stands on it; where the app is not to be had, it says that instead."""
    badge = badge_of(shelf, app_id, "add", wanted.language)
    text = badge.value.in_language(wanted.language) if isinstance(badge.value, Message) else str(badge.value)
    button = Button(language=wanted.language, theme=wanted.theme, size=wanted.size)
    return button_png(button, density=density, text=None if badge.is_there else text)


def _made(base: str, app_id: str, name: str, wanted: Wanted) -> Made:
    is_auto = wanted.theme == AUTO and wanted.kind == "add"
    theme = "light" if wanted.theme == AUTO else wanted.theme
    path = _picture_path(app_id, wanted, theme)
    button = Button(app_name=name, language=wanted.language, theme=theme, size=wanted.size)
    link = InstallLink(app_id)
    url = link.url() if wanted.target == "teams" else link.url(base)
    picture = f"{base}{path}"
    height = SIZES[wanted.size] if wanted.kind == "add" else 20
    alt = button.name
    image = f'<img src="{escape(picture)}" alt="{escape(alt)}" height="{height}">'
    if is_auto:
        dark = escape(f"{base}{_picture_path(app_id, wanted, 'dark')}")
        image = f'<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">{image}</picture>'
    html = f'<a href="{escape(url)}">{image}</a>'
    png = ""
    if wanted.kind == "add" and not is_auto:
        once = f"{base}{path.replace('.svg?', '.png?', 1)}"
        twice = f"{once}&density=2"
        sources = f'src="{escape(once)}" srcset="{escape(once)} 1x, {escape(twice)} 2x"'
        png = f'<a href="{escape(url)}"><img {sources} alt="{escape(alt)}" height="{height}"></a>'
    return Made(
        picture=path,
        alt=alt,
        html=html,
        png=png,
        markdown=html if is_auto else button.markdown(url, picture),  # Markdown alone knows one picture only
        rst=f".. image:: {picture}\n   :alt: {' '.join(alt.split())}\n   :target: {url}\n   :height: {height}px",
    )


def _picture_path(app_id: str, wanted: Wanted, theme: str) -> str:
    chosen = {"lang": wanted.language}
    if wanted.kind == "add":
        chosen |= {"theme": theme, "size": wanted.size}
    else:
        chosen |= {"kind": wanted.kind}
    return f"/badge/{app_id}.svg?{urlencode(chosen)}"
