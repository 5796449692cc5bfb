"""A declarative agent with a plug-in, as the rules about agents show it in their examples."""

from __future__ import annotations

from typing import Any

AGENT_FILE, PLUGIN_FILE, API_FILE = "agent.json", "plugin.json", "openapi.json"

MANIFEST: dict[str, Any] = {
    "copilotAgents": {"declarativeAgents": [{"id": "orders", "file": AGENT_FILE}]},
    "description": {"short": "Finds orders.", "full": "Shows where each order is, in Microsoft 365 Copilot."},
}
"""The members of a manifest with the agent."""

STARTERS = [{"text": "Find order 12."}, {"text": "Which orders are late?"}, {"text": "What did Ana order?"}]

_AGENT: dict[str, Any] = {
    "version": "v1.2",
    "name": "Orders",
    "description": "Finds orders.",
    "instructions": "Answer questions about orders.",
    "conversation_starters": STARTERS,
    "actions": [{"id": "orders", "file": PLUGIN_FILE}],
}

_PLUGIN: dict[str, Any] = {
    "schema_version": "v2.1",
    "name_for_human": "Orders",
    "functions": [{"name": "findOrder", "description": "Finds an order."}],
    "runtimes": [{"type": "OpenApi", "spec": {"url": API_FILE}, "run_for_functions": ["*"]}],
}


def files(
    agent: dict[str, Any] | None = None,
    plugin: dict[str, Any] | None = None,
    operation: dict[str, Any] | None = None,
    *,
    method: str = "get",
    server: str = "https://api.example.com",
) -> dict[str, Any]:
    """The files of its package: the agent, its plug-in and an API with one operation, whose members may differ."""
    api = {
        "openapi": "3.0.3",
        "servers": [{"url": server}],
        "paths": {"/orders": {method: {"operationId": "findOrder", "responses": {}, **(operation or {})}}},
    }
    return {AGENT_FILE: {**_AGENT, **(agent or {})}, PLUGIN_FILE: {**_PLUGIN, **(plugin or {})}, API_FILE: api}
