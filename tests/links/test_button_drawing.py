"""The button as PNG."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from teamshelf.links.button import LABELS, SIZES, THEMES, Button
from teamshelf.links.button_drawing import DENSITIES, button_png, plain_letters
from teamshelf.messages import LANGUAGES, say


def drawn(content: bytes) -> Image.Image:
    """The picture."""
    picture = Image.open(BytesIO(content))
    assert "PNG" == picture.format
    return picture.convert("RGBA")


@pytest.mark.parametrize("density", DENSITIES)
@pytest.mark.parametrize("size", SIZES)
def test_it_is_as_large_as_its_svg(size: str, density: int) -> None:
    """In each language and theme, and twice as large along each side for fine screens."""
    for theme in THEMES:
        for language in LANGUAGES:
            button = Button(language=language, theme=theme, size=size)
            shape = button.shape()
            picture = drawn(button_png(button, density=density))
            assert f'width="{shape.width}" height="{SIZES[size]}"' in button.svg()
            assert (shape.width * density, SIZES[size] * density) == picture.size


@pytest.mark.parametrize("theme", THEMES)
def test_it_has_the_colours_of_its_theme(theme: str) -> None:
    """Ground, tile and text are drawn; the corners are clear; the text stays inside."""
    button = Button(theme=theme, size="large")
    picture, shape = drawn(button_png(button)), button.shape()
    colors = {color for _, color in picture.getcolors(100_000) or ()}

    for wanted in (button.colors.ground, button.colors.tile):
        assert (*bytes.fromhex(wanted[1:]), 255) in colors
    assert 0 == picture.getpixel((0, 0))[3]  # type: ignore[index]
    ground = (*bytes.fromhex(button.colors.ground[1:]), 255)
    beside = [picture.getpixel((x, y)) for x in range(shape.width - 9, shape.width - 3) for y in range(12, 36)]
    assert {ground} == set(beside)
    text = [picture.getpixel((x, 24)) for x in range(int(shape.left), shape.width - 9)]
    assert len(set(text)) > 5


def test_every_word_of_ours_can_be_drawn() -> None:
    """The typeface has ASCII: our words, in every language, are that with the accents that are drawn by hand."""
    says = [*LABELS.values(), say("unavailable"), say("unknown app")]
    for language in LANGUAGES:
        for words in says:
            letters, _ = plain_letters(words.in_language(language))
            assert letters.isascii()
    assert ("Ajouter a Teams", [(8, "`")]) == plain_letters("Ajouter à Teams")


def test_other_words_are_another_picture() -> None:
    """What is not to be had is no button that adds; the same is always the same bytes."""
    button = Button()
    assert button_png(button) == button_png(button)
    other = drawn(button_png(button, text="unavailable"))
    assert button.shape("unavailable").width == other.width
    tile = (*bytes.fromhex(button.colors.tile[1:]), 255)
    assert tile not in {color for _, color in other.getcolors(100_000) or ()}
