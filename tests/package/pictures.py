"""PNG pictures for tests, in every format there is, or wrong in any part."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"

GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
SAMPLES = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}
DEPTHS = {GRAY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GRAY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

WHITE, CLEAR, BLUE = (255, 255, 255, 255), (0, 0, 0, 0), (68, 100, 238, 255)

Color = tuple[int, ...]


def part(name: bytes, data: bytes = b"") -> bytes:
    """A part of a PNG file, with its length and its checksum."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def header(width: int, height: int, depth: int = 8, color_type: int = RGB_ALPHA, interlacing: int = 0) -> bytes:
    """The part that comes first."""
    return part(b"IHDR", struct.pack(">II5B", width, height, depth, color_type, 0, 0, interlacing))


def drawn(side: int, color: Callable[[int, int], Color], *extra: bytes) -> bytes:
    """A square picture whose pixel at x, y has the given red, green, blue and alpha; with extra parts before them."""
    rows = b"".join(b"\0" + b"".join(bytes(color(x, y)) for x in range(side)) for y in range(side))
    return SIGNATURE + header(side, side) + b"".join(extra) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND")


def boxed(side: int, start: int, end: int, inside: Color, outside: Color) -> bytes:
    """A square from ``start`` to just before ``end``, both ways, in another colour than the rest of the picture."""
    return drawn(side, lambda x, y: inside if start <= x < end and start <= y < end else outside)


def encoded(  # a picture has many facts
    width: int,
    height: int,
    depth: int,
    color_type: int,
    pixels: Sequence[Sequence[int]],
    *,
    palette: Sequence[Sequence[int]] = (),
    transparency: bytes | None = None,
    is_interlaced: bool = False,
    filters: Sequence[int] = (0,),
) -> bytes:
    """A picture in any format; each pixel is its samples, rows are filtered by the given filters in turn."""
    rows: list[bytes] = []
    for left, top, right_step, down_step in PASSES if is_interlaced else ((0, 0, 1, 1),):
        columns, lines = range(left, width, right_step), range(top, height, down_step)
        before = b""
        for line in lines if columns else ():
            row = _packed([sample for x in columns for sample in pixels[line * width + x]], depth)
            before = before or bytes(len(row))
            kind = filters[len(rows) % len(filters)]
            rows.append(bytes([kind]) + _filtered(row, before, kind, max(1, depth * SAMPLES[color_type] // 8)))
            before = row
    parts = [header(width, height, depth, color_type, int(is_interlaced))]
    if palette:
        parts.append(part(b"PLTE", bytes(value for color in palette for value in color)))
    if transparency is not None:
        parts.append(part(b"tRNS", transparency))
    data = zlib.compress(b"".join(rows))
    middle = len(data) // 2
    return SIGNATURE + b"".join((*parts, part(b"IDAT", data[:middle]), part(b"IDAT", data[middle:]), part(b"IEND")))


def _packed(samples: Sequence[int], depth: int) -> bytes:
    bits = "".join(format(sample, f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits), 8))


def _filtered(row: bytes, before: bytes, kind: int, step: int) -> bytes:
    """A row as a filter writes it, PNG specification, section 9."""
    out = bytearray()
    for index, value in enumerate(row):
        left = row[index - step] if index >= step else 0
        corner = before[index - step] if index >= step else 0
        above = before[index]
        predicted = (0, left, above, (left + above) // 2, _paeth(left, above, corner))[kind]
        out.append((value - predicted) % 256)
    return bytes(out)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))
