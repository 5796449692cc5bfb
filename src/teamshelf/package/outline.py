"""Mending an outline icon: what is nearly white becomes white, what is too faint to be noticed goes."""

from __future__ import annotations

from io import BytesIO

from teamshelf.package.icons import DamagedIconError, read_icon
from teamshelf.package.pixels import decode

NEARLY_WHITE = 224
"""The least part of a colour (0 to 255) of a pixel that is taken for white: what scaling leaves of a white edge."""

FAINT = 26
"""The alpha, of 255, below which a pixel has a tenth of its strength: it is there, but hardly anybody sees it."""

_WHITE = (255, 255, 255)
_NOTHING = (255, 255, 255, 0)


def whitened(content: bytes) -> bytes | None:
    """The icon as a PNG file in which every pixel is white or transparent; None where that would change its look.

    A pixel of another colour that can be seen, or a file that is no sound PNG, is for its designer to mend.
    """
    icon = read_icon(content)
    try:
        pixels = decode(icon)
    except (DamagedIconError, ValueError):
        return None
    mended = bytearray(pixels.data)
    for start in range(0, len(mended), 4):
        *color, alpha = mended[start : start + 4]
        if alpha < FAINT:
            mended[start : start + 4] = bytes(_NOTHING)
        elif min(color) >= NEARLY_WHITE:
            mended[start : start + 3] = bytes(_WHITE)
        else:
            return None
    return _png(pixels.width, pixels.height, bytes(mended))


def _png(width: int, height: int, data: bytes) -> bytes:
    from PIL import Image

    buffer = BytesIO()
    Image.frombytes("RGBA", (width, height), data).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
