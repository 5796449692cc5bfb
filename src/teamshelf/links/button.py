"""The button that carries a link: a picture that we drew, as SVG, in HTML and in Markdown.

It needs no script, no style sheet, no file and no font of its own, loads nothing from anywhere and has no artwork of
Microsoft in it. Screen readers get its name from the picture; the words on it are the beginning of that name, so that
people who speak to their computer can say what they see (WCAG 2.5.3).
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from msgspec import Struct

from teamshelf.messages import LANGUAGES, SHOWN_LENGTH, Message, printable, say

ADD, OPEN = "add", "open"

LABELS: dict[str, Message] = {ADD: say("Add to Teams"), OPEN: say("Open in Teams")}
"""What a button says: it adds the app, or opens something in it."""

THEMES = ("light", "dark")
"""The pages that a button is for: light or dark ones."""

SIZES = {"small": 32, "medium": 40, "large": 48}
"""Heights in pixels."""

_FONTS = "'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',Arial,sans-serif"

# Width of a character in hundredths of the size of the type, as bold sans-serif type has it. The picture says how wide
# its text is, so that it fills the button and stays inside whatever type the viewer has.
_WIDTHS = {"A": 72, "O": 78, "T": 61, "a": 56, "d": 61, "e": 56, "i": 28, "j": 28, "m": 89, "n": 61, "o": 61, "p": 61}
_WIDTHS |= {"r": 39, "s": 56, "t": 33, "u": 61, "v": 56, " ": 28}
_USUAL_WIDTH = 58

_SIGNS = {ADD: "M10 5.5v9M5.5 10h9", OPEN: "M7 13l6-6M7.8 7H13v5.2"}
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    ADD: (((10, 5.5), (10, 14.5)), ((5.5, 10), (14.5, 10))),
    OPEN: (((7, 13), (13, 7)), ((7.8, 7), (13, 7), (13, 12.2))),
}
"""The same signs point by point."""

_SIGN_SIZE = 20


class Colors(Struct, frozen=True):
    """The colours of a button."""

    ground: str
    edge: str
    text: str
    tile: str
    sign: str


_COLORS = {
    "light": Colors(ground="#ffffff", edge="#b4b8c9", text="#1c2033", tile="#0b6e6e", sign="#ffffff"),
    "dark": Colors(ground="#1e2230", edge="#5d647d", text="#ffffff", tile="#53c7ba", sign="#10231f"),
}


class Shape(Struct, frozen=True):
    """Where everything of a button is, in pixels.

    Attributes:
        text: the words on it.
        margin: before the tile with the sign; ``left``: before the text.
    """

    text: str
    width: int
    height: int
    margin: float
    tile: int
    left: float
    text_width: int
    type_size: float


class Button(Struct, frozen=True, kw_only=True):
    """A button: what it says, in which language, size and colours.

    Attributes:
        app_name: the app that it is for, told to screen readers and shown when a pointer rests on it.
        label: ``add`` or ``open``.
        language: one of :data:`~teamshelf.messages.LANGUAGES`.
        theme: one of :data:`THEMES`.
        size: one of :data:`SIZES`.
    """

    app_name: str | None = None
    label: str = ADD
    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    size: str = "medium"

    def __post_init__(self) -> None:
        choices = (
            (self.label, LABELS),
            (self.language, LANGUAGES),
            (self.theme, THEMES),
            (self.size, SIZES),
        )
        for value, known in choices:
            if value not in known:
                raise ValueError(f"{value!r} is none of {', '.join(known)}")

    @property
    def text(self) -> str:
        """The words on the button."""
        return LABELS[self.label].in_language(self.language)

    @property
    def name(self) -> str:
        """The words on the button and the name of the app, for those who do not see it."""
        if not self.app_name:
            return self.text
        short = self.app_name if len(self.app_name) <= SHOWN_LENGTH else f"{self.app_name[: SHOWN_LENGTH - 1]}…"
        said = say("{label}: {name}", label=LABELS[self.label], name=printable(short))
        return said.in_language(self.language)

    @property
    def colors(self) -> Colors:
        """The colours of its theme."""
        return _COLORS[self.theme]

    @property
    def strokes(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """The lines of its sign, point by point, in a square of 20."""
        return _STROKES[self.label]

    def shape(self, text: str | None = None) -> Shape:
        """Where everything is; with other words in place of its own, where they are given."""
        said, height = text or self.text, SIZES[self.size]
        type_size, tile, margin, gap = height * 0.4, height // 2, height * 0.35, height // 4
        text_width = round(sum(_WIDTHS.get(letter, _USUAL_WIDTH) for letter in said) * type_size / 100)
        left = margin + tile + gap
        return Shape(said, round(left + text_width + margin * 1.1), height, margin, tile, left, text_width, type_size)

    def svg(self) -> str:
        """The picture, complete in itself, as a file or within a page; in ASCII, whatever the page is written in."""
        colors, shape = self.colors, self.shape()
        width, height, margin, tile = shape.width, shape.height, shape.margin, shape.tile
        left, text_width, type_size = shape.left, shape.text_width, shape.type_size
        name = escape(self.name)
        drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}" '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
            f"<title>{name}</title>"
            f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="{height * 0.2:g}" '
            f'fill="{colors.ground}" stroke="{colors.edge}"/>'
            f'<g transform="translate({margin:g} {(height - tile) / 2:g}) scale({tile / _SIGN_SIZE:g})">'
            f'<rect width="20" height="20" rx="5" fill="{colors.tile}"/>'
            f'<path d="{_SIGNS[self.label]}" fill="none" stroke="{colors.sign}" stroke-width="2" '
            'stroke-linecap="round" stroke-linejoin="round"/></g>'
            f'<text x="{left:g}" y="{height / 2 + type_size * 0.36:g}" textLength="{text_width}" '
            f'lengthAdjust="spacingAndGlyphs" font-family="{_FONTS}" font-size="{type_size:g}" font-weight="600" '
            f'fill="{colors.text}">{escape(self.text)}</text>'
            "</svg>"
        )
        return drawn.encode("ascii", "xmlcharrefreplace").decode()

    def html(self, url: str) -> str:
        """The button as a link in HTML, to be pasted into any page; the picture is part of it."""
        return f'<a href="{escape(url)}">{self.svg()}</a>'

    def markdown(self, url: str, picture: str | None = None) -> str:
        """The button as a link in Markdown.

        Args:
            url: where it leads.
            picture: the address of the picture; without one the picture is part of the text. GitHub and others show
                only pictures that have an address.
        """
        if picture is None:
            from base64 import b64encode  # most buttons are no part of Markdown

            picture = f"data:image/svg+xml;base64,{b64encode(self.svg().encode()).decode()}"
        return f"[![{_in_markdown(self.name)}]({_target(picture)})]({_target(url)})"


def _in_markdown(text: str) -> str:
    r"""A text in which nothing means anything to Markdown or HTML.

    >>> _in_markdown("a]b")
    'a\\]b'
    """
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>()#!|~&" else character for character in text)


def _target(url: str) -> str:
    """An address that does not end the parentheses it stands in, nor is read as anything but itself."""
    plain = quote(url, safe="!#$%&'*+,/:;=?@[]~", errors="replace")
    return plain.replace("&", "&amp;") if ";" in plain else plain  # `&copy;` would be read as a character
