"""Agents in Microsoft 365 Copilot.

Declarative agents exist since manifest 1.19, agents run by the app's own bot since 1.20, templates for agentic users
since 1.25 and agent skills since 1.28. Users find them in the list of agents in Copilot, and those run by a bot in
Teams too. The manifest only points to the files that define them; a custom engine agent is a bot of `bots`, and tools
come through `agent_connectors`.
"""

from teamshelf.model.constraints import ExactlyOneOf
from teamshelf.model.facts import ManifestObject, prop
from teamshelf.model.kinds import FILE, FOLDER, GUID


class AgentSkill(ManifestObject):
    """An agent skill in the package."""

    folder: str | None = prop(
        "Path of the folder in the package that holds the `SKILL.md` of the skill.",
        required=True,
        kind=FOLDER,
    )


class AgenticUserTemplate(ManifestObject):
    """A template for agentic users, defined in a file of its own."""

    id: str | None = prop(
        "The id of the template, made of letters, digits, dots, underscores and hyphens. `agenticUserTemplateId` "
        "refers to it.",
        required=True,
        pattern="^[a-zA-Z0-9._-]+$",
        min_length=1,
        max_length=64,
    )
    file: str | None = prop(
        "Path of the JSON file in the package that defines the template, among others the id of its agent identity "
        "blueprint in Microsoft Entra ID.",
        required=True,
        kind=FILE,
    )


class Disclaimer(ManifestObject, open=".."):
    """A notice about an agent."""

    text: str | None = prop(
        "The text shown before the user's first message.",
        required=True,
        max_length=500,
    )


class CustomEngineAgent(ManifestObject):
    """An agent that is run by the app's own bot."""

    id: str | None = prop(
        "The id of the bot that is the agent: the `botId` of a bot of this manifest with the `personal` scope.",
        required=True,
        kind=GUID,
    )
    type: str | None = prop(
        "What runs the agent: `bot` is a bot.",
        required=True,
        values=("bot",),
    )
    disclaimer: Disclaimer | None = prop(
        "A notice that users see before they talk to the agent.",
        versions="1.22..",
    )
    agentic_user_template_id: str | None = prop(
        "The `id` of the entry in `agenticUserTemplates` from which agentic users of this agent are made.",
        versions="devPreview",
    )
    functions_as: str | None = prop(
        "How the agent is put to work: `agentOnly` is installed like any agent, `agenticUserOnly` must be hired as "
        "an agentic user and cannot be installed.",
        versions="devPreview",
        default="agentOnly",
        values=("agentOnly", "agenticUserOnly"),
    )


class DeclarativeAgent(ManifestObject):
    """A declarative agent, defined in a file of its own."""

    id: str | None = prop(
        "The id of the agent, unique in the manifest.",
        required=True,
    )
    file: str | None = prop(
        "Path of the JSON file in the package that defines the agent. The name it gives should be that of the app.",
        required=True,
        kind=FILE,
    )


class CopilotAgents(
    ManifestObject, constraints=(ExactlyOneOf(("declarativeAgents", "customEngineAgents"), versions="1.20.."),)
):
    """The agents the app provides in Microsoft 365 Copilot."""

    declarative_agents: list[DeclarativeAgent] = prop(
        "The declarative agent of the app: instructions, knowledge and actions that Copilot's own model and "
        "orchestration run.",
        required="..1.19",
        min_items=1,
        max_items=1,
    )
    custom_engine_agents: list[CustomEngineAgent] = prop(
        "The custom engine agent of the app: a bot that brings its own model and orchestration into Copilot.",
        versions="1.20..",
        min_items=1,
        max_items=1,
    )
