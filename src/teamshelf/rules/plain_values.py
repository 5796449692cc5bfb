"""What a plain manifest looks like, value by value: a schema that is compiled together with the manifest's own.

Both are asked of every manifest, and mostly of the same values. Laid over each other they are one schema, which finds
each property once and is passed through once. A manifest that fits it fits the schema of its version, and has no single
value that a rule could speak of; what ties two values together is left to :mod:`teamshelf.rules.plain`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from teamshelf.rules.activities import RESERVED_TYPE
from teamshelf.rules.descriptions import WAYS_ON
from teamshelf.rules.developer_urls import ODD_LABELS
from teamshelf.rules.domain_patterns import MAX_HOST
from teamshelf.rules.hidden_characters import HIDDEN
from teamshelf.rules.identity import NIL_GUID
from teamshelf.rules.names import TEAMS_FEATURES, WATCHED_WORDS
from teamshelf.rules.schema_url import MICROSOFTS as SCHEMAS
from teamshelf.rules.tabs import RESERVED_TABS
from teamshelf.rules.valid_domains import TELLING_PARTS
from teamshelf.schema.manifest import manifest_schema
from teamshelf.versions import VersionRange

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jsonschema_rs


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
_SCHEMAS = SCHEMAS.replace("/json-schemas/", "/(?:[a-z]{2}-[a-z]{2}/)?json-schemas/")
_WAY_ON = "|".join(map(re.escape, WAYS_ON))
_LANGUAGES = "ar|cs|da|de|el|en|es|fi|fr|he|hu|id|it|ja|ko|nb|nl|pl|pt|ro|ru|sv|th|tr|uk|vi"
_NAME_OF_FILE = "(?:[A-Za-z0-9_-]{1,2}|[A-Za-z0-9_-]{5,40})"  # the devices of Windows have names of three or four

_USUAL_FILE: dict[str, Any] = {"pattern": rf"^(?:{_NAME_OF_FILE}/){{0,3}}{_NAME_OF_FILE}[.](?:png|json)$"}
_NO_PAGE_OF_NOTE: dict[str, Any] = {"pattern": _USUAL_PAGE, "not": {"pattern": _ODD_PAGE}}
_OF_NOTE = f"{_TELLING_WORDS}|{HIDDEN}|\U000e0001|[\U000e0020-\U000e007f]"


def _free_of(*patterns: str) -> dict[str, Any]:
    """The schema of a text in which none of the patterns is found: one search finds any of them."""
    return {"not": {"pattern": "|".join(patterns)}}


def _having(*required: str, **properties: Any) -> dict[str, Any]:
    """The schema of an object that has these properties; False stands for one that must not be there."""
    return {"required": list(required), "properties": properties}


_COMMAND_OF_BOT = _having(
    "title", "description", title={"pattern": r"^[^/\s](?:.*\S)?$"}, description={"pattern": r"\p{L}"}
)
_COMMAND_LIST = _having("scopes", "commands", triggers=False, commands={"minItems": 1, "items": _COMMAND_OF_BOT})
_ONCE_EACH: dict[str, Any] = {"uniqueItems": True}
_BOT = _having(
    "scopes",
    "commandLists",
    scopes={**_ONCE_EACH, "items": {"not": {"const": "copilot"}}},
    commandLists={"items": _COMMAND_LIST},
    configuration=False,
    isNotificationOnly={"const": False},
)
_PLACES: dict[str, Any] = {"minItems": 1}
_TAB = _having(contentBotId=False, context=_PLACES, scopes=_ONCE_EACH) | {
    "if": {"properties": {"entityId": {"enum": sorted(RESERVED_TABS)}}},
    "then": {"properties": {"name": False}},
    "else": _having("name", "contentUrl", name={"minLength": 1}),
}
_PARAMETER = {
    "if": _having("inputType", inputType={"const": "choiceset"}),
    "then": _having("choices", choices={"minItems": 1}),
    "else": {"properties": {"choices": {"maxItems": 0}}},
}
_COMMAND = _having(
    parameters={"items": _PARAMETER},
    samplePrompts=False,
    semanticDescription=False,
    apiResponseRenderingTemplateFile=False,
    taskInfo=False,
) | {"not": _having("parameters", "fetchTask", fetchTask={"const": True}, parameters={"minItems": 1})}
_HANDLER = {  # some versions let anything stand in a value, at any depth
    "properties": {
        "value": {
            "propertyNames": {"enum": ["domains", "supportsAnonymizedPayloads"]},
            "properties": {"supportsAnonymizedPayloads": {"type": "boolean"}},
        }
    }
}
_EXTENSION = _having(
    "botId",
    "commands",
    authorization=False,
    apiSpecificationFile=False,
    composeExtensionType={"not": {"const": "apiBased"}},
    commands={"minItems": 1, "items": _COMMAND},
    messageHandlers={"items": _HANDLER},
)
_SOME_EXTENSION = _having("composeExtensions", composeExtensions={"minItems": 1})
_SOME_MEETING = _having("meetingExtensionDefinition", meetingExtensionDefinition={"minProperties": 1})
_ABSENT = (
    *("agentConnectors", "agentSkills", "agenticUserTemplates", "copilotAgents", "dashboardCards", "extensions"),
    *("backgroundLoadConfiguration", "connectors", "elementRelationshipSet", "graphConnector", "packageName"),
    "subscriptionOffer",
)

_GROUP_CHATS = ("groupchat", "groupChat")
_SPELLING_GROUP_CHATS_TWO_WAYS = VersionRange.parse("1.3..1.16")
_ASKING_FOR_CHANNEL_FEATURES = VersionRange.parse("1.25..1.30")

_TOGETHER = frozenset(("if", "then", "else"))
"""Keywords that mean nothing apart from each other."""


@lru_cache(maxsize=None)
def plain_validator(version: str) -> jsonschema_rs.Draft7Validator:
    """Tells the manifests that fit the schema of a version and have plain values; compiled once a process."""
    import jsonschema_rs

    fitting = manifest_schema(version, annotated=False)
    schema = overlaid(fitting, plain_values(version), fitting["definitions"])
    options = jsonschema_rs.RegexOptions()  # no pattern of ours looks around, and they are compiled in half the time
    return jsonschema_rs.Draft7Validator(schema, pattern_options=options, validate_formats=True, offline=True)


def overlaid(schema: Any, more: Any, definitions: dict[str, Any]) -> Any:
    """The schema of what fits two schemas, with as few steps as it can be asked in.

    Args:
        schema: may refer to ``definitions``, and may forbid what it does not name.
        more: has no references.
        definitions: what the references of ``schema`` mean, by name.
    """
    if schema is False or more is False:
        return False
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    both: dict[str, Any] = dict(schema)
    rest: dict[str, Any] = {}
    for keyword, value in more.items():
        if keyword in _TOGETHER:
            (both if _TOGETHER.isdisjoint(schema) else rest)[keyword] = value
        elif "additionalProperties" in more and keyword in ("properties", "additionalProperties"):
            rest[keyword] = value
        elif keyword == "properties" and schema.get("additionalProperties", True) in (True, False):
            both[keyword] = _properties_of_both(schema, value, definitions)
        elif keyword == "required":
            both[keyword] = sorted({*schema.get(keyword, ()), *value})
        elif keyword == "items" and isinstance(schema.get(keyword), dict):
            both[keyword] = overlaid(schema[keyword], value, definitions)
        elif keyword in schema:
            rest[keyword] = value
        else:
            both[keyword] = value
    return {**both, "allOf": [*both.get("allOf", ()), rest]} if rest else both


def _properties_of_both(schema: dict[str, Any], more: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    named = schema.get("properties", {})
    if schema.get("additionalProperties", True):
        both = {**more, **named}
    else:  # what only the other schema names is forbidden, and so is what it forbids once it is not named
        both = {name: value for name, value in named.items() if more.get(name) is not False}
    return {
        name: overlaid(value, more[name], definitions) if name in named and name in more else value
        for name, value in both.items()
    }


def plain_values(version: str) -> dict[str, Any]:
    """The schema of plain values: of all that a rule could say something of, whatever stands beside it."""
    schema = _having(
        *("$schema", "name", "description", "developer"),
        **{
            "$schema": {"pattern": rf"^{_SCHEMAS}/v{version}/".replace(".", "[.]")},
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
                short={"pattern": r"^\S(?:.*\S)?$", **_free_of(_OF_NOTE, _WATCHED_WORD, _FEATURE_FIRST)},
                full={"pattern": r"[\p{L}\p{N}]", **_free_of(_OF_NOTE, _WATCHED_WORD)},
            ),
            "description": _having(
                *("short", "full"),
                short={"pattern": r"\p{Ll}", **_free_of(_OF_NOTE, r"pp|\. ")},
                full={"pattern": r"\p{Ll}", **_free_of(_OF_NOTE), "allOf": [{"pattern": _WAY_ON}]},
            ),
            "icons": {"properties": {"color": _USUAL_FILE, "outline": _USUAL_FILE, "color32x32": _USUAL_FILE}},
            "staticTabs": {"items": _TAB},
            "configurableTabs": {"items": _having(context=_PLACES, sharePointPreviewImage=False, scopes=_ONCE_EACH)},
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
                activityTypes={
                    "items": _having(
                        activityGroupId=False, allowedIconIds=False, type={"not": {"const": RESERVED_TYPE}}
                    )
                },
            ),
            "localizationInfo": {
                "properties": {
                    "defaultLanguageTag": {"pattern": rf"^(?:{_LANGUAGES})(?:-(?:US|us|GB|gb|FR|fr|DE|de))?$"},
                    "defaultLanguageFile": _USUAL_FILE,
                    "additionalLanguages": {
                        "items": {
                            "properties": {"languageTag": {"pattern": f"^(?:{_LANGUAGES})$"}, "file": _USUAL_FILE}
                        }
                    },
                },
            },
            "meetingExtensionDefinition": _having(scenes=False, filters=False, videoFilters=False),
            **dict.fromkeys(_ABSENT, False),
        },
    )
    schema["dependencies"] = {
        "activities": ["webApplicationInfo"],
        "authorization": {"required": ["webApplicationInfo"], "anyOf": [_SOME_EXTENSION, _SOME_MEETING]},
        "defaultInstallScope": _SOME_EXTENSION,
    }
    if version in _ASKING_FOR_CHANNEL_FEATURES:
        schema |= {"if": _having("supportsChannelFeatures"), "else": _in_each({"not": {"contains": {"const": "team"}}})}
    if version in _SPELLING_GROUP_CHATS_TWO_WAYS:
        schema["allOf"] = [_in_each({"not": {"allOf": [{"contains": {"const": each}} for each in _GROUP_CHATS]}})]
    return schema


def _in_each(scopes: dict[str, Any]) -> dict[str, Any]:
    """The schema of a manifest whose tabs and bots all have such scopes."""
    capability = {"items": _having(scopes=scopes)}
    return {"properties": dict.fromkeys(("staticTabs", "configurableTabs", "bots"), capability)}
