"""The areas of a report: what part of an app a rule is about, so that whoever mends it sees what belongs together.

An area is that of the file the rule is written in; faults of the container, the text and the schema have theirs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from teamshelf.document.faults import RULES as SYNTAX_RULES
from teamshelf.messages import Message, say
from teamshelf.package.faults import RULES as CONTAINER_RULES
from teamshelf.rules import every_rule

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE, SCHEMA, IDENTITY, TEXTS, ICONS, DOMAINS, CAPABILITIES, PERMISSIONS, LANGUAGES, CONSISTENCY = (
    "package",
    "schema",
    "identity",
    "texts",
    "icons",
    "domains",
    "capabilities",
    "permissions",
    "languages",
    "consistency",
)

AREAS: dict[str, Message] = {
    PACKAGE: say("Package"),
    SCHEMA: say("Schema"),
    IDENTITY: say("Ids and versions"),
    TEXTS: say("Texts"),
    ICONS: say("Icons"),
    DOMAINS: say("Domains"),
    CAPABILITIES: say("Capabilities"),
    PERMISSIONS: say("Permissions"),
    LANGUAGES: say("Languages"),
    CONSISTENCY: say("Consistency"),
}
"""What each area is called, in the order of a report."""

_OF_SUBJECT = {
    IDENTITY: ("schema_url", "identity", "registration"),
    TEXTS: ("developer_urls", "names", "descriptions", "wording", "hidden_characters", "agent_texts"),
    DOMAINS: ("domains", "foreign_domains"),
    CAPABILITIES: (
        *("tabs", "scopes", "bots", "bot_commands", "connectors", "message_extensions", "activities", "meetings"),
        *("dashboard_cards", "installation", "extensions", "agents", "declarative_agents", "plugins"),
    ),
    PERMISSIONS: ("permissions", "api_authorization"),
    LANGUAGES: ("languages", "language_schemas", "translations"),
    PACKAGE: ("package",),
    ICONS: ("icons", "icon_pixels"),
    CONSISTENCY: (
        *("domain_coverage", "relationships", "agent_files", "agent_tokens", "api_extensions"),
        *("openapi", "openapi_operations", "openapi_bodies"),
    ),
}
"""The files of rules in each area: consistency is what two places of an app, or two of its files, must agree on."""


def area_of(rule: str) -> str:
    """The area of a rule; of one that no check knows, the ids and versions: only a shelf judges what apps are called.

    >>> area_of("bot-id-not-guid")
    'capabilities'
    """
    return _areas().get(rule, SCHEMA if rule.startswith("schema-") else IDENTITY)


@lru_cache(maxsize=1)
def _areas() -> Mapping[str, str]:
    subjects = {subject: area for area, subjects in _OF_SUBJECT.items() for subject in subjects}
    found = {name: subjects[rule.judge.__module__.rpartition(".")[2]] for name, rule in every_rule().items()}
    found |= dict.fromkeys(SYNTAX_RULES, SCHEMA) | dict.fromkeys(CONTAINER_RULES, PACKAGE)
    return found | {"placeholder": CONSISTENCY}
