"""Packages to publish."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import Any

from PIL import Image

from teamshelf.package.build import package_of
from tests.manifests import icons, manifest

ANOTHER_ID = "7d0c1b52-6a34-4c1f-9e0a-3f5b8d2e4a11"


def package(
    *,
    color: tuple[int, int, int] | None = None,
    indent: int | None = None,
    files: dict[str, bytes] | None = None,
    **members: Any,
) -> bytes:
    """A package without faults; members are laid over its manifest, as :func:`tests.manifests.manifest` does.

    Args:
        color: of the color icon, where it is not to be the usual one.
        indent: of the manifest's text.
        files: more files, by name.
        members: of the manifest.
    """
    made = manifest(**members)
    if isinstance(members.get("name"), dict):
        made["name"] = {"full": "Polls for quick decisions", **members["name"]}
    pictures = icons() if color is None else {**icons(), "color.png": _square(color)}
    return package_of({"manifest.json": json.dumps(made, indent=indent).encode(), **pictures, **(files or {})})


@lru_cache
def _square(color: tuple[int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (192, 192), color).save(buffer, "PNG")
    return buffer.getvalue()
