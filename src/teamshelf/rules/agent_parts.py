"""The files that define an app's agents: declarative agents, their plug-ins, and the APIs these call.

The manifest names the agent's file, that one names its plug-ins, and those name OpenAPI descriptions. A plug-in may
also be named by an agent connector. Whatever an object or a list should be and is not counts as empty.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.findings import Severity
from teamshelf.package.references import plain
from teamshelf.rules.memory import once_per_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.findings import Finding
    from teamshelf.package.app import App, JsonFile
    from teamshelf.package.openapi import Description

MOST_PARTS = 20
"""Plug-ins of an app, and APIs of a plug-in, that are looked at. An agent may have ten plug-ins."""


class Part(Struct, frozen=True):
    """A file that an agent consists of."""

    file: JsonFile

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.file.name

    @property
    def value(self) -> dict[str, Any]:
        """What it says; an empty object where it is none, or cannot be read in full."""
        return {} if faults_of(self.file) else as_object(self.file.value)


class Naming(Struct, frozen=True):
    """A place in a file of an agent that names another file, which may or may not be there."""

    file: str
    pointer: str
    named: str


@once_per_app
def declarative_agents(app: App) -> tuple[Part, ...]:
    """The declarative agents whose files are there."""
    agents = app.manifest.copilot_agents
    if agents is None:
        return ()
    names = [agent.file for agent in agents.declarative_agents[:MOST_PARTS] if agent.file]
    files = [app.json_file(plain(name)) for name in dict.fromkeys(names)]
    return tuple(Part(file) for file in files if file is not None and file is not app.file)


@once_per_app
def plugins(app: App) -> tuple[Part, ...]:
    """The plug-ins of the agents and agent connectors whose files are there."""
    found: dict[str, Part] = {}
    for naming in _plugin_namings(app):
        path = path_of(app, naming)
        file = app.json_file(path) if path is not None and path not in found else None
        if file is not None:
            found[file.name] = Part(file)
    return tuple(found.values())


def _plugin_namings(app: App) -> Iterator[Naming]:
    for agent in declarative_agents(app):
        yield from actions_of(agent)
    for index, connector in enumerate(app.manifest.agent_connectors[:MOST_PARTS]):
        plugin = connector.tool_source.plugin if connector.tool_source is not None else None
        if plugin is not None and plugin.file:
            yield Naming(app.source.manifest_name, f"/agentConnectors/{index}/toolSource/plugin/file", plugin.file)


def actions_of(agent: Part) -> Iterator[Naming]:
    """The places where a declarative agent names its plug-ins."""
    for index, action in enumerate(as_list(agent.value.get("actions"))[:MOST_PARTS]):
        named = as_object(action).get("file")
        if isinstance(named, str):
            yield Naming(agent.name, f"/actions/{index}/file", named)


def apis_of(plugin: Part) -> Iterator[tuple[dict[str, Any], Naming]]:
    """The runtimes of a plug-in that call an API described in the package, and where each names the description."""
    for index, runtime in enumerate(as_list(plugin.value.get("runtimes"))[:MOST_PARTS]):
        url = as_object(as_object(runtime).get("spec")).get("url")
        if as_object(runtime).get("type") == "OpenApi" and isinstance(url, str) and "://" not in url:
            yield runtime, Naming(plugin.name, f"/runtimes/{index}/spec/url", url)


def tools_of(plugin: Part) -> Iterator[Naming]:
    """The places where a plug-in names a file that describes the tools of an MCP server."""
    for index, runtime in enumerate(as_list(plugin.value.get("runtimes"))[:MOST_PARTS]):
        named = as_object(as_object(as_object(runtime).get("spec")).get("mcp_tool_description")).get("file")
        if isinstance(named, str):
            yield Naming(plugin.name, f"/runtimes/{index}/spec/mcp_tool_description/file", named)


@once_per_app
def described_apis(app: App) -> tuple[tuple[dict[str, Any], Description], ...]:
    """The APIs that plug-ins call and whose descriptions can be read, each with the runtime that calls it."""
    from teamshelf.package.openapi import read_description  # few apps describe an API

    known: dict[str, Description | None] = {}
    found = []
    for plugin in plugins(app):
        for runtime, naming in apis_of(plugin):
            path = path_of(app, naming)
            if path is not None and path not in known and len(known) < MOST_PARTS:
                known[path] = read_description(app, path)
            description = known.get(path) if path is not None else None
            if description is not None and description.fault is None:
                found.append((runtime, description))
    return tuple(found)


def path_of(app: App, naming: Naming) -> str | None:
    """The name in the package of a file that another names; None when there is none.

    Microsoft's tools start from the folder of the file that names it, its documents from the root of the package.
    """
    named = plain(naming.named)
    names = _names(app)
    for start in (dirname(naming.file), ""):
        path = normpath(join(start, named))
        if path in names:
            return path
    return None


@once_per_app
def _names(app: App) -> frozenset[str]:
    return frozenset(app.source.names())


def faults_of(file: JsonFile) -> list[Finding]:
    """What keeps a file from being JSON."""
    return [finding for finding in file.findings if finding.severity is Severity.ERROR]


def as_object(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []
