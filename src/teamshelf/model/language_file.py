"""The language files of an app: which strings of the manifest can be translated, and what a translation must keep to.

A language file is a flat JSON object. Its keys are paths into the manifest (``staticTabs[0].name``), its values the
texts that replace those of the manifest for people who read that language. :data:`KEYS` is the whole of it, a row for
each translatable string; ``staticTabs[0-15]`` stands for an index of 0 to 15. A translation must moreover be what the
manifest property takes (a URL where that is a URL); that fact stands with the property alone.

The facts are those of Microsoft's schemas for language files, 1.5 to 1.30 and the two previews, save where these err:
index classes and dots that match more or less than they mean, missing anchors, and in 1.27 a key with a slip in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.model.facts import Fact, at
from teamshelf.versions import VersionRange

if TYPE_CHECKING:
    from collections.abc import Iterator

ABOUT = (
    "The texts of an app in one language: a flat object whose keys are paths of the manifest (`staticTabs[0].name`) "
    "and whose values replace the text there. `localizationInfo` in the manifest says for which language the file is. "
    "A file for a region such as `en-gb` is laid over the one for its language, key by key."
)
"""What a language file is, for those who edit one."""

LANGUAGE_FILE_VERSIONS = VersionRange.parse("1.5..")
"""The manifest versions that know language files."""

NOT_BLANK = r"^(?![nN][uU][lL]{2}$)\s*\S.*"
"""What a text matches that is neither blank nor the word ``null``."""

TOKEN = r"^\[\[[a-zA-Z_][a-zA-Z0-9_]*\]\]$"  # noqa: S105 - no secret
"""A placeholder in the files of agents and plugins, such as ``[[GREETING]]``."""

_INDEX = re.compile(r"\[(\d+)(?:-\d+)?\]")


class LanguageKey(Struct, frozen=True):
    """One row of the table: a translatable string.

    Attributes:
        owner: the way to the object that has the string, a fact; ``""`` for the manifest itself.
        member: the way from there to the string, a fact.
        max_length: the greatest length in characters, a fact. The manifest property may allow fewer.
        doc: what the value does.
        versions: the manifest versions that have it.
        required: those in which every language file has it.
        not_blank: those in which the text matches :data:`NOT_BLANK`.
        format: a format of JSON Schema that the text has.
        holds_tokens: the value is no text but an object, whose keys match :data:`TOKEN`.
        meant: the key to write instead, where this one is only a slip of the official schema.
    """

    owner: Fact[str]
    member: Fact[str]
    max_length: Fact[int]
    doc: str
    versions: str = "1.5.."
    required: str = ""
    not_blank: str = ""
    format: str = ""
    holds_tokens: bool = False
    meant: str = ""

    def written(self, version: str) -> str:
        """The keys as written in one manifest version, such as ``staticTabs[0-15].name``."""
        owner, member = at(self.owner, version), at(self.member, version)
        return f"{owner}.{member}" if owner else f"{member}"


def keys_in(version: str) -> Iterator[LanguageKey]:
    """The rows that hold in one manifest version."""
    return (row for row in KEYS if version in VersionRange.parse(row.versions))


def path_of(key: str) -> tuple[str | int, ...]:
    """Where in the manifest a key points; where it stands for many, the first such place.

    >>> path_of("staticTabs[3].name")
    ('staticTabs', 3, 'name')
    >>> path_of("bots[0].commandLists[0-2].commands[0-9].title")
    ('bots', 0, 'commandLists', 0, 'commands', 0, 'title')
    """
    steps = _INDEX.sub(r".\1", key).split(".")
    return tuple(int(step) if step.isdecimal() else step for step in steps)


def max_length_of(key: str, version: str) -> int | None:
    """The greatest length of a translation in one manifest version, None for no limit; a key without a range."""
    row = next((row for row in keys_in(version) if row.written(version) == key), None)
    length: int | None = at(row.max_length, version) if row else None
    return length


def stand_in(text: str, tag: str, max_length: int | None) -> str:
    """The manifest's own text where a translation is missing, marked so that nobody takes it for one.

    >>> stand_in("Polls", "fr", 30)
    '[fr] Polls'
    """
    marked = f"[{tag}] {text}"
    return marked if max_length is None or len(marked) <= max_length else f"{marked[: max_length - 1].rstrip()}…"


def _under(owner: Fact[str], versions: str, *rows: tuple[Fact[str], Fact[int], str]) -> Iterator[LanguageKey]:
    """The rows of one object: member, greatest length, what the value does."""
    return (LanguageKey(owner, member, max_length, doc, versions) for member, max_length, doc in rows)


_ICONS = {"..1.26": "icons[0-2].url", "1.27..": "icons[0-7].url"}

KEYS: tuple[LanguageKey, ...] = (
    # The app itself
    LanguageKey(
        "",
        "$schema",
        None,
        "Address of the schema for language files, in the same version as the manifest.",
        format="uri",
    ),
    LanguageKey("name", "short", 30, "Translates the short name of the app.", required="1.16..", not_blank="1.21.."),
    LanguageKey("name", "full", 100, "Translates the full name of the app.", required="1.16..1.19", not_blank="1.21.."),
    LanguageKey(
        "description",
        "short",
        80,
        "Translates the short description of the app.",
        required="1.16..",
        not_blank="1.21..",
    ),
    LanguageKey(
        "description",
        "full",
        4000,
        "Translates the full description of the app.",
        required="1.16..",
        not_blank="1.21..",
    ),
    *_under(
        "description.features[0-2]",
        "1.26..",
        ("title", 45, "Translates the title of a highlighted feature of the app."),
        ("description", 120, "Translates the description of a highlighted feature of the app."),
    ),
    # Tabs, bots and message extensions
    *_under(
        "staticTabs[0-15]",
        "1.5..",
        ("name", 128, "Translates the name of a personal or other static tab."),
    ),
    *_under(
        {"..1.23": "bots[0].commandLists[0-2].commands[0-9]", "1.24..": "bots[0].commandLists[0-2].commands[0-11]"},
        "1.5..",
        ("title", {"..1.20": 32, "1.21..": 128}, "Translates the title of a bot command."),
        ("description", {"..1.20": 128, "1.21..": 4000}, "Translates the description of a bot command."),
    ),
    *_under(
        "bots[0].commandLists[0-2].commands[0-11]",
        "1.27..1.30",
        ("prompt", 4000, "Translates the prompt of a bot command."),
    ),
    LanguageKey(
        "composeExtensions[0].commands[0-9]",
        "prompt",
        4000,
        "A slip of the official schema for the prompt of a bot command; write it under `bots[0]`.",
        versions="1.27",
        meant="bots[0].commandLists[0-2].commands[0-11].prompt",
    ),
    *_under(
        "composeExtensions[0].commands[0-9]",
        "1.5..",
        ("title", 32, "Translates the title of a message extension command."),
        ("description", 128, "Translates the description of a message extension command."),
        ("taskInfo.title", 64, "Translates the title of the dialog that a message extension command opens."),
    ),
    *_under(
        "composeExtensions[0].commands[0-9].parameters[0-4]",
        "1.5..",
        ("title", 32, "Translates the title of a parameter of a message extension command."),
        ("description", 128, "Translates the description of a parameter of a message extension command."),
        ("value", 512, "Translates the initial value of a parameter of a message extension command."),
        ("choices[0-9].title", 128, "Translates the title of a choice offered for a parameter."),
    ),
    *_under(
        "composeExtensions[0].commands[0-9]",
        "1.17..1.30",
        ("samplePrompts[0-4].text", 128, "Translates a sample prompt that Copilot shows for such a command."),
    ),
    # Activities, meetings and agents
    *_under(
        "activities.activityTypes[0-127]",
        "1.7..",
        ("description", 128, "Translates the description of a kind of activity notification."),
        ("templateText", 128, "Translates the text of a notification; keep `{placeholders}` as they are."),
    ),
    *_under(
        "meetingExtensionDefinition",
        "1.10..",
        ("scenes[0-9].name", 128, "Translates the name of a meeting scene."),
    ),
    *_under(
        "meetingExtensionDefinition",
        "2021-11",
        ("filters[0-15].name", 128, "Translates the name of a video filter for meetings, as in 2021."),
    ),
    *_under(
        "meetingExtensionDefinition",
        "devPreview",
        ("videoFilters[0-15].name", 128, "Translates the name of a video filter for meetings."),
    ),
    *_under(
        "copilotAgents.customEngineAgents[0]",
        "1.22..",
        ("disclaimer.text", 500, "Translates the disclaimer shown when a custom engine agent is first used."),
    ),
    *_under(
        "agentConnectors[0-9]",
        "1.27..1.30",
        ("displayName", 128, "Translates the display name of an agent connector."),
        ("description", 4000, "Translates the description of an agent connector."),
    ),
    LanguageKey(
        "",
        "localizationKeys",
        None,
        "Translations of `[[NAME]]` tokens in the files of declarative agents and plugins, whose texts no key of this "
        "file can reach. Each token, with its brackets, is a key here.",
        versions="1.19..",
        holds_tokens=True,
    ),
    # Office add-ins: the ribbon
    *_under(
        "extensions[0]",
        "1.17..",
        ("audienceClaimUrl", 2048, "Replaces the audience address of Exchange identity tokens in this language."),
        ("ribbons[0-9].tabs[0-19].label", 64, "Translates the label of a custom ribbon tab."),
    ),
    *_under(
        "extensions[0].ribbons[0-9].tabs[0-19].customMobileRibbonGroups[0-9]",
        "1.17..",
        ("label", 32, "Translates the label of a group of mobile buttons."),
        ("controls[0-19].icons[0-8].url", 2048, "Replaces the address of an icon of a mobile button in this language."),
    ),
    *_under(
        "extensions[0].ribbons[0-9].tabs[0-19].customMobileRibbonGroups[0-9]",
        "1.17..1.30",
        ("controls[0-19].label", 32, "Translates the label of a mobile button."),
    ),
    *_under(
        "extensions[0].ribbons[0-9].tabs[0-19].groups[0-9]",
        "1.17..",
        (_ICONS, 2048, "Replaces the address of an icon of a ribbon group in this language."),
        ("label", 64, "Translates the label of a ribbon group."),
    ),
    *_under(
        "extensions[0].ribbons[0-9].tabs[0-19].groups[0-9].controls[0-19]",
        "1.17..",
        (_ICONS, 2048, "Replaces the address of an icon of a control on the ribbon."),
        ("label", 64, "Translates the label of a control on the ribbon."),
        ("supertip.title", 64, "Translates the heading of the help box of a control on the ribbon."),
        ("supertip.description", 250, "Translates the text of the help box of a control on the ribbon."),
    ),
    *_under(
        "extensions[0].ribbons[0-9].tabs[0-19].groups[0-9].controls[0-19].items[0-19]",
        "1.17..",
        (_ICONS, 2048, "Replaces the address of an icon of a menu entry on the ribbon."),
        ("label", 64, "Translates the label of a menu entry on the ribbon."),
        ("supertip.title", 64, "Translates the heading of the help box of a menu entry on the ribbon."),
        ("supertip.description", 250, "Translates the text of the help box of a menu entry on the ribbon."),
    ),
    # Office add-ins: reporting spam
    *_under(
        "extensions[0].ribbons[0-9].fixedControls[0-19]",
        "1.20..1.30",
        ("label", 64, "Translates the label of the spam reporting button."),
        ("supertip.title", 64, "Translates the heading of the help box of the spam reporting button."),
        ("supertip.description", 128, "Translates the text of the help box of the spam reporting button."),
    ),
    *_under(
        "extensions[0].ribbons[0-9].spamPreProcessingDialog",
        "1.20..1.30",
        ("title", 128, "Translates the title of the spam reporting dialog."),
        ("description", 250, "Translates the text of the spam reporting dialog."),
        ("spamFreeTextSectionTitle", 128, "Translates the heading of the remarks box in the spam reporting dialog."),
        ("spamReportingOptions.title", 128, "Translates the heading above the reasons in the spam reporting dialog."),
        ("spamReportingOptions.options[0-4]", 128, "Translates a reason in the spam reporting dialog."),
        ("spamMoreInfo.text", 128, "Translates the text of the link in the spam reporting dialog."),
        ("spamMoreInfo.url", 2048, "Replaces the address of the link in the spam reporting dialog."),
    ),
    # Office add-ins: context menus
    *_under(
        "extensions[0].contextMenus[0-9].menus[0-9].controls[0-19]",
        "1.23..",
        (_ICONS, 2048, "Replaces the address of an icon of a control in a context menu."),
        ("label", 64, "Translates the label of a control in a context menu."),
        ("supertip.title", 64, "Translates the heading of the help box of a control in a context menu."),
        ("supertip.description", 250, "Translates the text of the help box of a control in a context menu."),
    ),
    *_under(
        "extensions[0].contextMenus[0-9].menus[0-9].controls[0-19].items[0-19]",
        "1.23..",
        (_ICONS, 2048, "Replaces the address of an icon of a menu entry in a context menu."),
        ("label", 64, "Translates the label of a menu entry in a context menu."),
        ("supertip.title", 64, "Translates the heading of the help box of a menu entry in a context menu."),
        ("supertip.description", 250, "Translates the text of the help box of a menu entry in a context menu."),
    ),
    # Office add-ins: what runs
    *_under(
        "extensions[0].runtimes[0-19]",
        "1.17..",
        ("code.page", 2048, "Replaces the address of the page of a runtime in this language."),
        ("code.script", 2048, "Replaces the address of the script of a runtime in this language."),
    ),
    *_under(
        {
            "..1.26 devPreview": "extensions[0].runtimes[0-19].actions[0-19]",
            "1.27..1.30": "extensions[0].runtimes[0-19].actions[0-149]",
        },
        "1.17..",
        ("displayName", 64, "Translates the display name of an action."),
    ),
    *_under(
        "extensions[0].contentRuntimes[0-19]",
        "1.23..",
        ("code.page", 2048, "Replaces the address of the page of a content runtime in this language."),
    ),
    # Office add-ins: Excel functions
    *_under(
        "extensions[0].runtimes[0-19].customFunctions",
        "1.24..1.30",
        ("metadataUrl", 2048, "Replaces the address of the description file of the Excel functions."),
    ),
    *_under(
        "extensions[0].runtimes[0-19].customFunctions",
        "1.23..",
        ("namespace.name", 32, "Translates the prefix of the Excel functions."),
    ),
    *_under(
        "extensions[0].runtimes[0-19].customFunctions.functions[0-9]",
        "1.23..",
        ("name", 64, "Translates the name of an Excel function."),
        ("description", {"..1.30": 128, "devPreview": 1024}, "Translates the description of an Excel function."),
    ),
    *_under(
        "extensions[0].runtimes[0-19].customFunctions.functions[0-9].parameters[0-9]",
        "1.23..",
        ("name", 64, "Translates the name of a parameter of an Excel function."),
        ("description", {"..1.30": 128, "devPreview": 512}, "Translates what is said of a parameter of it."),
    ),
    *_under(
        "extensions[0].runtimes[0-19].customFunctions.enums[0-9].values[0-9]",
        "1.25..",
        ("name", 256, "Translates the name of a value offered for an argument of an Excel function."),
        ("tooltip", 256, "Translates the explanation of a value offered for an argument of an Excel function."),
    ),
    # Office add-ins: shortcuts, first use, alternates
    *_under(
        "extensions[0].keyboardShortcuts[0-9].shortcuts[0-9].key",
        "1.23..",
        ("default", 32, "Replaces the keys of a shortcut in this language."),
        ("mac", 32, "Replaces the keys of a shortcut on Mac in this language."),
        ("web", 32, "Replaces the keys of a shortcut in Office on the web in this language."),
        ("windows", 32, "Replaces the keys of a shortcut on Windows in this language."),
    ),
    *_under(
        "extensions[0].getStartedMessages[0-2]",
        "1.23..",
        ("title", 125, "Translates the heading of a welcome callout of the add-in."),
        ("description", 250, "Translates the text of a welcome callout of the add-in."),
        ("learnMoreUrl", 2048, "Replaces the address of further information in a welcome callout."),
    ),
    *_under(
        "extensions[0].alternates[0-9].alternateIcons",
        "1.17..",
        ("icon.url", 2048, "Replaces the address of the ordinary alternate icon in this language."),
        ("highResolutionIcon.url", 2048, "Replaces the address of the high resolution alternate icon."),
    ),
)
"""Every translatable string, by the capability it belongs to."""
