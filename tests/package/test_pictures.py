"""Pictures of strangers."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from teamshelf.package.icons import read_icon
from teamshelf.package.pictures import redrawn

WIDTH, HEIGHT = 40, 20
SCRIPT = b"<script>trap()</script>"


def png(mode: str = "RGB", size: tuple[int, int] = (WIDTH, HEIGHT), **options: object) -> bytes:
    """A PNG file."""
    picture = Image.new(mode, size)
    picture.putpixel((1, 1), 1 if mode in ("L", "P", "1", "I;16") else tuple(range(1, len(mode) + 1)))
    out = BytesIO()
    picture.save(out, "PNG", **options)
    return out.getvalue()


def part(name: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int) -> bytes:
    """The beginning of a PNG file that claims a size."""
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">II5B", width, height, 8, 2, 0, 0, 0))


def noted() -> bytes:
    """A PNG file with words in it."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode())
    return png(pnginfo=info)


END = part(b"IEND", b"")
BOMB = header(WIDTH, HEIGHT) + part(b"IDAT", zlib.compress(b"\0" * 50_000_000, 9)) + END
HUGE = header(60_000, 60_000) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + END
SHORT = header(WIDTH, HEIGHT) + part(b"IDAT", zlib.compress(b"\0" * 10)) + END

HOSTILE = {
    "nothing": b"",
    "a page": b"<!doctype html>" + SCRIPT,
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">' + SCRIPT + b"</svg>",
    "huge": HUGE,
    "too few pixels": SHORT,
    "cut off": png()[:-20],
    "no pixels": header(WIDTH, HEIGHT) + END,
    "garbled": header(WIDTH, HEIGHT) + part(b"IDAT", SCRIPT) + END,
    "another size": png(size=(HEIGHT, WIDTH)),
    "a signature alone": b"\x89PNG\r\n\x1a\n",
}
"""What is sent in place of a picture."""

CARRIERS = {"words": noted(), "a page behind it": png() + SCRIPT, "a bomb": BOMB}
"""Sound pictures that carry something else."""


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_such_picture_is_none(content: bytes) -> None:
    """Of the wrong size, damaged, or something else altogether: no bytes of it go on."""
    assert redrawn(content, WIDTH, HEIGHT) is None


@pytest.mark.parametrize("content", CARRIERS.values(), ids=CARRIERS)
def test_nothing_but_the_pixels_goes_on(content: bytes) -> None:
    """What a file carries beside its pixels, before or behind them, is not in the file that is drawn from it."""
    drawn = redrawn(content, WIDTH, HEIGHT)

    if drawn is not None:
        read = read_icon(drawn)
        assert (WIDTH, HEIGHT, 0, None) == (read.width, read.height, read.surplus, read.damage)
        assert read.essence == drawn
        assert SCRIPT not in drawn
        assert len(drawn) < 2000


def test_words_are_left_behind() -> None:
    """A picture with a comment becomes one without."""
    assert redrawn(noted(), WIDTH, HEIGHT) == redrawn(png(), WIDTH, HEIGHT) is not None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_the_pixels_stay_what_they_are(mode: str) -> None:
    """Whatever the file keeps them as, people see the same; what can be seen through stays so."""
    content = png(mode)
    drawn = redrawn(content, WIDTH, HEIGHT)

    assert drawn is not None
    before, after = (Image.open(BytesIO(each)) for each in (content, drawn))
    assert ("RGBA" if mode in ("RGBA", "LA") else "RGB") == after.mode
    assert before.convert(after.mode).tobytes() == after.tobytes()
    assert drawn == redrawn(drawn, WIDTH, HEIGHT)
