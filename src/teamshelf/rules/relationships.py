"""Which parts of an app need each other: that every part referred to exists.

Hosts such as Outlook, which cannot show everything, leave out what depends on something that is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.registry import WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teamshelf.model.manifest import Manifest
    from teamshelf.model.relationships import ElementReference
    from teamshelf.package.app import App

_SOURCE = "app manifest reference, elementRelationshipSet"
_TAB: dict[str, Any] = {
    "entityId": "settings",
    "name": "Settings",
    "contentUrl": "https://example.com/settings",
    "scopes": ["personal"],
}
_EXTENSION: dict[str, Any] = {
    "id": "search",
    "botId": "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a",
    "commands": [{"id": "findOrder", "title": "Find", "parameters": [{"name": "text", "title": "Text"}]}],
}


def _with_dependency(tab: str, *commands: str) -> dict[str, Any]:
    """The members of a manifest in which a tab depends on commands of a message extension, for an example."""
    return {
        "staticTabs": [_TAB],
        "composeExtensions": [_EXTENSION],
        "elementRelationshipSet": {
            "oneWayDependencies": [
                {
                    "element": {"name": "staticTabs", "id": tab},
                    "dependsOn": [{"name": "composeExtensions", "id": "search", "commandIds": list(commands)}],
                }
            ]
        },
    }


@rule(
    "relationship-element-unknown",
    upload=WARNING,
    store=WARNING,
    versions="1.20..",
    checks=say("Every part that `elementRelationshipSet` refers to is in the manifest."),
    why=say("A part that depends on one that does not exist may never be shown."),
    bad=_with_dependency("preferences", "findOrder"),
    good=_with_dependency("settings", "findOrder"),
    source=_SOURCE,
)
def elements_exist(app: App) -> Iterable[Found]:
    """An id that no part of the named kind has."""
    if app.manifest.element_relationship_set is None:
        return ()
    ids = _ids(app.manifest)
    return [
        Found(
            join_pointer((*steps, "id")),
            say("there is no {id} among the `{kind}` of the manifest", id=shown(element.id), kind=element.name),
            say("write the {key} of one that is there", key=f"`{_KEYS[element.name]}`"),
        )
        for steps, element in _references(app.manifest)
        if element.name in ids
        and element.id is not None
        and element.id not in ids[element.name]
        and not placeholder_in(element.id)
    ]


@rule(
    "relationship-command-unknown",
    upload=WARNING,
    store=WARNING,
    versions="1.20..",
    checks=say("The `commandIds` in `elementRelationshipSet` are ids of commands of the message extension."),
    why=say("What depends on a command that does not exist may never be shown."),
    bad=_with_dependency("settings", "findOrders"),
    good=_with_dependency("settings", "findOrder"),
    source=_SOURCE,
)
def commands_exist(app: App) -> Iterable[Found]:
    """An id that no command of that message extension has."""
    if app.manifest.element_relationship_set is None:
        return ()
    commands = {
        extension.id: {command.id for command in extension.commands} for extension in app.manifest.compose_extensions
    }
    return [
        Found(
            join_pointer((*steps, "commandIds", index)),
            say("the message extension {id} has no command {command}", id=shown(element.id), command=shown(command)),
            say("write the `id` of one of its commands"),
        )
        for steps, element in _references(app.manifest)
        if element.name == "composeExtensions" and element.id in commands
        for index, command in enumerate(element.command_ids)
        if command not in commands[element.id] and not placeholder_in(command)
    ]


_KEYS: dict[str | None, str] = {
    "bots": "botId",
    "staticTabs": "entityId",
    "composeExtensions": "id",
    "configurableTabs": "id",
}
"""What a reference names by its `id`, for each kind of part."""


def _ids(manifest: Manifest) -> dict[str | None, set[str]]:
    """The ids of each kind of part; without the kinds of which an id is still to be filled in."""
    ids: dict[str | None, set[str]] = {
        "bots": {bot.bot_id for bot in manifest.bots if bot.bot_id is not None},
        "staticTabs": {tab.entity_id for tab in manifest.static_tabs if tab.entity_id is not None},
        "composeExtensions": {each.id for each in manifest.compose_extensions if each.id is not None},
        "configurableTabs": {tab.id for tab in manifest.configurable_tabs if tab.id is not None},
    }
    return {kind: known for kind, known in ids.items() if not any(map(placeholder_in, known))}


def _references(manifest: Manifest) -> Iterator[tuple[tuple[str | int, ...], ElementReference]]:
    """Every reference to a part, with where it stands."""
    relationships = manifest.element_relationship_set
    if relationships is None:
        return
    for index, dependency in enumerate(relationships.one_way_dependencies):
        steps = ("elementRelationshipSet", "oneWayDependencies", index)
        if dependency.element is not None:
            yield (*steps, "element"), dependency.element
        for number, element in enumerate(dependency.depends_on):
            yield (*steps, "dependsOn", number), element
    for index, group in enumerate(relationships.mutual_dependencies):
        for number, element in enumerate(group):
            yield ("elementRelationshipSet", "mutualDependencies", index, number), element
