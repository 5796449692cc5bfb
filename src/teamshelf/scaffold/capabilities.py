"""What a new app can do, and how its manifest says so.

Every text that users will read is a message, so that it stands in the manifest in English and in each language file in
its own language. Addresses and ids are filled in from the facts of the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

AGENT_FILE = "declarativeAgent.json"
"""The file that defines the declarative agent."""


class AppFacts(Struct, frozen=True):
    """What is known of a new app.

    Attributes:
        name: as its users will see it.
        id: its GUID.
        bot_id: the GUID of its bot, should it have one.
        domain: the host of its pages.
    """

    name: str
    id: str
    bot_id: str
    domain: str


class Capability(Struct, frozen=True):
    """Something that users can do with an app.

    Attributes:
        about: a sentence for the description of the app.
        parts: the members of the manifest that it takes.
        next_steps: what is left to its developer.
    """

    about: Message
    parts: Callable[[AppFacts], dict[str, Any]]
    next_steps: tuple[Message, ...]


_REGISTER_BOT = say("register a bot with the Azure Bot Service and write its id where the manifest has `botId`")


def _tab(app: AppFacts) -> dict[str, Any]:
    tab = {
        "entityId": "home",
        "name": say("Home"),
        "contentUrl": f"https://{app.domain}/tab",
        "websiteUrl": f"https://{app.domain}",
        "scopes": ["personal"],
    }
    return {"staticTabs": [tab], "validDomains": [app.domain]}


def _bot(app: AppFacts) -> dict[str, Any]:
    commands = [
        {"title": say("help"), "description": say("Show what you can ask")},
        {"title": say("news"), "description": say("Show what is new")},
    ]
    scopes = ["personal", "team", "groupChat"]
    return {
        "bots": [{"botId": app.bot_id, "scopes": scopes, "commandLists": [{"scopes": scopes, "commands": commands}]}]
    }


def _notification_bot(app: AppFacts) -> dict[str, Any]:
    return {"bots": [{"botId": app.bot_id, "scopes": ["personal", "team", "groupChat"], "isNotificationOnly": True}]}


def _message_extension(app: AppFacts) -> dict[str, Any]:
    command = {
        "id": "search",
        "type": "query",
        "title": say("Search"),
        "description": say("Find something and share it"),
        "context": ["compose", "commandBox"],
        "parameters": [
            {
                "name": "words",
                "title": say("Words"),
                "description": say("Words to look for"),
                "inputType": "text",
            }
        ],
    }
    return {"composeExtensions": [{"botId": app.bot_id, "commands": [command]}]}


def _meeting_app(app: AppFacts) -> dict[str, Any]:
    tab = {
        "configurationUrl": f"https://{app.domain}/configure",
        "canUpdateConfiguration": True,
        "scopes": ["groupChat"],
        "context": ["meetingChatTab", "meetingDetailsTab", "meetingSidePanel"],
    }
    return {
        "configurableTabs": [tab],
        "validDomains": [app.domain],
        "defaultInstallScope": "meetings",
        "defaultGroupCapability": {"meetings": "tab"},
    }


def _declarative_agent(_: AppFacts) -> dict[str, Any]:
    return {"copilotAgents": {"declarativeAgents": [{"id": "assistant", "file": AGENT_FILE}]}}


CAPABILITIES: dict[str, Capability] = {
    "tab": Capability(
        say("Its tab shows what is new and what waits for you."),
        _tab,
        (say("put your page where the manifest has `contentUrl`"),),
    ),
    "bot": Capability(
        say("Its bot answers in chats and channels."),
        _bot,
        (_REGISTER_BOT, say("name the commands that your bot understands")),
    ),
    "message-extension": Capability(
        say("While you write a message, you can search and share what you find."),
        _message_extension,
        (_REGISTER_BOT,),
    ),
    "notification-bot": Capability(
        say("Its bot tells you when something happens."),
        _notification_bot,
        (_REGISTER_BOT,),
    ),
    "meeting-app": Capability(
        say("In a meeting it opens beside the conversation."),
        _meeting_app,
        (say("put the page that sets up the meeting tab where the manifest has `configurationUrl`"),),
    ),
    "declarative-agent": Capability(
        say("Its agent answers questions in Microsoft 365 Copilot."),
        _declarative_agent,
        (say("write the instructions of your agent in `{file}`", file=AGENT_FILE),),
    ),
}
"""What `teamshelf new` can start with, by the names of the command line."""

EXCLUSIVE = frozenset(("bot", "notification-bot"))
"""Capabilities of which an app has one at most: it has one bot, which takes commands or only notifies."""


def agent_texts(app: AppFacts) -> dict[str, Message]:
    """The texts of the declarative agent, by the names of the tokens that stand for them."""
    return {
        "AGENT_DESCRIPTION": say("Answers questions about what your team works on."),
        "STARTER_NEWS": say("What is new this week?"),
        "STARTER_OPEN": say("What is still open?"),
        "STARTER_HELP": say("What can {name} do for me?", name=app.name),
    }


def agent_of(app: AppFacts, written: Callable[[str, Message], str]) -> dict[str, Any]:
    """The file of the declarative agent; ``written`` gives what stands for a text."""
    texts = {token: written(token, text) for token, text in agent_texts(app).items()}
    starters = [texts[token] for token in texts if token.startswith("STARTER_")]
    return {
        "version": "v1.2",
        "name": app.name,
        "description": texts["AGENT_DESCRIPTION"],
        "instructions": (
            f"You are {app.name}, and help people with what their team works on. Answer briefly, from the knowledge "
            "you have been given, and say where you found it. If you do not know, say so."
        ),
        "conversation_starters": [{"text": text} for text in starters],
        "capabilities": [{"name": "WebSearch", "sites": [{"url": f"https://{app.domain}"}]}],
    }


def parts_of(app: AppFacts, capabilities: Sequence[str]) -> dict[str, Any]:
    """The members of the manifest for these capabilities; where several fill one array, it has each item once."""
    parts: dict[str, Any] = {}
    for name in capabilities:
        for member, value in CAPABILITIES[name].parts(app).items():
            known = parts.get(member)
            parts[member] = [*known, *(item for item in value if item not in known)] if known else value
    if "tab" in capabilities and "bot" in capabilities:
        # With a bot and a tab, the chat with the bot is a tab as well; this gives it its place.
        parts["staticTabs"] = [{"entityId": "conversations", "scopes": ["personal"]}, *parts["staticTabs"]]
    return parts
