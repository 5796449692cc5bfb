"""Pictures for the examples of the rules about icons, each with one fault.

They have one bit a pixel, 0 black and 1 white. The pixels are kept packed, as zlib left them: packing a picture takes
longer than importing all rules.
"""

from __future__ import annotations

import struct
import zlib

_BLACK_IS_TRANSPARENT = b"\0\0"


def _picture(side: int, packed: str, *, is_cut_out: bool = False, is_animated: bool = False) -> bytes:
    parts = [(b"IHDR", struct.pack(">II5B", side, side, 1, 0, 0, 0, 0))]
    if is_animated:
        parts.append((b"acTL", struct.pack(">II", 1, 0)))
    if is_cut_out:
        parts.append((b"tRNS", _BLACK_IS_TRANSPARENT))
    parts += [(b"IDAT", bytes.fromhex(packed)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4) for name, data in parts
    )


_FLAT_32 = "181963f80f040c83970000dae97f81"
_BAR_32 = "18576360a000fc070262080a0000f7271fe1"

WHITE_SQUARE = _picture(32, _FLAT_32)
"""32x32, all white."""

BLACK_SQUARE = _picture(32, "1819636018dc000000a00001")
"""32x32, all black."""

WHITE_BAR = _picture(32, _BAR_32, is_cut_out=True)
"""32x32, a white bar from edge to edge on a transparent background: a good outline icon."""

MOVING_BAR = _picture(32, _BAR_32, is_cut_out=True, is_animated=True)
"""The same, said to be an animation."""

SMALL_SYMBOL = _picture(32, "185763602016fcff4f5d82380000f7271fe1", is_cut_out=True)
"""32x32, a white square of 16x16 in the middle of a transparent background."""

LARGE_SQUARE = _picture(192, "1857edc9a10100000c0220ff7f5a2f585e814a7a881042082184104208218410ff312cafef00")
"""192x192, all white."""

LARGE_SYMBOL = _picture(192, "1857edc9a10100000803a0fdffb43ea0550b54528b88a7c840082184104208218410b731132fd185517acc")
"""192x192, a black square of 160x160 on white."""

CUT_CORNERS = _picture(
    192,
    "1857edc9b10d00200c04b1df7f6940822ea952225f794e9255ca0d8029d4fb0c00000000000000c0d770ea2f0073d81b11d011",
    is_cut_out=True,
)
"""192x192, a white cross: of every corner a square of 24x24 is transparent."""
