"""The button as PNG, for places that take no SVG: drawn with the typeface that Pillow brings, which anybody may use.

Only our own words stand on it, for that typeface has the letters of ASCII and no more: an accent is drawn over its
letter. The app's name is for those who do not see the picture.
"""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teamshelf.links.button import Button, Shape

DENSITIES = (1, 2)
"""Pixels of the picture for each pixel of the page, along each side."""

_FINE = 4
"""It is drawn larger by this and made smaller, so that edges are smooth."""

_ACCENTS = {"\N{COMBINING GRAVE ACCENT}": "`"}
"""The accents of our words, and what the typeface has for them."""

_NOTHING = (((5.5, 10), (14.5, 10)),)
"""The sign of a button that does nothing."""

_GREY_TILE = "#6b7187"


def button_png(button: Button, *, density: int = 1, text: str | None = None) -> bytes:
    """The picture of a button, as large as its SVG.

    Args:
        button: which.
        density: one of :data:`DENSITIES`.
        text: other words of ours in place of the button's, where it does not do what it says; then its sign is another
            one, on grey.
    """
    from PIL import Image, ImageDraw, ImageFont

    shape = button.shape(text)
    scale = density * _FINE
    image = Image.new("RGBA", (shape.width * scale, shape.height * scale), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    colors = button.colors
    draw.rounded_rectangle(
        (0, 0, shape.width * scale - 1, shape.height * scale - 1),
        radius=shape.height * 0.2 * scale,
        fill=colors.ground,
        outline=colors.edge,
        width=scale,
    )
    if text is None:
        _sign(draw, button.strokes, shape, scale, tile=colors.tile, color=colors.sign)
    else:
        _sign(draw, _NOTHING, shape, scale, tile=_GREY_TILE, color="#ffffff")
    letters, accents = plain_letters(shape.text)
    font = _fitting(ImageFont, letters, shape.text_width * scale, shape.type_size * scale)
    _, top, _, bottom = font.getbbox("Hx", anchor="ls")
    left, baseline = shape.left * scale, (shape.height * scale - (bottom - top)) / 2 - top
    look = {
        "font": font,
        "fill": colors.text,
        "stroke_width": max(1, round(shape.type_size * scale * 0.012)),  # the typeface comes in one weight only
        "stroke_fill": colors.text,
    }
    draw.text((left, baseline), letters, anchor="ls", **look)
    for place, accent in accents:
        middle = (font.getlength(letters[:place]) + font.getlength(letters[: place + 1])) / 2
        draw.text((left + middle, baseline), accent, anchor="ms", **look)
    small = image.resize((shape.width * density, shape.height * density), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def plain_letters(text: str) -> tuple[str, list[tuple[int, str]]]:
    """A text in letters that the typeface has, and the accents over some of them.

    >>> plain_letters("à Teams")
    ('a Teams', [(0, '`')])
    """
    letters: list[str] = []
    accents = []
    for sign in unicodedata.normalize("NFD", text):
        if sign in _ACCENTS and letters:
            accents.append((len(letters) - 1, _ACCENTS[sign]))
        else:
            letters.append(sign)
    return "".join(letters), accents


def _sign(draw: Any, strokes: Any, shape: Shape, scale: int, *, tile: str, color: str) -> None:
    """The tile with its sign; the signs are strokes with round ends."""
    unit = shape.tile * scale / 20
    left, top = shape.margin * scale, (shape.height - shape.tile) / 2 * scale
    draw.rounded_rectangle((left, top, left + 20 * unit, top + 20 * unit), radius=5 * unit, fill=tile)
    for stroke in strokes:
        points = [(left + x * unit, top + y * unit) for x, y in stroke]
        draw.line(points, fill=color, width=round(2 * unit), joint="curve")
        for x, y in points:
            draw.ellipse((x - unit, y - unit, x + unit, y + unit), fill=color)


def _fitting(fonts: Any, text: str, width: float, size: float) -> Any:
    """The typeface in the size in which the text is as wide as it should be, and no larger than it should be."""
    font = fonts.load_default(size)
    return fonts.load_default(min(size * 1.1, size * width / max(font.getlength(text), 1)))
