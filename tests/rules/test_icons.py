"""What is said of the files of icons."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.rules.icon_pixels import (
    color_icon_keeps_to_the_safe_area,
    outline_icon_has_a_shape,
    outline_icon_is_white,
)
from teamshelf.rules.icons import color_icon_is_192_square, icon_is_png, icon_is_sound, icons_of
from tests.package.pictures import BLUE, CLEAR, boxed, drawn
from tests.rules.icon_packages import FILES, only, package


@pytest.mark.parametrize("role", ["color", "outline", "small"])
def test_every_icon_is_looked_at(role: str) -> None:
    """Each of the three has to be a PNG file, and a sound one."""
    assert f"{role}.png" == only(icon_is_png(package(None, **{role: b"GIF89a"}))).file
    assert f"{role}.png" == only(icon_is_sound(package(None, **{role: FILES[f"{role}.png"][:-1]}))).file


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (b"GIF89a", "`color.png` is not a PNG file: its format is GIF", "save it again"),
        (b"\0", "`color.png` is not a PNG file, nor any other picture", "save it again"),
        (b"version https://git-lfs.", "`color.png` is not the picture, but only tells Git LFS where it is", "fetch"),
    ],
)
def test_what_it_is_instead_is_told(content: bytes, message: str, hint: str) -> None:
    """The format where it is known, and what to do where the picture itself is elsewhere."""
    found = only(icon_is_png(package(color=content)))

    assert message == str(found.message)
    assert str(found.hint).startswith(hint)


def test_damage_below_the_surface_is_damage() -> None:
    """A picture with sound parts and broken pixels is reported as damaged, not as something else."""
    content = FILES["outline.png"]
    broken = content.replace(content[41:-16], b"")
    found = only(icon_is_sound(package(outline=broken)))

    assert "damaged PNG" in str(found.message)
    assert () == outline_icon_has_a_shape(package(outline=broken))


def test_icons_are_read_once() -> None:
    """All rules about an app look at the same icons."""
    app = package()

    assert icons_of(app) is icons_of(app)
    assert ["color", "outline", "color32x32"] == [each.role for each in icons_of(app)]
    assert all(each.pixels is not None for each in icons_of(app))


def test_a_wrong_size_keeps_pixels_unread() -> None:
    """What is wrong with the pixels of a picture of another size is of no interest, and not decoded."""
    app = package(outline=drawn(33, lambda _x, _y: BLUE), color=boxed(32, 4, 28, BLUE, CLEAR))

    assert "`color.png` is 32x32 pixels; `icons.color` has to be 192x192" == str(
        only(color_icon_is_192_square(app)).message
    )
    assert () == outline_icon_is_white(app)


@pytest.mark.parametrize("members", [{"icons": None}, {"icons": {}}, {"icons": {"color": "", "outline": "../x.png"}}])
def test_icons_that_are_not_there_are_passed_over(members: dict[str, Any]) -> None:
    """That they are missing is said by others."""
    app = package(members)

    assert ((), []) == (icons_of(app), app.findings)
    assert () == outline_icon_is_white(app)
    assert () == color_icon_keeps_to_the_safe_area(app)
