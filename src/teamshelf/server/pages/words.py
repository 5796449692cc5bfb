"""What the pages call things: places, capabilities, categories, tiers and languages."""

from __future__ import annotations

from teamshelf.catalogue.apps.describing import CATEGORIES
from teamshelf.messages import Message, say

SCOPE_NAMES: dict[str, Message] = {
    "personal": say("For yourself"),
    "team": say("Teams"),
    "groupchat": say("Group chats"),
    "meetings": say("Meetings"),
    "copilot": say("Copilot"),
}
"""Where an app can be added, by scope."""

CAPABILITY_NAMES: dict[str, Message] = {
    "personal-tab": say("Personal app"),
    "tab": say("Tab"),
    "bot": say("Bot"),
    "message-extension": say("Message extension"),
    "connector": say("Connector"),
    "meetings": say("Meeting extension"),
    "agent": say("Copilot agent"),
    "agent-connector": say("Agent connector"),
    "agent-skill": say("Agent skill"),
    "agentic-user": say("Agentic user"),
    "dashboard-card": say("Dashboard card"),
    "office-add-in": say("Office add-in"),
    "graph-connector": say("Graph connector"),
    "activity": say("Notifications"),
}
"""What an app can have, by the names of :data:`teamshelf.catalogue.apps.facts.CAPABILITIES`."""

PERMISSION_NAMES: dict[str, Message] = {
    "none": say("Nothing"),
    "implied": say("Nothing beyond its functions"),
    "permissions": say("Consent when it is added"),
    "resource-specific": say("Data of the team or chat"),
    "sign-in": say("Signing in with Microsoft Entra ID"),
    "device": say("Your device"),
}
"""What apps ask for, by the values of the facet; see :func:`teamshelf.catalogue.apps.showing.needs_of`."""

STATUS_NAMES: dict[str, Message] = {
    "added": say("In one of my places"),
    "update": say("An update asks me"),
    "available": say("I can add it"),
    "requested": say("I have asked for it"),
    "blocked": say("Blocked for me"),
}
"""What an app is to whoever looks, by the values of :class:`teamshelf.catalogue.apps.standing.Standing`."""

EXPIRED = "expired"

TIER_NAMES: dict[str, Message] = {
    "none": say("Not certified"),
    "verified": say("Verified publisher"),
    "attested": say("Self-declared"),
    "certified": say("Certified"),
    EXPIRED: say("Certification expired"),
}
"""The tiers of certification; what a publisher says of itself is called that."""

CATEGORY_NAMES = CATEGORIES
"""The categories of the store."""

LANGUAGE_WORDS = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""Languages in their own words."""


def name_in(names: dict[str, Message], key: str) -> Message | str:
    """What a thing is called; its own name where the pages have no word for it."""
    return names.get(key, key)


def language_word(tag: str) -> str:
    """A language tag in words: ``fr-ca`` is "Français (CA)".

    >>> language_word("fr-ca")
    'Français (CA)'
    """
    language, _, region = tag.partition("-")
    word = LANGUAGE_WORDS.get(language.lower())
    if word is None:
        return tag
    return f"{word} ({region.upper()})" if region else word
