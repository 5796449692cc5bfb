"""Drawing the icons of a new app: a letter on a colour, and its outline in white.

The letter comes from the font inside Pillow, so that every machine can draw it; it is drawn large and scaled down,
which gives smoother edges than drawing it small.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.ImageFont import FreeTypeFont

Color = tuple[int, int, int]

COLOR_SIDE, OUTLINE_SIDE = 192, 32
"""Pixels on a side of the two icons."""

_SCALE = 8
_LETTER = 92  # pixels of the letter in the color icon, within the 120 that are never cut off
_WIDEST = 112
_SMALL_LETTER = 16
_SMALL_WIDEST = 19
_RING, _RADIUS = 2, 7  # of the frame around the outline icon's letter
_BOLD = 0.045  # how far the strokes of a letter are thickened on each side, of its height: the font has one weight
_SMALL_BOLD = 0.05
_WHITE = (255, 255, 255)
_MISSING = "\uffff"  # no font has it, so what is drawn for it is drawn for whatever is missing


def can_draw(letter: str) -> bool:
    """Whether the font has this letter, and something of it can be seen."""
    if len(letter) != 1 or not letter.isprintable() or letter.isspace():
        return False
    font = _font(64)
    return bytes(font.getmask(letter)) not in {bytes(font.getmask(_MISSING)), b""}


def letter_for(name: str) -> str | None:
    """The first letter or digit of a name that can be drawn, as a capital without what the font lacks; or None."""
    from unicodedata import normalize

    for character in name:
        for form in (character.upper(), normalize("NFKD", character)[:1].upper()):
            if character.isalnum() and can_draw(form):
                return form
    return None


def color_icon(background: Color, letter: str | None) -> bytes:
    """The color icon: the letter, or a ring if there is none, in the middle of a full square."""
    side = COLOR_SIDE * _SCALE
    mask = _symbol(side, letter, _LETTER * _SCALE, _WIDEST * _SCALE, _BOLD)
    mask = mask.resize((COLOR_SIDE, COLOR_SIDE), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", mask.size, background)
    picture.paste(readable_on(background), mask=mask)
    return png_of(picture)


def outline_icon(letter: str | None) -> bytes:
    """The outline icon: the letter in a frame, white on nothing."""
    side = OUTLINE_SIDE * _SCALE
    mask = _symbol(side, letter, _SMALL_LETTER * _SCALE, _SMALL_WIDEST * _SCALE, _SMALL_BOLD)
    frame = ImageDraw.Draw(mask)
    frame.rounded_rectangle((0, 0, side - 1, side - 1), _RADIUS * _SCALE, outline=255, width=_RING * _SCALE)
    return png_of(white_through(mask.resize((OUTLINE_SIDE, OUTLINE_SIDE), Image.Resampling.BOX)))


def white_through(mask: Image.Image) -> Image.Image:
    """A white picture that can be seen where the mask is light."""
    picture = Image.new("RGBA", mask.size, (*_WHITE, 0))
    picture.putalpha(mask)
    return picture


def readable_on(background: Color) -> Color:
    """White, or a dark shade of the colour where white could not be read on it (WCAG 2.2, contrast of large text)."""
    least = 3.0
    if 1.05 / (_luminance(background) + 0.05) >= least:
        return _WHITE
    red, green, blue = (part // 6 for part in background)
    return red, green, blue


def png_of(picture: Image.Image) -> bytes:
    """The picture as a PNG file, without anything but its pixels."""
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def parse_color(text: str) -> Color | None:
    """The colour that `#RRGGBB` stands for; None for any other text."""
    digits = text.removeprefix("#")
    if len(digits) != 6 or not digits.isascii() or not digits.isalnum():  # noqa: PLR2004 - digits of a colour
        return None
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def _symbol(side: int, letter: str | None, height: int, widest: int, bold: float) -> Image.Image:
    """A mask of this side with the symbol in its middle: so high, or less if it would be wider than allowed."""
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    if letter is None:
        margin = (side - height) // 2
        draw.ellipse((margin, margin, side - margin, side - margin), outline=255, width=round(height * 0.2))
        return mask
    size = height
    for _ in range(3):  # thickening does not grow with the letter, so that the second try is nearly right
        font, stroke = _font(size), round(size * bold)
        left, top, right, bottom = draw.textbbox((0, 0), letter, font=font, stroke_width=stroke)
        size = round(size * min(height / (bottom - top), widest / (right - left)))
    font, stroke = _font(size), round(size * bold)
    left, top, right, bottom = draw.textbbox((0, 0), letter, font=font, stroke_width=stroke)
    place = (side - left - right) / 2, (side - top - bottom) / 2
    draw.text(place, letter, fill=255, font=font, stroke_width=stroke)
    return mask


def _font(size: int) -> FreeTypeFont:
    from typing import cast

    return cast("FreeTypeFont", ImageFont.load_default(max(1, size)))


def _luminance(color: Iterable[int]) -> float:
    """Relative luminance of an sRGB colour, WCAG 2.2."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
