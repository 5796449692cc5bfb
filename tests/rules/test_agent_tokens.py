"""Tokens in the files of agents, and their texts."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import Change
from teamshelf.rules.language_examples import in_languages, language_file
from tests.rules.judging import judged

AGENT = {"copilotAgents": {"declarativeAgents": [{"id": "polls", "file": "agents/agent.json"}]}}
FILES = {
    "agents/agent.json": {
        "name": "[[AGENT]]",
        "description": " [[ABOUT]] ",
        "instructions": "Link notes as [[Note]].",
        "actions": [{"id": "a", "file": "plugin.json"}],
    },
    "agents/plugin.json": {"functions": [{"description": "[[ACTION]]"}]},
}
ALL = {"[[AGENT]]": "Sondages", "[[ABOUT]]": "Demande.", "[[ACTION]]": "Demander"}


def spoken(tokens: dict[str, Any] | None) -> dict[str, Any]:
    """A language file with these tokens."""
    return language_file({"localizationKeys": tokens})


def found(rule: str, languages: dict[str, Any], files: dict[str, Any]) -> list[Any]:
    """What a rule finds in the app with the agent."""
    return judged("agent_tokens", rule, {**AGENT, **languages}, {**FILES, **files})


@pytest.mark.parametrize(
    ("french", "canadian", "missing"),
    [
        (ALL, None, {}),
        (ALL, {}, {}),
        ({}, ALL, {"fr.json": "`[[AGENT]]`, `[[ABOUT]]`, `[[ACTION]]`"}),
        (
            {"[[AGENT]]": "Sondages", "[[ACTION]]": ""},
            {"[[ABOUT]]": "Demande."},
            {"fr.json": "`[[ABOUT]]`"},
        ),
    ],
)
def test_every_language_has_every_token(french: Any, canadian: Any, missing: dict[str, str]) -> None:
    """Tokens of agents and plugins are looked for in each file; a region takes those of its language."""
    files = {"en.json": spoken(ALL), "fr.json": spoken(french), "fr-ca.json": spoken(canadian)}
    findings = found(
        "agent-token-without-text", in_languages("en", "fr", "fr-ca", defaultLanguageFile="en.json"), files
    )

    assert {
        name: f"`localizationKeys` has no text for {tokens}, which agents of the app use"
        for name, tokens in missing.items()
    } == {finding.file: str(finding.message) for finding in findings}


def test_the_default_language_has_them_too() -> None:
    """The file of the default language is like the others."""
    languages = in_languages("en", "fr", defaultLanguageFile="en.json")
    (finding,) = found("agent-token-without-text", languages, {"en.json": spoken(None), "fr.json": spoken(ALL)})

    assert ("en.json", "/localizationKeys") == (finding.file, finding.pointer)


@pytest.mark.parametrize(
    ("token", "files", "is_found"),
    [
        ("[[OTHER]]", {}, True),
        ("[[Note]]", {}, False),
        ("OTHER", {}, False),
        ("[[OTHER]]", {"agents/agent.json": "{"}, False),
        ("[[OTHER]]", {"agents/plugin.json": '{"a"'}, False),
    ],
)
def test_tokens_that_nothing_mentions_are_unused(token: str, files: dict[str, Any], *, is_found: bool) -> None:
    """Any mention is a use, and where not everything can be read, anything may be."""
    spoken_files = {"fr.json": spoken({**ALL, token: "x"}), **files}

    assert is_found == bool(found("agent-token-unused", in_languages("en", "fr"), spoken_files))


@pytest.mark.parametrize("gone", ["agents/agent.json", "agents/plugin.json"])
def test_a_missing_file_may_use_anything(gone: str) -> None:
    """Where the file of an agent or plugin is missing, no token is called unused."""
    files = {name: content for name, content in FILES.items() if name != gone}
    files["fr.json"] = spoken({**ALL, "[[OTHER]]": "x"})

    assert [] == judged("agent_tokens", "agent-token-unused", {**AGENT, **in_languages("en", "fr")}, files)


@pytest.mark.parametrize(
    ("name", "mended"),
    [
        ("GREETING", "[[GREETING]]"),
        ("[GREETING]", "[[GREETING]]"),
        ("AGENT", None),
        ("[[TWO WORDS]]", None),
        ("a/b", None),
    ],
)
def test_brackets_are_put_where_they_are_missing(name: str, mended: str | None) -> None:
    """A name becomes a token where that is none of the others; what cannot be one is left to people."""
    (finding,) = found(
        "agent-token-without-brackets", in_languages("en", "fr"), {"fr.json": spoken({**ALL, name: "x"})}
    )
    pointer = f"/localizationKeys/{name}".replace("a/b", "a~1b")

    assert pointer == finding.pointer
    assert ((Change("move", pointer, to=f"/localizationKeys/{mended}"),) if mended else ()) == finding.changes


@pytest.mark.parametrize(
    ("languages", "pointer"),
    [
        ({}, ""),
        ({"localizationInfo": {"defaultLanguageTag": "en"}}, "/localizationInfo"),
        (in_languages("en", "fr"), "/localizationInfo"),
    ],
)
def test_tokens_need_a_file_for_the_default_language(languages: dict[str, Any], pointer: str) -> None:
    """Without one, people who read no listed language see tokens, whether there are other languages or none."""
    (finding,) = found("agent-tokens-without-default-file", languages, {"fr.json": spoken(ALL)})

    assert pointer == finding.pointer
    assert (
        "agents of the app use `[[AGENT]]`, `[[ABOUT]]`, `[[ACTION]]`, but there is no `defaultLanguageFile`"
    ) == str(finding.message)


def test_apps_without_agents_have_no_tokens() -> None:
    """Double brackets elsewhere mean nothing."""
    assert [] == judged("agent_tokens", "agent-tokens-without-default-file", in_languages("en", "fr"), FILES)
