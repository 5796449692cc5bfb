"""Office add-ins and relationships: where findings point."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judging import judged

ACTION = {"id": "show", "type": "openPage"}
BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"


def pointers(subject: str, rule: str, members: dict[str, Any]) -> list[str | None]:
    """Where a rule finds something."""
    return [found.pointer for found in judged(subject, rule, members)]


@pytest.mark.parametrize(
    ("part", "pointer"),
    [
        (
            {"autoRunEvents": [{"events": [{"actionId": "show"}, {"actionId": "x"}]}]},
            "/autoRunEvents/0/events/1/actionId",
        ),
        ({"keyboardShortcuts": [{"shortcuts": [{"actionId": "x"}]}]}, "/keyboardShortcuts/0/shortcuts/0/actionId"),
        ({"appDeeplinks": [{"actionId": "x"}]}, "/appDeeplinks/0/actionId"),
        (
            {"contextMenus": [{"menus": [{"controls": [{"actionId": "x"}]}]}]},
            "/contextMenus/0/menus/0/controls/0/actionId",
        ),
        ({"ribbons": [{"fixedControls": [{"actionId": "x"}]}]}, "/ribbons/0/fixedControls/0/actionId"),
        (
            {"ribbons": [{}, {"tabs": [{"groups": [{"controls": [{"items": [{}, {"actionId": "x"}]}]}]}]}]},
            "/ribbons/1/tabs/0/groups/0/controls/0/items/1/actionId",
        ),
        (
            {"ribbons": [{"tabs": [{"customMobileRibbonGroups": [{"controls": [{"actionId": "x"}]}]}]}]},
            "/ribbons/0/tabs/0/customMobileRibbonGroups/0/controls/0/actionId",
        ),
    ],
)
def test_unknown_actions(part: dict[str, Any], pointer: str) -> None:
    """Wherever an action is named, a name that no runtime knows is found there."""
    members = {"manifestVersion": "devPreview", "extensions": [{"runtimes": [{"actions": [ACTION]}], **part}]}

    assert [f"/extensions/0{pointer}"] == pointers("extensions", "add-in-action-unknown", members)


def test_repeated_ids() -> None:
    """Each further runtime and action of an id is found, and the first one named."""
    runtimes = [{"id": "a", "actions": [ACTION, ACTION]}, {"id": "b"}, {"id": "a"}]

    found = judged("extensions", "add-in-runtime-duplicate", {"extensions": [{"runtimes": runtimes}]})

    assert [
        ("/extensions/0/runtimes/2/id", 'the id "a" is taken by the one with the number 1'),
        ("/extensions/0/runtimes/0/actions/1/id", 'the id "show" is taken by the one with the number 1'),
    ] == [(each.pointer, str(each.message)) for each in found]


def test_unknown_lists_of_values() -> None:
    """A parameter's list of values is found where the parameter names it."""
    functions = {"functions": [{}, {"parameters": [{}, {"customEnumId": "X"}]}]}
    members = {"manifestVersion": "1.25", "extensions": [{"runtimes": [{}, {"customFunctions": functions}]}]}

    expected = "/extensions/0/runtimes/1/customFunctions/functions/1/parameters/1/customEnumId"
    assert [expected] == pointers("extensions", "custom-enum-unknown", members)


def test_unknown_parts_of_an_app() -> None:
    """A reference to a part of the app is found wherever it stands, with the name of the id it takes."""
    known, unknown = {"name": "bots", "id": BOT_ID}, {"name": "bots", "id": "x"}
    relationships = {
        "oneWayDependencies": [{"element": unknown, "dependsOn": [known, unknown]}],
        "mutualDependencies": [[known, known], [known, unknown]],
    }
    members = {"bots": [{"botId": BOT_ID, "scopes": ["personal"]}], "elementRelationshipSet": relationships}

    found = judged("relationships", "relationship-element-unknown", members)

    assert [
        "/elementRelationshipSet/oneWayDependencies/0/element/id",
        "/elementRelationshipSet/oneWayDependencies/0/dependsOn/1/id",
        "/elementRelationshipSet/mutualDependencies/1/1/id",
    ] == [each.pointer for each in found]
    assert {"write the `botId` of one that is there"} == {str(each.hint) for each in found}
