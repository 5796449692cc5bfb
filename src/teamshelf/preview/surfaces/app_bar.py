"""The app bar at the edge of Teams: the outline icon, and the accent colour behind it while the app is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.package.drawing import parse_color

if TYPE_CHECKING:
    from teamshelf.preview.pictures import Picture
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import View

LEAST_CONTRAST = 3.0
"""How much lighter white must be than the accent colour for its shape to be told. Source: WCAG 2.2, 1.4.11."""


class AppBar(Struct, frozen=True, kw_only=True):
    """The app bar.

    Attributes:
        accent: the accent colour as `#rrggbb`; None where the manifest has none that is one.
        contrast: of the white outline on it, from 1 to 21.
        warnings: what people will not see well.
        is_pinned: the app has a place of its own in the bar; otherwise it is behind the button with three dots.
    """

    name: Text | None
    icon: Picture
    accent: str | None
    contrast: float | None
    warnings: tuple[Message, ...]
    is_pinned: bool


def app_bar(view: View) -> AppBar:
    """The app bar with the app in it."""
    icon = view.pictures["outline"]
    contrast = white_on(view.accent) if view.accent else None
    warnings = []
    if view.accent is None:
        warnings.append(say("There is no accent colour of the form `#rrggbb`; Teams takes one of its own."))
    if contrast is not None and contrast < LEAST_CONTRAST:
        warnings.append(
            say(
                "White on this accent colour has a contrast of {contrast} to 1; {least} to 1 can be seen well.",
                contrast=round(contrast, 1),
                least=LEAST_CONTRAST,
            )
        )
    return AppBar(
        name=view.name,
        icon=icon,
        accent=view.accent,
        contrast=contrast,
        warnings=tuple(warnings),
        is_pinned=view.options.pinned == "yes",
    )


def white_on(color: str) -> float:
    """The contrast of white on a colour, from 1 to 21. Source: WCAG 2.2, relative luminance and contrast ratio.

    >>> round(white_on("#000000")), round(white_on("#ffffff"))
    (21, 1)

    Raises:
        ValueError: it is no colour of the form `#rrggbb`.
    """
    parsed = parse_color(color)
    if parsed is None:
        raise ValueError(f"{color!r} is no color")
    red, green, blue = (_linear(part / 255) for part in parsed)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - of the formula
