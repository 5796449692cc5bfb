"""The icons of an app under a magnifying glass: the safe area, the symbol's bounds, and the pixels that are wrong.

They are drawn from the package's own pixels: a package that was refused is stored nowhere, and it is its icons that one
has to see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, printable, say
from teamshelf.rules.icon_pixels import SAFE_SIDE
from teamshelf.rules.icons import COLOR_SIDE, icons_of
from teamshelf.server.pages.dev.strokes import Drawing, drawn, runs
from teamshelf.server.pages.rendering import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teamshelf.findings import Finding
    from teamshelf.package.app import App
    from teamshelf.package.pixels import Box, Pixel, Pixels
    from teamshelf.rules.icons import AppIcon

MOST_NAMED = 8
"""Pixels that are listed with their colours; all are marked."""

ROLE_NAMES: dict[str, Message] = {
    "color": say("Color icon"),
    "outline": say("Outline icon"),
    "color32x32": say("Small color icon"),
}
"""What each icon is called, by the property that names its file."""


class Frame(Struct, frozen=True):
    """A rectangle in cells of the drawing, which may be parts of one."""

    x: float
    y: float
    width: float
    height: float
    is_wrong: bool = False


class StrayPixel(Struct, frozen=True):
    """A pixel that is wrong, and its A,R,G,B."""

    x: int
    y: int
    color: str


class IconView(Struct, frozen=True, kw_only=True):
    """An icon, magnified.

    Attributes:
        drawing: None for a file that no picture can be read from, or one of another size.
        safe: what is never cut off, of the color icon.
        symbol: the bounds of what is no background; None where nobody could tell.
        marks: strokes through the pixels that are wrong.
        strays: the first of these.
        more: how many others there are.
        remarks: what the report says of the file, and how each looks.
    """

    role: str
    label: Message
    file: str
    drawing: Drawing | None
    safe: Frame | None
    symbol: Frame | None
    marks: str
    strays: tuple[StrayPixel, ...]
    more: int
    remarks: tuple[str, ...]


def icon_views(app: App, findings: Sequence[Finding], language: str) -> tuple[IconView, ...]:
    """The icons that the manifest names and the package holds; none of a manifest alone."""
    if app.file is None or app.source.kind == "manifest":
        return ()
    return tuple(_view(each, findings, language) for each in icons_of(app))


def _view(icon: AppIcon, findings: Sequence[Finding], language: str) -> IconView:
    rules = {finding.rule for finding in findings if finding.file == icon.name}
    pixels = icon.pixels
    drawing = drawn(pixels) if pixels is not None else None
    cell = pixels.width / drawing.side if pixels is not None and drawing is not None else 1
    stray = pixels.visible_but_white() if pixels is not None and icon.role == "outline" else []
    return IconView(
        role=icon.role,
        label=ROLE_NAMES[icon.role],
        file=printable(icon.name)[:100],
        drawing=drawing,
        safe=_safe_area(cell) if icon.role == "color" and drawing is not None else None,
        symbol=_symbol(icon.role, pixels, cell, rules) if pixels is not None else None,
        marks=_marks(pixels, stray, cell, rules),
        strays=tuple(_named(pixel) for pixel in stray[:MOST_NAMED]),
        more=max(0, len(stray) - MOST_NAMED),
        remarks=tuple(sentence(each.message, language) for each in findings if each.file == icon.name),
    )


def _safe_area(cell: float) -> Frame:
    margin = (COLOR_SIDE - SAFE_SIDE) / 2 / cell
    return Frame(margin, margin, SAFE_SIDE / cell, SAFE_SIDE / cell)


def _symbol(role: str, pixels: Pixels, cell: float, rules: set[str]) -> Frame | None:
    box = pixels.visible() if role == "outline" else pixels.symbol()
    if box is None or (box.width, box.height) == (pixels.width, pixels.height):
        return None
    is_wrong = not rules.isdisjoint({"color-icon-symbol-too-large", "outline-icon-has-margin"})
    return _framed(box, cell, is_wrong=is_wrong)


def _framed(box: Box, cell: float, *, is_wrong: bool) -> Frame:
    return Frame(box.left / cell, box.top / cell, box.width / cell, box.height / cell, is_wrong)


def _marks(pixels: Pixels | None, stray: Sequence[Pixel], cell: float, rules: set[str]) -> str:
    """Strokes through what is wrong: pixels of the outline icon, or the corners of a color icon that has none."""
    if pixels is None:
        return ""
    if "color-icon-corners-cut" not in rules:
        return runs((pixel.x, pixel.y) for pixel in stray)
    side = round(pixels.width / cell)
    size = max(1, side // 12)
    near, far = range(size), range(side - size, side)
    return runs((x, y) for y in (*near, *far) for x in (*near, *far) if _is_clear(pixels, x, y, cell))


def _is_clear(pixels: Pixels, x: int, y: int, cell: float) -> bool:
    return pixels.color(int(x * cell), int(y * cell))[3] == 0


def _named(pixel: Pixel) -> StrayPixel:
    return StrayPixel(pixel.x, pixel.y, f"{pixel.alpha},{pixel.red},{pixel.green},{pixel.blue}")
