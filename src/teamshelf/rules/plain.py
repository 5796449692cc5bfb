"""The short cut through the rules: of a manifest that is plain, hardly any of them has anything to say.

A faultless manifest is the usual case, and to ask two hundred rules about it takes longer than to read it. So
everything that could make one of them speak is looked for at once: single values by a compiled schema
(:mod:`teamshelf.rules.plain_values`), what ties two values together by the functions here, on the decoded JSON.
A manifest that is not plain need not be wrong. Then every rule is asked.

Nobody is trusted to keep this in step with the rules: the tests compare the short cut with the long way on every
example, every case of the corpus, and mixtures of them. A rule that it should know nothing of stands in
:data:`ALWAYS_ASKED`.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from teamshelf.rules.descriptions import BLANKS, FEWEST_CHARACTERS
from teamshelf.rules.rsc import CATALOGUE
from teamshelf.versions import NUMBERED_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS_ASKED = frozenset(
    (
        "bot-command-lists-undocumented",
        "bot-id-not-guid",
        "manifest-version-too-old-for-store",
        "message-extension-bot-id-not-guid",
        "package-name-missing",
        "preview-not-for-store",
        "query-command-without-parameters",
        "rsc-in-two-places",
        "tab-context-undocumented",
        "tab-scope-not-supported",
    )
)
"""Rules that are asked about plain manifests as well. Each applies in few manifest versions, so it costs few anything.
Rules that look at other files than the manifest are asked too, and need not stand here."""

SILENT_VERSIONS = frozenset(NUMBERED_VERSIONS[NUMBERED_VERSIONS.index("1.16") :])
"""Manifest versions in which none of these rules applies."""

_HOMES = {"bot": "bots", "tab": "configurableTabs"}

# What tells the members of an array apart; mapped over it, these take half the time of a comprehension.
_ENTITY_ID, _ID, _TYPE, _VALUE = map(itemgetter, ("entityId", "id", "type", "value"))


def values_agree(manifest: dict[str, Any]) -> bool:
    """Whether the rules, but for those in :data:`ALWAYS_ASKED`, surely find nothing in a decoded manifest.

    Its values must be plain, one by one (:func:`~teamshelf.rules.plain_values.plain_validator`): nothing is looked at
    a second time.
    """
    domains: list[str] = manifest.get("validDomains", [])
    return (
        _texts_differ(manifest["name"], manifest["description"])
        and ("staticTabs" not in manifest or _tabs_agree(manifest["staticTabs"], domains))
        and ("bots" not in manifest or _bots_agree(manifest["bots"]))
        and ("composeExtensions" not in manifest or _extensions_agree(manifest["composeExtensions"], domains))
        and ("webApplicationInfo" not in manifest or _is_of_the_resource(manifest["webApplicationInfo"]))
        and ("authorization" not in manifest or _permissions_are_known(manifest["authorization"]))
        and ("defaultGroupCapability" not in manifest or _defaults_are_offered(manifest))
        and ("activities" not in manifest or _activities_differ(manifest["activities"]))
        and ("localizationInfo" not in manifest or _languages_differ(manifest["localizationInfo"]))
    )


def _texts_differ(name: dict[str, str], description: dict[str, str]) -> bool:
    """Names and descriptions say something each, and lead on."""
    short, full = description["short"], description["full"]
    mention = full.find("Teams")
    return (
        name["short"].casefold() != name["full"].strip().casefold()
        and len(short) + BLANKS < len(full) <= FEWEST_CHARACTERS
        and short not in full
        and not short.startswith(name["short"])
        and (mention < 0 or full[mention - 10 : mention - 1] == "Microsoft")
    )


def _tabs_agree(tabs: list[dict[str, Any]], domains: list[str]) -> bool:
    """No tab has another's id, and the hosts of the pages are listed."""
    for tab in tabs:
        if "contentUrl" in tab and _host(tab["contentUrl"]) not in domains:
            return False
        if "websiteUrl" in tab and _host(tab["websiteUrl"]) not in domains:
            return False
    return len(tabs) == 1 or len(set(map(_ENTITY_ID, tabs))) == len(tabs)


def _host(url: str) -> str:
    """The host of an address as it should be written: `x.example` in `https://x.example/home`."""
    return url.split("/", 3)[2]


def _bots_agree(bots: list[dict[str, Any]]) -> bool:
    """Each scope of a bot has one list of commands, and no list has a command twice."""
    for bot in bots:
        served: list[str] = []
        for commands in bot["commandLists"]:
            served += commands["scopes"]
            titles = [command["title"].lower() for command in commands["commands"]]
            if len(set(titles)) < len(titles):
                return False
        if not served or (served != bot["scopes"] and sorted(served) != sorted(bot["scopes"])):
            return False
    return True


def _extensions_agree(extensions: list[dict[str, Any]], domains: list[str]) -> bool:
    """No message extension has a command or a choice twice, and the domains of its link previews are listed."""
    for extension in extensions:
        commands = extension["commands"]
        if len(commands) > 1 and len(set(map(_ID, commands))) < len(commands):
            return False
        for command in commands:
            if "parameters" in command and not _choices_differ(command["parameters"]):
                return False
        if "messageHandlers" in extension:
            for handler in extension["messageHandlers"]:
                for domain in handler["value"].get("domains", ()):
                    if domain not in domains or "/" in domain:
                        return False
    return True


def _choices_differ(parameters: list[dict[str, Any]]) -> bool:
    """No parameter of a command has a choice twice."""
    for parameter in parameters:
        if "choices" in parameter:
            choices = parameter["choices"]
            if len(set(map(_VALUE, choices))) < len(choices):
                return False
    return True


def _is_of_the_resource(registration: dict[str, str]) -> bool:
    """Whether the registration of the app is that of the resource."""
    return registration["resource"].endswith(registration["id"])


def _permissions_are_known(authorization: dict[str, Any]) -> bool:
    """Whether each resource-specific permission that is asked for exists, with the type it is asked with."""
    for permission in authorization.get("permissions", {}).get("resourceSpecific", ()):
        if (permission["name"], permission["type"]) not in CATALOGUE:
            return False
    return True


def _defaults_are_offered(manifest: dict[str, Any]) -> bool:
    """What is set up first, and where, is there."""
    for place, capability in manifest["defaultGroupCapability"].items():
        if capability not in _HOMES or not _has_place(manifest.get(_HOMES[capability], ()), place):
            return False
    return True


def _has_place(capabilities: Iterable[dict[str, Any]], place: str) -> bool:
    """Whether one of the tabs or bots is for teams, or for group chats and the meetings that have these."""
    for capability in capabilities:
        scopes = capability["scopes"]
        if "team" in scopes if place == "team" else "groupChat" in scopes or "groupchat" in scopes:
            return True
    return False


def _activities_differ(activities: dict[str, Any]) -> bool:
    """No kind of notification is declared twice."""
    kinds = activities.get("activityTypes", ())
    return len(set(map(_TYPE, kinds))) == len(kinds)


def _languages_differ(languages: dict[str, Any]) -> bool:
    """No language has a second file, not even the default one, whose texts are the manifest's."""
    tags = [each["languageTag"] for each in languages.get("additionalLanguages", ())]
    return len({languages["defaultLanguageTag"], *tags}) == len(tags) + 1
