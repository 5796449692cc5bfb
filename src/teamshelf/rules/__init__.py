"""What a schema cannot say: relations between properties, files, pixels, domains, words.

One file per subject, one function per rule; :mod:`teamshelf.rules.registry` explains how a rule is written.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.rules.plain import ALWAYS_ASKED, values_agree
from teamshelf.rules.registry import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teamshelf.findings import Finding
    from teamshelf.package.app import App

_TABS = ("staticTabs", "configurableTabs")
_AGENTS = ("copilotAgents", "agentConnectors", "agenticUserTemplates", "agentSkills")

SUBJECTS: dict[str, tuple[str, ...]] = {
    "schema_url": (),
    "identity": (),
    "developer_urls": (),
    "names": (),
    "descriptions": (),
    "wording": (),
    "hidden_characters": (),
    "domains": ("validDomains",),
    "foreign_domains": ("validDomains",),
    "domain_coverage": (*_TABS, "bots", "composeExtensions", "connectors", "backgroundLoadConfiguration"),
    "tabs": _TABS,
    "scopes": (*_TABS, "bots", "connectors"),
    "bots": ("bots",),
    "bot_commands": ("bots",),
    "connectors": ("connectors", "graphConnector"),
    "message_extensions": ("composeExtensions",),
    "api_extensions": ("composeExtensions",),
    "api_authorization": ("composeExtensions",),
    "activities": ("activities",),
    "dashboard_cards": ("dashboardCards",),
    "meetings": ("meetingExtensionDefinition",),
    "installation": (
        "defaultInstallScope",
        "defaultGroupCapability",
        "configurableProperties",
        "subscriptionOffer",
        "devicePermissions",
    ),
    "permissions": ("permissions", "devicePermissions", "authorization", "webApplicationInfo"),
    "registration": ("webApplicationInfo",),
    "agents": (*_AGENTS, "composeExtensions", "bots"),
    "agent_texts": (*_AGENTS, "composeExtensions"),
    "relationships": ("elementRelationshipSet",),
    "extensions": ("extensions",),
    "languages": (),
    "language_schemas": ("localizationInfo",),
    "translations": ("localizationInfo",),
    "package": (),
    "icons": (),
    "icon_pixels": (),
    "openapi": ("composeExtensions",),
    "openapi_operations": ("composeExtensions",),
    "openapi_bodies": ("composeExtensions",),
    "agent_files": (*_AGENTS, "composeExtensions"),
    "declarative_agents": _AGENTS,
    "plugins": _AGENTS,
    "agent_tokens": (*_AGENTS, "localizationInfo"),
}
"""The files with rules, in the order in which their rules are run and listed.

Beside each stand the properties of the manifest that its rules are about: without any of them there is nothing to say,
and the file is not even imported. None means: every manifest.
"""


_CONSIDERED = frozenset(name for about in SUBJECTS.values() for name in about)
_NOTHING: frozenset[str] = frozenset()


def every_rule() -> Mapping[str, Rule]:
    """All rules by name, in the order of their subjects."""
    return {rule.name: rule for subject in SUBJECTS for rule in _rules_of(subject)}


def judge(app: App, audience: str, *, has_plain_values: bool = False) -> list[Finding]:
    """Everything that the rules find in an app, for an audience; places in the text are still to be found.

    Where the manifest's values are known to be plain (:mod:`teamshelf.rules.plain_values`), there is a short cut.
    """
    value: Any = app.file.value if app.file else None
    present = _CONSIDERED.intersection(value) if isinstance(value, dict) else _NOTHING
    asked = _applicable(app.dialect.version, app.source.kind != "manifest", present)
    manifest_name = app.source.manifest_name
    findings: list[Finding] = []
    for rule in asked.of_plain if has_plain_values and values_agree(value) else asked.of_any:
        found = rule.judge(app)
        if found:
            findings += [rule.finding(each, audience, manifest_name) for each in found]
    return findings


class _Asked(Struct, frozen=True):
    """The rules that can have something to say about a manifest with certain properties, and about a plain one."""

    of_any: tuple[Rule, ...]
    of_plain: tuple[Rule, ...]


@lru_cache(maxsize=256)
def _applicable(version: str, with_files: bool, present: frozenset[str]) -> _Asked:  # noqa: FBT001 - a cache's key
    of_any = tuple(
        rule
        for subject, about in SUBJECTS.items()
        if not about or not present.isdisjoint(about)
        for rule in _rules_of(subject)
        if version in rule.versions and (with_files or not rule.needs_files)
    )
    return _Asked(of_any, tuple(rule for rule in of_any if rule.needs_files or rule.name in ALWAYS_ASKED))


@lru_cache(maxsize=None)
def _rules_of(subject: str) -> tuple[Rule, ...]:
    """The rules of one file, which is imported for it."""
    module = f"teamshelf.rules.{subject}"
    import_module(module)
    return tuple(rule for rule in RULES.values() if rule.judge.__module__ == module)
