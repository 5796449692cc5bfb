"""Message extensions: where findings point, what they name, and how much they matter in the preview of 2021."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import Severity
from tests.rules.judging import judged

BOT_ID = "7e1d5c40-2b9f-4a83-9c6e-f0a4d8b71362"
COMMAND: dict[str, Any] = {"id": "search", "title": "Search"}
CHOICES = [{"title": "Large", "value": "l"}, {"title": "Small", "value": "s"}, {"title": "Larger", "value": "l"}]


def extension(*commands: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The members of a manifest with a message extension that has these commands."""
    return {"composeExtensions": [{"botId": BOT_ID, "commands": list(commands), **members}]}


@pytest.mark.parametrize(("version", "severity"), [("1.22", Severity.WARNING), ("m365DevPreview", Severity.ERROR)])
def test_empty_commands_in_the_preview(version: str, severity: Severity) -> None:
    """The preview of 2021 does not take an empty list of commands, others do."""
    (found,) = judged(
        "message_extensions", "message-extension-without-commands", {"manifestVersion": version, **extension()}
    )

    assert ("/composeExtensions/0/commands", severity) == (found.pointer, found.severity)


@pytest.mark.parametrize(("version", "severity"), [("1.22", Severity.WARNING), ("m365DevPreview", Severity.ERROR)])
def test_choices_in_the_preview(version: str, severity: Severity) -> None:
    """The preview of 2021 does not take choices of another control, others do."""
    command = {**COMMAND, "parameters": [{"name": "a"}, {"name": "size", "choices": CHOICES[:1]}]}
    members = {"manifestVersion": version, **extension(COMMAND, command)}

    (found,) = judged("message_extensions", "choices-without-choiceset", members)

    assert ("/composeExtensions/0/commands/1/parameters/1/choices", True) == (found.pointer, found.at_key)
    assert severity is found.severity


def test_repeated_choice_names_the_first() -> None:
    """The message on a repeated value says which choice has it already."""
    command = {**COMMAND, "parameters": [{"name": "size", "inputType": "choiceset", "choices": CHOICES}]}

    (found,) = judged("message_extensions", "choice-value-duplicate", extension(command))

    assert "/composeExtensions/0/commands/0/parameters/0/choices/2/value" == found.pointer
    assert 'choice 1 has the value "l" already' == str(found.message)


def test_repeated_command_names_the_first() -> None:
    """The message on a repeated id says which command has it already; each further one is found."""
    other = {**COMMAND, "id": "other"}

    found = judged("message_extensions", "command-id-duplicate", extension(other, COMMAND, COMMAND, COMMAND))

    assert [
        ("/composeExtensions/0/commands/2/id", 'the id "search" is that of command 2 already'),
        ("/composeExtensions/0/commands/3/id", 'the id "search" is that of command 2 already'),
    ] == [(each.pointer, str(each.message)) for each in found]


@pytest.mark.parametrize(
    ("members", "hint"),
    [
        ({}, 'add the `botId` of the bot, or `"composeExtensionType": "apiBased"` for one that calls an API'),
        ({"apiSpecificationFile": "openapi.json"}, 'add `"composeExtensionType": "apiBased"`'),
    ],
)
def test_hint_for_a_missing_bot(members: dict[str, Any], hint: str) -> None:
    """An extension that has an OpenAPI file only forgot to say what it is."""
    members = {"composeExtensions": [{"commands": [COMMAND], **members}]}

    (found,) = judged("message_extensions", "message-extension-bot-id-missing", members)

    assert ("/composeExtensions/0", hint) == (found.pointer, str(found.hint))


def test_unused_controls_are_found_once_a_command() -> None:
    """Of several controls without effect the first is pointed at."""
    parameters = [{"name": "a"}, {"name": "b", "inputType": "date"}, {"name": "c", "inputType": "time"}]
    command = {**COMMAND, "fetchTask": True, "parameters": parameters}

    (found,) = judged("message_extensions", "parameter-control-unused", extension(command))

    assert "/composeExtensions/0/commands/0/parameters/1/inputType" == found.pointer
