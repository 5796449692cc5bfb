"""Changes in the app's own terms: what they are called, where they are, and how items are recognised."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.model.facts import ManifestObject, item_type, properties_of, value_type
from teamshelf.model.manifest import Manifest
from teamshelf.update.applying import apply
from teamshelf.update.change import Kind, kebab
from teamshelf.update.differences import is_same
from teamshelf.update.matching import ITEMS
from tests.manifests import manifest
from tests.update.versions_of_an_app import FULL, OTHER_BOT_ID, comparison, names, update, version


def _into_bot(**members: Any) -> Any:
    return lambda new: new["bots"][0].update(members)


COMMANDS = "/bots/0/commandLists/0/commands"


@pytest.mark.parametrize(
    ("change", "name", "kind", "pointer", "words"),
    [
        (
            lambda new: new["staticTabs"][0].update(name="Start"),
            "static-tab-renamed",
            Kind.METADATA,
            "/staticTabs/0/name",
            'tab "Home" renamed to "Start"',
        ),
        (
            lambda new: new["staticTabs"][0].update(contentUrl="https://example.com/2"),
            "static-tab-changed",
            Kind.CAPABILITY,
            "/staticTabs/0/contentUrl",
            '`contentUrl` of tab "Home" changed from "https://example.com/home" to "https://example.com/2"',
        ),
        (
            lambda new: new["bots"][0]["commandLists"][0]["commands"][0].update(title="assist"),
            "bot-command-renamed",
            Kind.METADATA,
            f"{COMMANDS}/0/title",
            'bot command "help" renamed to "assist"',
        ),
        (
            lambda new: new["bots"][0]["commandLists"][0]["commands"].insert(0, {"title": "new", "description": "d"}),
            "bot-command-added",
            Kind.CAPABILITY,
            f"{COMMANDS}/0",
            'bot command "new" added',
        ),
        (
            lambda new: new["composeExtensions"][0]["commands"][0].update(id="search"),
            "command-removed",
            Kind.CAPABILITY,
            "/composeExtensions/0/commands/0",
            'command "Find" removed',
        ),
        (
            lambda new: new["activities"]["activityTypes"].clear(),
            "activity-type-removed",
            Kind.CAPABILITY,
            "/activities/activityTypes/0",
            'kind of notification "asked" removed',
        ),
        (
            lambda new: new.update(accentColor="#123456"),
            "accent-color-changed",
            Kind.METADATA,
            "/accentColor",
            '`accentColor` changed from "#0B6E6E" to "#123456"',
        ),
        (
            lambda new: new.pop("accentColor"),
            "accent-color-changed",
            Kind.METADATA,
            "/accentColor",
            '`accentColor` removed, was "#0B6E6E"',
        ),
        (
            lambda new: new.update(showLoadingIndicator=True),
            "show-loading-indicator-changed",
            Kind.CAPABILITY,
            "/showLoadingIndicator",
            "`showLoadingIndicator` set to true",
        ),
        (
            _into_bot(scopes=["personal", "Team"]),
            "bot-scope-changed",
            Kind.CAPABILITY,
            "/bots/0/scopes/1",
            '`scopes` of bot "5d1f0c9e-7b3a-4e62-9c58-2f6a1b0d8e47" changed from "team" to "Team"',
        ),
        (
            _into_bot(scopes=["personal", "team", "groupChat"]),
            "bot-scope-added",
            Kind.NOTICE,
            "/bots/0/scopes/2",
            '`scopes` of bot "5d1f0c9e-7b3a-4e62-9c58-2f6a1b0d8e47": "groupChat" added',
        ),
        (
            _into_bot(botId=OTHER_BOT_ID),
            "bot-id-changed",
            Kind.CONSENT,
            "/bots/0/botId",
            f'`botId` of bot "{OTHER_BOT_ID}" changed from "5d1f0c9e-7b3a-4e62-9c58-2f6a1b0d8e47" to "{OTHER_BOT_ID}"',
        ),
        (
            lambda new: new["configurableTabs"][0].update(canUpdateConfiguration=False),
            "configurable-tab-changed",
            Kind.CAPABILITY,
            "/configurableTabs/0/canUpdateConfiguration",
            "`canUpdateConfiguration` of the configurable tab set to false",
        ),
        (
            lambda new: new["bots"][0]["commandLists"][0].update(scopes=["team"]),
            "bot-command-list-scope-removed",
            Kind.CAPABILITY,
            "/bots/0/commandLists/0/scopes/0",
            '`scopes` of command list "team": "personal" removed',
        ),
    ],
)
def test_changes_have_names_kinds_places_and_words(
    change: Any, name: str, kind: Kind, pointer: str, words: str
) -> None:
    """Each change says what it is, what it means, where it is, and tells it in a sentence."""
    found = [each for each in update(change).changes if each.change != "version-changed"]

    assert (name, kind, pointer, words) == (
        found[0].change,
        found[0].kind,
        found[0].pointer,
        str(found[0].message),
    )


def test_long_texts_are_shown_where_they_differ() -> None:
    """Of a description that changes at its end, the message has the end."""
    old, new = (manifest(description={"full": f"{'Asks and counts. ' * 50}{end}"}) for end in ("Free.", "Paid."))
    (change,) = comparison(old, new).changes

    assert str(change.message).startswith('`description.full` changed from "…')
    assert str(change.message).count('counts. Free."') == str(change.message).count('counts. Paid."') == 1


def test_tabs_that_change_places_move() -> None:
    """The fewest tabs move, and to where they are in NEW."""
    tabs = [{"entityId": name, "name": name, "scopes": ["personal"]} for name in "abcde"]
    turned = [tabs[4], *tabs[:4]]

    compared = comparison(manifest(staticTabs=tabs), manifest(staticTabs=turned, version="1.1.0"))

    moved = [each for each in compared.changes if each.change == "static-tab-moved"]
    assert [("move", 4, 0, "/staticTabs/4", "/staticTabs/0")] == [
        (each.op, each.old, each.new, each.old_pointer, each.new_pointer) for each in moved
    ]


def test_two_new_commands_are_no_new_names() -> None:
    """A command of a bot is renamed only if its description stays."""

    def change(new: dict[str, Any]) -> None:
        new["bots"][0]["commandLists"][0]["commands"] = [{"title": "other", "description": "Something else"}]

    assert ["bot-command-removed", "bot-command-removed", "bot-command-added"] == names(update(change))


def test_true_is_not_one() -> None:
    """Values that Python takes for equal are told apart where JSON does, and only there."""
    assert not is_same({"a": [True]}, {"a": [1]})
    assert not is_same({"a": False}, {"a": 0})
    assert is_same({"a": [1.0, None]}, {"a": [1, None]})
    assert ["bot-changed"] == names(update(_into_bot(supportsFiles=0)))


def test_the_model_knows_every_identity() -> None:
    """Each property by which items are recognised is one of the model, and each class is in some list of it."""
    listed = set()
    waiting: list[type[ManifestObject]] = [Manifest]
    seen: set[type[ManifestObject]] = set()
    while waiting:
        cls = waiting.pop()
        if cls in seen:
            continue
        seen.add(cls)
        for each in properties_of(cls).values():
            annotation: Any = value_type(each.annotation)
            while item_type(annotation) is not None:
                annotation = item_type(annotation)
                listed.add(annotation)
            if isinstance(annotation, type) and issubclass(annotation, ManifestObject):
                waiting.append(annotation)

    assert set(ITEMS) <= listed
    for cls, item in ITEMS.items():
        assert {*item.by, *(item.or_by or ()), *filter(None, [item.label])} <= set(properties_of(cls))


def test_a_change_of_another_manifest_cannot_be_made() -> None:
    """Applying changes to what they do not fit is a LookupError."""
    changes = update(lambda new: new["staticTabs"][1].update(name="X")).changes

    with pytest.raises(LookupError):
        apply({"staticTabs": []}, changes)
    with pytest.raises(LookupError):
        apply({"staticTabs": "x"}, changes)


@pytest.mark.parametrize("prefix", ["A", "b"])
def test_a_hostile_list_is_compared_in_time(prefix: str) -> None:
    """Tens of thousands of entries, new or in other letters, take no quadratic time, nor does applying them."""
    old = {**FULL, "validDomains": [f"a{number}" for number in range(20_000)]}
    new = version(lambda value: value.update(validDomains=[f"{prefix}{number}" for number in range(20_000)]))

    changes = comparison(old, new).changes

    assert {"A": 20_001, "b": 40_001}[prefix] == len(changes)
    assert new["validDomains"] == apply(old, changes)["validDomains"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("accentColor", "accent-color"), ("$schema", "schema"), ("", "property"), ("é\n", "property")],
)
def test_names_of_properties_become_names_of_changes(name: str, expected: str) -> None:
    """The name of a change is in letters, digits and hyphens, whatever the property is called."""
    assert expected == kebab(name)
