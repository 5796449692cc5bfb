"""The pixels of an icon, decoded by Pillow, and what can be asked of them.

A picture larger than the largest icon is never decoded, and of a smaller one Pillow sees only the parts that make up
its pixels: no text, colour profile or animation of a stranger.
"""

from __future__ import annotations

import struct
import zlib
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
_WITH_ALPHA = "RGBA"
_PLAIN = {(RGB, 8): "RGB", (RGB_ALPHA, 8): _WITH_ALPHA}  # color type and depth, and Pillow's name of the same
_UNLIKELY = (254, 1, 253, 3)  # a colour to tell where nothing has been drawn


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
    """The pixels of an icon of ``width`` and ``height``, held as Pillow decoded them, with alpha or without."""

    __slots__ = ("_image", "height", "width")

    def __init__(self, image: Image) -> None:
        self._image = image
        self.width, self.height = image.size

    @property
    def data(self) -> bytes:
        """Four bytes for each pixel, row by row: red, green, blue, alpha."""
        image = self._image
        return (image if image.mode == _WITH_ALPHA else image.convert(_WITH_ALPHA)).tobytes()

    def color(self, x: int, y: int) -> tuple[int, ...]:
        """Red, green, blue and alpha of one pixel."""
        return _rgba(self._image.getpixel((x, y)))

    def visible_but_white(self) -> list[Pixel]:
        """Every pixel that is neither white nor fully transparent, row by row."""
        if not any(_is_stray(color) for color in _colors(self._image)):
            return []
        return [
            Pixel(index % self.width, index // self.width, color[3], *color[:3])
            for index, color in enumerate(zip(*[iter(self.data)] * 4, strict=True))
            if _is_stray(color)
        ]

    def alpha_range(self) -> tuple[int, int]:
        """The least and the greatest alpha of all pixels."""
        if self._image.mode != _WITH_ALPHA:
            return OPAQUE, OPAQUE
        alphas = self._image.getchannel("A").tobytes()
        return min(alphas), max(alphas)

    def visible(self) -> Box | None:
        """The smallest rectangle outside of which everything is fully transparent, None when everything is."""
        if self._image.mode != _WITH_ALPHA:
            return Box(0, 0, self.width, self.height)
        return _box(self._image.getchannel("A"))

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
        from PIL.ImageChops import difference, lighter

        shade = self._flat((DISTINCT - 1,) * 4)
        distance = difference(self._image, self._flat(background))
        return _box(difference(lighter(distance, shade), shade))

    def has_cut_corners(self) -> bool:
        """Whether all four corners are fully transparent, and the middles of all four edges opaque."""
        if self._image.mode != _WITH_ALPHA:
            return False
        right, bottom = self.width - 1, self.height - 1
        corners = ((0, 0), (right, 0), (0, bottom), (right, bottom))
        if any(self.color(x, y)[3] for x, y in corners):
            return False
        middles = ((right // 2, 0), (right // 2, bottom), (0, bottom // 2), (right, bottom // 2))
        return all(self.color(x, y)[3] == OPAQUE for x, y in middles)

    def _edge_colors(self) -> set[tuple[int, ...]]:
        right, bottom = self.width, self.height
        strips = ((0, 0, right, 1), (0, bottom - 1, right, bottom), (0, 0, 1, bottom), (right - 1, 0, right, bottom))
        return {color for strip in strips for color in _colors(self._image.crop(strip))}

    def _flat(self, color: tuple[int, ...]) -> Image:
        """A picture of the same size and kind in one colour."""
        from PIL import Image

        return Image.new(self._image.mode, self._image.size, color[: len(self._image.mode)])


def decode(icon: Icon) -> Pixels:
    """The pixels of a sound PNG file of at most :data:`MAX_SIDE` pixels on a side.

    Raises:
        DamagedIconError: its pixels cannot be unpacked.
        ValueError: it is too large, damaged already, or no PNG file.
    """
    if icon.format != PNG or icon.damage is not None or max(icon.width, icon.height) > MAX_SIDE:
        raise ValueError("only a sound PNG file of the size of an icon is decoded")
    return Pixels(_decoded_plain(icon) or _decoded_any(icon))


def _decoded_plain(icon: Icon) -> Image | None:
    """A picture in one of the usual two forms, by a shorter way; None for any other, and for one with a fault."""
    mode = _PLAIN.get((icon.color_type, icon.depth))
    if mode is None or icon.is_interlaced or (icon.has_transparency and mode != _WITH_ALPHA):
        return None
    from PIL import Image  # importing Pillow takes longer than the rest of a check

    image = Image.new(mode, (icon.width, icon.height), _UNLIKELY[: len(mode)])
    try:
        image.frombytes(icon.packed, "zip", (mode, 0))
    except ValueError:
        return None
    # Pillow does not mind when whole rows are missing: it leaves them as they were.
    last = image.crop((0, icon.height - 1, icon.width, icon.height))
    return None if _colors(last) == [_rgba(_UNLIKELY[: len(mode)])] else image


def _decoded_any(icon: Icon) -> Image:
    """A picture in any form. Raises DamagedIconError."""
    _unpack(icon)
    from io import BytesIO

    from PIL.PngImagePlugin import PngImageFile

    try:
        image = PngImageFile(BytesIO(icon.essence))
        image.load()
        return _with_alpha(image, icon)
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


def _with_alpha(image: Image, icon: Icon) -> Image:
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


def _colors(image: Image) -> list[tuple[int, ...]]:
    """The different colours in a picture."""
    return [_rgba(color) for _, color in image.getcolors(image.width * image.height) or ()]


def _rgba(color: object) -> tuple[int, ...]:
    """A colour as Pillow gives it, with its alpha."""
    parts = color if isinstance(color, tuple) else ()
    return parts if len(parts) == len(_WITH_ALPHA) else (*parts, OPAQUE)


def _is_stray(color: tuple[int, ...]) -> bool:
    return color[3] > 0 and color[:3] != _WHITE


def _box(image: Image) -> Box | None:
    box = image.getbbox(alpha_only=False)
    return Box(*box) if box else None
