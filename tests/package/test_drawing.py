"""The icons of a new app."""

from __future__ import annotations

from string import ascii_uppercase, digits

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamshelf
from teamshelf.findings import STORE
from teamshelf.package.build import package_of
from teamshelf.package.drawing import (
    Color,
    can_draw,
    color_icon,
    letter_for,
    outline_icon,
    parse_color,
    readable_on,
)
from teamshelf.package.icons import read_icon
from teamshelf.package.pixels import decode
from tests.manifests import manifest

COLORS = st.tuples(*[st.integers(0, 255)] * 3)


def findings(color: bytes, outline: bytes) -> list[str]:
    """The rules that icons break, in the eyes of the store."""
    import json

    files = {"manifest.json": json.dumps(manifest()).encode(), "color.png": color, "outline.png": outline}
    return [finding.rule for finding in teamshelf.check(package_of(files), audience=STORE).findings]


@pytest.mark.parametrize("letter", [*ascii_uppercase, *digits, None])
def test_every_letter_gives_icons_without_fault(letter: str | None) -> None:
    """The symbol is in the safe area, the outline is white on nothing and fills its square."""
    assert [] == findings(color_icon((11, 110, 110), letter), outline_icon(letter))


@given(COLORS)
@settings(max_examples=25, deadline=None)
def test_any_colour_gives_an_icon_that_can_be_read(color: Color) -> None:
    """The background is the colour itself, and the letter differs from it."""
    pixels = decode(read_icon(color_icon(color, "S")))

    assert (*color, 255) == pixels.color(0, 0)
    box = pixels.symbol()
    assert box is not None
    assert 80 < box.height <= 120
    assert box.width <= 120
    assert abs(box.left + box.right - 192) <= 4
    assert abs(box.top + box.bottom - 192) <= 4


@given(COLORS)
def test_the_letter_has_contrast(color: Color) -> None:
    """White on all that is dark enough, else a dark shade of the colour."""
    drawn = readable_on(color)

    assert (255, 255, 255) == drawn or sum(drawn) * 3 < sum(color)


def test_letters_differ() -> None:
    """The outline shows the letter it was asked for."""
    assert len(ascii_uppercase) == len({outline_icon(letter) for letter in ascii_uppercase})


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Standup", "S"),
        ("éclair", "E"),
        (" 3D view", "3"),
        ("日程 Plan", "P"),
        ("日程", None),
        ("🎉", None),
        ("", None),
    ],
)
def test_the_letter_of_a_name_is_the_first_that_can_be_drawn(name: str, letter: str | None) -> None:
    """As a capital, without its accent; none where the font has none of the letters."""
    assert letter == letter_for(name)


@pytest.mark.parametrize("letter", ["", " ", "é", "日", "AB", "\n", "\x1b", "\uffff", "\u200b"])
def test_what_the_font_lacks_is_not_drawn(letter: str) -> None:
    """A box that stands for a missing letter is no icon."""
    assert not can_draw(letter)


@pytest.mark.parametrize(
    ("text", "color"),
    [("#0B6E6E", (11, 110, 110)), ("0b6e6e", (11, 110, 110)), ("#fff", None), ("teal", None), ("#0 0 0 ", None)],
)
def test_a_colour_is_six_digits(text: str, color: Color | None) -> None:
    """With or without the sign in front, in capitals or not."""
    assert color == parse_color(text)
