"""The icon sheet: each icon in the sizes, masks and colours in which Teams shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.preview.pictures import ROLES

if TYPE_CHECKING:
    from teamshelf.preview.pictures import Picture
    from teamshelf.preview.surfaces.view import View

SIZES = (192, 96, 64, 48, 32, 24, 20, 16)
"""Pixels on a side in which the color icon is seen, from the details page to a line of a list."""

SAFE_SIDE = 120
"""Pixels in the middle of the color icon that no mask cuts off. Source: Microsoft's page on designing icons."""

INNER_SIDE = 96
"""What the same page said of it in 2022."""


class IconSheet(Struct, frozen=True):
    """The icons.

    Attributes:
        accent: the accent colour as `#rrggbb`; None where the manifest has none that is one.
        sides: the pixels that each icon should have on a side, by its role.
    """

    pictures: tuple[Picture, ...]
    accent: str | None
    sizes: tuple[int, ...]
    sides: dict[str, int]
    safe_side: int
    inner_side: int


def icons(view: View) -> IconSheet:
    """The icon sheet of an app."""
    return IconSheet(tuple(view.pictures.values()), view.accent, SIZES, ROLES, SAFE_SIDE, INNER_SIDE)
