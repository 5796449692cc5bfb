"""What the schema's verdict on a manifest says, in plain words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from teamshelf.checking import check_source
from teamshelf.findings import STORE, UPLOAD, Finding, Severity
from teamshelf.package.source import open_source
from tests.manifests import APP_ID, manifest

BOT: dict[str, Any] = {"botId": APP_ID, "scopes": ["personal"]}


def found(audience: str = UPLOAD, wanted: str | None = None, **members: Any) -> list[Finding]:
    """The faults that the schema finds in a manifest with these members."""
    text = json.dumps(manifest(**members)).encode()
    result = check_source(open_source(text), audience=audience, manifest_version=wanted)
    names = ("schema-", "placeholder", "manifest-version-unknown", "bot-id")
    return [finding for finding in result.findings if finding.rule.startswith(names)]


def said(finding: Finding) -> tuple[str, str]:
    """Its message and hint in English."""
    return str(finding.message), str(finding.hint)


@pytest.mark.parametrize(
    ("members", "pointer", "message", "hint"),
    [
        ({"icons": None}, "", "`icons` is missing from the manifest", 'add `"icons": {…}`'),
        (
            {"name": {"full": "Polls"}},
            "/name",
            "`short` is missing from `name`",
            'add `"short": "…"`',
        ),
        (
            {"bot": []},
            "/bot",
            "the manifest does not know a property `bot`",
            "did you mean `bots`?",
        ),
        (
            {"packageName": "com.example.polls"},
            "/packageName",
            "`packageName` is not part of manifest version 1.22",
            "`packageName` ended with manifest version 1.16: remove it",
        ),
        (
            {"agentSkills": []},
            "/agentSkills",
            "`agentSkills` is not part of manifest version 1.22",
            "`agentSkills` exists from manifest version 1.28; this manifest says 1.22",
        ),
        (
            {"scopeConstraints": {}},
            "/scopeConstraints",
            "`scopeConstraints` is not part of manifest version 1.22",
            "`scopeConstraints` exists only in the developer preview: remove it, or say `devPreview`",
        ),
        (
            {"webApplicationInfo": {"id": APP_ID, "applicationPermissions": []}},
            "/webApplicationInfo/applicationPermissions",
            "`applicationPermissions` in `webApplicationInfo` is not part of manifest version 1.22",
            "`applicationPermissions` was replaced by `authorization.permissions.resourceSpecific`: move it there",
        ),
        (
            {"bots": [{**BOT, "messageHandlers": []}]},
            "/bots/0/messageHandlers",
            "`bots[0]` does not know a property `messageHandlers`",
            "`messageHandlers` belongs at `composeExtensions[].messageHandlers`",
        ),
        ({"bots": {}}, "/bots", "`bots` is an object; it must be an array", "put it in brackets: `[ ]`"),
        (
            {"showLoadingIndicator": "true"},
            "/showLoadingIndicator",
            '`showLoadingIndicator` is the text "true"; it must be `true` or `false`',
            "write `true` without the quotes",
        ),
        (
            {"defaultInstallScope": "groupchat"},
            "/defaultInstallScope",
            '`defaultInstallScope` is "groupchat"; it can be `personal`, `team`, `groupChat`, `meetings` or `copilot`',
            "did you mean `groupChat`?",
        ),
        (
            {"id": "12-34"},
            "/id",
            '`id` is "12-34", which is no GUID',
            "write it like this: `49e6f432-d79c-49e8-94f7-89b94f3672fd`",
        ),
        (
            {"accentColor": "#0bf"},
            "/accentColor",
            '`accentColor` is "#0bf", which is no colour',
            "write `#` and six hexadecimal digits, such as `#00bbff`",
        ),
        (
            {"name": {"short": "x" * 31, "full": "Polls"}},
            "/name/short",
            "`name.short` has 31 characters; at most 30 are allowed",
            "shorten it by 1",
        ),
        (
            {"bots": [BOT, {**BOT, "scopes": ["team"]}]},
            "/bots",
            "`bots` holds 2 items; at most 1 are allowed",
            "remove 1 of them",
        ),
        (
            {"authorization": {"permissions": {"resourceSpecific": [{"name": "a", "type": "Application"}] * 2}}},
            "/authorization/permissions/resourceSpecific",
            "`authorization.permissions.resourceSpecific` holds the same item twice: number 1 and number 2",
            "remove one of them",
        ),
        (
            {"copilotAgents": {}},
            "/copilotAgents",
            "`copilotAgents` needs exactly one of `declarativeAgents` or `customEngineAgents`",
            "add one of them",
        ),
        ({"extensions": [{}]}, "/extensions/0", "`extensions[0]` is empty", "add one of"),
    ],
)
def test_a_fault_is_said_in_plain_words(members: dict[str, Any], pointer: str, message: str, hint: str) -> None:
    """One finding for one fault: what is wrong with this value, and what to do about it."""
    (finding,) = found(**members)

    assert (pointer, message) == (finding.pointer, str(finding.message))
    assert str(finding.hint).startswith(hint)


def test_a_misspelled_property_is_one_fault() -> None:
    """What is unknown under one name and missing under the other is a slip of the pen, not two faults."""
    (finding,) = found(bots=[{"botID": APP_ID, "scopes": ["personal"]}])

    assert ("`bots[0]` does not know a property `botID`", "did you mean `botId`?") == said(finding)


def test_a_wrong_type_says_it_all() -> None:
    """A number for a choice is no fault of the choice as well."""
    (finding,) = found(defaultInstallScope=3)

    assert "schema-type" == finding.rule


def test_microsofts_codes_are_attached() -> None:
    """Graph's code for the keyword, and its code for what the fault means there."""
    (finding,) = found(developer={**manifest()["developer"], "name": "x" * 33})

    assert ("DeveloperNameLengthCheck", "SchemaError_MaximumLength") == finding.aliases


def test_a_rule_lends_its_name_where_the_schema_says_the_same() -> None:
    """A bot id that is no GUID is found under one name in every version."""
    names = {
        version: [f.rule for f in found(manifestVersion=version, bots=[{**BOT, "botId": "x"}])]
        for version in ("1.9", "1.22")
    }

    assert {"1.9": ["bot-id-not-guid"], "1.22": ["bot-id-not-guid"]} == names


def test_a_placeholder_is_said_to_be_one() -> None:
    """A value that is to be filled in is no bad value; an error where the schema refuses it, else a warning."""
    bad, fine = found(id="${{APP_ID}}", version="1.0.0", accentColor="#0b6e6e", validDomains=["{{HOST}}"])

    assert ("placeholder", Severity.ERROR, "/id") == (bad.rule, bad.severity, bad.pointer)
    assert ("placeholder", Severity.WARNING, "/validDomains/0") == (fine.rule, fine.severity, fine.pointer)
    assert [Severity.ERROR] * 2 == [f.severity for f in found(STORE, id="${{APP_ID}}", validDomains=["{{HOST}}"])]


def test_the_preview_is_read_kindly() -> None:
    """What the reference of 2021 allowed is a warning in `devPreview`, and no word under the reference itself."""
    (finding,) = found(manifestVersion="devPreview", defaultInstallScope="groupchat")

    assert Severity.WARNING is finding.severity
    assert "the developer preview of 2021 allowed it; today: did you mean `groupChat`?" == str(finding.hint)
    assert [] == found(wanted="devPreview@2021-11", manifestVersion="devPreview", defaultInstallScope="groupchat")


def test_what_neither_preview_allows_is_an_error() -> None:
    """Kindness ends where the old reference says no as well."""
    (finding,) = found(manifestVersion="devPreview", defaultInstallScope="everywhere")

    assert Severity.ERROR is finding.severity


def test_an_unknown_version_is_said_once() -> None:
    """The schema does not repeat that the version does not exist."""
    (finding,) = found(manifestVersion="1.18")

    assert "manifest-version-unknown" == finding.rule


def test_a_conditional_requirement_names_its_cause() -> None:
    """What is asked for because of another value says because of which."""
    server = {"mcpServerUrl": "https://example.com", "authorization": {"type": "OAuthPluginVault"}}
    connector = {
        "id": "a",
        "displayName": "A",
        "toolSource": {"remoteMcpServer": {**server, "mcpToolDescription": {"file": "a.json"}}},
    }

    (finding,) = found(manifestVersion="1.27", agentConnectors=[connector])

    assert "schema-then" == finding.rule
    place = "agentConnectors[0].toolSource.remoteMcpServer.authorization"
    assert f'`{place}` needs `referenceId`, because its `type` is "OAuthPluginVault"' == str(finding.message)
