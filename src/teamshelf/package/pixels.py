"""The pixels of an icon, decoded by Pillow, and what can be asked of them.

A picture larger than the largest icon is never decoded, and of a smaller one Pillow sees only the parts that make up
its pixels: no text, colour profile or animation of a stranger.
"""

from __future__ import annotations

import struct
import zlib
from sys import byteorder
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import say
from teamshelf.package.icons import GRAY, GRAY_ALPHA, PALETTE, PNG, RGB, RGB_ALPHA, DamagedIconError

if TYPE_CHECKING:
    from PIL.Image import Image

    from teamshelf.package.icons import Icon

MAX_SIDE = 192
"""Pixels on a side of a picture that is decoded at most: that of the largest icon."""

OPAQUE = 255
"""The alpha of a pixel that hides all that is behind it."""

DISTINCT = 16
"""How far a part of a colour (0 to 255) must be from the background's for a pixel to belong to the symbol."""

_SAMPLES = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}  # of one pixel
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture (PNG specification, section 8.1): first column and row of a pass, and the steps onwards."""

_DEEP = 16
_WHITE = (255, 255, 255)


class Pixel(Struct, frozen=True):
    """One pixel: its column and row from the upper left corner, counted from 0, and its colour, each part 0 to 255."""

    x: int
    y: int
    alpha: int
    red: int
    green: int
    blue: int


class Box(Struct, frozen=True):
    """A rectangle of pixels; ``right`` and ``bottom`` are just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Its rows."""
        return self.bottom - self.top


class Pixels:
    """The pixels of an icon of ``width`` and ``height``, four bytes each: red, green, blue, alpha; row by row."""

    __slots__ = ("data", "height", "width")

    def __init__(self, width: int, height: int, data: bytes) -> None:
        self.width = width
        self.height = height
        self.data = data

    def color(self, x: int, y: int) -> tuple[int, ...]:
        """Red, green, blue and alpha of one pixel."""
        start = 4 * (y * self.width + x)
        return tuple(self.data[start : start + 4])

    def visible_but_white(self) -> list[Pixel]:
        """Every pixel that is neither white nor fully transparent, row by row."""
        if not any(_is_stray(color) for color in _colors(self.data)):
            return []
        return [
            Pixel(index % self.width, index // self.width, color[3], *color[:3])
            for index, color in enumerate(zip(*[iter(self.data)] * 4, strict=True))
            if _is_stray(color)
        ]

    def alpha_range(self) -> tuple[int, int]:
        """The least and the greatest alpha of all pixels."""
        alphas = self.data[3::4]
        return min(alphas), max(alphas)

    def visible(self) -> Box | None:
        """The smallest rectangle outside of which everything is fully transparent, None when everything is."""
        return _box(self._image().getchannel("A"))

    def symbol(self) -> Box | None:
        """The smallest rectangle outside of which all is background; None where nobody could tell the two apart.

        A background goes all along the edge, and is nothing at all or one opaque colour.
        """
        edge = self._edge_colors()
        if not any(alpha for *_, alpha in edge):
            return self.visible()
        background = edge.pop()
        if edge or background[3] != OPAQUE:
            return None
        from PIL import Image, ImageChops

        flat = Image.new("RGBA", (self.width, self.height), background)
        difference = ImageChops.difference(self._image(), flat).point([value >= DISTINCT for value in range(256)] * 4)
        return _box(difference)

    def has_cut_corners(self) -> bool:
        """Whether all four corners are fully transparent, and the middles of all four edges opaque."""
        right, bottom = self.width - 1, self.height - 1
        corners = ((0, 0), (right, 0), (0, bottom), (right, bottom))
        if any(self.color(x, y)[3] for x, y in corners):
            return False
        middles = ((right // 2, 0), (right // 2, bottom), (0, bottom // 2), (right, bottom // 2))
        return all(self.color(x, y)[3] == OPAQUE for x, y in middles)

    def _edge_colors(self) -> set[tuple[int, ...]]:
        row, last = 4 * self.width, 4 * (self.width - 1)
        left = zip(*(self.data[part::row] for part in range(4)), strict=True)
        right = zip(*(self.data[last + part :: row] for part in range(4)), strict=True)
        return _colors(self.data[:row] + self.data[-row:]) | {*left, *right}

    def _image(self) -> Image:
        from PIL import Image

        return Image.frombytes("RGBA", (self.width, self.height), self.data)


def decode(icon: Icon) -> Pixels:
    """The pixels of a sound PNG file of at most :data:`MAX_SIDE` pixels on a side.

    Raises:
        DamagedIconError: its pixels cannot be unpacked.
        ValueError: it is too large, damaged already, or no PNG file.
    """
    if icon.format != PNG or icon.damage is not None or max(icon.width, icon.height) > MAX_SIDE:
        raise ValueError("only a sound PNG file of the size of an icon is decoded")
    _unpack(icon)
    from io import BytesIO

    from PIL.PngImagePlugin import PngImageFile  # importing Pillow takes longer than the rest of a check

    try:
        image = PngImageFile(BytesIO(icon.essence))
        image.load()
        return Pixels(icon.width, icon.height, _rgba(image, icon).tobytes())
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise DamagedIconError(say("its pixels cannot be unpacked")) from error


def _unpack(icon: Icon) -> None:
    """Make sure that there are as many bytes of pixels as there should be; Pillow takes missing ones for zeros."""
    size = _unpacked_size(icon)
    try:
        unpacked = len(zlib.decompressobj().decompress(icon.packed, size + 1))
    except zlib.error as error:
        raise DamagedIconError(say("its pixels cannot be unpacked")) from error
    if unpacked < size:
        raise DamagedIconError(say("its pixels end too early"))


def _unpacked_size(icon: Icon) -> int:
    """Bytes of the pixels before they were packed: one for each row and pass, and the rows."""
    bits = icon.depth * _SAMPLES[icon.color_type]
    size = 0
    for left, top, right_step, down_step in _PASSES if icon.is_interlaced else ((0, 0, 1, 1),):
        columns = -(-(icon.width - left) // right_step)
        rows = -(-(icon.height - top) // down_step)
        if columns > 0 and rows > 0:
            size += rows * (1 + -(-columns * bits // 8))
    return size


def _rgba(image: Image, icon: Icon) -> Image:
    """The picture in the mode RGBA, where Pillow errs (in 13.0) put right."""
    if icon.color_type == GRAY and icon.depth == _DEEP:
        return _from_16_bits(image)  # Pillow would show every gray above 255 as white
    transparent = image.info.get("transparency")
    if icon.color_type == GRAY and icon.depth in {2, 4} and transparent is not None:
        image.info["transparency"] = transparent * (OPAQUE // (2**icon.depth - 1))  # scaled as its pixels are
    if icon.color_type == RGB and icon.depth == _DEEP and transparent is not None:
        image.info["transparency"] = tuple(sample >> 8 for sample in transparent)  # halved as its pixels are
    return image.convert("RGBA")


def _from_16_bits(image: Image) -> Image:
    from PIL import Image

    data = image.tobytes()
    samples = [low | high << 8 for low, high in zip(data[::2], data[1::2], strict=True)]
    gray = Image.frombytes("L", image.size, bytes(sample >> 8 for sample in samples))
    transparent = image.info.get("transparency")
    alpha = Image.frombytes("L", image.size, bytes(0 if sample == transparent else OPAQUE for sample in samples))
    return Image.merge("RGBA", (gray, gray, gray, alpha))


def _colors(data: bytes) -> set[tuple[int, ...]]:
    """The different colours among some pixels."""
    return {tuple(color.to_bytes(4, byteorder)) for color in set(memoryview(data).cast("I"))}


def _is_stray(color: tuple[int, ...]) -> bool:
    return color[3] > 0 and color[:3] != _WHITE


def _box(image: Image) -> Box | None:
    box = image.getbbox(alpha_only=False)
    return Box(*box) if box else None
