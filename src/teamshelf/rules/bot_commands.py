"""The commands that a bot proposes: one list for each scope, and texts that users can read and send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.bots import bots_are_orderly
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.bots import CommandList
    from teamshelf.package.app import App

MENTION = "mention"
"""How the commands of a list are reached where it does not say."""

_REFERENCE = "app manifest reference (2021 preview), bots"
_STORE = "Teams Store validation guidelines"
_BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
_HELP: dict[str, Any] = {"title": "help", "description": "What the bot can do"}
_LIST: dict[str, Any] = {"scopes": ["personal"], "commands": [_HELP]}
_BOT: dict[str, Any] = {"botId": _BOT_ID, "scopes": ["personal"], "commandLists": [_LIST]}


def _with_bot(**members: Any) -> dict[str, Any]:
    """The members of a manifest with this bot, for an example."""
    return {"bots": [{**_BOT, **members}]}


def _with_commands(*commands: dict[str, Any]) -> dict[str, Any]:
    return _with_bot(commandLists=[{**_LIST, "commands": list(commands)}])


@rule(
    "bot-scope-without-commands",
    upload=NOTE,
    store=NOTE,
    checks=say("Each scope of a bot that proposes commands has a list of them."),
    why=say("In a scope without a list, users see no commands at all."),
    bad=_with_bot(scopes=["personal", "team"]),
    good=_with_bot(scopes=["personal", "team"], commandLists=[{**_LIST, "scopes": ["personal", "team"]}]),
    source=_REFERENCE,
)
def bot_scope_without_commands(app: App) -> Iterable[Found]:
    """A scope that no list serves, while others have one; Copilot shows no lists."""
    if bots_are_orderly(app):
        return ()
    found = []
    for index, bot in enumerate(app.manifest.bots):
        if bot.is_notification_only:
            continue
        served = {scope.lower() for commands in bot.command_lists for scope in commands.scopes}
        if not served:
            continue
        for number, scope in enumerate(bot.scopes):
            if scope.lower() not in served and scope != "copilot" and placeholder_in(scope) is None:
                message = say("the bot proposes no commands in its scope {scope}", scope=shown(scope))
                hint = say("add the scope to one of `commandLists`, or a list for it")
                found.append(Found(f"/bots/{index}/scopes/{number}", message, hint))
    return found


@rule(
    "bot-commands-for-undeclared-scope",
    upload=WARNING,
    store=WARNING,
    checks=say("The scopes of each command list are scopes of its bot."),
    why=say("Where the bot cannot be used, nobody sees its commands."),
    bad=_with_bot(commandLists=[{**_LIST, "scopes": ["personal", "team"]}]),
    good=_with_bot(),
    source=_REFERENCE,
)
def bot_commands_for_undeclared_scope(app: App) -> Iterable[Found]:
    """A list for a scope that the bot does not have."""
    if bots_are_orderly(app):
        return ()
    found = []
    for index, bot in enumerate(app.manifest.bots):
        if not bot.scopes:
            continue
        declared = {scope.lower() for scope in bot.scopes}
        if any(placeholder_in(scope) is not None for scope in declared):
            continue
        for number, commands in enumerate(bot.command_lists):
            for place, scope in enumerate(commands.scopes):
                if scope and scope.lower() not in declared:
                    pointer = f"/bots/{index}/commandLists/{number}/scopes/{place}"
                    message = say("the bot does not have the scope {scope} of these commands", scope=shown(scope))
                    hint = say("add it to the `scopes` of the bot, or remove it here")
                    found.append(Found(pointer, message, hint))
    return found


@rule(
    "bot-scope-in-two-lists",
    upload=WARNING,
    store=WARNING,
    checks=say("Each scope of a bot has one command list for each way to bring it up."),
    why=say("Teams shows one list in a scope; the commands of the other may never be seen."),
    bad=_with_bot(commandLists=[_LIST, {**_LIST, "commands": [{"title": "new", "description": "Start a poll"}]}]),
    good=_with_bot(commandLists=[{**_LIST, "commands": [_HELP, {"title": "new", "description": "Start a poll"}]}]),
    source=_REFERENCE,
)
def bot_scope_in_two_lists(app: App) -> Iterable[Found]:
    """A scope that an earlier list serves already; since 1.29 a list can be for mentions or for `/` alone."""
    if bots_are_orderly(app):
        return ()
    found = []
    for index, bot in enumerate(app.manifest.bots):
        if len(bot.command_lists) < 2:  # noqa: PLR2004 - one list is beside no other
            continue
        first: dict[tuple[str, str], int] = {}
        for number, commands in enumerate(bot.command_lists):
            for place, scope in enumerate(commands.scopes):
                keys = [(scope.lower(), trigger) for trigger in _triggers(commands)]
                earlier = min((first.setdefault(key, number) for key in keys), default=number)
                if earlier != number and placeholder_in(scope) is None:
                    pointer = f"/bots/{index}/commandLists/{number}/scopes/{place}"
                    other = f"bots[{index}].commandLists[{earlier}]"
                    message = say(
                        "the scope {scope} has a list of commands already, `{other}`", scope=shown(scope), other=other
                    )
                    found.append(Found(pointer, message, say("put the commands of a scope into one list")))
    return found


@rule(
    "bot-command-duplicate",
    upload=WARNING,
    store=ERROR,
    checks=say("No two commands of a list have the same title."),
    why=say("Users cannot tell them apart, and the bot receives the same text for both. The store refuses it."),
    bad=_with_commands(_HELP, {**_HELP, "title": "Help"}),
    good=_with_commands(_HELP, {**_HELP, "title": "history"}),
    source=_STORE,
)
def bot_command_duplicate(app: App) -> Iterable[Found]:
    """A title that an earlier command of the list has, in other letters perhaps."""
    if bots_are_orderly(app):
        return ()
    found = []
    for index, bot in enumerate(app.manifest.bots):
        for number, commands in enumerate(bot.command_lists):
            titles = [(command.title or "").strip().lower() for command in commands.commands]
            for place, title in enumerate(titles):
                if title and titles.index(title) != place and placeholder_in(title) is None:
                    pointer = f"/bots/{index}/commandLists/{number}/commands/{place}/title"
                    message = say("the list has a command {title} already", title=shown(commands.commands[place].title))
                    hint = say("remove one of the two, or give it another title")
                    found.append(Found(pointer, message, hint))
    return found


@rule(
    "bot-command-leading-slash",
    upload=WARNING,
    store=ERROR,
    checks=say("The title of a command does not start with `/`."),
    why=say("Teams puts the title into the message as it is, and `/` opens Teams' own commands. The store refuses it."),
    bad=_with_commands({**_HELP, "title": "/help"}),
    good=_with_commands(_HELP),
    source=_STORE,
)
def bot_command_leading_slash(app: App) -> Iterable[Found]:
    """A title that looks like a command of another messenger."""
    if bots_are_orderly(app):
        return ()
    return [
        Found(
            f"/bots/{index}/commandLists/{number}/commands/{place}/title",
            say("the command {title} starts with `/`", title=shown(command.title)),
            say("write the title without it, and let the bot understand it so"),
        )
        for index, bot in enumerate(app.manifest.bots)
        for number, commands in enumerate(bot.command_lists)
        for place, command in enumerate(commands.commands)
        if command.title is not None and command.title.startswith("/") and placeholder_in(command.title) is None
    ]


@rule(
    "bot-command-text-empty",
    upload=WARNING,
    store=ERROR,
    checks=say("Every command has a title and a description that are not blank."),
    why=say("Both are what users see of the command. The store asks for them."),
    bad=_with_commands({**_HELP, "description": ""}),
    good=_with_commands(_HELP),
    source=_STORE,
)
def bot_command_text_empty(app: App) -> Iterable[Found]:
    """A text of a command that is there and says nothing."""
    if bots_are_orderly(app):
        return ()
    found = []
    for index, bot in enumerate(app.manifest.bots):
        for number, commands in enumerate(bot.command_lists):
            for place, command in enumerate(commands.commands):
                if _says_something(command.title) and _says_something(command.description):
                    continue
                name = "description" if _says_something(command.title) else "title"
                pointer = f"/bots/{index}/commandLists/{number}/commands/{place}/{name}"
                message = say("the `{name}` of the command is empty", name=name)
                found.append(Found(pointer, message, say("say what the command does")))
    return found


def _says_something(text: str | None) -> bool:
    """Whether the text is not blank; of one that is missing the schema speaks."""
    return text is None or bool(text.strip())


def _triggers(commands: CommandList) -> list[str]:
    return commands.triggers or [MENTION]
