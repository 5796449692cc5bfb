"""What the capabilities of an app bring with them, without the app asking for anything.

Bots hear and speak, message extensions receive what is typed into them, tabs learn where they are opened. Teams lists
these facts when an app is installed, and an update that adds one is what makes people consent again. Sources:
Microsoft's page "Microsoft Teams apps permissions and considerations" and, for newer capabilities, what the manifest
reference says that they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.consent.sentence import (
    ANYWHERE,
    COPILOT,
    GROUP_CHAT,
    MEETINGS,
    PERSONAL,
    SCOPES,
    SHARED,
    TEAM,
    Granter,
    Group,
    Moment,
    Sentence,
    scopes_in_order,
)
from teamshelf.messages import Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teamshelf.model.bots import Bot
    from teamshelf.model.manifest import Manifest
    from teamshelf.model.meetings import MeetingExtension
    from teamshelf.model.message_extensions import MessageExtension
    from teamshelf.model.tabs import ConfigurableTab, StaticTab

_SHOWN_DOMAINS = 10
_PLACES_OF_ITS_OWN = ("conversations", "about")  # the reserved ids of static tabs, which Teams itself fills

_OUTSIDE = say("What it receives may leave your organization: the app runs on servers of its developer")


KEYS = (
    "bot-notifies",
    "bot-reads-mentions",
    "bot-chats",
    "bot-in-copilot",
    "bot-messages-members",
    "bot-reads-roster",
    "bot-reads-profile",
    "bot-reads-channels",
    "bot-sees-joins",
    "bot-files",
    "bot-calls",
    "bot-video",
    "bot-targeted-messages",
    "extension-receives-input",
    "extension-reads-message",
    "extension-previews-links",
    "extension-previews-for-everyone",
    "extension-sees-address",
    "tab-shows-pages",
    "tab-gets-context",
    "tab-loads-in-background",
    "connector-posts",
    "meeting-side-panel",
    "meeting-stage",
    "meeting-scenes",
    "meeting-streams",
    "meeting-shares-to-stage",
    "meeting-guests",
    "meeting-video-effects",
    "agent-declarative",
    "agent-custom-engine",
    "agent-tools",
    "agent-tools-local",
    "agent-skills",
    "agentic-users",
    "activity-notifies",
    "dashboard-cards",
    "office-add-in",
    "graph-connector",
)
"""Everything that capabilities can bring with them, in the order in which people read it."""


def implied(manifest: Manifest) -> list[Sentence]:
    """What the app can do by what it is, in the order of :data:`KEYS`; not yet merged."""
    order = {key: number for number, key in enumerate(KEYS)}
    return sorted(_by_capability(manifest), key=lambda sentence: order[sentence.key])


def _by_capability(manifest: Manifest) -> Iterator[Sentence]:
    for index, bot in enumerate(manifest.bots):
        yield from _of_bot(bot, f"/bots/{index}")
    for index, extension in enumerate(manifest.compose_extensions):
        yield from _of_message_extension(extension, f"/composeExtensions/{index}")
    yield from _of_tabs(manifest)
    for index, connector in enumerate(manifest.connectors):
        yield _implied(
            "connector-posts",
            say("Post messages in the channels for which it is set up"),
            f"/connectors/{index}",
            scopes_in_order(connector.scopes or (TEAM,)),
            detail=say("It does not learn who reads them. Whoever knows its secret address can post as well"),
        )
    if manifest.meeting_extension_definition is not None:
        yield from _of_meetings(manifest.meeting_extension_definition)
    yield from _of_agents(manifest)
    yield from _of_the_rest(manifest)


def _implied(
    key: str, text: Message, pointer: str, scopes: tuple[str, ...] = SCOPES, *, detail: Message | None = None
) -> Sentence:
    return Sentence(group=Group.IMPLIED, key=key, text=text, detail=detail, pointer=pointer, scopes=scopes)


def _of_bot(bot: Bot, pointer: str) -> Iterator[Sentence]:
    scopes = _with_meetings(bot.scopes)
    shared = tuple(scope for scope in scopes if scope in SHARED)
    if bot.is_notification_only:
        text = say("Send you notifications, which you cannot answer")
        yield _implied("bot-notifies", text, f"{pointer}/isNotificationOnly", scopes)
    elif shared:
        text = say("Receive messages that mention it, and reply to them")
        yield _implied("bot-reads-mentions", text, pointer, shared, detail=_OUTSIDE)
    if PERSONAL in scopes and not bot.is_notification_only:
        text = say("Receive the messages that you send it in a chat, and reply to them")
        yield _implied("bot-chats", text, pointer, (PERSONAL,), detail=_OUTSIDE)
    if COPILOT in scopes:
        text = say("Receive what you ask it in Microsoft 365 Copilot, and answer")
        yield _implied("bot-in-copilot", text, pointer, (COPILOT,), detail=_OUTSIDE)
    text = say("Send messages on its own, at any time, to those who can reach it")
    yield _implied("bot-messages-members", text, pointer, scopes)
    yield from _what_the_bot_sees(pointer, scopes, shared)
    yield from _extras_of_the_bot(bot, pointer, scopes, shared)


def _what_the_bot_sees(pointer: str, scopes: tuple[str, ...], shared: tuple[str, ...]) -> Iterator[Sentence]:
    if shared:
        text = say("See the names, user names and e-mail addresses of all members")
        yield _implied("bot-reads-roster", text, pointer, shared)
    alone = tuple(scope for scope in scopes if scope not in SHARED)
    if alone:
        text = say("See your name, user name and e-mail address")
        yield _implied("bot-reads-profile", text, pointer, alone)
    if TEAM in scopes:
        text = say("See the names of the team and of its channels")
        yield _implied("bot-reads-channels", text, pointer, (TEAM,))
    if shared:
        text = say("Learn when people join or leave, and when names change")
        yield _implied("bot-sees-joins", text, pointer, shared)


def _extras_of_the_bot(bot: Bot, pointer: str, scopes: tuple[str, ...], shared: tuple[str, ...]) -> Iterator[Sentence]:
    if bot.supports_files:
        text = say("Receive files that you send it, and send you files")
        detail = say("Only in a chat with you alone, and you agree to each file that it sends")
        yield _implied("bot-files", text, f"{pointer}/supportsFiles", (PERSONAL,), detail=detail)
    if bot.supports_calling:
        yield _implied("bot-calls", say("Take part in audio calls"), f"{pointer}/supportsCalling", scopes)
    if bot.supports_video:
        yield _implied("bot-video", say("Take part in video calls"), f"{pointer}/supportsVideo", scopes)
    if bot.supports_targeted_messages and shared:
        text = say("Receive commands that you give it privately in a chat or channel")
        yield _implied("bot-targeted-messages", text, f"{pointer}/supportsTargetedMessages", shared)


def _of_message_extension(extension: MessageExtension, pointer: str) -> Iterator[Sentence]:
    handlers = extension.message_handlers
    if extension.commands or not handlers:
        text = say("Receive what you type into its searches and forms")
        yield _implied("extension-receives-input", text, pointer, ANYWHERE, detail=_OUTSIDE)
    for index, command in enumerate(extension.commands):
        if "message" in command.context:
            text = say("Read the message on which you use it")
            yield _implied("extension-reads-message", text, f"{pointer}/commands/{index}/context", ANYWHERE)
            break
    if handlers:
        domains = [name for handler in handlers if handler.value is not None for name in handler.value.domains]
        text = say("See links that you paste, to show a preview of them")
        detail = say("Links to {domains}", domains=_listed(domains)) if any(domains) else None
        yield _implied("extension-previews-links", text, f"{pointer}/messageHandlers", ANYWHERE, detail=detail)
    for index, handler in enumerate(handlers):
        value = handler.value
        if value is not None and (value.supports_anonymized_payloads or value.supports_anonymous_access):
            text = say("Preview links for people who have not added it too")
            detail = say("It is not told who they are")
            place = f"{pointer}/messageHandlers/{index}"
            yield _implied("extension-previews-for-everyone", text, place, ANYWHERE, detail=detail)
            break
    text = say("See your IP address and the address of the page that you come from")
    yield _implied("extension-sees-address", text, pointer, ANYWHERE)


def _of_tabs(manifest: Manifest) -> Iterator[Sentence]:
    for index, static in enumerate(manifest.static_tabs):
        if static.entity_id not in _PLACES_OF_ITS_OWN:
            yield from _of_tab(static, f"/staticTabs/{index}")
    for index, configurable in enumerate(manifest.configurable_tabs):
        yield from _of_tab(configurable, f"/configurableTabs/{index}")
    if manifest.background_load_configuration is not None:
        text = say("Be loaded in the background, before you open it")
        yield _implied("tab-loads-in-background", text, "/backgroundLoadConfiguration")


def _of_tab(tab: StaticTab | ConfigurableTab, pointer: str) -> Iterator[Sentence]:
    contexts = {context.lower() for context in tab.context}
    scopes = _with_meetings(tab.scopes, contexts)
    yield _implied("tab-shows-pages", say("Show pages of its own in Teams"), pointer, scopes)
    text = say("Learn who you are and where you open it")
    detail = say(
        "Its pages receive your user name and user ID, those of the team, channel or chat, your organization and your "
        "language. By themselves they open no other data of your organization"
    )
    yield _implied("tab-gets-context", text, pointer, scopes, detail=detail)
    in_meetings = tuple(scope for scope in scopes if scope in SHARED)
    if "meetingsidepanel" in contexts and in_meetings:
        text = say("Show pages beside a meeting while it runs")
        yield _implied("meeting-side-panel", text, f"{pointer}/context", in_meetings)
    if "meetingstage" in contexts and in_meetings:
        text = say("Show pages to everyone in a meeting, once somebody shares them")
        yield _implied("meeting-stage", text, f"{pointer}/context", in_meetings)


def _of_meetings(meeting: MeetingExtension) -> Iterator[Sentence]:
    place = "/meetingExtensionDefinition"
    where = (MEETINGS,)
    if meeting.scenes:
        yield _implied("meeting-scenes", say("Offer scenes for Together mode"), f"{place}/scenes", where)
    if meeting.supports_streaming:
        text = say("Stream the sound and picture of meetings to another service")
        yield _implied("meeting-streams", text, f"{place}/supportsStreaming", where)
    if meeting.supports_custom_share_to_stage:
        text = say("Share content to the stage of meetings in its own way")
        yield _implied("meeting-shares-to-stage", text, f"{place}/supportsCustomShareToStage", where)
    if meeting.supports_anonymous_guest_users:
        text = say("Be used by guests who join a meeting without signing in")
        yield _implied("meeting-guests", text, f"{place}/supportsAnonymousGuestUsers", where)
    effects = "videoFilters" if meeting.video_filters else "filters"
    if meeting.video_filters or meeting.filters:
        text = say("Change the picture of your camera with video effects")
        yield _implied("meeting-video-effects", text, f"{place}/{effects}", (PERSONAL, MEETINGS))


def _of_agents(manifest: Manifest) -> Iterator[Sentence]:
    agents = manifest.copilot_agents
    alone = (PERSONAL, COPILOT)
    if agents is not None and agents.declarative_agents:
        text = say("Answer as an agent in Microsoft 365 Copilot")
        detail = say("Copilot reads the agent's instructions, and passes what its actions need on to their services")
        yield _implied("agent-declarative", text, "/copilotAgents/declarativeAgents", alone, detail=detail)
    if agents is not None and agents.custom_engine_agents:
        text = say("Receive what you write to its agent, and answer with a language model of its own")
        yield _implied("agent-custom-engine", text, "/copilotAgents/customEngineAgents", alone, detail=_OUTSIDE)
    for index, connector in enumerate(manifest.agent_connectors):
        source = connector.tool_source
        place = f"/agentConnectors/{index}"
        if source is not None and source.local_mcp_server is not None:
            text = say("Let agents use tools that run on your computer")
            yield _implied("agent-tools-local", text, place, alone)
        else:
            text = say("Let agents use tools and data outside Microsoft 365")
            yield _implied("agent-tools", text, place, alone, detail=_OUTSIDE)
    if manifest.agent_skills:
        text = say("Give agents instructions for particular tasks")
        yield _implied("agent-skills", text, "/agentSkills", alone)
    if manifest.agentic_user_templates:
        yield Sentence(
            group=Group.IMPLIED,
            key="agentic-users",
            text=say("Provide agents that work under accounts of their own"),
            pointer="/agenticUserTemplates",
            moment=Moment.BEFORE_USE,
            by=Granter.ADMIN,
        )


def _of_the_rest(manifest: Manifest) -> Iterator[Sentence]:
    if manifest.activities is not None and manifest.activities.activity_types:
        text = say("Show you notifications in your activity feed")
        yield _implied("activity-notifies", text, "/activities/activityTypes")
    if manifest.dashboard_cards:
        text = say("Show cards on the dashboard of Viva Connections")
        yield _implied("dashboard-cards", text, "/dashboardCards")
    if manifest.extensions:
        text = say("Add buttons and panes to Outlook, Word, Excel or PowerPoint, and run there")
        yield _implied("office-add-in", text, "/extensions", (PERSONAL,))
    if manifest.graph_connector is not None:
        yield Sentence(
            group=Group.IMPLIED,
            key="graph-connector",
            text=say("Bring content from outside into the search of your organization"),
            pointer="/graphConnector",
            moment=Moment.BEFORE_USE,
            by=Granter.ADMIN,
        )


def _with_meetings(scopes: Sequence[str], contexts: Iterable[str] = ()) -> tuple[str, ...]:
    """The scopes, and meetings where the capability works in group chats and is not kept out of meetings.

    Source: lifecycle rule 40.
    """
    known = scopes_in_order(scopes)
    named = list(contexts)
    if GROUP_CHAT in known and (not named or any(context.startswith("meeting") for context in named)):
        return scopes_in_order((*known, MEETINGS))
    return known


def _listed(domains: Iterable[str]) -> str:
    """Domains as one line, each once, in order and safe to print; of many only the first."""
    named = sorted(set(filter(None, domains)))
    more = ", …" if len(named) > _SHOWN_DOMAINS else ""
    return ", ".join(printable(name[:253]) for name in named[:_SHOWN_DOMAINS]) + more
