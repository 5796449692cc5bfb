"""Manifests that tests start from."""

from __future__ import annotations

import copy
from typing import Any

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
