"""The pixels of an icon, and what can be asked of them."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import teamshelf
from teamshelf.package.icons import DamagedIconError, Icon, read_icon
from teamshelf.package.pixels import Box, Pixel, Pixels, decode
from tests.package.pictures import (
    BLUE,
    CLEAR,
    DEPTHS,
    GRAY,
    GRAY_ALPHA,
    PALETTE,
    RGB,
    RGB_ALPHA,
    SAMPLES,
    SIGNATURE,
    WHITE,
    boxed,
    drawn,
    encoded,
    header,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = [(color_type, depth) for color_type, depths in DEPTHS.items() for depth in depths]


def decoded(content: bytes) -> Pixels:
    """The pixels of a picture."""
    return decode(read_icon(content))


def as_rgba(
    pixel: Sequence[int], color_type: int, depth: int, palette: Sequence[Sequence[int]], transparency: bytes | None
) -> bytes:
    """What a pixel looks like by the specification, sections 11.2.1, 11.3.1.1 and 13.12.

    Of colours with 16 bits a sample the upper half decides which are transparent: more is not kept of their pixels.
    """
    if color_type == PALETTE:
        alphas = transparency or b""
        return bytes([*palette[pixel[0]], alphas[pixel[0]] if pixel[0] < len(alphas) else 255])
    scaled = [sample >> 8 if depth == 16 else sample * 255 // (2**depth - 1) for sample in pixel]
    if color_type in {GRAY, RGB}:
        kept = 8 if (color_type, depth) == (RGB, 16) else 0
        same = transparency is not None and [sample >> kept for sample in pixel] == [
            int.from_bytes(transparency[at : at + 2]) >> kept for at in range(0, len(transparency), 2)
        ]
        return bytes([*(scaled if color_type == RGB else scaled * 3), 0 if same else 255])
    return bytes(scaled if color_type == RGB_ALPHA else [*scaled[:1] * 3, scaled[1]])


@st.composite
def pictures(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A picture of any format, and its pixels as they should be decoded."""
    color_type, depth = draw(st.sampled_from(FORMATS))
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    palette = (
        draw(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=2**depth)) if color_type == 3 else []
    )
    top = len(palette) - 1 if palette else 2**depth - 1
    sample = st.sampled_from([0, top, top // 2, top // 3])
    pixel = st.tuples(*[sample] * SAMPLES[color_type])
    pixels = draw(st.lists(pixel, min_size=width * height, max_size=width * height))
    transparency = None
    if color_type == PALETTE:
        transparency = draw(st.none() | st.binary(min_size=1, max_size=len(palette)))
    elif color_type in {GRAY, RGB} and draw(st.booleans()):
        transparency = b"".join(value.to_bytes(2) for value in draw(pixel))
    content = encoded(
        width,
        height,
        depth,
        color_type,
        pixels,
        palette=palette,
        transparency=transparency,
        is_interlaced=draw(st.booleans()),
        filters=draw(st.lists(st.integers(0, 4), min_size=1, max_size=5)),
    )
    return content, b"".join(as_rgba(each, color_type, depth, palette, transparency) for each in pixels)


@given(pictures())
def test_every_format_is_decoded_as_specified(picture: tuple[bytes, bytes]) -> None:
    """Colour types, depths, palettes, transparent colours, filters and passes all give the right pixels."""
    content, expected = picture

    assert expected == decoded(content).data


@given(pictures())
def test_a_single_missing_byte_is_damage(picture: tuple[bytes, bytes]) -> None:
    """Of every format it is known how many bytes its pixels have, in passes or without."""
    icon = read_icon(picture[0])
    shorter = replace(icon, packed=zlib.compress(zlib.decompress(icon.packed)[:-1]))
    with pytest.raises(DamagedIconError) as caught:
        decode(shorter)

    assert "its pixels end too early" == str(caught.value.reason)


@pytest.mark.parametrize(("color_type", "samples"), [(RGB, 3), (RGB_ALPHA, 4)])
def test_rows_that_are_missing_as_a_whole_are_damage(color_type: int, samples: int) -> None:
    """Pillow itself would leave them as they are; a last row in any colour is not taken for a missing one."""
    unlikely = (254, 1, 253, 3)[:samples]
    whole = read_icon(encoded(4, 4, 8, color_type, [unlikely] * 16))
    shorter = replace(whole, packed=zlib.compress(zlib.decompress(whole.packed)[: 3 * (1 + 4 * samples)]))
    with pytest.raises(DamagedIconError) as caught:
        decode(shorter)

    assert "its pixels end too early" == str(caught.value.reason)
    assert bytes([*unlikely, 255][:4]) * 16 == decode(whole).data


def test_a_pixel_has_a_place() -> None:
    """Columns are counted from the left, rows from the top."""
    pixels = decoded(drawn(9, lambda x, y: (x, y, 7, 255)))

    assert [(0, 0, 7, 255), (8, 2, 7, 255), (3, 8, 7, 255)] == [pixels.color(*at) for at in ((0, 0), (8, 2), (3, 8))]


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_a_transparent_gray_is_transparent_in_every_depth(depth: int) -> None:
    """The gray that is declared transparent is, and its neighbours are not."""
    top = 2**depth - 1
    pixels = decoded(encoded(2, 1, depth, GRAY, [[0], [top]], transparency=top.to_bytes(2)))

    assert bytes([0, 0, 0, 255, 255, 255, 255, 0]) == pixels.data


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (SIGNATURE + header(32, 32) + part(b"IDAT", zlib.compress(b"\0" * 4127)) + part(b"IEND"), "end too early"),
        (SIGNATURE + header(32, 32) + part(b"IDAT", b"") + part(b"IEND"), "end too early"),
        (SIGNATURE + header(32, 32) + part(b"IDAT", b"no zlib") + part(b"IEND"), "cannot be unpacked"),
        (SIGNATURE + header(2, 2) + part(b"IDAT", zlib.compress(b"\x09" * 18)) + part(b"IEND"), "cannot be unpacked"),
        (
            SIGNATURE
            + header(1, 1, 8, RGB)
            + part(b"tRNS", b"\0")
            + part(b"IDAT", zlib.compress(b"\0" * 4))
            + part(b"IEND"),
            "cannot be unpacked",
        ),
    ],
    ids=["too short", "empty", "not packed", "no such filter", "short transparency"],
)
def test_pixels_that_cannot_be_unpacked_are_damage(content: bytes, reason: str) -> None:
    """Missing or impossible pixels are never guessed."""
    with pytest.raises(DamagedIconError) as caught:
        decoded(content)

    assert reason in str(caught.value.reason)


@pytest.mark.parametrize(
    "icon",
    [
        read_icon(drawn(193, lambda _x, _y: WHITE)),
        read_icon(drawn(32, lambda _x, _y: WHITE)[:-1]),
        Icon("GIF"),
    ],
    ids=["too large", "damaged", "no PNG"],
)
def test_what_is_no_icon_is_not_decoded(icon: Icon) -> None:
    """A picture larger than any icon is never unpacked, nor one that is damaged or no PNG file."""
    with pytest.raises(ValueError, match="only a sound PNG file"):
        decode(icon)


def test_pixels_that_unpack_to_too_much_are_cut_off() -> None:
    """Bytes behind the last pixel are never unpacked: a megabyte of them costs nothing."""
    packed = zlib.compress(b"\0" * (32 * 129 + 2**20))
    content = SIGNATURE + header(32, 32) + part(b"IDAT", packed) + part(b"IEND")

    assert 32 * 32 * 4 == len(decoded(content).data)


def test_a_picture_is_read_without_its_texts() -> None:
    """A text whose checksum is wrong, which Pillow would not take, does not keep the pixels from being read."""
    text = part(b"tEXt", b"Comment\0text")
    content = drawn(32, lambda _x, _y: WHITE, text[:-1] + bytes([text[-1] ^ 1]))

    assert (255, 255) == decoded(content).alpha_range()


def test_importing_the_module_does_not_import_pillow() -> None:
    """Pillow is imported with the first picture, since that takes longer than a whole check."""
    code = "import sys, teamshelf.package.pixels; sys.exit('PIL' in sys.modules)"
    source = str(Path(teamshelf.__file__).parent.parent)
    ended = subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": source})  # noqa: S603

    assert 0 == ended.returncode


def test_a_pixel_that_is_seen_and_not_white_is_named() -> None:
    """Place and colour are given; white of any alpha and what is fully transparent are passed over."""
    strays = {(3, 0): (255, 255, 254, 255), (31, 0): (0, 0, 0, 1), (0, 31): (9, 8, 7, 6)}
    others = {(1, 1): (255, 255, 255, 1), (2, 2): (0, 0, 0, 0), (3, 3): (1, 2, 3, 0)}
    pixels = decoded(drawn(32, lambda x, y: {**strays, **others}.get((x, y), WHITE)))

    assert [
        Pixel(x=3, y=0, alpha=255, red=255, green=255, blue=254),
        Pixel(x=31, y=0, alpha=1, red=0, green=0, blue=0),
        Pixel(x=0, y=31, alpha=6, red=9, green=8, blue=7),
    ] == pixels.visible_but_white()


def test_white_has_no_stray_pixels() -> None:
    """A picture of white and nothing has none."""
    assert [] == decoded(boxed(32, 3, 9, WHITE, CLEAR)).visible_but_white()


def test_the_range_of_alpha_is_of_all_pixels() -> None:
    """The least and the greatest are found wherever they are."""
    pixels = decoded(drawn(4, lambda x, y: (9, 9, 9, 17 if (x, y) == (3, 3) else 200 if (x, y) == (0, 0) else 90)))

    assert (17, 200) == pixels.alpha_range()


def test_what_is_visible_has_a_box() -> None:
    """It is the smallest one around every pixel with any alpha; an empty picture has none."""
    specks = {(5, 9): (0, 0, 0, 1), (20, 11): WHITE}

    assert Box(5, 9, 21, 12) == decoded(drawn(32, lambda x, y: specks.get((x, y), CLEAR))).visible()
    assert decoded(drawn(32, lambda _x, _y: (255, 0, 0, 0))).visible() is None


def test_the_symbol_stands_out_from_its_background() -> None:
    """Its box is found on a transparent and on a plain background."""
    expected = Box(50, 50, 90, 90)

    assert expected == decoded(boxed(192, 50, 90, BLUE, CLEAR)).symbol()
    assert expected == decoded(boxed(192, 50, 90, BLUE, WHITE)).symbol()
    assert expected == decoded(boxed(192, 50, 90, CLEAR, BLUE)).symbol()
    assert (40, 40) == (expected.width, expected.height)


def test_a_shade_of_the_background_is_no_symbol() -> None:
    """Steps of colour that nobody sees do not count, the next larger one does."""
    shade, beyond = (255 - 15, 255, 255, 255), (255 - 16, 255, 255, 255)

    assert decoded(boxed(192, 50, 90, shade, WHITE)).symbol() is None
    assert Box(50, 50, 90, 90) == decoded(boxed(192, 50, 90, beyond, WHITE)).symbol()


@pytest.mark.parametrize("place", [(0, 0), (191, 0), (0, 191), (191, 191), (100, 0), (0, 100), (191, 100), (100, 191)])
@pytest.mark.parametrize("background", [WHITE, CLEAR])
def test_a_symbol_at_the_edge_cannot_be_told_from_its_background(
    place: tuple[int, int], background: tuple[int, ...]
) -> None:
    """One pixel of another colour anywhere along the edge is enough."""
    content = drawn(192, lambda x, y: BLUE if (x, y) == place or 50 <= min(x, y) <= max(x, y) < 90 else background)

    assert decoded(content).symbol() is None


def test_a_partly_transparent_background_is_none() -> None:
    """It looks different wherever the icon is shown."""
    assert decoded(boxed(192, 50, 90, BLUE, (255, 255, 255, 254))).symbol() is None


CORNERS = ((0, 0), (191, 0), (0, 191), (191, 191))
MIDDLES = ((95, 0), (95, 191), (0, 95), (191, 95))


def test_cut_corners_are_seen() -> None:
    """Four transparent corners between four opaque edges are cut; nothing else is."""
    assert decoded(drawn(192, lambda x, y: CLEAR if (x, y) in CORNERS else BLUE)).has_cut_corners()
    assert not decoded(drawn(192, lambda _x, _y: BLUE)).has_cut_corners()
    assert not decoded(boxed(192, 1, 191, BLUE, CLEAR)).has_cut_corners()


@pytest.mark.parametrize("place", CORNERS + MIDDLES)
def test_every_corner_and_every_edge_counts(place: tuple[int, int]) -> None:
    """Where one corner is kept, or one edge is soft, the shape is the picture's own."""
    content = drawn(
        192,
        lambda x, y: (
            (9, 9, 9, 254 if place in MIDDLES else 1) if (x, y) == place else CLEAR if (x, y) in CORNERS else BLUE
        ),
    )

    assert not decoded(content).has_cut_corners()


@given(st.binary(max_size=40), st.integers(33, 200), st.sampled_from([RGB_ALPHA, GRAY_ALPHA, PALETTE, GRAY]))
def test_decoding_fails_in_one_way_only(noise: bytes, place: int, color_type: int) -> None:
    """Whatever the parts hold, there are pixels or a DamagedIconError."""
    palette = [(1, 2, 3)] if color_type == PALETTE else ()
    content = encoded(5, 5, 8, color_type, [[0] * SAMPLES[color_type]] * 25, palette=palette, transparency=noise)
    name = content[place : place + 4]
    if name.isalpha():
        content = content.replace(name, b"aaAa")
    icon = read_icon(content)
    if icon.damage is None:
        try:
            pixels = decode(icon)
        except DamagedIconError:
            return

        assert 100 == len(pixels.data)
