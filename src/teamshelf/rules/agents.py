"""Agents as the manifest declares them: the bots that run them, their tools, and the prompts they propose.

A message extension is an agent too, once its commands have sample prompts or descriptions for the language model. What
the files of a declarative agent say is the subject of ``agent_files``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.rules.as_written import written
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_GUIDELINES = "Validation guidelines for agents (Microsoft Teams Store)"
_BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
_OTHER_ID = "7c4e9d12-3b5a-4f60-8d21-6e0f9a8b7c5d"
_BOT: dict[str, Any] = {"botId": _BOT_ID, "scopes": ["personal", "copilot"]}
_AGENT: dict[str, Any] = {"customEngineAgents": [{"id": _BOT_ID, "type": "bot"}]}
_FULL_DESCRIPTION = "Shows where each order is, in Teams and in Microsoft 365 Copilot."
_CONNECTOR: dict[str, Any] = {
    "id": "orders",
    "displayName": "Orders",
    "toolSource": {"remoteMcpServer": {"mcpServerUrl": "https://example.com/mcp"}},
}

FEWEST_PROMPTS = 3
"""Prompts that the store wants to see at least, for each command and for each declarative agent."""


def _with_prompts(*prompts: tuple[str, ...]) -> dict[str, Any]:
    """The members of a manifest with a command for each tuple of sample prompts, for an example."""
    commands = [
        {
            "id": f"find{number}",
            "title": "Find",
            "parameters": [{"name": "text", "title": "Text"}],
            "samplePrompts": [{"text": text} for text in texts],
        }
        for number, texts in enumerate(prompts, start=1)
    ]
    return {
        "composeExtensions": [{"botId": _BOT_ID, "commands": commands}],
        "description": {"short": "Finds orders.", "full": _FULL_DESCRIPTION},
    }


@once_per_app
def is_agent(app: App) -> bool:
    """Whether the app is offered in Copilot: it declares an agent, or commands meant for the language model."""
    if app.manifest.copilot_agents is not None:
        return True
    for extension in app.manifest.compose_extensions:
        for command in extension.commands:
            if command.sample_prompts or command.semantic_description is not None:
                return True
    return False


@rule(
    "custom-engine-agent-without-bot",
    upload=WARNING,
    store=ERROR,
    versions="1.20..",
    checks=say("The `id` of a custom engine agent is the `botId` of a bot of the app."),
    why=say("The agent is that bot. One whose bot is not in the manifest cannot answer."),
    bad={"bots": [_BOT], "copilotAgents": {"customEngineAgents": [{"id": _OTHER_ID, "type": "bot"}]}},
    good={"bots": [_BOT], "copilotAgents": _AGENT},
    source=_GUIDELINES,
)
def engine_is_a_bot(app: App) -> Iterable[Found]:
    """An id that no bot has; upper and lower case do not count."""
    agents = app.manifest.copilot_agents
    if agents is None or not agents.custom_engine_agents:
        return ()
    bots = {bot.bot_id.lower() for bot in app.manifest.bots if bot.bot_id is not None}
    if any(placeholder_in(bot) for bot in bots):
        return ()
    hint = say("add the bot to `bots`")
    if len(bots) == 1:
        hint = say("write the `botId` of the bot: {id}", id=shown(next(iter(bots))))
    return [
        Found(
            f"/copilotAgents/customEngineAgents/{index}/id",
            say("there is no bot {id} in the manifest", id=shown(agent.id)),
            hint,
        )
        for index, agent in enumerate(agents.custom_engine_agents)
        if agent.id is not None and agent.id.lower() not in bots and not left_behind_in(agent.id)
    ]


@rule(
    "copilot-not-mentioned",
    upload=NOTE,
    store=ERROR,
    versions="1.17..",
    checks=say("The full description of an app with an agent says that it works in Microsoft 365 Copilot."),
    why=say("People who find the app in the store could not tell; the store does not take it then."),
    bad={"bots": [_BOT], "copilotAgents": _AGENT},
    good={
        "bots": [_BOT],
        "copilotAgents": _AGENT,
        "description": {"short": "Finds orders.", "full": _FULL_DESCRIPTION},
    },
    source=_GUIDELINES,
)
def copilot_is_mentioned(app: App) -> Iterable[Found]:
    """No word of Copilot."""
    description = app.manifest.description
    if not is_agent(app) or description is None or description.full is None:
        return ()
    if "copilot" in description.full.lower() or placeholder_in(description.full):
        return ()
    message = say("the description does not say that the app works in Microsoft 365 Copilot")
    return (Found("/description/full", message, say("say so, and what people can do with it there")),)


@rule(
    "sample-prompts-too-few",
    upload=WARNING,
    store=ERROR,
    versions="1.17..",
    checks=say("A command that has sample prompts has at least three."),
    why=say("They show users of Copilot what the command is good for; the store asks for three to five."),
    bad=_with_prompts(("Find order 12.",)),
    good=_with_prompts(("Find order 12.", "Which orders are late?", "What did Ana order?")),
    source=_GUIDELINES,
)
def prompts_are_enough(app: App) -> Iterable[Found]:
    """One or two; that there are no more than five is up to the schema."""
    if not is_agent(app):
        return ()
    return [
        Found(
            f"/composeExtensions/{index}/commands/{position}/samplePrompts",
            say("the command {id} has fewer than three sample prompts", id=shown(command.id)),
            say("add prompts that call this command"),
        )
        for index, extension in enumerate(app.manifest.compose_extensions)
        for position, command in enumerate(extension.commands)
        if 0 < len(command.sample_prompts) < FEWEST_PROMPTS
    ]


@rule(
    "sample-prompt-duplicate",
    upload=WARNING,
    store=ERROR,
    versions="1.17..",
    checks=say("No two sample prompts of a message extension are the same."),
    why=say("A prompt that two commands claim leads to either of them."),
    bad=_with_prompts(
        ("Find order 12.", "Which orders are late?", "What did Ana order?"),
        ("Find order 12.", "Who ordered tea?", "Who ordered most?"),
    ),
    good=_with_prompts(
        ("Find order 12.", "Which orders are late?", "What did Ana order?"),
        ("Who orders for Ana?", "Who ordered tea?", "Who ordered most?"),
    ),
    source=_GUIDELINES,
)
def prompts_differ(app: App) -> Iterable[Found]:
    """The second and every further prompt of the same words; upper and lower case do not count."""
    if not is_agent(app):
        return ()
    found = []
    for index, extension in enumerate(app.manifest.compose_extensions):
        first: dict[str, int] = {}
        for position, command in enumerate(extension.commands):
            for number, prompt in enumerate(command.sample_prompts):
                words = " ".join((prompt.text or "").lower().split())
                if not words or placeholder_in(words):
                    continue
                if words in first:
                    pointer = f"/composeExtensions/{index}/commands/{position}/samplePrompts/{number}/text"
                    message = say("command {number} has this sample prompt already", number=first[words] + 1)
                    found.append(Found(pointer, message, say("ask for something that only this command can do")))
                else:
                    first[words] = position
    return found


@rule(
    "agent-connector-id-duplicate",
    upload=ERROR,
    store=ERROR,
    versions="1.27..",
    checks=say("No two agent connectors have the same `id`."),
    why=say("Agents refer to a connector by its id."),
    bad={"manifestVersion": "1.29", "agentConnectors": [_CONNECTOR, _CONNECTOR]},
    good={"manifestVersion": "1.29", "agentConnectors": [_CONNECTOR, {**_CONNECTOR, "id": "stock"}]},
    source="app manifest reference, agentConnectors",
)
def connector_ids_differ(app: App) -> Iterable[Found]:
    """The second and every further connector of one id."""
    if not app.manifest.agent_connectors:
        return ()
    first: dict[str, int] = {}
    return [
        Found(
            f"/agentConnectors/{index}/id",
            say("the id {id} is that of connector {number} already", id=shown(each.id), number=first[each.id] + 1),
            say("give each connector an id of its own"),
        )
        for index, each in enumerate(app.manifest.agent_connectors)
        if each.id is not None and first.setdefault(each.id, index) != index and not placeholder_in(each.id)
    ]


@rule(
    "tool-source-not-one",
    upload=WARNING,
    store=WARNING,
    versions="1.27..",
    checks=say("The `toolSource` of an agent connector names exactly one source."),
    why=say("The tools of a connector come from one server or plug-in; it is not said which of several would count."),
    bad={"manifestVersion": "1.29", "agentConnectors": [{**_CONNECTOR, "toolSource": {}}]},
    good={"manifestVersion": "1.29", "agentConnectors": [_CONNECTOR]},
    source="app manifest reference, agentConnectors.toolSource",
)
def tools_have_one_source(app: App) -> Iterable[Found]:
    """An empty source, or several."""
    if not app.manifest.agent_connectors:
        return ()
    found = []
    for index, connector in enumerate(app.manifest.agent_connectors):
        source = connector.tool_source
        if source is None:
            continue
        given = sum(each is not None for each in (source.remote_mcp_server, source.local_mcp_server, source.plugin))
        pointer = f"/agentConnectors/{index}/toolSource"
        if given > 1:
            hint = say("keep one, and make a connector of each other")
            found.append(Found(pointer, say("`toolSource` names several sources"), hint))
        elif not given and written(app, "agentConnectors", index, "toolSource") == {}:
            found.append(Found(pointer, say("`toolSource` is empty"), say("name the server the tools come from")))
    return found


@rule(
    "agentic-user-template-unknown",
    upload=WARNING,
    store=WARNING,
    versions="devPreview",
    checks=say(
        "The `agenticUserTemplateId` of a custom engine agent is the `id` of one of the `agenticUserTemplates`."
    ),
    why=say("Agentic users of the agent are made from that template."),
    bad={
        "manifestVersion": "devPreview",
        "bots": [_BOT],
        "copilotAgents": {
            "customEngineAgents": [{**_AGENT["customEngineAgents"][0], "agenticUserTemplateId": "clerk"}]
        },
        "agenticUserTemplates": [{"id": "office-clerk", "file": "clerk.json"}],
    },
    good={
        "manifestVersion": "devPreview",
        "bots": [_BOT],
        "copilotAgents": {
            "customEngineAgents": [{**_AGENT["customEngineAgents"][0], "agenticUserTemplateId": "clerk"}]
        },
        "agenticUserTemplates": [{"id": "clerk", "file": "clerk.json"}],
    },
    source="app manifest reference (developer preview), copilotAgents.customEngineAgents",
)
def template_is_known(app: App) -> Iterable[Found]:
    """An id that no template has."""
    agents = app.manifest.copilot_agents
    if agents is None:
        return ()
    known = {template.id for template in app.manifest.agentic_user_templates}
    return [
        Found(
            f"/copilotAgents/customEngineAgents/{index}/agenticUserTemplateId",
            say("there is no template {id} in `agenticUserTemplates`", id=shown(agent.agentic_user_template_id)),
            say("add the template, or write the `id` of one that is there"),
        )
        for index, agent in enumerate(agents.custom_engine_agents)
        if agent.agentic_user_template_id is not None
        and agent.agentic_user_template_id not in known
        and not placeholder_in(agent.agentic_user_template_id)
    ]
