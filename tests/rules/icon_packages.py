"""Packages whose icons are good, or wrong in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.package.app import App
from teamshelf.package.source import open_source
from tests.manifests import manifest
from tests.package.builder import PackageBuilder
from tests.package.pictures import BLUE, CLEAR, WHITE, boxed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.rules.registry import Found

SMALL_ICON = {"icons": {"color": "color.png", "outline": "outline.png", "color32x32": "small.png"}}
FILES = {
    "color.png": boxed(192, 48, 144, WHITE, BLUE),
    "outline.png": boxed(32, 0, 20, WHITE, CLEAR),
    "small.png": boxed(32, 4, 28, BLUE, CLEAR),
}


def package(members: dict[str, Any] | None = None, **files: bytes) -> App:
    """A package with three good icons, or these in place of one of them (`color` for `color.png`)."""
    builder = PackageBuilder().manifest(manifest(**(members or SMALL_ICON)))
    for name, content in {**FILES, **{f"{name}.png": content for name, content in files.items()}}.items():
        builder.entry(name, content)
    return App(open_source(builder.build()))


def only(found: Iterable[Found]) -> Found:
    """The one thing found."""
    (one,) = found
    return one
