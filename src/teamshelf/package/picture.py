"""The two icons of an app, made from one picture.

A picture with a symbol on nothing, or on one colour, gives both: the symbol in the safe middle of a full square, and
its shape in white. A photograph fills the color icon, but has no shape that could be told apart.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from teamshelf.messages import Message, say
from teamshelf.package.drawing import COLOR_SIDE, OUTLINE_SIDE, Color, png_of, white_through

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
"""The formats that are read, by Pillow's names."""

MAX_BYTES = 32 * 2**20
"""Bytes of a picture that are read at most."""

MAX_PIXELS = 3 * 2**22
"""Pixels of a picture that are decoded at most: 4096 by 3072, as cameras of phones have it."""

WORKING_SIDE = 1024
"""Pixels of the longer side from which on a picture is made smaller first: icons need no more."""

LEAST_SIDE = 32
"""Pixels of the shorter side below which there is nothing to make an icon from."""

SAFE_SIDE = 120
"""Pixels on a side of the square in the middle of the color icon that is never cut off."""

_DISTINCT = 24  # how far a part of a colour must be from the background's to belong to the symbol
_OPAQUE = 255
_SEEN = 16  # the alpha from which on a pixel belongs to the symbol
_FULL = 0.92  # the part of its rectangle that a shape fills at most, and still is one
_EMPTY = 0.03  # and at least
_ORIENTATION = 0x0112  # of a camera: the Exif standard, table 4
_WIDE = 2.5  # times as wide as high, or the other way round: little is left of that in a small square
_WHITE, _DARK = (255, 255, 255), (36, 41, 56)
_PALE = 200  # the mean brightness from which on a symbol is not put on white

# What Pillow's readers raise depends on where their input is damaged.
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, struct.error)


class PictureError(Exception):
    """No icons can be made of a picture; ``message`` says why, and what would do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class Icons(Struct, frozen=True):
    """The two icons made from a picture.

    Attributes:
        color: the color icon, a PNG file.
        outline: the outline icon, a PNG file.
        background: the colour behind the symbol; None where the picture fills the icon.
        remarks: what was done with the picture that its owner may not expect.
    """

    color: bytes
    outline: bytes
    background: Color | None
    remarks: tuple[Message, ...]


class _Symbol(Struct, frozen=True):
    """What a picture shows, apart from what is behind it.

    Attributes:
        picture: the symbol, cut to its rectangle.
        shape: how much each of its pixels belongs to it.
        background: what was behind it; None for nothing.
    """

    picture: Image.Image
    shape: Image.Image
    background: Color | None


def icons_from(content: bytes, background: Color | None = None) -> Icons:
    """Make the icons from the bytes of a picture; ``background`` takes the place of what is behind its symbol.

    Raises:
        PictureError: it cannot be read, or does not suit.
    """
    remarks: list[Message] = []
    picture = _decoded(content, remarks)
    if min(picture.size) < LEAST_SIDE:
        raise PictureError(
            say(
                "the picture is only {width}x{height} pixels; it needs {least}x{least}, and 192x192 is better",
                width=picture.width,
                height=picture.height,
                least=LEAST_SIDE,
            )
        )
    symbol = _symbol_of(picture)
    if symbol is None:
        raise PictureError(
            say(
                "no shape stands out from the edges of the picture, so its outline would be a white square: take a "
                "symbol on a plain or transparent background"
            )
        )
    outline = _outline(symbol)
    behind = background or symbol.background or _background_for(symbol, remarks)
    if max(symbol.picture.size) < SAFE_SIDE:
        size = {"width": symbol.picture.width, "height": symbol.picture.height}
        remarks.append(say("the symbol is only {width}x{height} pixels; enlarged, it is not sharp", **size))
    if max(symbol.picture.size) > _WIDE * min(symbol.picture.size):
        remarks.append(say("the symbol is long and narrow, so little of it can be seen in a square"))
    color = Image.new("RGB", (COLOR_SIDE, COLOR_SIDE), behind)
    fitted, shape = _fitted(symbol.picture, SAFE_SIDE), _fitted(symbol.shape, SAFE_SIDE)
    color.paste(fitted.convert("RGB"), _middle(fitted, COLOR_SIDE), shape)
    return Icons(png_of(color), outline, behind, tuple(remarks))


def _decoded(content: bytes, remarks: list[Message]) -> Image.Image:
    """The first frame of the picture, upright, in the mode RGBA. Its size is known before a pixel is decoded."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of sizes, which are judged here, and of odd metadata
            picture = Image.open(BytesIO(content), formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                size = {"width": picture.width, "height": picture.height}
                raise PictureError(
                    say("the picture has {width}x{height} pixels; scale it to 1024x1024 or so first", **size)
                )
            _remark_on(picture, remarks)
            decoded = picture.convert("RGBA")
            factor = max(decoded.size) // WORKING_SIDE
            decoded = decoded.reduce(factor) if factor > 1 else decoded
            decoded.getexif()[_ORIENTATION] = picture.getexif().get(_ORIENTATION, 1)
            return ImageOps.exif_transpose(decoded)
    except Image.DecompressionBombError:
        raise PictureError(say("the picture has far too many pixels; scale it to 1024x1024 or so first")) from None
    except UnidentifiedImageError:
        formats = ", ".join(FORMATS).replace("WEBP", "WebP")
        raise PictureError(say("the file is no picture in one of the formats {formats}", formats=formats)) from None
    except _DAMAGED as error:
        raise PictureError(say("the picture is damaged: it cannot be decoded")) from error


def _remark_on(picture: ImageFile, remarks: list[Message]) -> None:
    if getattr(picture, "is_animated", False):
        remarks.append(say("the picture is animated: its first frame was taken"))


def _symbol_of(picture: Image.Image) -> _Symbol | None:
    """The symbol of a picture, None where nothing can be told apart."""
    alpha = picture.getchannel("A")
    if any(alpha.histogram()[:_SEEN]):
        box = alpha.point([value >= _SEEN for value in range(256)]).getbbox()
        if box is None:
            raise PictureError(say("the picture is fully transparent"))
        cut = picture.crop(box)
        behind = _edge_color(cut)
        if behind is None:
            return _Symbol(cut, cut.getchannel("A"), None)
        # A square with round corners: what is behind the symbol is the square itself.
        flat = Image.new("RGBA", cut.size, (*behind, _OPAQUE))
        picture = Image.alpha_composite(flat, cut)
    background = _plain_background(picture)
    if background is None:
        return None
    shape = _difference(picture, background)
    box = shape.point([value >= _DISTINCT for value in range(256)]).getbbox()
    if box is None:
        raise PictureError(say("the picture has one colour only, so it shows nothing"))
    shape = shape.crop(box)
    # What differs from the background by half as much as anything does belongs to the symbol altogether.
    greatest = max(value for value, count in enumerate(shape.histogram()) if count)
    solid = max(_DISTINCT + 1, greatest // 2)
    ramp = [min(255, max(0, (value - _DISTINCT // 2) * 255 // (solid - _DISTINCT // 2))) for value in range(256)]
    return _Symbol(picture.crop(box), shape.point(ramp), background)


def _edge_color(cut: Image.Image) -> Color | None:
    """The one colour in the middle of all four edges of a picture with transparent corners, if that is what it has."""
    right, bottom = cut.width - 1, cut.height - 1
    corners = ((0, 0), (right, 0), (0, bottom), (right, bottom))
    inset = min(cut.size) // 24  # edges may be soft, or have a line along them
    middles = ((right // 2, inset), (right // 2, bottom - inset), (inset, bottom // 2), (right - inset, bottom // 2))
    colors = [_pixel(cut, x, y) for x, y in middles]
    near = 4 * min(cut.size) // 10  # most of each edge, or a disc would count as a square
    along = [(right // 2 + way * near, edge) for way in (-1, 1) for edge in (inset, bottom - inset)]
    if any(_pixel(cut, x, y)[3] >= _SEEN for x, y in corners):
        return None
    if any(_pixel(cut, x, y)[3] < _OPAQUE for x, y in (*middles, *along)):
        return None
    first = colors[0]
    if any(abs(one - other) >= _DISTINCT for color in colors for one, other in zip(color, first, strict=True)):
        return None
    return first[0], first[1], first[2]


def _plain_background(picture: Image.Image) -> Color | None:
    """The one colour all along the edges, None where there are several."""
    width, height = picture.size
    edges = [(0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height)]
    samples = [color for box in edges for color in _colors(picture.crop(box))]
    middle = sorted(samples)[len(samples) // 2]  # noise of a JPEG file moves single pixels
    strange = sum(any(abs(one - two) >= _DISTINCT for one, two in zip(each, middle, strict=True)) for each in samples)
    return middle if strange <= len(samples) // 50 else None


def _difference(picture: Image.Image, color: Color) -> Image.Image:
    """How far each pixel is from a colour, in the part of its colour that is farthest."""
    red, green, blue = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, color)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _outline(symbol: _Symbol) -> bytes:
    """The shape of the symbol as an outline icon: as large as fits, with the lesser of two tones cut out."""
    for shape in (symbol.shape, _cut_out(symbol)):
        if shape is None:
            continue
        fitted = _fitted(shape, OUTLINE_SIDE)
        filled = sum(fitted.tobytes()) / (255 * fitted.width * fitted.height)
        if shape is symbol.shape and filled > 0.5 and _cut_out(symbol) is not None:  # noqa: PLR2004
            continue  # something inside of a solid shape says more than its edge
        if _EMPTY <= filled <= _FULL:
            mask = Image.new("L", (OUTLINE_SIDE, OUTLINE_SIDE), 0)
            mask.paste(fitted, _middle(fitted, OUTLINE_SIDE))
            return png_of(white_through(mask.point([0 if value < _SEEN else value for value in range(256)])))
    raise PictureError(
        say("the outline of the picture would be a plain rectangle: take a symbol with a shape that can be recognized")
    )


def _cut_out(symbol: _Symbol) -> Image.Image | None:
    """The shape without the lesser of the two tones in it; None where there are no two that differ clearly."""
    gray = symbol.picture.convert("L")
    counts = gray.histogram(symbol.shape.point([0] * 200 + [255] * 56))
    threshold, darker, lighter = _two_tones(counts)
    if lighter - darker < 64:  # noqa: PLR2004 - a quarter of all there is
        return None
    below, whole = sum(counts[: threshold + 1]), sum(counts)
    minority = min(below, whole - below) / whole
    if minority < 0.04:  # noqa: PLR2004 - specks
        return None
    span = (lighter - darker) / 4
    ramp = [min(255, max(0, round(127.5 + 127.5 * (value - threshold) / span))) for value in range(256)]
    keep = gray.point(ramp if whole - below >= below else [255 - value for value in ramp])
    return ImageChops.multiply(symbol.shape, keep)


def _two_tones(counts: list[int]) -> tuple[int, float, float]:
    """The brightness that parts the pixels best into dark and light ones (Otsu), and the mean of each."""
    whole, total = sum(counts), sum(value * count for value, count in enumerate(counts))
    best, found = -1.0, (0, 0.0, 0.0)
    below = weight = 0
    for value, count in enumerate(counts):
        below += count
        weight += value * count
        above = whole - below
        if below and above:
            darker, lighter = weight / below, (total - weight) / above
            spread = below * above * (lighter - darker) ** 2
            if spread > best:
                best, found = spread, (round((darker + lighter) / 2), darker, lighter)
    return found


def _background_for(symbol: _Symbol, remarks: list[Message]) -> Color:
    """A colour behind a symbol that has none: white, or a dark one behind a pale symbol."""
    gray = symbol.picture.convert("L")
    counts = gray.histogram(symbol.shape)
    mean = sum(value * count for value, count in enumerate(counts)) / max(1, sum(counts))
    chosen = _DARK if mean > _PALE else _WHITE
    code = "#{:02X}{:02X}{:02X}".format(*chosen)
    remarks.append(say("the picture is transparent: {color} was put behind it; choose with `--background`", color=code))
    return chosen


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """The picture scaled until its longer side is ``side`` pixels."""
    scale = side / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC)


def _middle(picture: Image.Image, side: int) -> tuple[int, int]:
    return (side - picture.width) // 2, (side - picture.height) // 2


def _colors(picture: Image.Image) -> list[Color]:
    data = picture.convert("RGB").tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def _pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.getpixel((x, y))
    return found if isinstance(found, tuple) else (0, 0, 0, 0)
