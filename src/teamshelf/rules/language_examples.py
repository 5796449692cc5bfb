"""An app in several languages, as the rules about languages show it in their examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.rules.schema_addresses import LANGUAGE_SCHEMA, schema_url

if TYPE_CHECKING:
    from collections.abc import Mapping

TAB: dict[str, Any] = {
    "entityId": "home",
    "name": "Home",
    "contentUrl": "https://example.com",
    "scopes": ["personal"],
}
"""A tab whose name can be translated."""


def in_languages(default: str, *additional: str, **members: Any) -> dict[str, Any]:
    """The members of a manifest that lists these languages, each with a file of its name."""
    languages = [{"languageTag": tag, "file": f"{tag}.json"} for tag in additional]
    return {"localizationInfo": {"defaultLanguageTag": default, "additionalLanguages": languages, **members}}


def language_file(changes: Mapping[str, Any] | None = None, version: str = "1.22") -> dict[str, Any]:
    """A language file in French with some members added or changed; one that is None is left out."""
    members = {
        "$schema": schema_url(version, LANGUAGE_SCHEMA),
        "name.short": "Sondages",
        "name.full": "Sondages pour vos réunions",
        "description.short": "Posez une question à votre équipe.",
        "description.full": "Chacun répond dans le canal ou la conversation. Aide : https://example.com/aide",
        **(changes or {}),
    }
    return {key: text for key, text in members.items() if text is not None}
