"""Which parts go into a message extension that calls an API, and which into one that has a bot.

Since manifest 1.17 `composeExtensionType` tells them apart. The schema allows every property in both kinds; the catalog
does not. How the extension authenticates to its API is the subject of ``api_authorization``, what the OpenAPI file
says that of ``openapi``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.findings import Change
from teamshelf.messages import say, shown
from teamshelf.rules import api_examples
from teamshelf.rules.as_written import ABSENT, is_written, written
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.model.message_extensions import MessageExtension
    from teamshelf.package.app import App

_SOURCE = "Microsoft Graph, Publish teamsApp, error codes"
_BOT_ID = "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a"
_BOT_COMMAND: dict[str, Any] = {"id": "find", "title": "Find", "parameters": [{"name": "text", "title": "Text"}]}


@once_per_app
def api_based(app: App) -> tuple[tuple[int, MessageExtension], ...]:
    """The message extensions that call an API, each with its index."""
    extensions = enumerate(app.manifest.compose_extensions)
    return tuple((index, each) for index, each in extensions if each.compose_extension_type == "apiBased")


@once_per_app
def bot_based(app: App) -> tuple[tuple[int, MessageExtension], ...]:
    """The message extensions that say they have a bot, or say nothing and have one."""
    return tuple(
        (index, each)
        for index, each in enumerate(app.manifest.compose_extensions)
        if each.compose_extension_type == "botBased"
        or (each.compose_extension_type is None and each.bot_id is not None)
    )


def _with_bot(**members: Any) -> dict[str, Any]:
    """The members of a manifest whose message extension has a bot, for an example."""
    return {"composeExtensions": [{"botId": _BOT_ID, "commands": [_BOT_COMMAND], **members}]}


@rule(
    "api-extension-with-bot-id",
    codes=("ApiBasedComposeExtensionWithBotId",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A message extension of type `apiBased` has no `botId`."),
    why=say("Teams calls its API directly, and refuses one that names a bot as well."),
    bad=api_examples.manifest(botId=_BOT_ID),
    good=api_examples.manifest(),
    source=_SOURCE,
)
def api_has_no_bot(app: App) -> Iterable[Found]:
    """A bot and an API at once."""
    if not api_based(app):
        return ()
    return [
        Found(
            f"/composeExtensions/{index}/botId",
            say("a message extension of type `apiBased` has no bot"),
            say("remove `botId`, or say `botBased` and remove what is for APIs"),
            at_key=True,
        )
        for index, extension in api_based(app)
        if extension.bot_id is not None
    ]


@rule(
    "api-extension-with-can-update-configuration",
    codes=("ApiBasedComposeExtensionWithCanUpdateConfiguration",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A message extension of type `apiBased` has no `canUpdateConfiguration`."),
    why=say("Its settings page would come from a bot, which it does not have. Teams refuses even the value `false`."),
    bad=api_examples.manifest(canUpdateConfiguration=False),
    good=api_examples.manifest(),
    source=_SOURCE,
)
def api_has_no_settings(app: App) -> Iterable[Found]:
    """Any setting of it; null counts as none."""
    if not api_based(app):
        return ()
    return [
        Found(
            f"/composeExtensions/{index}/canUpdateConfiguration",
            say("a message extension of type `apiBased` cannot have `canUpdateConfiguration`"),
            say("remove it"),
            at_key=True,
            changes=(Change("remove", f"/composeExtensions/{index}/canUpdateConfiguration"),),
        )
        for index, extension in api_based(app)
        if extension.can_update_configuration is not None
    ]


@rule(
    "api-extension-without-specification",
    codes=("ApiBasedComposeExtensionApiSpecificationFileNullOrEmpty",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A message extension of type `apiBased` names its OpenAPI file in `apiSpecificationFile`."),
    why=say("Without the file Teams does not know what to call."),
    bad=api_examples.manifest(apiSpecificationFile=None),
    good=api_examples.manifest(),
    source=_SOURCE,
)
def api_is_specified(app: App) -> Iterable[Found]:
    """No file, or an empty name."""
    if not api_based(app):
        return ()
    found = []
    for index, extension in api_based(app):
        if extension.api_specification_file:
            continue
        hint = say("name the OpenAPI file of the API, which must be in the package")
        value = written(app, "composeExtensions", index, "apiSpecificationFile")
        if value == "":
            pointer = f"/composeExtensions/{index}/apiSpecificationFile"
            found.append(Found(pointer, say("`apiSpecificationFile` is empty"), hint))
        elif value is ABSENT:
            message = say("the message extension is of type `apiBased` but has no `apiSpecificationFile`")
            found.append(Found(f"/composeExtensions/{index}", message, hint))
    return found


@rule(
    "api-command-without-template",
    codes=("ApiBasedComposeExtensionApiResponseRenderingTemplateFileNullOrEmpty",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("Each command of an `apiBased` message extension has an `apiResponseRenderingTemplateFile`."),
    why=say("The template makes cards of what the API answers; without it there is nothing to show."),
    bad=api_examples.command(apiResponseRenderingTemplateFile=None),
    good=api_examples.command(),
    source=_SOURCE,
)
def answers_are_rendered(app: App) -> Iterable[Found]:
    """No template, or an empty name."""
    if not api_based(app):
        return ()
    found = []
    for index, extension in api_based(app):
        for position, command in enumerate(extension.commands):
            pointer = f"/composeExtensions/{index}/commands/{position}"
            value = written(app, "composeExtensions", index, "commands", position, "apiResponseRenderingTemplateFile")
            message = say("the command {id} has no `apiResponseRenderingTemplateFile`", id=shown(command.id))
            hint = say("name the file that makes cards of the answers of the API")
            if value == "":
                found.append(Found(f"{pointer}/apiResponseRenderingTemplateFile", message, hint))
            elif value is ABSENT:
                found.append(Found(pointer, message, hint))
    return found


@rule(
    "api-command-without-parameters",
    codes=("ApiBasedComposeExtensionWithNoParameter",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("Each command of an `apiBased` message extension has a parameter."),
    why=say("Such an extension can only search, and Teams refuses a search without anything to search for."),
    bad=api_examples.command(parameters=None),
    good=api_examples.command(),
    source=_SOURCE,
)
def api_is_given_something(app: App) -> Iterable[Found]:
    """No parameters at all; that a list of them is not empty is up to the schema."""
    if not api_based(app):
        return ()
    return [
        Found(
            f"/composeExtensions/{index}/commands/{position}",
            say("the command {id} has no `parameters`", id=shown(command.id)),
            say("add a parameter of the operation that the command calls"),
        )
        for index, extension in api_based(app)
        for position, command in enumerate(extension.commands)
        if not command.parameters
        and not is_written(app, "composeExtensions", index, "commands", position, "parameters")
    ]


@rule(
    "api-command-not-a-query",
    upload=WARNING,
    store=WARNING,
    versions="1.17..",
    checks=say("The commands of an `apiBased` message extension are of type `query`."),
    why=say("Teams does not offer actions of message extensions without a bot; the command would not appear."),
    bad=api_examples.command(type="action"),
    good=api_examples.command(type="query"),
    source="Build API-based message extension (Microsoft Teams documentation)",
)
def api_only_searches(app: App) -> Iterable[Found]:
    """An action that calls an API."""
    if not api_based(app):
        return ()
    return [
        Found(
            f"/composeExtensions/{index}/commands/{position}/type",
            say("the command {id} is an action, which takes a bot", id=shown(command.id)),
            say('say `"query"`, or remove the command'),
        )
        for index, extension in api_based(app)
        for position, command in enumerate(extension.commands)
        if command.type == "action"
    ]


@rule(
    "bot-extension-with-specification",
    codes=("BotBasedComposeExtensionApiSpecificationFileExists",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A message extension with a bot has no `apiSpecificationFile`."),
    why=say("Its bot answers the commands. Teams refuses one that describes an API as well."),
    bad=_with_bot(apiSpecificationFile="openapi.json"),
    good=_with_bot(),
    source=_SOURCE,
)
def bot_has_no_api(app: App) -> Iterable[Found]:
    """An OpenAPI file beside a bot."""
    if not bot_based(app):
        return ()
    return [
        Found(
            f"/composeExtensions/{index}/apiSpecificationFile",
            say("a message extension with a bot has no OpenAPI file"),
            say("remove `apiSpecificationFile`, or say `apiBased` and remove `botId`"),
            at_key=True,
        )
        for index, extension in bot_based(app)
        if extension.api_specification_file is not None
    ]


@rule(
    "bot-command-with-template",
    codes=("BotBasedComposeExtensionApiResponseRenderingTemplateFileExists",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A command of a message extension with a bot has no `apiResponseRenderingTemplateFile`."),
    why=say("The bot sends finished cards. Teams refuses a template, which is for the answers of APIs."),
    bad=_with_bot(commands=[{**_BOT_COMMAND, "apiResponseRenderingTemplateFile": "order.json"}]),
    good=_with_bot(),
    source=_SOURCE,
)
def bot_has_no_template(app: App) -> Iterable[Found]:
    """A template that nothing uses."""
    found = []
    for index, extension in bot_based(app):
        for position, command in enumerate(extension.commands):
            if command.api_response_rendering_template_file is not None:
                pointer = f"/composeExtensions/{index}/commands/{position}/apiResponseRenderingTemplateFile"
                message = say("a message extension with a bot has no template for the answers of an API")
                hint = say("remove `apiResponseRenderingTemplateFile`")
                found.append(Found(pointer, message, hint, at_key=True))
    return found
