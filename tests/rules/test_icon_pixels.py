"""What is said of the pixels of icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.findings import UPLOAD, Severity
from teamshelf.rules.icon_pixels import (
    color_icon_keeps_to_the_safe_area,
    outline_icon_has_a_shape,
    outline_icon_has_no_margin,
    outline_icon_is_white,
)
from teamshelf.rules.registry import RULES
from tests.package.pictures import BLUE, CLEAR, WHITE, boxed, drawn
from tests.rules.icon_packages import only, package

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.package.app import App


def outline(color: Callable[[int, int], tuple[int, ...]]) -> App:
    """A package with this outline icon."""
    return package(outline=drawn(32, color))


def test_a_stray_pixel_is_named() -> None:
    """Its place and colour are in the message, the file in the finding, with Microsoft's code."""
    found = only(outline_icon_is_white(outline(lambda x, y: (1, 2, 3, 216) if (x, y) == (17, 5) else WHITE)))
    finding = RULES["outline-icon-not-white"].finding(found, UPLOAD, "manifest.json")

    assert "`outline.png` has a pixel that is not white, at x 17, y 5: its A,R,G,B is 216,1,2,3" == str(found.message)
    assert ("outline.png", None, ("InvalidOutlineIconTransparency",), Severity.ERROR) == (
        finding.file,
        finding.pointer,
        finding.aliases,
        finding.severity,
    )


def test_stray_pixels_are_counted() -> None:
    """Of many the first is named."""
    found = only(outline_icon_is_white(outline(lambda x, y: BLUE if y > 29 else WHITE if x else CLEAR)))

    assert (
        "`outline.png` has 64 pixels that are not white; the first, at x 0, y 30, has the A,R,G,B 255,68,100,238"
    ) == str(found.message)


@pytest.mark.parametrize(
    ("pixel", "elsewhere", "hint"),
    [
        ((9, 9, 9, 25), CLEAR, "too faint"),
        ((9, 9, 9, 26), CLEAR, "make everything that can be seen white"),
        ((9, 9, 9, 255), (9, 9, 9, 1), "draw the symbol in white"),
        ((9, 9, 9, 255), WHITE, "draw the symbol in white"),
    ],
)
def test_the_hint_fits_the_picture(pixel: tuple[int, ...], elsewhere: tuple[int, ...], hint: str) -> None:
    """Faint pixels are erased, coloured symbols made white, full pictures drawn again."""
    found = only(outline_icon_is_white(outline(lambda x, y: pixel if (x, y) == (3, 3) else elsewhere)))

    assert hint in str(found.hint)


def test_a_full_picture_in_colours_has_one_finding() -> None:
    """That it is not white says enough; that it has no transparent pixels is not said as well."""
    app = outline(lambda _x, _y: BLUE)

    assert 1 == len(list(outline_icon_is_white(app)))
    assert () == outline_icon_has_a_shape(app)


def test_a_margin_is_measured() -> None:
    """The message has the size of the symbol; the narrowest side decides."""
    found = only(outline_icon_has_no_margin(package(outline=boxed(32, 6, 20, WHITE, CLEAR))))

    assert "the symbol in `outline.png` takes only 14x14 of 32x32 pixels" == str(found.message)
    assert () == outline_icon_has_no_margin(package(outline=boxed(32, 5, 20, WHITE, CLEAR)))
    assert () == outline_icon_has_no_margin(package(outline=boxed(32, 20, 27, WHITE, CLEAR)))
    assert () == outline_icon_has_no_margin(outline(lambda _x, _y: CLEAR))


@pytest.mark.parametrize(
    ("columns", "rows"), [((8, 30), (8, 24)), ((8, 24), (8, 30)), ((2, 24), (8, 24)), ((8, 24), (2, 24))]
)
def test_a_margin_is_on_all_sides(columns: tuple[int, int], rows: tuple[int, int]) -> None:
    """A symbol that comes near one edge has none."""
    app = outline(lambda x, y: WHITE if x in range(*columns) and y in range(*rows) else CLEAR)

    assert () == outline_icon_has_no_margin(app)


def test_the_least_trace_of_white_is_no_hole() -> None:
    """A picture is cut out where its alpha is 0, and nowhere else."""
    found = only(outline_icon_has_a_shape(outline(lambda x, y: (255, 255, 255, 1 if x > y else 255))))

    assert "`outline.png` has no transparent pixels" == str(found.message)


@pytest.mark.parametrize(("start", "end", "expected"), [(32, 160, 0), (31, 160, 1), (32, 161, 1)])
def test_the_safe_area_has_a_tolerance(start: int, end: int, expected: int) -> None:
    """Four pixels beyond the square of 120 are passed over on each side, a fifth is not."""
    app = package(color=boxed(192, start, end, WHITE, BLUE))

    assert expected == len(list(color_icon_keeps_to_the_safe_area(app)))
