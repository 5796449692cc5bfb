"""Agents: which files make one up, and where findings on them point."""

from __future__ import annotations

import pytest

from teamshelf.findings import STORE, UPLOAD, Severity
from teamshelf.rules import agent_examples
from teamshelf.rules.agent_parts import MOST_PARTS, Naming, declarative_agents, path_of, plugins
from tests.rules.judging import app_of, judged

FILES: dict[str, object] = {
    "agent.json": {},
    "agents/agent.json": {},
    "agents/plugin.json": {},
    "plugin.json": {},
    "api/a.json": {},
}


@pytest.mark.parametrize(
    ("file", "named", "path"),
    [
        ("agent.json", "plugin.json", "plugin.json"),
        ("agent.json", "./plugin.json", "plugin.json"),
        ("agent.json", "api\\a.json", "api/a.json"),
        ("agents/agent.json", "plugin.json", "agents/plugin.json"),
        ("agents/agent.json", "api/a.json", "api/a.json"),
        ("agents/agent.json", "../plugin.json", "plugin.json"),
        ("agents/agent.json", "agents/plugin.json", "agents/plugin.json"),
        ("agent.json", "Plugin.json", None),
        ("agent.json", "../plugin.json", None),
        ("agent.json", "/plugin.json", None),
        ("agent.json", "api", None),
        ("agent.json", "", None),
    ],
)
def test_paths(file: str, named: str, path: str | None) -> None:
    """A file is looked for beside the one that names it, then from the root, and never outside."""
    assert path == path_of(app_of({}, FILES), Naming(file, "/file", named))


def test_parts_of_a_lone_manifest() -> None:
    """A manifest checked on its own has no files, so nothing is said of them."""
    app = app_of(agent_examples.MANIFEST)

    assert ((), ()) == (declarative_agents(app), plugins(app))


def test_plugin_is_read_once() -> None:
    """A plug-in that several actions name is one plug-in."""
    actions = [{"id": str(n), "file": "plugin.json"} for n in range(3)]

    (plugin,) = plugins(app_of(agent_examples.MANIFEST, agent_examples.files({"actions": actions})))

    assert ("plugin.json", "Orders") == (plugin.name, plugin.value["name_for_human"])


def test_number_of_plugins_is_bounded() -> None:
    """An agent with countless plug-ins is looked at only so far."""
    actions = [{"id": str(n), "file": f"{n}.json"} for n in range(MOST_PARTS + 5)]
    files = {**agent_examples.files({"actions": actions}), **{f"{n}.json": {"x": n} for n in range(MOST_PARTS + 5)}}

    assert MOST_PARTS == len(plugins(app_of(agent_examples.MANIFEST, files)))


def test_faulty_file_says_nothing() -> None:
    """A file that is no JSON is not judged by what could be kept of it."""
    files = {**agent_examples.files(), "agent.json": '{"name": "Else",}'}

    (agent,) = declarative_agents(app_of(agent_examples.MANIFEST, files))

    assert {} == agent.value
    assert [] == judged("declarative_agents", "agent-name-differs", agent_examples.MANIFEST, files)


def test_fault_of_a_file_is_told() -> None:
    """The finding on a file that is no JSON says what keeps it from being JSON."""
    files = {**agent_examples.files(), "plugin.json": '{\n"functions": [1,]}'}

    (found,) = judged("agent_files", "referenced-file-not-json", agent_examples.MANIFEST, files)

    assert ("plugin.json", "/functions") == (found.file, found.pointer)
    assert "the file is not JSON: there is a comma before the closing `]` (line 2)" == str(found.message)


def test_missing_files_are_pointed_at_where_they_are_named() -> None:
    """What an agent or plug-in names in vain is found in the file that names it."""
    runtimes = [
        {"type": "OpenApi", "spec": {"url": "https://example.com/openapi.json"}},
        {"type": "OpenApi", "spec": {"url": "api.json"}},
        {"type": "RemoteMCPServer", "spec": {"url": "https://example.com", "mcp_tool_description": {"file": "t.json"}}},
    ]
    actions = [{"id": "a", "file": "plugin.json"}, {"id": "b", "file": "none.json"}]

    found = judged(
        "agent_files",
        "agent-file-missing",
        agent_examples.MANIFEST,
        agent_examples.files({"actions": actions}, {"runtimes": runtimes}),
    )

    assert [
        ("agent.json", "/actions/1/file", 'the file "none.json" is not in the package'),
        ("plugin.json", "/runtimes/1/spec/url", 'the file "api.json" is not in the package'),
        ("plugin.json", "/runtimes/2/spec/mcp_tool_description/file", 'the file "t.json" is not in the package'),
    ] == [(each.file, each.pointer, str(each.message)) for each in found]


@pytest.mark.parametrize(("audience", "severity"), [(UPLOAD, Severity.WARNING), (STORE, Severity.ERROR)])
def test_what_only_the_store_asks_for(audience: str, severity: Severity) -> None:
    """What the guidelines of the store say must be so is an error there and a warning elsewhere."""
    files = agent_examples.files({"conversation_starters": []})

    (found,) = judged("declarative_agents", "conversation-starters-count", agent_examples.MANIFEST, files, audience)

    assert (severity, "agent.json", "/conversation_starters") == (found.severity, found.file, found.pointer)


def test_missing_starters_are_pointed_at_the_agent() -> None:
    """An agent without the list of conversation starters is pointed at as a whole."""
    files = agent_examples.files()
    files["agent.json"] = {"name": "Orders"}

    (found,) = judged("declarative_agents", "conversation-starters-count", agent_examples.MANIFEST, files)

    assert ("", "the number of conversation starters is 0; the store asks for 3 to 6") == (
        found.pointer,
        str(found.message),
    )


def test_change_is_found_once_for_several_runtimes() -> None:
    """An operation that several runtimes call is reported once."""
    runtime = {"type": "OpenApi", "spec": {"url": "openapi.json"}}
    files = agent_examples.files(
        plugin={"runtimes": [runtime, runtime]}, operation={"x-openai-isConsequential": False}, method="delete"
    )

    found = judged("plugins", "plugin-change-without-consent", agent_examples.MANIFEST, files)

    assert [("openapi.json", "/paths/~1orders/delete/x-openai-isConsequential")] == [(f.file, f.pointer) for f in found]


def test_agent_that_is_no_bot_of_the_app() -> None:
    """Where there is one bot, the hint is to take its id."""
    bot, agent = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a", "7c4e9d12-3b5a-4f60-8d21-6e0f9a8b7c5d"
    members = {
        "bots": [{"botId": bot, "scopes": ["personal"]}],
        "copilotAgents": {"customEngineAgents": [{"id": agent, "type": "bot"}]},
    }

    (found,) = judged("agents", "custom-engine-agent-without-bot", members)

    assert f'write the `botId` of the bot: "{bot}"' == str(found.hint)
    assert "/copilotAgents/customEngineAgents/0/id" == found.pointer
