"""Where the stored pictures are: those of apps, and that of the shelf itself."""

from __future__ import annotations


def icon_url(digest: str | None) -> str:
    """The address of a picture; empty where there is none."""
    return f"/icons/{digest}.png" if digest else ""
