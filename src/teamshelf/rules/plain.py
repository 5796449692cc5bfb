"""The short cut through the rules: of a manifest that is plain, hardly any of them has anything to say.

A faultless manifest is the usual case, and to ask two hundred rules about it takes longer than to read it. So
everything that could make one of them speak is looked for at once: single values by a schema of our own, which is
compiled and takes a few microseconds for all of them; what ties two values together by the functions below it, on the
decoded JSON.
A manifest that is not plain need not be wrong. Then every rule is asked.

Nobody is trusted to keep this in step with the rules: the tests compare the short cut with the long way on every
example, every case of the corpus, and mixtures of them. A rule that it should know nothing of stands in
:data:`ALWAYS_ASKED`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from teamshelf.rules.activities import RESERVED_TYPE
from teamshelf.rules.descriptions import BLANKS, FEWEST_CHARACTERS
from teamshelf.rules.developer_urls import ODD_LABELS
from teamshelf.rules.domain_patterns import MAX_HOST
from teamshelf.rules.hidden_characters import HIDDEN
from teamshelf.rules.identity import NIL_GUID
from teamshelf.rules.names import TEAMS_FEATURES, WATCHED_WORDS
from teamshelf.rules.rsc import CATALOGUE
from teamshelf.rules.schema_url import MICROSOFTS as SCHEMAS
from teamshelf.rules.tabs import RESERVED_TABS
from teamshelf.rules.valid_domains import TELLING_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jsonschema_rs

ALWAYS_ASKED = frozenset(
    (
        "bot-command-lists-undocumented",
        "bot-id-not-guid",
        "channel-features-missing",
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


def is_plain(manifest: dict[str, Any], version: str) -> bool:
    """Whether the rules, but for those in :data:`ALWAYS_ASKED`, surely find nothing in a decoded manifest.

    It must fit the schema of the version it is read as: no type is looked at a second time.
    """
    return (
        _validator(version).is_valid(manifest)
        and _texts_differ(manifest["name"], manifest["description"])
        and _tabs_agree(manifest.get("staticTabs", ()), manifest.get("validDomains", ()))
        and _bots_agree(manifest.get("bots", ()))
        and _extensions_agree(manifest.get("composeExtensions", ()), manifest.get("validDomains", ()))
        and _permissions_agree(manifest)
        and _defaults_are_offered(manifest)
        and _activities_differ(manifest.get("activities"))
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words))


def _in_any_case(words: Iterable[str]) -> str:
    """The same, whatever the case of the letters: schemas have no flag for it."""
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in sorted(words))


_HOST = r"(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)"
_USUAL_HOST = rf"^(?:{_HOST}+[a-z][a-z0-9]{{2,}}|{_HOST}{{2,}}[a-z]{{2}})$"
_TELLING_HOST = rf"(?:^|[.-])(?:{_any_of(TELLING_PARTS)})(?:[.-]|$)"
_USUAL_PAGE = rf"^https://{_HOST}+[a-z]+(?:/|$)"
_ODD_PAGE = rf"^https://(?:[^/]*\.)?(?:{_any_of(ODD_LABELS - {''})})(?:[./]|$)"
_WATCHED_WORD = rf"(?:^|[^\p{{L}}\p{{N}}])(?:{_in_any_case(WATCHED_WORDS)})(?:$|[^\p{{L}}\p{{N}}])"
_FEATURE_FIRST = rf"^(?:{_in_any_case(TEAMS_FEATURES)})(?: |$)"
_TELLING_WORDS = (
    "uaranteed|ertified for|owered by|appsource[.]|Slack|#|-class|op-ra|365|MS|Hip|Hangouts|uite|Workplace "
)

_NO_PAGE_OF_NOTE: dict[str, Any] = {"pattern": _USUAL_PAGE, "not": {"pattern": _ODD_PAGE}}
_NO_WORD_OF_NOTE: dict[str, Any] = {"not": {"pattern": f"{_TELLING_WORDS}|{HIDDEN}|\U000e0001|[\U000e0020-\U000e007f]"}}
_A_LETTER: dict[str, Any] = {"pattern": r"\p{Ll}"}
_NAME: dict[str, Any] = {"allOf": [_NO_WORD_OF_NOTE, {"not": {"pattern": _WATCHED_WORD}}]}


def _having(*required: str, **properties: Any) -> dict[str, Any]:
    """The schema of an object that has these properties; False stands for one that must not be there."""
    return {"required": list(required), "properties": properties}


_COMMAND_OF_BOT = _having(
    "title", "description", title={"pattern": r"^[^/\s](?:.*\S)?$"}, description={"pattern": r"\p{L}"}
)
_COMMAND_LIST = _having("scopes", "commands", triggers=False, commands={"minItems": 1, "items": _COMMAND_OF_BOT})
_BOT = _having(
    "scopes",
    "commandLists",
    scopes={"items": {"not": {"const": "copilot"}}},
    commandLists={"items": _COMMAND_LIST},
    configuration=False,
    isNotificationOnly={"const": False},
)
_COMMAND = _having(
    samplePrompts=False, semanticDescription=False, apiResponseRenderingTemplateFile=False, taskInfo=False
) | {"not": _having("parameters", "fetchTask", fetchTask={"const": True}, parameters={"minItems": 1})}
_EXTENSION = _having(
    "botId",
    "commands",
    authorization=False,
    apiSpecificationFile=False,
    composeExtensionType={"not": {"const": "apiBased"}},
    commands={"minItems": 1, "items": _COMMAND},
)
_PLACES: dict[str, Any] = {"minItems": 1}
_ABSENT = (
    *("agentConnectors", "agentSkills", "agenticUserTemplates", "copilotAgents", "dashboardCards", "extensions"),
    *("backgroundLoadConfiguration", "connectors", "elementRelationshipSet", "graphConnector", "localizationInfo"),
    *("packageName", "subscriptionOffer"),
)


@lru_cache(maxsize=None)
def _validator(version: str) -> jsonschema_rs.Draft7Validator:
    """What a plain manifest of a version looks like, value by value; compiled once a process."""
    import jsonschema_rs

    schema = _having(
        *("$schema", "name", "description", "developer"),
        **{
            "$schema": {"pattern": f"^{SCHEMAS}/v{version}/".replace(".", "[.]")},
            "manifestVersion": {"const": version},
            "version": {"pattern": r"^[1-9][0-9]*\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)$"},
            "id": {"not": {"const": NIL_GUID}},
            "developer": _having(
                *("name", "websiteUrl", "privacyUrl", "termsOfUseUrl"),
                name={"pattern": r"[\p{L}\p{N}]", "not": {"pattern": HIDDEN}},
                mpnId=False,
                websiteUrl=_NO_PAGE_OF_NOTE,
                privacyUrl=_NO_PAGE_OF_NOTE,
                termsOfUseUrl=_NO_PAGE_OF_NOTE,
            ),
            "name": _having(
                *("short", "full"),
                short={**_NAME, "pattern": r"^\S(?:.*\S)?$", "not": {"pattern": _FEATURE_FIRST}},
                full={**_NAME, "pattern": r"[\p{L}\p{N}]"},
            ),
            "description": _having(
                *("short", "full"), short={**_A_LETTER, **_NO_WORD_OF_NOTE}, full={**_A_LETTER, **_NO_WORD_OF_NOTE}
            ),
            "icons": {"properties": {"color": {"const": "color.png"}, "outline": {"const": "outline.png"}}},
            "staticTabs": {"items": _having(contentBotId=False, context=_PLACES)},
            "configurableTabs": {"items": _having(context=_PLACES, sharePointPreviewImage=False)},
            "bots": {"items": _BOT},
            "composeExtensions": {"items": _EXTENSION},
            "permissions": {"uniqueItems": True},
            "devicePermissions": {"uniqueItems": True},
            "configurableProperties": {"uniqueItems": True, "minItems": 1},
            "validDomains": {
                "uniqueItems": True,
                "items": {"pattern": _USUAL_HOST, "not": {"pattern": _TELLING_HOST}, "maxLength": MAX_HOST},
            },
            "webApplicationInfo": _having(
                *("id", "resource"),
                id={"not": {"const": NIL_GUID}},
                resource={"pattern": "^api://[!-;=?-~]+$"},
                applicationPermissions=False,
            ),
            "activities": _having(
                activityIcons=False,
                activityGroups=False,
                activityTypes={"items": _having(activityGroupId=False, allowedIconIds=False)},
            ),
            "meetingExtensionDefinition": _having(scenes=False, filters=False, videoFilters=False),
            **dict.fromkeys(_ABSENT, False),
        },
    )
    schema["dependencies"] = {"activities": ["webApplicationInfo"]}
    return jsonschema_rs.Draft7Validator(schema, pattern_options=jsonschema_rs.RegexOptions(), offline=True)


def _texts_differ(name: dict[str, str], description: dict[str, str]) -> bool:
    """Names and descriptions say something each, and lead on."""
    short, full = description["short"], description["full"]
    mention = full.find("Teams")
    return (
        name["short"].casefold() != name["full"].strip().casefold()
        and len(short) + BLANKS < len(full) <= FEWEST_CHARACTERS
        and "://" in full
        and short not in full
        and "pp" not in short
        and ". " not in short
        and not short.startswith(name["short"])
        and (mention < 0 or full[mention - 10 : mention - 1] == "Microsoft")
    )


def _tabs_agree(tabs: Iterable[dict[str, Any]], domains: Iterable[str]) -> bool:
    """No tab has another's id, each has a page or is one of Teams' own, and the hosts of the pages are listed."""
    ids = set()
    for tab in tabs:
        entity = tab["entityId"]
        if entity in ids:
            return False
        ids.add(entity)
        content, website = tab.get("contentUrl"), tab.get("websiteUrl")
        if entity in RESERVED_TABS:
            if "name" in tab:
                return False
        elif content is None or not tab.get("name"):
            return False
        if content is not None and content.partition("://")[2].partition("/")[0] not in domains:
            return False
        if website is not None and website.partition("://")[2].partition("/")[0] not in domains:
            return False
        if len(tab.get("scopes", ())) > 1 and not _are_single(tab["scopes"]):
            return False
    return True


def _are_single(scopes: list[str]) -> bool:
    """Whether no scope is named twice, `groupchat` and `groupChat` being the same."""
    return len({scope.lower() for scope in scopes}) == len(scopes)


def _bots_agree(bots: Iterable[dict[str, Any]]) -> bool:
    """Each scope of a bot has one list of commands, and no list has a command twice."""
    for bot in bots:
        served: list[str] = []
        for commands in bot["commandLists"]:
            served += commands["scopes"]
            listed = commands["commands"]
            if len({command["title"].lower() for command in listed}) < len(listed):
                return False
        if not served or len(served) != len(bot["scopes"]) or set(served) != set(bot["scopes"]):
            return False
        if not _are_single(served):
            return False
    return True


def _extensions_agree(extensions: Iterable[dict[str, Any]], domains: Iterable[str]) -> bool:
    """No message extension has a command twice, and the domains of its link previews are listed."""
    for extension in extensions:
        commands = extension["commands"]
        if len({command["id"] for command in commands}) < len(commands):
            return False
        for command in commands:
            for parameter in command.get("parameters", ()):
                if not _has_fit_choices(parameter):
                    return False
        for handler in extension.get("messageHandlers", ()):
            for domain in handler["value"].get("domains", ()):
                if domain not in domains or "/" in domain:
                    return False
    return True


def _has_fit_choices(parameter: dict[str, Any]) -> bool:
    """Whether choices stand where they are chosen from, and there only, each once."""
    choices = parameter.get("choices", ())
    if parameter.get("inputType") == "choiceset":
        return bool(choices) and len({choice["value"] for choice in choices}) == len(choices)
    return not choices


def _permissions_agree(manifest: dict[str, Any]) -> bool:
    """The registration is that of the resource, and what is asked for is known, and of use to the app."""
    registration = manifest.get("webApplicationInfo")
    if registration is not None and not registration["resource"].endswith(registration["id"]):
        return False
    asked = manifest.get("authorization", {}).get("permissions")
    if asked is None:
        return True
    if registration is None or not (manifest.get("composeExtensions") or manifest.get("meetingExtensionDefinition")):
        return False
    for permission in asked.get("resourceSpecific", ()):
        if (permission["name"], permission["type"]) not in CATALOGUE:
            return False
    return True


def _defaults_are_offered(manifest: dict[str, Any]) -> bool:
    """What is set up first, and where, is there."""
    if "defaultInstallScope" in manifest and not manifest.get("composeExtensions"):
        return False
    tabs = manifest.get("configurableTabs", ())
    for tab in tabs:
        if len(tab["scopes"]) > 1 and not _are_single(tab["scopes"]):
            return False
    default = manifest.get("defaultGroupCapability")
    if default is not None:
        for place, capability in default.items():
            offered = manifest.get("bots", ()) if capability == "bot" else tabs if capability == "tab" else ()
            if not _has_place(offered, place):
                return False
    return True


def _has_place(capabilities: Iterable[dict[str, Any]], place: str) -> bool:
    """Whether one of the tabs or bots is for teams, or for group chats and the meetings that have these."""
    scope, other_spelling = ("team", "team") if place == "team" else ("groupChat", "groupchat")
    for capability in capabilities:
        scopes = capability["scopes"]
        if scope in scopes or other_spelling in scopes:
            return True
    return False


def _activities_differ(activities: dict[str, Any] | None) -> bool:
    """No kind of notification is declared twice, nor the one that every app has."""
    if activities is None:
        return True
    kinds = activities.get("activityTypes", ())
    names = {kind["type"] for kind in kinds}
    return len(names) == len(kinds) and RESERVED_TYPE not in names
