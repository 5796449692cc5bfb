"""The icons of an app as pages show them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from teamshelf.package.icons import read_icon
from teamshelf.preview.pictures import MAX_SHOWN, pictures_of
from tests.manifests import icons, manifest
from tests.preview.apps import app_from, files_of


def png(side: int, mode: str = "RGBA") -> bytes:
    """A picture of one colour."""
    buffer = io.BytesIO()
    Image.new(mode, (side, side), 120).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("side", [32, 192, 300, MAX_SHOWN])
def test_pictures_of_any_reasonable_size_are_drawn(side: int) -> None:
    """Also those that Teams would refuse: people see what they have, and that its size is wrong."""
    picture = pictures_of(app_from(files_of(manifest(), {"color.png": png(side)})))["color"]

    assert (side, side, side == 192) == (picture.width, picture.height, picture.is_right_size)
    assert picture.content is not None
    assert read_icon(picture.content).is_square(side)


def test_nothing_but_pixels_is_kept() -> None:
    """What stands behind the picture, and texts in it, never reach a browser."""
    color = icons()["color.png"] + b"<script>alert(1)</script>"
    picture = pictures_of(app_from(files_of(manifest(), {"color.png": color})))["color"]

    assert picture.content is not None
    assert b"script" not in picture.content


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", icons()["color.png"][:200], png(MAX_SHOWN + 1), b"\xff\xd8\xff"]
)
def test_what_cannot_be_drawn_says_why(content: bytes) -> None:
    """No picture of another format, damaged or too large is given to a browser."""
    picture = pictures_of(app_from(files_of(manifest(), {"color.png": content})))["color"]

    assert (None, True) == (picture.content, picture.problem is not None)


def test_other_pixels_have_another_name() -> None:
    """A page that asks for an icon by its name gets the one it was made with, or none."""
    first, second = (
        pictures_of(app_from(files_of(manifest(), {"color.png": png(side)})))["color"].name for side in (192, 100)
    )

    assert first != second


def test_the_small_color_icon_is_shown_where_there_is_one() -> None:
    """Newer manifests have a third."""
    stated = manifest(icons={"color": "color.png", "outline": "outline.png", "color32x32": "small.png"})

    assert ["color", "outline", "color32x32"] == list(pictures_of(app_from(files_of(stated, {"small.png": png(32)}))))
    assert ["color", "outline"] == list(pictures_of(app_from(files_of(manifest()))))
