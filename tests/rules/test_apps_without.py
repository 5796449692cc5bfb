"""Apps that have nothing to do with a subject: its rules are silent."""

from __future__ import annotations

from importlib import import_module

import pytest

from teamshelf.rules.registry import RULES
from tests.rules.judging import app_of

SUBJECTS = (
    "agent_files",
    "agent_texts",
    "agents",
    "api_authorization",
    "api_extensions",
    "declarative_agents",
    "extensions",
    "message_extensions",
    "openapi",
    "openapi_bodies",
    "openapi_operations",
    "plugins",
    "relationships",
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_is_found(subject: str) -> None:
    """An app with neither message extensions nor agents nor an add-in gives no finding, alone or in a package."""
    module = import_module(f"teamshelf.rules.{subject}").__name__
    rules = [rule for rule in RULES.values() if rule.judge.__module__ == module]

    found = [list(rule.judge(app)) for app in (app_of({}), app_of({}, {"notes.txt": ""})) for rule in rules]

    assert [[]] * 2 * len(rules) == found
    assert rules
