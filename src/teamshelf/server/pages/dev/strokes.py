"""Drawing the pixels of a small picture as lines of an SVG, for a page that may load nothing and stores nothing.

Pixels of one colour that stand side by side are one stroke. Of a picture that would take too many, each cell stands for
several pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.pixels import Pixels

MOST_COLORS = 48
"""Colours of a drawing. More than these are brought down to so many, which no eye finds in an icon."""

ROOM = 9_000
"""Characters that a drawing takes, where it can be made smaller."""

_SIDES = (192, 128, 96, 64, 48, 32)
_OPAQUE = 255


class Layer(Struct, frozen=True):
    """All strokes of one colour: `color` as `#rrggbb`, `opacity` as SVG writes it."""

    color: str
    opacity: str
    path: str


class Drawing(Struct, frozen=True):
    """A picture in cells; `side` of them on each side."""

    side: int
    layers: tuple[Layer, ...]


def drawn(pixels: Pixels) -> Drawing:
    """A square picture as finely as it can be drawn in the room there is."""
    image = Image.frombytes("RGBA", (pixels.width, pixels.height), pixels.data)
    drawing = Drawing(0, ())
    for side in (each for each in _SIDES if each <= max(pixels.width, _SIDES[-1])):
        scaled = image if image.width == side else image.resize((side, side), Image.Resampling.BOX)
        drawing = Drawing(side, tuple(_layers(scaled)))
        if sum(len(layer.path) for layer in drawing.layers) <= ROOM:
            break
    return drawing


def runs(cells: Iterable[tuple[int, int]]) -> str:
    """Strokes through cells that are given row by row, each row from the left.

    >>> runs([(1, 0), (2, 0), (5, 0), (1, 1)])
    'M1 0h2M5 0h1M1 1h1'
    """
    found: list[list[int]] = []
    for x, y in cells:
        if found and found[-1][1] == y and found[-1][0] + found[-1][2] == x:
            found[-1][2] += 1
        else:
            found.append([x, y, 1])
    return "".join(f"M{x} {y}h{length}" for x, y, length in found)


def _layers(image: Image.Image) -> Iterable[Layer]:
    if len(image.getcolors(image.width * image.height) or ()) > MOST_COLORS:
        image = image.quantize(MOST_COLORS, method=Image.Quantize.FASTOCTREE).convert("RGBA")
    cells: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for index, color in enumerate(zip(*[iter(image.tobytes())] * 4, strict=True)):
        if color[3]:
            cells.setdefault(color, []).append((index % image.width, index // image.width))
    for (red, green, blue, alpha), places in cells.items():
        yield Layer(f"#{red:02x}{green:02x}{blue:02x}", f"{alpha / _OPAQUE:.3g}", runs(places))
