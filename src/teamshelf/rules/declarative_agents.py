"""What the file of a declarative agent says of it: its name, what it can do and how it invites people to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.placeholders import left_behind_in
from teamshelf.rules import agent_examples
from teamshelf.rules.agent_parts import as_list, as_object, declarative_agents, plugins
from teamshelf.rules.agents import FEWEST_PROMPTS
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

_GUIDELINES = "Validation guidelines for agents (Microsoft Teams Store)"
_NAME = {"name": {"short": "Orders", "full": "Orders of your shop"}}

MOST_STARTERS = 6
"""Conversation starters of a declarative agent that the store allows."""

_PLUGIN_NAME = 20
"""Characters of `name_for_human` that are sure to be shown: API plugin manifest schema 2.1."""


@rule(
    "agent-name-differs",
    upload=WARNING,
    store=ERROR,
    versions="1.19..",
    checks=say("A declarative agent and its plug-ins are called like the app."),
    why=say("People meet all three names and should see that they are one thing; the store insists on it."),
    bad={**agent_examples.MANIFEST, **_NAME},
    files=agent_examples.files({"name": "Order helper"}, {"name_for_human": "Order helper"}),
    good={**agent_examples.MANIFEST, **_NAME},
    good_files=agent_examples.files(),
    source=_GUIDELINES,
    needs_files=True,
)
def names_are_equal(app: App) -> Iterable[Found]:
    """Another name than the short or the full one of the app; of a plug-in, twenty letters of it are enough."""
    agents = declarative_agents(app)
    name = app.manifest.name
    if not agents or name is None or name.short is None:
        return ()
    known = {text.strip() for text in (name.short, name.full) if text}
    if any(left_behind_in(text) for text in known):
        return ()
    found = []
    for part, key in [(agent, "name") for agent in agents] + [(plugin, "name_for_human") for plugin in plugins(app)]:
        stated = part.value.get(key)
        if not isinstance(stated, str) or stated.strip() in known or left_behind_in(stated):
            continue
        if key == "name_for_human" and stated.strip() in {text[:_PLUGIN_NAME].strip() for text in known}:
            continue
        message = say(
            "`{key}` is {stated}, but the app is called {name}", key=key, stated=shown(stated), name=shown(name.short)
        )
        found.append(Found(f"/{key}", message, say("give the app and the agent the same name"), file=part.name))
    return found


@rule(
    "conversation-starters-count",
    upload=WARNING,
    store=ERROR,
    versions="1.19..",
    checks=say("A declarative agent has three to six conversation starters."),
    why=say("They show people what to ask the agent; the store asks for as many."),
    bad=agent_examples.MANIFEST,
    files=agent_examples.files({"conversation_starters": agent_examples.STARTERS[:1]}),
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(),
    source=_GUIDELINES,
    needs_files=True,
)
def starters_are_enough(app: App) -> Iterable[Found]:
    """Fewer, or more."""
    if not declarative_agents(app):
        return ()
    found = []
    for agent in declarative_agents(app):
        starters = agent.value.get("conversation_starters", [])
        if not isinstance(starters, list) or not agent.value or FEWEST_PROMPTS <= len(starters) <= MOST_STARTERS:
            continue
        pointer = "/conversation_starters" if "conversation_starters" in agent.value else ""
        message = say("the number of conversation starters is {count}; the store asks for 3 to 6", count=len(starters))
        hint = say("add some") if len(starters) < FEWEST_PROMPTS else say("keep the best six")
        found.append(Found(pointer, message, hint, file=agent.name))
    return found


@rule(
    "agent-without-actions-or-knowledge",
    upload=NOTE,
    store=ERROR,
    versions="1.19..",
    checks=say("A declarative agent has an action or a source of knowledge."),
    why=say("With instructions alone it does nothing that Copilot does not; the store does not take it."),
    bad=agent_examples.MANIFEST,
    files=agent_examples.files({"actions": []}),
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files(),
    source=_GUIDELINES,
    needs_files=True,
)
def agent_can_do_something(app: App) -> Iterable[Found]:
    """Neither actions nor capabilities, nor other agents to ask."""
    if not declarative_agents(app):
        return ()
    return [
        Found(
            "",
            say("the agent has neither actions nor sources of knowledge"),
            say("add `actions`, or `capabilities` such as a SharePoint site to search"),
            file=agent.name,
        )
        for agent in declarative_agents(app)
        if agent.value and not any(agent.value.get(key) for key in ("actions", "capabilities", "worker_agents"))
    ]


@rule(
    "agent-graph-connector-fixed",
    upload=NOTE,
    store=ERROR,
    versions="1.19..",
    checks=say("A declarative agent in the public store names no Graph connectors."),
    why=say(
        "The connections of one organization do not exist in others. Left open, the agent uses those that are there."
    ),
    bad=agent_examples.MANIFEST,
    files=agent_examples.files(
        {"capabilities": [{"name": "GraphConnectors", "connections": [{"connection_id": "orders"}]}]}
    ),
    good=agent_examples.MANIFEST,
    good_files=agent_examples.files({"capabilities": [{"name": "GraphConnectors"}]}),
    source=_GUIDELINES,
    needs_files=True,
)
def connectors_are_open(app: App) -> Iterable[Found]:
    """Connections by their ids."""
    if not declarative_agents(app):
        return ()
    return [
        Found(
            f"/capabilities/{index}/connections",
            say("the agent is bound to certain Graph connectors, which other organizations do not have"),
            say("leave `connections` out if the app is for the public store"),
            file=agent.name,
        )
        for agent in declarative_agents(app)
        for index, capability in enumerate(as_list(agent.value.get("capabilities")))
        if as_object(capability).get("name") == "GraphConnectors" and as_object(capability).get("connections")
    ]
