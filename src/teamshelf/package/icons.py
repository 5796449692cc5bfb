"""Reading an icon without decoding it: what kind of picture it is, how large, and whether it is whole.

The parts of a PNG file are walked here (PNG specification, third edition, section 5), so that its size is known before
anything of it is unpacked. What makes up the pixels is kept apart from everything else a file may carry: only that is
decoded later, by :mod:`teamshelf.package.pixels`.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT = 2**20
"""Bytes to which the packed texts and profiles in an icon may unpack: Pillow and others refuse the file for more."""

MAX_ICON = 4 * 2**20
"""Bytes of an icon that are read at most; real ones have some kilobytes."""

PNG = "PNG"
"""The format that every icon must have."""

GIT_LFS = "Git LFS"
"""The format of the few lines that a repository holds for a file whose content Git LFS keeps elsewhere."""

TEXT = "text"
"""The format of anything that can be read with an editor."""

GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
"""Colour types of a PNG file."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">II5B")  # width, height, depth, colour type, compression, filter, interlacing
_LARGEST = 2**31 - 1
_DEPTHS = {GRAY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GRAY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
_ESSENTIAL = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))
_MAYBE_PACKED = frozenset((b"zTXt", b"iTXt", b"iCCP"))
_OPTIONAL = 0x20  # the bit that makes the first letter of a part's name a small one

_FORMATS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"\0\0\1\0", "ICO"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"%PDF-", "PDF"),
    (b"version https://git-lfs.", GIT_LFS),
)
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC"}
_MARKUP = ((b"<svg", "SVG"), (b"<html", "HTML"), (b"<!doctype html", "HTML"))
_IN_TEXT = bytes((9, 10, 13, *range(32, 127), *range(128, 256)))
_TEXT_READ = 1024


class Icon(Struct, frozen=True):
    """What a file that should be an icon holds.

    Attributes:
        format: ``PNG``, or what else it is, such as ``JPEG`` or ``text``; empty for nothing that we know.
        damage: what contradicts the PNG format; None for a sound file, as far as it shows without decoding.
        width, height: in pixels; 0 where the header does not say.
        depth: bits of a sample.
        color_type: such as :data:`RGB_ALPHA`.
        surplus: bytes after the mark that ends the picture.
        is_interlaced: its pixels come in seven passes.
        is_animated: it has several frames.
        has_transparency: its pixels can be transparent.
        essence: a PNG file of the same pixels, without the parts that add nothing to them.
        packed: its pixels, still compressed.
    """

    format: str
    damage: Message | None = None
    width: int = 0
    height: int = 0
    depth: int = 0
    color_type: int = 0
    surplus: int = 0
    is_interlaced: bool = False
    is_animated: bool = False
    has_transparency: bool = False
    essence: bytes = b""
    packed: bytes = b""

    def is_square(self, side: int) -> bool:
        """Whether it is exactly so wide and so high."""
        return self.width == self.height == side


class DamagedIconError(Exception):
    """The bytes contradict the PNG format; ``reason`` says how."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def read_icon(content: bytes) -> Icon:
    """Tell what a file is, by its bytes and never by its name; of a PNG file, all that shows without decoding it."""
    if not content.startswith(_SIGNATURE):
        return Icon(_other_format(content))
    header = Icon(PNG)
    try:
        parts = _parts(content)
        header = _header(*next(parts))
        return _whole(header, parts, len(content))
    except DamagedIconError as damaged:
        return Icon(PNG, damaged.reason, header.width, header.height)


def _whole(header: Icon, parts: Iterator[tuple[bytes, bytes, bytes]], length: int) -> Icon:
    """The icon that a header and the parts after it make, of a file of this length. Raises DamagedIconError."""
    essence, packed = [header.essence], []
    names = {b"IHDR"}
    texts = 0
    surplus = length - len(header.essence)
    for name, data, part in parts:
        surplus -= len(part)
        if name == b"IDAT":
            packed.append(data)
        elif name in _ESSENTIAL and name in names:
            raise DamagedIconError(say("it has its part `{name}` twice", name=name.decode()))
        elif name not in _ESSENTIAL and not name[0] & _OPTIONAL:
            raise DamagedIconError(say("it has a part `{name}` that not every reader knows", name=name.decode()))
        if name in _MAYBE_PACKED:
            texts += _unpacked(name, data, MAX_TEXT - texts)
            if texts > MAX_TEXT:
                raise DamagedIconError(say("texts in it unpack to more than {n} bytes", n=MAX_TEXT))
        names.add(name)
        if name in _ESSENTIAL:
            essence.append(part)
    if not packed:
        raise DamagedIconError(say("it has no pixels"))
    if header.color_type == PALETTE and b"PLTE" not in names:
        raise DamagedIconError(say("it has no palette, although its colours come from one"))
    return Icon(
        PNG,
        None,
        header.width,
        header.height,
        header.depth,
        header.color_type,
        surplus,
        is_interlaced=header.is_interlaced,
        is_animated=b"acTL" in names,
        has_transparency=header.color_type in {GRAY_ALPHA, RGB_ALPHA} or b"tRNS" in names,
        essence=b"".join(essence),
        packed=b"".join(packed),
    )


def _unpacked(name: bytes, data: bytes, most: int) -> int:
    """Bytes to which a text or colour profile unpacks, counted up to one more than ``most``."""
    packed = data.partition(b"\0")[2][1:]
    if name == b"iTXt":
        packed = packed[1:].split(b"\0", 2)[-1] if data.partition(b"\0")[2].startswith(b"\1") else b""
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:
        return 0  # what is wrong with it holds no reader up


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each part up to the end mark: its name, its data, and all its bytes. Raises DamagedIconError."""
    position = len(_SIGNATURE)
    name, has_pixels = b"", False
    while name != b"IEND":
        before = name
        end = position + 12 + int.from_bytes(content[position : position + 4])
        name = content[position + 4 : position + 8]
        if end > len(content) or len(name) < 4:  # noqa: PLR2004 - letters of a name
            raise DamagedIconError(say("it ends in the middle"))
        if not name.isalpha():
            raise DamagedIconError(say("at byte {position} there is no part of a PNG file", position=position))
        # What is wrong with a part that adds nothing to the pixels holds no reader up.
        if name in _ESSENTIAL and zlib.crc32(content[position + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            raise DamagedIconError(say("the checksum of its part `{name}` is wrong", name=name.decode()))
        if name == b"IDAT":
            if has_pixels and before != name:  # section 5.6; other readers stop at the part between
                raise DamagedIconError(say("its pixels are interrupted by a part `{name}`", name=before.decode()))
            has_pixels = True
        yield name, content[position + 8 : end - 4], content[position:end]
        position = end


def _header(name: bytes, data: bytes, part: bytes) -> Icon:
    """What the first part says, section 11.2.1. Raises DamagedIconError."""
    if name != b"IHDR":
        raise DamagedIconError(say("it does not begin with its header"))
    if len(data) != _HEADER.size:
        raise DamagedIconError(say("its header has the wrong length"))
    width, height, depth, color_type, compression, filtering, interlacing = _HEADER.unpack(data)
    if not 0 < width <= _LARGEST or not 0 < height <= _LARGEST:
        raise DamagedIconError(say("its header gives it an impossible size"))
    if depth not in _DEPTHS.get(color_type, ()) or compression or filtering or interlacing > 1:
        raise DamagedIconError(say("its header describes no picture there can be"))
    essence = _SIGNATURE + part
    return Icon(PNG, None, width, height, depth, color_type, is_interlaced=bool(interlacing), essence=essence)


def _other_format(content: bytes) -> str:
    for start, name in _FORMATS:
        if content.startswith(start):
            return name
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WebP"
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "")
    text = content[:_TEXT_READ].lower()
    markup = next((name for mark, name in _MARKUP if mark in text), "")
    return markup or (TEXT if text and not text.translate(None, _IN_TEXT) else "")
