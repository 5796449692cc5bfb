"""The colour of an app on its pages: as the publisher chose it, and moved as far as reading demands.

The page of an app loads a style sheet that is made from the colour alone, for no page of ours has styles in line. A
button in the colour has text of at least 4.5 to 1 against it, and stands out from the page by at least 3 to 1.
Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11, and its formula of contrast.
"""

from __future__ import annotations

import re

Color = tuple[int, int, int]

TEXT_CONTRAST = 4.5
PART_CONTRAST = 3.0

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_WHITE: Color = (255, 255, 255)
_BLACK: Color = (12, 15, 24)
_LIGHT_CARD: Color = (255, 255, 255)
_DARK_CARD: Color = (28, 32, 43)
_STEPS = 40


PARTS = ("before", "after")
"""Parts of a page that can have a colour of their own: elements of the class ``accent-before``, and so on."""


BRAND = "brand"
"""The part that is the whole shelf: its links and buttons, which have to be read on every ground."""

READ_CONTRAST = 5.5
"""Of a link to the page's own ground, so that there are 4.5 to 1 on grounds that are tinted."""


def accent_path(color: str, part: str = "") -> str:
    """The address of the style sheet of a colour such as ``#0B6E6E``; empty where it is none.

    Args:
        color: the colour.
        part: one of :data:`PARTS`, or :data:`BRAND`, for which it holds; else for the whole page.
    """
    match = _HEX.fullmatch(color.strip())
    return f"/accents/{match[1].lower()}{f'.{part}' if part else ''}.css" if match else ""


def accent_style(text: str) -> str | None:
    """The style sheet of a colour of six hexadecimal digits, and of the part it is for; None where they are none."""
    digits, _, part = text.partition(".")
    if not re.fullmatch(r"[0-9a-f]{6}", digits) or (part not in (*PARTS, BRAND) and text != digits):
        return None
    color = color_of(digits)
    if part == BRAND:
        return _brand_style(color)
    light, dark = _fitting(color, _LIGHT_CARD), _fitting(color, _DARK_CARD)
    tokens = {
        "app": (light, dark),
        "on-app": (text_on(light), text_on(dark)),
        "app-strong": (_towards(light, text_on(light), -0.12), _towards(dark, text_on(dark), -0.12)),
        "app-tint": (_mixed(light, _LIGHT_CARD, 0.12), _mixed(dark, _DARK_CARD, 0.2)),
    }
    return _rule(f".accent-{part}" if part else ":root", tokens)


def _brand_style(color: Color) -> str:
    """The shelf's own accent in a colour: links in it are read on the page, on cards and on grounds tinted with it."""
    light, dark = (_fitting(color, ground, READ_CONTRAST) for ground in (_LIGHT_CARD, _DARK_CARD))
    strong = (_mixed(_BLACK, light, 0.25), _mixed(_WHITE, dark, 0.25))
    tokens = {
        "accent": (light, dark),
        "accent-strong": strong,
        "on-accent": (text_on(light), text_on(dark)),
        "tint": (_mixed(light, _LIGHT_CARD, 0.1), _mixed(dark, _DARK_CARD, 0.12)),
    }
    return _rule(":root", tokens)


def _rule(selector: str, tokens: dict[str, tuple[Color, Color]]) -> str:
    lines = "".join(
        f"  --{name}: light-dark({_written(day)}, {_written(night)});\n" for name, (day, night) in tokens.items()
    )
    return f"{selector} {{\n{lines}}}\n"


def color_of(digits: str) -> Color:
    """The colour that six hexadecimal digits are."""
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def white_on(text: str) -> float | None:
    """The contrast of white on a colour such as ``#0B6E6E``; None where it is none."""
    match = _HEX.fullmatch(text.strip())
    return contrast(color_of(match[1]), _WHITE) if match else None


def contrast(one: Color, other: Color) -> float:
    """How well two colours can be told apart, from 1 to 21.

    >>> contrast((255, 255, 255), (0, 0, 0))
    21.0
    """
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def text_on(color: Color) -> Color:
    """White or nearly black: what can be read better on a colour."""
    return _WHITE if contrast(color, _WHITE) >= contrast(color, _BLACK) else _BLACK


def _fitting(color: Color, ground: Color, least: float = PART_CONTRAST) -> Color:
    """The colour, moved away from the ground until it stands out from it and text can be read on it."""
    away = text_on(ground)
    for step in range(_STEPS + 1):
        moved = _mixed(away, color, step / _STEPS)
        if contrast(moved, ground) >= least and contrast(moved, text_on(moved)) >= TEXT_CONTRAST:
            return moved
    return away


def _towards(color: Color, other: Color, amount: float) -> Color:
    """The colour moved away from another; a negative amount is away, as on a pressed button."""
    away = tuple(round(part + amount * (there - part)) for part, there in zip(color, other, strict=True))
    return _bounded(away)


def _mixed(one: Color, other: Color, share: float) -> Color:
    """So much of the one colour, and the rest of the other."""
    return _bounded(tuple(round(share * a + (1 - share) * b) for a, b in zip(one, other, strict=True)))


def _bounded(parts: tuple[int, ...]) -> Color:
    red, green, blue = (min(max(part, 0), 255) for part in parts)
    return red, green, blue


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the formula


def _written(color: Color) -> str:
    red, green, blue = color
    return f"#{red:02x}{green:02x}{blue:02x}"
