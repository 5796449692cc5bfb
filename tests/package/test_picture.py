"""The icons made from a picture."""

from __future__ import annotations

import io
import json
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import teamshelf
from teamshelf.findings import STORE
from teamshelf.package.build import package_of
from teamshelf.package.icons import read_icon
from teamshelf.package.picture import MAX_PIXELS, SAFE_SIDE, Icons, PictureError, icons_from
from teamshelf.package.pixels import decode
from tests.manifests import manifest
from tests.package.pictures import SIGNATURE, header, part

CLEAR, WHITE, BLUE = (0, 0, 0, 0), (255, 255, 255, 255), (30, 90, 200, 255)


def file(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def canvas(
    size: tuple[int, int] = (400, 400), color: tuple[int, ...] = CLEAR
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty picture, and what draws on it."""
    picture = Image.new("RGBA", size, color)
    return picture, ImageDraw.Draw(picture)


def triangle(background: tuple[int, ...] = CLEAR, color: tuple[int, ...] = BLUE) -> Image.Image:
    """A symbol on a background."""
    picture, draw = canvas(color=background)
    draw.polygon([(200, 60), (340, 340), (60, 340)], fill=color)
    return picture


def disc_with_hole(mark: tuple[int, ...] = WHITE) -> Image.Image:
    """A disc with a bar in another colour."""
    picture, draw = canvas()
    draw.ellipse((10, 10, 390, 390), fill=BLUE)
    draw.rectangle((170, 100, 230, 300), fill=mark)
    return picture


def rounded() -> Image.Image:
    """An app icon of the usual kind: a square with round corners."""
    picture, draw = canvas()
    draw.rounded_rectangle((0, 0, 399, 399), 80, fill=BLUE)
    draw.polygon([(200, 90), (310, 310), (90, 310)], fill=WHITE)
    return picture


def photograph() -> Image.Image:
    """A picture without any plain edge."""
    return Image.linear_gradient("L").rotate(30).resize((300, 200)).convert("RGB")


def faults(icons: Icons) -> list[str]:
    """The rules that the icons break, in the eyes of the store."""
    files = {"manifest.json": json.dumps(manifest()).encode(), "color.png": icons.color, "outline.png": icons.outline}
    return [finding.rule for finding in teamshelf.check(package_of(files), audience=STORE).findings]


def remarks(icons: Icons) -> str:
    """What is said about them."""
    return " / ".join(str(remark) for remark in icons.remarks)


SUITABLE = {
    "on nothing": file(triangle()),
    "on white": file(triangle(WHITE)),
    "JPEG": file(triangle(WHITE).convert("RGB"), "JPEG", quality=60),
    "WebP": file(triangle(), "WEBP"),
    "GIF": file(triangle(WHITE).convert("P"), "GIF"),
    "BMP": file(triangle(WHITE).convert("RGB"), "BMP"),
    "white on nothing": file(triangle(CLEAR, WHITE)),
    "disc": file(disc_with_hole()),
    "rounded": file(rounded()),
    "small": file(triangle().resize((40, 40))),
    "gray": file(triangle(WHITE).convert("LA")),
    "wide": file(triangle().resize((400, 90))),
}


@pytest.mark.parametrize("content", SUITABLE.values(), ids=SUITABLE)
def test_the_icons_break_no_rule(content: bytes) -> None:
    """What comes out passes our own check for the store, whatever the format and background."""
    assert [] == faults(icons_from(content))


def test_the_symbol_keeps_to_the_safe_area() -> None:
    """Its longer side is as long as the area, and it is in the middle."""
    pixels = decode(read_icon(icons_from(SUITABLE["on white"]).color))
    box = pixels.symbol()

    assert box is not None
    assert abs(box.width - SAFE_SIDE) <= 4
    assert abs(box.left + box.right - 192) <= 2
    assert abs(box.top + box.bottom - 192) <= 2


def test_the_outline_has_the_shape_of_the_symbol() -> None:
    """White where the symbol is, nothing elsewhere, up to the edges."""
    pixels = decode(read_icon(icons_from(SUITABLE["on white"]).outline))

    assert (255, 255, 255, 255) == pixels.color(16, 25)
    assert [0, 0] == [pixels.color(x, 2)[3] for x in (1, 30)]
    box = pixels.visible()
    assert box is not None
    assert 32 == box.width


@pytest.mark.parametrize("mark", [WHITE, (0, 0, 0, 255)])
def test_the_lesser_of_two_tones_is_cut_out(mark: tuple[int, ...]) -> None:
    """A disc with a sign in it stays a disc with a sign in it, whether the sign is lighter or darker."""
    picture, draw = canvas()
    draw.ellipse((10, 10, 390, 390), fill=BLUE if mark == WHITE else (250, 220, 120, 255))
    draw.rectangle((170, 100, 230, 300), fill=mark)

    pixels = decode(read_icon(icons_from(file(picture)).outline))

    assert 0 == pixels.color(16, 16)[3]
    assert 255 == pixels.color(5, 16)[3]


def test_a_square_with_round_corners_becomes_the_background() -> None:
    """Its corners are filled, and what is on it is the symbol."""
    icons = icons_from(SUITABLE["rounded"])

    assert BLUE[:3] == icons.background
    assert 0 == decode(read_icon(icons.outline)).color(0, 0)[3]


def test_the_background_can_be_chosen() -> None:
    """Behind a transparent picture, or in place of what is there."""
    for name in ("on nothing", "on white", "rounded"):
        icons = icons_from(SUITABLE[name], (1, 2, 3))
        assert (1, 2, 3, 255) == decode(read_icon(icons.color)).color(0, 0)
        assert "put behind it" not in remarks(icons)


@pytest.mark.parametrize(("name", "color"), [("on nothing", (255, 255, 255)), ("white on nothing", (36, 41, 56))])
def test_a_transparent_picture_gets_a_background_on_which_it_shows(name: str, color: tuple[int, ...]) -> None:
    """White, or something dark behind a pale symbol; and it is said."""
    icons = icons_from(SUITABLE[name])

    assert color == icons.background
    assert "was put behind it" in remarks(icons)


def test_what_was_done_is_said() -> None:
    """A small picture, a long one, an animated one."""
    assert "not sharp" in remarks(icons_from(SUITABLE["small"]))
    assert "long and narrow" in remarks(icons_from(SUITABLE["wide"]))
    moving = file(triangle(WHITE).convert("P"), "GIF", save_all=True, append_images=[Image.new("P", (400, 400))])
    assert "its first frame was taken" in remarks(icons_from(moving))
    assert () == icons_from(SUITABLE["on white"]).remarks


def test_a_picture_that_lies_on_its_side_is_turned() -> None:
    """The orientation of a camera is heeded."""
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    turned = file(triangle(WHITE).rotate(180).convert("RGB"), "JPEG", exif=exif, quality=95)

    pixels = decode(read_icon(icons_from(turned).outline))

    assert 0 == pixels.color(1, 2)[3]
    assert 255 == pixels.color(16, 28)[3]


def claiming(width: int, height: int) -> bytes:
    """A PNG file that says how large it is, and holds next to nothing."""
    return SIGNATURE + header(width, height, 8, 0) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND")


UNSUITABLE = {
    "photograph": (file(photograph(), "JPEG"), "no shape stands out"),
    "one colour": (file(Image.new("RGB", (200, 200), "red")), "one colour only"),
    "nothing": (file(canvas()[0]), "fully transparent"),
    "square": (file(Image.new("RGBA", (100, 100), BLUE).resize((400, 400)).crop((-50, -50, 450, 450))), "rectangle"),
    "tiny": (file(triangle().resize((16, 16))), "only 16x16"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture in one of the formats"),
    "TIFF": (file(triangle(), "TIFF"), "no picture in one of the formats"),
    "ICO": (file(triangle(), "ICO"), "no picture in one of the formats"),
    "text": (b"hello", "no picture in one of the formats"),
    "empty": (b"", "no picture in one of the formats"),
    "cut short": (file(triangle())[:400], "damaged"),
    "large": (claiming(5000, 5000), "5000x5000"),
    "huge": (claiming(2**31 - 1, 2**31 - 1), "pixels"),
    "no pixels": (claiming(64, 64), "damaged"),
}


@pytest.mark.parametrize(("content", "words"), UNSUITABLE.values(), ids=UNSUITABLE)
def test_what_does_not_suit_is_refused_with_a_reason(content: bytes, words: str) -> None:
    """No blob is handed out for an icon."""
    with pytest.raises(PictureError) as caught:
        icons_from(content)

    assert words in str(caught.value.message)


def test_the_size_is_known_before_a_pixel_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of many pixels costs nothing."""

    def never(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "convert", never)
    bomb = SIGNATURE + header(4096, MAX_PIXELS // 4096 + 1, 8, 0) + part(b"IDAT", zlib.compress(bytes(10**6)))

    with pytest.raises(PictureError, match="scale it"):
        icons_from(bomb + part(b"IEND"))


@given(
    st.sampled_from(sorted(SUITABLE)),
    st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 2**14),
)
@settings(max_examples=150, deadline=None)
def test_damaged_pictures_end_in_icons_or_a_reason(name: str, changes: list[tuple[int, int]], cut: int) -> None:
    """Whatever is changed or missing in a file, there is no other error, and icons are right if there are any."""
    content = bytearray(SUITABLE[name])
    for place, value in changes:
        content[place % len(content)] = value
    try:
        icons = icons_from(bytes(content[: max(8, len(content) - cut % 200)]))
    except PictureError:
        return

    assert (192, 192) == struct.unpack(">II", icons.color[16:24])
    assert (32, 32) == struct.unpack(">II", icons.outline[16:24])
