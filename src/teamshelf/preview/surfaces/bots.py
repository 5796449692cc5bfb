"""Talking with the bot: alone, in a channel and in a group chat, with the commands that it proposes in each.

Source: seed B, `bots`; Microsoft's pages on command menus and on conversations with bots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.view import SCOPE_NAMES, lower
from teamshelf.update.installation import GROUP_CHAT, PERSONAL, TEAM

if TYPE_CHECKING:
    from teamshelf.model.bots import Bot
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.view import View

SHOWN = 10
"""Commands that the menu shows at most. Source: Microsoft's page on command menus."""

_SILENT: dict[str, Message] = {
    PERSONAL: say("You cannot send messages to this bot"),
    TEAM: say("This bot sends notifications only and does not answer"),
    GROUP_CHAT: say("This bot sends notifications only and does not answer"),
}


class Command(Struct, frozen=True):
    """A command in the menu; choosing it puts ``inserts`` into the compose box, and the user still has to send it."""

    title: Text | None
    description: Text | None
    inserts: Text | None


class Conversation(Struct, frozen=True, kw_only=True):
    """The bot in one scope.

    Attributes:
        scope: one of ``personal``, ``team`` and ``groupchat``.
        works: the bot is there.
        is_silent: it only sends notifications; ``instead`` is what stands where one would write.
        is_mentioned: it must be mentioned to notice a message.
        takes_files: files can be attached.
        commands: those of the menu; ``left_out`` how many there is no room for.
        asks_for_channel: a channel is asked for after the app has been added.
        settings: pointer of the dialog in which the bot is set up there.
    """

    scope: str
    name: Message
    works: bool
    is_silent: bool
    instead: Message | None
    is_mentioned: bool
    takes_files: bool
    commands: tuple[Command, ...]
    left_out: int
    asks_for_channel: bool
    settings: str | None


class BotView(Struct, frozen=True):
    """One bot of the app in each scope, and what it takes part in besides."""

    pointer: str
    conversations: tuple[Conversation, ...]
    calls: tuple[Message, ...]


class Bots(Struct, frozen=True):
    """The bots of an app; more than one only where the manifest breaks its limit."""

    name: Text | None
    bots: tuple[BotView, ...]


def bots(view: View) -> Bots:
    """The conversations with the bots of an app."""
    return Bots(view.name, tuple(_bot(view, index, bot) for index, bot in enumerate(view.manifest.bots)))


def _bot(view: View, index: int, bot: Bot) -> BotView:
    calls = {say("It takes part in audio calls."): bot.supports_calling}
    calls[say("It takes part in video calls.")] = bot.supports_video
    first = view.scope if view.scope in {TEAM, GROUP_CHAT} else PERSONAL
    order = sorted((PERSONAL, TEAM, GROUP_CHAT), key=lambda scope: scope != first)
    return BotView(
        f"/bots/{index}",
        tuple(_conversation(view, index, bot, scope) for scope in order),
        tuple(text for text, applies in calls.items() if applies),
    )


def _conversation(view: View, index: int, bot: Bot, scope: str) -> Conversation:
    commands = _commands(view, index, bot, scope)
    is_silent = bool(bot.is_notification_only)
    dialogs = bot.configuration
    settings = {TEAM: ("team", dialogs and dialogs.team), GROUP_CHAT: ("groupChat", dialogs and dialogs.group_chat)}
    key, dialog = settings.get(scope, ("", None))
    return Conversation(
        scope=scope,
        name=SCOPE_NAMES[scope],
        works=scope in lower(bot.scopes),
        is_silent=is_silent,
        instead=_SILENT[scope] if is_silent else None,
        is_mentioned=scope != PERSONAL,
        takes_files=bool(bot.supports_files) and scope == PERSONAL,
        commands=commands[:SHOWN],
        left_out=max(0, len(commands) - SHOWN),
        asks_for_channel=bool(bot.needs_channel_selector) and scope == TEAM,
        settings=f"/bots/{index}/configuration/{key}" if dialog else None,
    )


def _commands(view: View, index: int, bot: Bot, scope: str) -> tuple[Command, ...]:
    found = []
    for at, commands in enumerate(bot.command_lists):
        if scope not in lower(commands.scopes):
            continue
        for number, command in enumerate(commands.commands):
            pointer = f"/bots/{index}/commandLists/{at}/commands/{number}"
            title = view.text(f"{pointer}/title")
            prompt = view.text(f"{pointer}/prompt") if command.type == "prompt" else None
            found.append(Command(title, view.text(f"{pointer}/description"), prompt or title))
    return tuple(found)
