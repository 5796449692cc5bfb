"""Manifests that tests start from."""

from __future__ import annotations

import copy
import io
from functools import lru_cache
from typing import Any

from PIL import Image

APP_ID = "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62"

FAULTLESS: dict[str, Any] = {
    "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json",
    "manifestVersion": "1.22",
    "version": "1.0.0",
    "id": APP_ID,
    "developer": {
        "name": "Harbour Street Software",
        "websiteUrl": "https://www.example.com",
        "privacyUrl": "https://www.example.com/privacy",
        "termsOfUseUrl": "https://www.example.com/terms",
    },
    "name": {"short": "Polls", "full": "Polls for quick decisions"},
    "description": {
        "short": "Ask your colleagues and see what they think.",
        "full": "Put a question to a channel and watch the answers arrive. Help: https://www.example.com/help.",
    },
    "icons": {"color": "color.png", "outline": "outline.png"},
    "accentColor": "#0B6E6E",
    "validDomains": ["example.com"],
}
"""A manifest with nothing wrong with it, and nothing in it that need not be."""


def manifest(**members: Any) -> dict[str, Any]:
    """A faultless manifest with these members laid over it; None takes a member out."""
    made = copy.deepcopy(FAULTLESS)
    for name, value in members.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = copy.deepcopy(value)
    return made


@lru_cache(maxsize=1)
def icons() -> dict[str, bytes]:
    """The two icons of the faultless manifest, with nothing wrong with them."""
    color = Image.new("RGB", (192, 192), (11, 110, 110))
    outline = Image.new("RGBA", (32, 32), (255, 255, 255, 0))
    outline.paste((255, 255, 255, 255), (0, 0, 32, 20))
    return {name: _png(image) for name, image in (("color.png", color), ("outline.png", outline))}


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
