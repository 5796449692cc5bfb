"""Mending the pixels of an outline icon."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from teamshelf.fixing import fix
from teamshelf.package.outline import whitened
from teamshelf.package.source import open_source
from tests.manifests import icons, manifest
from tests.package.builder import PackageBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    Color = tuple[int, int, int, int]


def outline(spots: Mapping[tuple[int, int], Color]) -> bytes:
    """A white bar on nothing, with some pixels of other colours."""
    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (0, 8, 32, 24))
    for place, color in spots.items():
        image.putpixel(place, color)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def colors(content: bytes) -> set[tuple[int, ...]]:
    """The colours of all pixels."""
    with Image.open(io.BytesIO(content)) as image:
        return {color for _, color in image.convert("RGBA").getcolors() or ()}  # type: ignore[misc]


def test_nearly_white_becomes_white_and_faint_goes() -> None:
    """What scaling leaves at the edges of a white symbol is taken off."""
    mended = whitened(outline({(3, 10): (240, 241, 239, 200), (4, 2): (10, 20, 30, 9)}))

    assert mended is not None
    assert {(255, 255, 255, 0), (255, 255, 255, 255), (255, 255, 255, 200)} == colors(mended)


def test_a_colour_that_can_be_seen_is_left_to_its_designer() -> None:
    """Painting a red dot white would change the picture."""
    assert whitened(outline({(3, 10): (200, 0, 0, 255)})) is None


def test_what_is_no_icon_is_left_alone() -> None:
    """A file that is no sound PNG is not touched."""
    assert whitened(b"GIF89a") is None


def test_fix_mends_the_icon_of_a_package() -> None:
    """`fix` gives the mended picture, and nothing is left to be said about it."""
    files = {**icons(), "outline.png": outline({(3, 10): (250, 250, 250, 255)})}
    builder = PackageBuilder().manifest(manifest())
    for name, content in files.items():
        builder.entry(name, content)
    source = open_source(builder.build())

    outcome = fix(source, audience="upload")

    assert ["outline.png"] == list(outcome.files)
    assert ["outline-icon-not-white"] == [finding.rule for finding in outcome.mended]
    assert outcome.result.ok
