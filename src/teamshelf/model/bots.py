"""The bot of the app, which users chat with and which can notify them.

It appears as a contact in personal chats and is mentioned in group chats and channels; its commands are suggested in
a menu. Bots are as old as manifest 1.0; settings dialogs came with 1.17, Copilot as a place with 1.21, and prompts
with 1.27, slash commands with 1.29. A bot can also back a message extension (`message_extensions`), an Adaptive Card
tab (`tabs`), a dashboard card or a custom engine agent (`agents`).
"""

from teamshelf.model.dialogs import TaskInfo
from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import GUID
from teamshelf.model.relationships import RequirementSet


class RegistrationInfo(ManifestObject):
    """System-generated facts about where the bot was registered.

    Microsoft services maintain them; they must not be changed by hand.
    """

    source: str | None = prop(
        "The service through which the bot was registered: `standard` for an ordinary registration, "
        "`microsoftCopilotStudio` for Copilot Studio, `onedriveSharepoint` for agents made in OneDrive and "
        "SharePoint.",
        required=True,
        values=("standard", "microsoftCopilotStudio", "onedriveSharepoint"),
    )
    environment: str | None = prop(
        "The Power Platform environment in which the Copilot Studio agent lives. Only users of its tenant can reach "
        "it.",
        max_length=128,
    )
    schema_name: str | None = prop(
        "The schema name of the agent in Copilot Studio.",
        max_length=128,
    )
    cluster_category: str | None = prop(
        "The category of the Power Platform cluster that runs the Copilot Studio agent.",
        max_length=128,
    )


class ScopeConfiguration(ManifestObject):
    """The settings dialog of a bot in one kind of place."""

    fetch_task: bool | None = prop(
        "Whether Teams asks the bot for the dialog each time. When false, the fixed dialog of `taskInfo` is opened.",
        default=False,
    )
    task_info: TaskInfo | None = prop(
        "The dialog opened when `fetchTask` is false.",
    )


class BotConfiguration(ManifestObject):
    """The settings dialogs of a bot, one for each kind of shared place. There is none in personal chats."""

    team: ScopeConfiguration | None = prop(
        "The settings dialog when the bot is added to a team.",
    )
    group_chat: ScopeConfiguration | None = prop(
        "The settings dialog when the bot is added to a group chat.",
    )


class BotCommand(ManifestObject):
    """A command the bot suggests. Choosing it puts text into the compose box, and the user still has to send it."""

    title: str | None = prop(
        "The name of the command, and, for a `basic` command, the text that is sent to the bot. It should not start "
        "with `/`, and no two commands of a list should share it.",
        required=True,
        max_length={"..1.20": 32, "1.21..": 128},
    )
    description: str | None = prop(
        "What the command does, or an example of how it is written with its argument.",
        required="..1.26",
        max_length={"..1.20": 128, "1.21..": 4000},
    )
    type: str | None = prop(
        "How the command works: `basic` puts its `title` into the compose box, `prompt` the text of `prompt`.",
        versions="1.27..",
        default="basic",
        values=("basic", "prompt"),
    )
    prompt: str | None = prop(
        "The text put into the compose box when the user picks a command of type `prompt`.",
        versions="1.27..",
        max_length=4000,
    )


class CommandList(ManifestObject):
    """The commands a bot suggests in some of its scopes."""

    triggers: list[str] = prop(
        "How users bring up the list: `mention` by mentioning the bot, `slash` by typing `/` in the compose box, "
        "for which the bot needs `supportsTargetedMessages`.",
        versions="1.29..",
        default=("mention",),
        max_items=2,
        each=each(values=("mention", "slash")),
    )
    scopes: list[str] = prop(
        "The scopes in which the list is shown. They must be among the `scopes` of the bot.",
        required=True,
        max_items={"..1.3": 2, "1.4..1.20": 3, "1.21..": 4},
        each=each(
            values={
                "team": "..",
                "personal": "..",
                "groupChat": "1.4..1.12 1.13..",
                "copilot": "1.21..",
                "groupchat": "1.4..1.16",
            }
        ),
    )
    commands: list[BotCommand] = prop(
        "The commands, in the order in which users see them.",
        required=True,
        max_items={"..1.23": 10, "1.24..": 12},
    )


class Bot(ManifestObject):
    """A bot: a conversational agent that users chat with.

    They do so alone, in group chats or in channels, and it can send them messages.
    """

    bot_id: str | None = prop(
        "The Microsoft app id of the bot, as registered with the Bot Framework. It may be the same as the `id` of "
        "the app. A new id makes a new bot: its conversations start afresh and users must consent again.",
        required=True,
        kind={"1.11..1.12 1.13..": GUID},
        max_length={"..1.10 2021-11": 64},
    )
    configuration: BotConfiguration | None = prop(
        "The dialogs in which users set up the bot on adding it to a team or group chat, and change its settings "
        "later.",
        versions="1.17..",
    )
    needs_channel_selector: bool | None = prop(
        "Whether the user is asked for a particular channel when adding the bot to a team. The chosen channel "
        "reaches the bot in the channel data of the installation event.",
        default=False,
    )
    is_notification_only: bool | None = prop(
        "Whether the bot only sends notifications and does not hold conversations. Users then cannot write to it.",
        default=False,
    )
    supports_files: bool | None = prop(
        "Whether files can be exchanged with the bot in a personal chat: sent to it by the user and offered by it "
        "for download.",
        versions="1.3..",
        default=False,
    )
    supports_calling: bool | None = prop(
        "Whether the bot takes part in audio calls.",
        versions="1.8..",
        default=False,
    )
    supports_video: bool | None = prop(
        "Whether the bot takes part in video calls.",
        versions="1.8..",
        default=False,
    )
    scopes: list[str] = prop(
        "Where the bot can be used: `team` in channels, `groupChat` in group chats and meetings, `personal` with "
        "one user alone, `copilot` in Microsoft 365 Copilot, for which the bot needs `personal` as well. Several "
        "can be given; old versions write `groupchat`.",
        required=True,
        max_items={"..1.2": 2, "1.3..1.20": 3, "1.21..": 4},
        each=each(
            values={
                "team": "..",
                "personal": "..",
                "groupChat": "1.3..1.12 1.13..",
                "copilot": "1.21..",
                "groupchat": "1.3..1.16",
            }
        ),
    )
    supports_targeted_messages: bool | None = prop(
        "Whether users in a group chat or channel can address the bot privately with a slash command. When true the "
        "bot appears in the `/` list; give a command list the `slash` trigger to show its commands there too.",
        versions="1.29..",
        default=False,
    )
    command_lists: list[CommandList] = prop(
        "The commands the bot suggests to users, in a separate list for each scope that it supports. A scope should "
        "appear in one list only.",
        max_items={"..1.3": 2, "1.4..": 3},
    )
    requirement_set: RequirementSet | None = prop(
        "What the host must be able to do for the bot to be offered. A host that cannot leaves the bot out.",
        versions="1.20..",
    )
    registration_info: RegistrationInfo | None = prop(
        "Where and how the bot was registered. Microsoft services generate these values; do not write or change "
        "them by hand.",
        versions="1.23..",
    )
    requires_security_enabled_group: bool | None = prop(
        "Whether the Microsoft 365 group of the team must be security-enabled for the bot to be used in it.",
        versions="devPreview",
        default=False,
    )
    supports_sessions: bool | None = prop(
        "Whether the developer opts the bot in to sessions, which divide the chat with a user into separate "
        "conversations.",
        versions="devPreview",
        default=False,
    )
