"""Office add-ins: what buttons, events and keys refer to exists, and what is referred to is there once.

Controls with a `builtInControlId` are Office's own; what else they say has no effect and is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.messages import say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules.registry import WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teamshelf.model.extensions.controls import Control
    from teamshelf.model.extensions.extension import Extension
    from teamshelf.model.extensions.ribbons import Ribbon
    from teamshelf.package.app import App

    Steps = tuple[str | int, ...]

_SOURCE = "app manifest reference, extensions"
_ACTION: dict[str, Any] = {"id": "showPane", "type": "openPage"}


def _add_in(*events: str, actions: Sequence[dict[str, Any]] = (_ACTION,), **runtime: Any) -> dict[str, Any]:
    """The members of a manifest with an add-in whose events start actions, for an example."""
    code = {"page": "https://example.com/pane.html"}
    listed = [{"type": "newMessageComposeCreated", "actionId": action} for action in events]
    extension: dict[str, Any] = {"runtimes": [{"id": "pane", "code": code, "actions": list(actions), **runtime}]}
    if events:
        extension["autoRunEvents"] = [{"events": listed}]
    return {"extensions": [extension]}


def _with_function(enum: str) -> dict[str, Any]:
    """The members of a manifest with an Excel function whose parameter offers a list of values, for an example."""
    parameter = {"name": "size", "customEnumId": enum}
    functions = {
        "functions": [{"id": "PRICE", "name": "PRICE", "parameters": [parameter], "result": {}}],
        "namespace": {"id": "SHOP", "name": "SHOP"},
        "enums": [{"id": "SIZES", "type": "string", "values": [{"name": "Large", "stringValue": "l"}]}],
    }
    return {"manifestVersion": "1.25", **_add_in(customFunctions=functions)}


@rule(
    "add-in-action-unknown",
    upload=WARNING,
    store=WARNING,
    versions="1.17..",
    checks=say("Every `actionId` is the `id` of an action of one of the `runtimes`."),
    why=say("A button, key or event with an unknown action does nothing at all, without a word."),
    bad=_add_in("showpane"),
    good=_add_in("showPane"),
    source=_SOURCE,
)
def actions_exist(app: App) -> Iterable[Found]:
    """An id that no action has; upper and lower case count."""
    if not app.manifest.extensions:
        return ()
    found = []
    for index, extension in enumerate(app.manifest.extensions):
        known = {action.id for runtime in extension.runtimes for action in runtime.actions if action.id is not None}
        for steps, action in _action_ids(extension):
            if action is None or action in known or placeholder_in(action):
                continue
            message = say("no runtime has an action {id}", id=shown(action))
            hint = say("add it to the `actions` of a runtime, or write the `id` of one that is there")
            found.append(Found(join_pointer(("extensions", index, *steps)), message, hint))
    return found


def _action_ids(extension: Extension) -> Iterator[tuple[Steps, str | None]]:
    """Everything that names an action, with where it stands in the extension."""
    for index, ribbon in enumerate(extension.ribbons):
        yield from _of_ribbon(("ribbons", index), ribbon)
    for index, menus in enumerate(extension.context_menus):
        for number, menu in enumerate(menus.menus):
            yield from _of_controls(("contextMenus", index, "menus", number, "controls"), menu.controls)
    for index, events in enumerate(extension.auto_run_events):
        for number, event in enumerate(events.events):
            yield ("autoRunEvents", index, "events", number, "actionId"), event.action_id
    for index, shortcuts in enumerate(extension.keyboard_shortcuts):
        for number, shortcut in enumerate(shortcuts.shortcuts):
            yield ("keyboardShortcuts", index, "shortcuts", number, "actionId"), shortcut.action_id
    for index, link in enumerate(extension.app_deeplinks):
        yield ("appDeeplinks", index, "actionId"), link.action_id


def _of_ribbon(steps: Steps, ribbon: Ribbon) -> Iterator[tuple[Steps, str | None]]:
    for index, control in enumerate(ribbon.fixed_controls):
        yield (*steps, "fixedControls", index, "actionId"), control.action_id
    for number, tab in enumerate(ribbon.tabs):
        for place, group in enumerate(tab.groups):
            yield from _of_controls((*steps, "tabs", number, "groups", place, "controls"), group.controls)
        for place, mobile_group in enumerate(tab.custom_mobile_ribbon_groups):
            at = (*steps, "tabs", number, "customMobileRibbonGroups", place, "controls")
            for index, button in enumerate(mobile_group.controls):
                yield (*at, index, "actionId"), button.action_id


def _of_controls(steps: Steps, controls: list[Control]) -> Iterator[tuple[Steps, str | None]]:
    for index, control in enumerate(controls):
        if control.built_in_control_id is not None:
            continue
        # A menu had to have an `actionId` up to manifest 1.19, though it starts nothing.
        if control.type != "menu":
            yield (*steps, index, "actionId"), control.action_id
        for number, item in enumerate(control.items):
            yield (*steps, index, "items", number, "actionId"), item.action_id


@rule(
    "add-in-runtime-duplicate",
    upload=WARNING,
    store=WARNING,
    versions="1.17..",
    checks=say("No two runtimes of an add-in have the same `id`, and no two actions of one runtime."),
    why=say("Office finds them by their ids, and takes either of two that are called alike."),
    bad=_add_in(actions=[_ACTION, _ACTION]),
    good=_add_in(actions=[_ACTION, {**_ACTION, "id": "showHelp"}]),
    source=_SOURCE,
)
def runtimes_differ(app: App) -> Iterable[Found]:
    """The second and every further runtime or action of one id."""
    if not app.manifest.extensions:
        return ()
    found = []
    for index, extension in enumerate(app.manifest.extensions):
        at: Steps = ("extensions", index, "runtimes")
        found += _repeated(at, [runtime.id for runtime in extension.runtimes])
        for number, runtime in enumerate(extension.runtimes):
            found += _repeated((*at, number, "actions"), [action.id for action in runtime.actions])
    return found


def _repeated(steps: Steps, ids: list[str | None]) -> list[Found]:
    if len(ids) == len(set(ids)):
        return []
    first: dict[str, int] = {}
    return [
        Found(
            join_pointer((*steps, index, "id")),
            say("the id {id} is taken by the one with the number {number}", id=shown(each), number=first[each] + 1),
            say("give each an id of its own"),
        )
        for index, each in enumerate(ids)
        if each is not None and first.setdefault(each, index) != index and not placeholder_in(each)
    ]


@rule(
    "custom-enum-unknown",
    upload=WARNING,
    store=WARNING,
    versions="1.25..",
    checks=say("The `customEnumId` of a parameter is the `id` of one of the `enums` of the add-in's functions."),
    why=say("Excel has no values to offer for the parameter otherwise."),
    bad=_with_function("SIZE"),
    good=_with_function("SIZES"),
    source="app manifest reference, extensions.runtimes.customFunctions",
)
def enums_exist(app: App) -> Iterable[Found]:
    """An id that no list of values has."""
    if not app.manifest.extensions:
        return ()
    found = []
    for index, extension in enumerate(app.manifest.extensions):
        for number, runtime in enumerate(extension.runtimes):
            functions = runtime.custom_functions
            if functions is None:
                continue
            known = {enum.id for enum in functions.enums}
            at: Steps = ("extensions", index, "runtimes", number, "customFunctions", "functions")
            found += [
                Found(
                    join_pointer((*at, place, "parameters", order, "customEnumId")),
                    say("there is no list of values {id} in `enums`", id=shown(parameter.custom_enum_id)),
                    say("add the list, or write the `id` of one that is there"),
                )
                for place, function in enumerate(functions.functions)
                for order, parameter in enumerate(function.parameters)
                if parameter.custom_enum_id is not None
                and parameter.custom_enum_id not in known
                and not placeholder_in(parameter.custom_enum_id)
            ]
    return found
