"""Message extensions: the bot behind them, their commands, and the fields that users fill in.

What is particular to message extensions that call an API without a bot stands in ``api_extensions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.document import join_pointer
from teamshelf.messages import say, shown
from teamshelf.model.kinds import GUID
from teamshelf.package.placeholders import left_behind_in, placeholder_in
from teamshelf.rules.as_written import ABSENT, is_written, written
from teamshelf.rules.guids import is_guid
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, NOTE, WARNING, Found, rule
from teamshelf.versions import DEV_PREVIEW_2021, order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.message_extensions import Parameter
    from teamshelf.package.app import App

    _Steps = tuple[str | int, ...]

_REFERENCE = "app manifest reference (2021 preview), composeExtensions"
_BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
_SEARCH: dict[str, Any] = {"id": "search", "title": "Search", "parameters": [{"name": "text", "title": "Text"}]}

_COMMANDS_OPTIONAL_FROM = order("1.17")
"""From here on a message extension may consist of link previews alone."""


def _with_commands(*commands: dict[str, Any]) -> dict[str, Any]:
    """The members of a manifest with these commands, for an example."""
    return {"composeExtensions": [{"botId": _BOT_ID, "commands": list(commands)}]}


def _with_parameter(**parameter: Any) -> dict[str, Any]:
    """The members of a manifest with an action that has this parameter, for an example."""
    named = {"name": "size", "title": "Size", **parameter}
    return _with_commands({"id": "order", "type": "action", "title": "Order", "parameters": [named]})


@rule(
    "message-extension-bot-id-missing",
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A message extension names the bot behind it in `botId`, unless it is of type `apiBased`."),
    why=say(
        "Since manifest 1.17 the schema lets `botId` be left out, for message extensions that call an API. Without it, "
        "any other has nobody to answer its commands."
    ),
    bad={"composeExtensions": [{"commands": [_SEARCH]}]},
    good=_with_commands(_SEARCH),
    source="app manifest reference, composeExtensions",
)
def bot_is_named(app: App) -> Iterable[Found]:
    """Neither a bot nor an API."""
    found = []
    for index, extension in enumerate(app.manifest.compose_extensions):
        if extension.bot_id is not None or extension.compose_extension_type == "apiBased":
            continue
        if is_written(app, "composeExtensions", index, "botId"):
            continue
        hint = say('add the `botId` of the bot, or `"composeExtensionType": "apiBased"` for one that calls an API')
        if extension.api_specification_file:
            hint = say('add `"composeExtensionType": "apiBased"`')
        found.append(Found(f"/composeExtensions/{index}", say("the message extension has no `botId`"), hint))
    return found


@rule(
    "message-extension-bot-id-not-guid",
    codes=("BotBasedComposeExtensionBotIdNotGuid",),
    upload=WARNING,
    store=WARNING,
    versions="..1.10 2021-11",
    checks=say("The `botId` of a message extension is a GUID."),
    why=say(
        "It is the Microsoft app id of the bot, which always is a GUID. The schemas up to manifest 1.10 do not say so; "
        "the catalog refuses anything else."
    ),
    bad={"manifestVersion": "1.10", "composeExtensions": [{"botId": "order-bot", "commands": [_SEARCH]}]},
    good={"manifestVersion": "1.10", **_with_commands(_SEARCH)},
    source="Microsoft Graph, Publish teamsApp, error codes",
)
def bot_id_is_guid(app: App) -> Iterable[Found]:
    """A bot id of any other form, in the versions whose schema takes any text."""
    return [
        Found(
            f"/composeExtensions/{index}/botId",
            say("`botId` is {value}, which is not a GUID", value=shown(extension.bot_id)),
            say("put the Microsoft app id of the bot here, such as `{example}`", example=GUID.example),
        )
        for index, extension in enumerate(app.manifest.compose_extensions)
        if extension.bot_id is not None and not is_guid(extension.bot_id) and not left_behind_in(extension.bot_id)
    ]


@rule(
    "message-extension-without-commands",
    upload=WARNING,
    store=WARNING,
    checks=say("A message extension has a command."),
    why=say("Its commands are all that users see of it in Teams; with none it can at best preview links."),
    bad=_with_commands(),
    good=_with_commands(_SEARCH),
    source=_REFERENCE,
)
def has_commands(app: App) -> Iterable[Found]:
    """An empty list of commands, or since they are optional, none and no link previews either."""
    found = []
    for index, extension in enumerate(app.manifest.compose_extensions):
        if extension.commands:
            continue
        severity = ERROR if app.dialect.version == DEV_PREVIEW_2021 else None
        hint = say("add a command, or remove the message extension")
        if written(app, "composeExtensions", index, "commands") == []:
            pointer = f"/composeExtensions/{index}/commands"
            found.append(Found(pointer, say("the list of commands is empty"), hint, severity=severity))
        elif order(app.dialect.version) >= _COMMANDS_OPTIONAL_FROM and not _has_more(app, index):
            message = say("the message extension has neither commands nor link previews")
            found.append(Found(f"/composeExtensions/{index}", message, hint))
    return found


def _has_more(app: App, index: int) -> bool:
    return any(is_written(app, "composeExtensions", index, name) for name in ("commands", "messageHandlers"))


@rule(
    "command-id-duplicate",
    upload=ERROR,
    store=ERROR,
    checks=say("No two commands of a message extension have the same `id`."),
    why=say("The id is all that tells the service which command a user called."),
    bad=_with_commands(_SEARCH, _SEARCH),
    good=_with_commands(_SEARCH, {**_SEARCH, "id": "searchPeople"}),
    source=_REFERENCE,
)
def command_ids_differ(app: App) -> Iterable[Found]:
    """The second and every further command of one id."""
    found = []
    for index, extension in enumerate(app.manifest.compose_extensions):
        if len(extension.commands) == len({command.id for command in extension.commands}):
            continue
        first: dict[str, int] = {}
        for position, command in enumerate(extension.commands):
            if command.id is None or first.setdefault(command.id, position) == position or placeholder_in(command.id):
                continue
            message = say(
                "the id {id} is that of command {number} already", id=shown(command.id), number=first[command.id] + 1
            )
            pointer = f"/composeExtensions/{index}/commands/{position}/id"
            found.append(Found(pointer, message, say("give each command an id of its own")))
    return found


@rule(
    "query-command-without-parameters",
    upload=WARNING,
    store=WARNING,
    versions="2021-11",
    checks=say("A command of type `query` has a parameter, in the developer preview of 2021."),
    why=say("The parameter is the search box. The reference of that time asks for one, the schema does not."),
    bad={"manifestVersion": "m365DevPreview", **_with_commands({"id": "search", "type": "query", "title": "Search"})},
    good={"manifestVersion": "m365DevPreview", **_with_commands({**_SEARCH, "type": "query"})},
    source=_REFERENCE,
)
def query_has_parameters(app: App) -> Iterable[Found]:
    """A search with nothing to search for."""
    return [
        Found(
            f"/composeExtensions/{index}/commands/{position}",
            say("the query {id} has no parameters", id=shown(command.id)),
            say("add the parameter that takes the search terms"),
        )
        for index, extension in enumerate(app.manifest.compose_extensions)
        for position, command in enumerate(extension.commands)
        if command.type == "query"
        and not command.parameters
        and not is_written(app, "composeExtensions", index, "commands", position, "parameters")
    ]


@once_per_app
def _choosing(app: App) -> tuple[tuple[_Steps, Parameter], ...]:
    """The parameters that have choices or should have them, each with where it stands."""
    return tuple(
        (("composeExtensions", index, "commands", position, "parameters", number), parameter)
        for index, extension in enumerate(app.manifest.compose_extensions)
        for position, command in enumerate(extension.commands)
        for number, parameter in enumerate(command.parameters)
        if parameter.choices or parameter.input_type == "choiceset"
    )


@rule(
    "parameter-control-unused",
    upload=NOTE,
    store=NOTE,
    versions="1.4..",
    checks=say("`inputType` stands in commands whose form Teams draws, that is those without `fetchTask`."),
    why=say("With `fetchTask` the bot sends its own form, so the controls described in the manifest are never seen."),
    bad=_with_commands(
        {
            "id": "order",
            "type": "action",
            "title": "Order",
            "fetchTask": True,
            "parameters": [{"name": "note", "title": "Note", "inputType": "textarea"}],
        }
    ),
    good=_with_commands({"id": "order", "type": "action", "title": "Order", "fetchTask": True}),
    source="Define message extension action commands (Microsoft Teams documentation)",
)
def control_is_used(app: App) -> Iterable[Found]:
    """The first control of each command whose form the bot supplies."""
    found = []
    for index, extension in enumerate(app.manifest.compose_extensions):
        for position, command in enumerate(extension.commands):
            if command.fetch_task and command.parameters:
                control = next((n for n, each in enumerate(command.parameters) if each.input_type is not None), None)
                if control is not None:
                    pointer = f"/composeExtensions/{index}/commands/{position}/parameters/{control}/inputType"
                    message = say("the command has `fetchTask`: its bot sends the form, and `inputType` has no effect")
                    found.append(Found(pointer, message, at_key=True))
    return found


@rule(
    "choices-without-choiceset",
    upload=WARNING,
    store=WARNING,
    versions="1.5..",
    checks=say("`choices` belong to a parameter whose `inputType` is `choiceset`."),
    why=say("Every other control ignores them, and users get a box to type in instead of a list."),
    bad=_with_parameter(choices=[{"title": "Large", "value": "l"}]),
    good=_with_parameter(inputType="choiceset", choices=[{"title": "Large", "value": "l"}]),
    source=_REFERENCE,
)
def choices_are_used(app: App) -> Iterable[Found]:
    """Choices of a control that is no list."""
    if not _choosing(app):
        return ()
    return [
        Found(
            join_pointer((*steps, "choices")),
            say("the parameter {name} has `choices` but is no `choiceset`", name=shown(parameter.name)),
            say('say `"inputType": "choiceset"`, or remove the choices'),
            at_key=True,
            severity=ERROR if app.dialect.version == DEV_PREVIEW_2021 else None,
        )
        for steps, parameter in _choosing(app)
        if parameter.choices and parameter.input_type != "choiceset"
    ]


@rule(
    "choiceset-without-choices",
    upload=WARNING,
    store=WARNING,
    versions="1.5..",
    checks=say("A parameter whose `inputType` is `choiceset` has `choices`."),
    why=say("Users would be shown an empty list, from which nothing can be chosen."),
    bad=_with_parameter(inputType="choiceset"),
    good=_with_parameter(inputType="choiceset", choices=[{"title": "Large", "value": "l"}]),
    source=_REFERENCE,
)
def choiceset_has_choices(app: App) -> Iterable[Found]:
    """A list with nothing in it."""
    if not _choosing(app):
        return ()
    return [
        Found(
            join_pointer(steps),
            say("the parameter {name} is a `choiceset` without `choices`", name=shown(parameter.name)),
            say("add the choices, each with a `title` and a `value`"),
        )
        for steps, parameter in _choosing(app)
        if not parameter.choices and written(app, *steps, "choices") in (ABSENT, [])
    ]


@rule(
    "choice-value-duplicate",
    upload=WARNING,
    store=WARNING,
    versions="1.5..",
    checks=say("No two choices of a parameter have the same `value`."),
    why=say("The service is sent the value alone, and cannot tell which of the two was chosen."),
    bad=_with_parameter(
        inputType="choiceset", choices=[{"title": "Large", "value": "l"}, {"title": "Larger", "value": "l"}]
    ),
    good=_with_parameter(
        inputType="choiceset", choices=[{"title": "Large", "value": "l"}, {"title": "Larger", "value": "xl"}]
    ),
    source=_REFERENCE,
)
def choice_values_differ(app: App) -> Iterable[Found]:
    """The second and every further choice of one value."""
    found = []
    for steps, parameter in _choosing(app):
        first: dict[str, int] = {}
        for index, choice in enumerate(parameter.choices):
            if choice.value is not None and first.setdefault(choice.value, index) != index:
                number = first[choice.value] + 1
                hint = say("give each choice its own value")
                message = say("choice {number} has the value {value} already", number=number, value=shown(choice.value))
                found.append(Found(join_pointer((*steps, "choices", index, "value")), message, hint))
    return found


def _has_fit_choices(parameter: Parameter) -> bool:
    """Whether it is a list, and has different choices."""
    choices = parameter.choices
    values = {choice.value for choice in choices}
    return parameter.input_type == "choiceset" and 0 < len(choices) == len(values)
