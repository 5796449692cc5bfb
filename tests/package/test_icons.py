"""Reading an icon without decoding it."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.package.icons import Icon, read_icon
from tests.package.pictures import (
    BLUE,
    DEPTHS,
    GRAY,
    GRAY_ALPHA,
    PALETTE,
    RGB,
    RGB_ALPHA,
    SIGNATURE,
    WHITE,
    drawn,
    encoded,
    header,
    part,
)

PICTURE = drawn(32, lambda x, y: WHITE if x > y else BLUE)
PIXELS = part(b"IDAT", zlib.compress(b"\0" * 4128))
END = part(b"IEND")

OTHER_FORMATS = {
    b"\xff\xd8\xff\xe0\0\x10JFIF": "JPEG",
    b"GIF89a\x20\0\x20\0": "GIF",
    b"GIF87a\x20\0\x20\0": "GIF",
    b"BM\x36\x10": "BMP",
    b"\0\0\1\0\1\0": "ICO",
    b"II*\0\x08\0": "TIFF",
    b"MM\0*\0\0": "TIFF",
    b"8BPS\0\1": "Photoshop",
    b"%PDF-1.7\n": "PDF",
    b"RIFF\x24\0\0\0WEBPVP8 ": "WebP",
    b"RIFF\x24\0\0\0WAVEfmt ": "",
    b"\0\0\0\x20ftypavif\0\0": "AVIF",
    b"\0\0\0\x18ftypheic\0\0": "HEIC",
    b"\0\0\0\x18ftypisom\0\0": "",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n": "Git LFS",
    b'<?xml version="1.0"?>\n<SVG viewBox="0 0 1 1"/>': "SVG",
    b"<!DOCTYPE html><title>Not found</title>": "HTML",
    b"\n<html><body>Not found": "HTML",
    b"data:image/png;base64,iVBORw0KGgo=": "text",
    "icône ~\r\n\t".encode(): "text",
    b"\x80": "text",
    b"a\x7f": "",
    b"a\x1f": "",
    b"\x89PNG\n\x1a\n": "",
    b"\0": "",
    b"": "",
}

DAMAGED = {
    "it ends in the middle": PICTURE[:-1],
    "it ends in the middle ": PICTURE[:20],
    "it ends in the middle  ": SIGNATURE,
    "it ends in the middle   ": SIGNATURE + b"\xff\xff\xff\xffIHDR",
    "it does not begin with its header": SIGNATURE + PIXELS + END,
    "its header has the wrong length": SIGNATURE + part(b"IHDR", b"\0" * 12) + PIXELS + END,
    "its header gives it an impossible size": SIGNATURE + header(0, 32) + PIXELS + END,
    "its header gives it an impossible size ": SIGNATURE + header(32, 0) + PIXELS + END,
    "its header gives it an impossible size  ": SIGNATURE + header(2**31, 32) + PIXELS + END,
    "its header gives it an impossible size   ": SIGNATURE + header(32, 2**32 - 1) + PIXELS + END,
    "its header describes no picture there can be": SIGNATURE + header(32, 32, 3) + PIXELS + END,
    "its header describes no picture there can be ": SIGNATURE + header(32, 32, 16, PALETTE) + PIXELS + END,
    "its header describes no picture there can be  ": SIGNATURE + header(32, 32, 8, 5) + PIXELS + END,
    "its header describes no picture there can be   ": SIGNATURE + header(32, 32, interlacing=2) + PIXELS + END,
    "the checksum of its part `IDAT` is wrong": PICTURE[:45] + b"\xee" + PICTURE[46:],
    "it has its part `IHDR` twice": SIGNATURE + header(32, 32) + header(9999, 9999) + PIXELS + END,
    "it has its part `tRNS` twice": SIGNATURE + header(32, 32) + part(b"tRNS") * 2 + PIXELS + END,
    "it has a part `CgBI` that not every reader knows": SIGNATURE + header(32, 32) + part(b"CgBI") + PIXELS + END,
    "it has no pixels": SIGNATURE + header(32, 32) + END,
    "it has no palette, although its colours come from one": SIGNATURE + header(32, 32, 8, PALETTE) + PIXELS + END,
    "at byte 33 there is no part of a PNG file": SIGNATURE + header(32, 32) + b"\0\0\0\0\0\0\0\0" + PIXELS + END,
}


@pytest.mark.parametrize("content", OTHER_FORMATS)
def test_another_format_is_called_by_its_name(content: bytes) -> None:
    """What is no PNG file is told by its first bytes, and nothing more is said of it."""
    assert Icon(OTHER_FORMATS[content]) == read_icon(content)


def test_a_sound_picture_is_described() -> None:
    """The size and what else the header says are known; the parts that make up the pixels are kept."""
    icon = read_icon(PICTURE)

    assert ("PNG", None, 32, 32, 8, RGB_ALPHA) == (
        icon.format,
        icon.damage,
        icon.width,
        icon.height,
        icon.depth,
        icon.color_type,
    )
    assert PICTURE == icon.essence
    assert b"\0" * 5 in zlib.decompress(icon.packed) or len(zlib.decompress(icon.packed)) == 32 * (1 + 32 * 4)
    assert (False, False, True) == (icon.is_interlaced, icon.is_animated, icon.has_transparency)


@pytest.mark.parametrize("reason", DAMAGED)
def test_damage_is_told(reason: str) -> None:
    """Each contradiction to the format has its own words."""
    icon = read_icon(DAMAGED[reason])

    assert ("PNG", reason.strip()) == (icon.format, str(icon.damage))


def test_the_size_of_a_damaged_picture_is_known() -> None:
    """What the header says is kept, whatever comes after it."""
    icon = read_icon(PICTURE[:40])

    assert (32, 32) == (icon.width, icon.height)


@pytest.mark.parametrize(
    "extra",
    [
        part(b"tEXt", b"Comment\0by hand"),
        part(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 10**6)),
        part(b"iCCP", b"name\0\0nonsense"),
        part(b"tEXt", b"a")[:-1] + b"\0",
    ],
    ids=["text", "packed text", "profile", "text with a wrong checksum"],
)
def test_a_part_that_adds_nothing_is_left_out(extra: bytes) -> None:
    """Texts and profiles are allowed, damaged or not, and never kept."""
    icon = read_icon(PICTURE[:33] + extra + PICTURE[33:] + b"behind the end")

    assert icon.damage is None
    assert PICTURE == icon.essence


def test_an_animation_is_known_by_its_control_part() -> None:
    """The part named acTL makes it an animation, a text of that name does not."""
    control = PICTURE[:33] + part(b"acTL", b"\0\0\0\1\0\0\0\0") + PICTURE[33:]
    text = PICTURE[:33] + part(b"tEXt", b"Comment\0acTL") + PICTURE[33:]

    assert (True, False) == (read_icon(control).is_animated, read_icon(text).is_animated)
    assert PICTURE == read_icon(control).essence


@pytest.mark.parametrize(("color_type", "expected"), [(GRAY, False), (RGB, False), (GRAY_ALPHA, True)])
def test_some_color_types_are_transparent(color_type: int, expected: bool) -> None:  # noqa: FBT001 - a case
    """An alpha sample, or a transparent colour, makes pixels transparent."""
    content = SIGNATURE + header(32, 32, 8, color_type)

    assert expected is read_icon(content + PIXELS + END).has_transparency
    assert read_icon(content + part(b"tRNS", b"\0\0") + PIXELS + END).has_transparency


@pytest.mark.parametrize("color_type", DEPTHS)
def test_every_depth_of_a_color_type_is_taken(color_type: int) -> None:
    """The depths of the specification are taken, and no others."""
    palette = part(b"PLTE", b"\0\0\0")
    taken = tuple(
        depth
        for depth in range(256)
        if read_icon(SIGNATURE + header(1, 1, depth, color_type) + palette + PIXELS + END).damage is None
    )

    assert DEPTHS[color_type] == taken


def test_only_an_exact_square_is_one() -> None:
    """A column or row too many or too few is noticed."""
    sizes = [(32, 32), (31, 32), (32, 31), (33, 32), (32, 33), (192, 192)]

    assert [(32, 32)] == [size for size in sizes if Icon("PNG", None, *size).is_square(32)]


def test_interlacing_is_known() -> None:
    """A picture that comes in passes says so."""
    assert read_icon(encoded(1, 1, 8, GRAY, [[7]], is_interlaced=True)).is_interlaced


@given(st.binary(max_size=300), st.integers(0, len(PICTURE)), st.booleans())
def test_reading_never_fails(noise: bytes, place: int, replaces: bool) -> None:  # noqa: FBT001 - a case
    """Any bytes at all give an icon, and what is kept of them is no longer than they are."""
    content = PICTURE[:place] + noise + PICTURE[place + len(noise) * replaces :]

    for given_bytes in (noise, SIGNATURE + noise, content):
        icon = read_icon(given_bytes)

        assert len(icon.essence) <= len(given_bytes)
        assert len(icon.packed) <= len(given_bytes)


@pytest.mark.parametrize(
    ("name", "before"), [(b"zTXt", b"Comment\0\0"), (b"iTXt", b"Comment\0\1\0\0\0"), (b"iCCP", b"sRGB\0\0")]
)
def test_texts_that_are_bombs_are_damage(name: bytes, before: bytes) -> None:
    """A text or profile that unpacks to more than a mebibyte, alone or with others, makes no picture; less is fine."""
    half = part(name, before + zlib.compress(bytes(2**19)))
    one, several = (read_icon(SIGNATURE + header(32, 32) + half * n + PIXELS + END) for n in (2, 3))

    assert one.damage is None
    assert "texts in it unpack to more than 1048576 bytes" == str(several.damage)
    assert several.is_square(32)


def test_pixels_stand_together() -> None:
    """Pixels in several parts are fine as long as no other part comes between them."""
    first, second = part(b"IDAT", zlib.compress(b"\0" * 4128)[:9]), part(b"IDAT", zlib.compress(b"\0" * 4128)[9:])
    text = part(b"tEXt", b"Comment\0between")
    start = SIGNATURE + header(32, 32)

    assert read_icon(start + text + first + second + text + END).damage is None
    torn = read_icon(start + first + text + second + END)
    assert "its pixels are interrupted by a part `tEXt`" == str(torn.damage)
