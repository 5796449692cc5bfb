"""Bots: their id, where they are offered, and whether what they declare of their commands can be of use.

The commands themselves are the subject of `bot_commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in
from teamshelf.rules.guids import is_guid
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.bots import Bot
    from teamshelf.package.app import App

SLASH = "slash"
"""How the commands of a list are reached by typing `/`."""

_REFERENCE = "app manifest reference (2021 preview), bots"
_DOCUMENTED_LISTS = 2
_STORE = "Teams Store validation guidelines"
_BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
_HELP: dict[str, Any] = {"title": "help", "description": "What the bot can do"}
_LIST: dict[str, Any] = {"scopes": ["personal"], "commands": [_HELP]}
_BOT: dict[str, Any] = {"botId": _BOT_ID, "scopes": ["personal"], "commandLists": [_LIST]}
_V1_5: dict[str, Any] = {
    "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.5/MicrosoftTeams.schema.json",
    "manifestVersion": "1.5",
}
_V1_29: dict[str, Any] = {
    "$schema": "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json",
    "manifestVersion": "1.29",
}


def _with_bot(**members: Any) -> dict[str, Any]:
    """The members of a manifest with this bot, for an example."""
    return {"bots": [{**_BOT, **members}]}


@once_per_app
def bots_are_orderly(app: App) -> bool:
    """Whether there is nothing to say of where bots and their commands are offered, nor of the commands' texts.

    It is the quick answer for nearly every app, so that the rules need not go through all commands one after the other;
    where it is no, each of them looks for itself.
    """
    for bot in app.manifest.bots:  # noqa: SIM110 - all() takes longer
        if not _is_orderly(bot):
            return False
    return True


def _is_orderly(bot: Bot) -> bool:
    served: list[str] = []
    for commands in bot.command_lists:
        if commands.triggers or not commands.commands:
            return False
        served += commands.scopes
        titles = set()
        for command in commands.commands:
            title, description = command.title, command.description
            if not title or not description or title[0] == "/" or description.isspace():
                return False
            titles.add(title.strip().lower())
        if len(titles) < len(commands.commands) or "" in titles:
            return False
    scopes = set(served)
    return (
        len(scopes) == len(served) == len(bot.scopes)
        and scopes.issuperset(bot.scopes)
        and len(scopes) > 0
        and "copilot" not in scopes
        and not ("groupchat" in scopes and "groupChat" in scopes)
        and not bot.is_notification_only
    )


@rule(
    "bot-id-not-guid",
    codes=("BotIdIsNotGuid",),
    versions="..1.10 2021-11",
    upload=ERROR,
    store=ERROR,
    checks=say("The `botId` of a bot is a GUID."),
    why=say(
        "It is the Microsoft app id of the bot, which always is a GUID. The schemas up to manifest 1.10 do not say so: "
        "there it is a warning."
    ),
    bad={**_V1_5, **_with_bot(botId="polls-bot")},
    good={**_V1_5, **_with_bot()},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def bot_id_not_guid(app: App) -> Iterable[Found]:
    """An id that no bot can have."""
    return [
        Found(
            f"/bots/{index}/botId",
            say("{id} is not a GUID, as the id of every bot is", id=shown(bot.bot_id)),
            say("write the Microsoft app id under which the bot is registered"),
            severity=WARNING,
        )
        for index, bot in enumerate(app.manifest.bots)
        if bot.bot_id is not None and not is_guid(bot.bot_id) and left_behind_in(bot.bot_id) is None
    ]


@rule(
    "bot-copilot-without-personal",
    versions="1.21..",
    upload=WARNING,
    store=WARNING,
    checks=say("A bot with the scope `copilot` has the scope `personal` as well."),
    why=say("Microsoft 365 Copilot reaches the bot through its personal chat."),
    bad=_with_bot(scopes=["copilot"], commandLists=[{**_LIST, "scopes": ["copilot"]}]),
    good=_with_bot(scopes=["copilot", "personal"]),
    source="Teams CLI 3.0.3",
)
def bot_copilot_without_personal(app: App) -> Iterable[Found]:
    """The scope of Copilot alone."""
    if bots_are_orderly(app):
        return ()
    return [
        Found(
            f"/bots/{index}/scopes",
            say("the bot is offered in Copilot, but lacks the scope `personal` that this takes"),
            say("add `personal` to its `scopes`"),
        )
        for index, bot in enumerate(app.manifest.bots)
        if "copilot" in bot.scopes and "personal" not in bot.scopes
    ]


@rule(
    "bot-without-commands",
    upload=NOTE,
    store=ERROR,
    checks=say("A bot that people can write to proposes at least one command."),
    why=say("Users learn from the commands what the bot can do. The store asks for one."),
    bad={"bots": [{"botId": _BOT_ID, "scopes": ["personal"]}]},
    good=_with_bot(),
    source=_STORE,
)
def bot_without_commands(app: App) -> Iterable[Found]:
    """No command at all, from a bot that does not only notify."""
    if bots_are_orderly(app):
        return ()
    found = []
    for index, bot in enumerate(app.manifest.bots):
        if any(commands.commands for commands in bot.command_lists) or bot.is_notification_only:
            continue
        if bot.bot_id is not None:
            message = say("the bot proposes no commands")
            hint = say('add `commandLists`, or `"isNotificationOnly": true` if nobody is to write to it')
            found.append(Found(f"/bots/{index}", message, hint))
    return found


@rule(
    "bot-commands-never-shown",
    upload=WARNING,
    store=WARNING,
    checks=say("A bot that only sends notifications proposes no commands."),
    why=say("With `isNotificationOnly` nobody can write to the bot, so that nobody sees its commands."),
    bad=_with_bot(isNotificationOnly=True),
    good={"bots": [{"botId": _BOT_ID, "scopes": ["personal"], "isNotificationOnly": True}]},
    source=_REFERENCE,
)
def bot_commands_never_shown(app: App) -> Iterable[Found]:
    """Commands of a bot that takes none."""
    if bots_are_orderly(app):
        return ()
    return [
        Found(
            f"/bots/{index}/commandLists",
            say("the bot proposes commands, but with `isNotificationOnly` nobody can send them"),
            say("remove `commandLists`, or set `isNotificationOnly` to false"),
            at_key=True,
        )
        for index, bot in enumerate(app.manifest.bots)
        if bot.is_notification_only and any(commands.commands for commands in bot.command_lists)
    ]


@rule(
    "bot-slash-commands-unsupported",
    versions="1.29..",
    upload=WARNING,
    store=WARNING,
    checks=say("A bot with a command list for `slash` has `supportsTargetedMessages`."),
    why=say("Only then does Teams offer the bot where users type `/`."),
    bad={**_V1_29, **_with_bot(commandLists=[{**_LIST, "triggers": ["slash"]}])},
    good={**_V1_29, **_with_bot(commandLists=[{**_LIST, "triggers": ["slash"]}], supportsTargetedMessages=True)},
    source="app manifest reference, bots.commandLists.triggers",
)
def bot_slash_commands_unsupported(app: App) -> Iterable[Found]:
    """Commands behind `/` of a bot that is not offered there."""
    if bots_are_orderly(app):
        return ()
    return [
        Found(
            f"/bots/{index}/commandLists/{number}/triggers",
            say("these commands are for `/`, where Teams does not offer the bot"),
            say('add `"supportsTargetedMessages": true` to the bot'),
        )
        for index, bot in enumerate(app.manifest.bots)
        if not bot.supports_targeted_messages
        for number, commands in enumerate(bot.command_lists)
        if SLASH in commands.triggers
    ]


@rule(
    "bot-command-lists-undocumented",
    versions="2021-11",
    upload=NOTE,
    store=NOTE,
    checks=say("A bot has no more than the two command lists that the reference of 2021 documents."),
    why=say("The schema of that preview takes three, one for each scope."),
    bad={
        "manifestVersion": "m365DevPreview",
        **_with_bot(
            scopes=["personal", "team", "groupchat"],
            commandLists=[{**_LIST, "scopes": [scope]} for scope in ("personal", "team", "groupchat")],
        ),
    },
    good={"manifestVersion": "m365DevPreview", **_with_bot()},
    source=_REFERENCE,
)
def bot_command_lists_undocumented(app: App) -> Iterable[Found]:
    """A third list, which the schema of the 2021 preview takes and its reference does not."""
    return [
        Found(
            f"/bots/{index}/commandLists/2",
            say("the reference of 2021 knows two command lists of a bot at most"),
            say("nothing needs to change: its schema takes three"),
        )
        for index, bot in enumerate(app.manifest.bots)
        if len(bot.command_lists) > _DOCUMENTED_LISTS
    ]
