"""New apps: every capability, in every combination, without a fault."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teamshelf
from teamshelf.findings import AUDIENCES, Severity
from teamshelf.package.build import package_of
from teamshelf.package.names import name_problem
from teamshelf.scaffold.app import LONGEST_NAME, NewApp, ScaffoldError, folder_for, new_app
from teamshelf.scaffold.capabilities import CAPABILITIES, EXCLUSIVE
from teamshelf.versions import NUMBERED_VERSIONS

ID, BOT = "2c4f7a10-93d8-4b6e-8f51-d07c3e9b5a62", "7be0f3c4-5a12-4d0b-9a7e-1f2d3c4b5a69"
TOGETHER = [
    chosen
    for size in range(1, len(CAPABILITIES))
    for chosen in combinations(CAPABILITIES, size)
    if not set(chosen) >= EXCLUSIVE
]


def made(name: str = "Polls", **wanted: Any) -> NewApp:
    """A new app."""
    return new_app(name, **{"app_id": ID, "bot_id": BOT, "color": (11, 110, 110), **wanted})


def said(app: NewApp, name: str = "manifest.json") -> Any:
    """What a file of the app says."""
    return json.loads(app.files[name])


@pytest.mark.parametrize("capabilities", TOGETHER, ids="+".join)
@pytest.mark.parametrize("languages", [(), ("fr",), ("fr", "de")], ids=str)
def test_every_combination_is_faultless(capabilities: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Nothing is found, not even by the store, and every file belongs to the app."""
    app = made(capabilities=capabilities, languages=languages)
    content = package_of(app.files)

    for audience in AUDIENCES:
        assert [] == [(f.rule, str(f.message)) for f in teamshelf.check(content, audience=audience).findings]


@pytest.mark.parametrize("capability", CAPABILITIES)
@pytest.mark.parametrize("version", NUMBERED_VERSIONS)
def test_every_version_is_faultless_or_refused(capability: str, version: str) -> None:
    """An older manifest version has the capability, or it is said that it does not."""
    try:
        app = made(capabilities=[capability], version=version)
    except ScaffoldError:
        assert version in NUMBERED_VERSIONS[:20]
        return

    findings = teamshelf.check(package_of(app.files)).findings
    assert version == said(app)["manifestVersion"]
    assert [] == [(f.rule, str(f.message)) for f in findings if f.severity is not Severity.NOTE]


def test_each_capability_is_in_the_manifest() -> None:
    """Under the property that holds it."""
    members = {
        "tab": "staticTabs",
        "bot": "bots",
        "message-extension": "composeExtensions",
        "notification-bot": "bots",
        "meeting-app": "configurableTabs",
        "declarative-agent": "copilotAgents",
    }

    assert members == {name: member for name, member in members.items() if member in said(made(capabilities=[name]))}
    assert members.keys() == CAPABILITIES.keys()


def test_french_texts_are_french() -> None:
    """All of them, those of the agent included; a language without texts keeps the English ones, and it is said."""
    app = made(capabilities=["tab", "bot", "message-extension", "declarative-agent"], languages=["fr", "nl"])
    english, french, dutch = (said(app, f"{tag}.json") for tag in ("en", "fr", "nl"))

    assert english == dutch
    assert english.keys() == french.keys()
    same = {key for key, text in english.items() if french[key] == text}
    assert {"$schema", "name.short"} == same
    tokens = english["localizationKeys"]
    assert all(tokens[token] != french["localizationKeys"][token] for token in tokens)
    assert "`nl.json`" in str(app.next_steps[-1])
    assert "`fr.json`" not in str(app.next_steps[-1])


def test_a_region_speaks_the_language() -> None:
    """Texts for `fr-ca` are the French ones."""
    assert "Accueil" == said(made(languages=["FR-ca"]), "fr-ca.json")["staticTabs[0].name"]


def test_english_needs_no_file() -> None:
    """It is the default language."""
    assert {"manifest.json", "color.png", "outline.png"} == set(made(languages=["en"]).files)


@given(st.text(max_size=100))
@settings(max_examples=60, deadline=None)
def test_any_name_gives_an_app_or_a_reason(name: str) -> None:
    """Quotes, other scripts and control characters included; what is made can be read."""
    try:
        app = made(name)
    except ScaffoldError:
        return

    result = teamshelf.check(package_of(app.files)).results[0]
    assert " ".join(name.split()).startswith(said(app)["name"]["short"])
    assert not [finding for finding in result.findings if finding.rule.startswith(("json-", "schema-", "package-"))]


@given(st.text(max_size=100))
def test_the_folder_is_one_that_every_system_takes(name: str) -> None:
    """Whatever the app is called, its folder is one plain name."""
    folder = folder_for(name)

    assert name_problem(folder) is None
    assert "/" not in folder
    assert folder.isascii()


def test_a_long_name_has_a_short_form() -> None:
    """Of whole words, as long as that is possible."""
    assert "My extremely long application" == said(made("My extremely long application name"))["name"]["short"]
    assert "n" * 30 == said(made("n" * LONGEST_NAME))["name"]["short"]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"name": "a\x1b[31m"}, "text that can be seen"),
        ({"name": " "}, "text that can be seen"),
        ({"name": "n" * 81}, "longer than 80"),
        ({"app_id": "x"}, "is no GUID"),
        ({"bot_id": "../x"}, "is no GUID"),
        ({"domain": "https://example.com"}, "is no host name"),
        ({"domain": "localhost"}, "is no host name"),
        ({"languages": ["../x"]}, "is no language tag"),
        ({"languages": ["con"]}, "is no language tag"),
        ({"languages": ["fr"], "version": "1.4"}, "knows no languages"),
        ({"capabilities": ["bot", "notification-bot"]}, "an app has one bot"),
        ({"capabilities": ["declarative-agent"], "version": "1.16"}, "has no `copilotAgents`"),
    ],
)
def test_what_is_impossible_is_refused(wanted: dict[str, Any], words: str) -> None:
    """With a sentence that shows the value."""
    with pytest.raises(ScaffoldError) as caught:
        made(**wanted)

    assert words in str(caught.value.message)


def test_facts_are_taken_over() -> None:
    """The id, the bot's id, the host and the colour stand where they belong."""
    app = made(capabilities=["bot", "tab"], domain="Polls.Contoso.com", letter="X")
    manifest = said(app)

    assert (ID, BOT, "#0B6E6E") == (manifest["id"], manifest["bots"][0]["botId"], manifest["accentColor"])
    assert ["polls.contoso.com"] == manifest["validDomains"]
    assert made(letter="X").files["color.png"] != made(letter="Y").files["color.png"]
    assert ["conversations", "home"] == [tab["entityId"] for tab in manifest["staticTabs"]]
