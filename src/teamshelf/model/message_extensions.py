"""Message extensions: searches, actions and link previews inside messages.

Users call them from the compose box, the command box or the menu of a message to search an outside service or act on
it. They are as old as manifest 1.0, where they were called compose extensions, the name the property still bears.
Actions came with 1.4, link previews and fixed dialogs (`dialogs`) with 1.5, and extensions backed by an API instead
of a bot (`bots`) with 1.17, with the texts by which Copilot uses their commands.
"""

from teamshelf.model.dialogs import TaskInfo
from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import FILE, GUID
from teamshelf.model.relationships import RequirementSet


class MessageHandlerValue(ManifestObject, open="..1.19 devPreview"):
    """The links a handler is called for, and whether it works for people without the app."""

    domains: list[str] = prop(
        "The domains whose links the app previews. A `*` stands for exactly one label, and each domain must also be "
        "covered by `validDomains`.",
        each=each(max_length=2048),
    )
    supports_anonymized_payloads: bool | None = prop(
        "Whether links are previewed for users who have not installed the app too. The request then carries nothing "
        "that identifies the user.",
        versions="1.15..",
        default=False,
    )
    supports_anonymous_access: bool | None = prop(
        "The old name of `supportsAnonymizedPayloads`. Use that instead.",
        versions="devPreview",
        default=False,
    )


class MessageHandler(ManifestObject):
    """A rule by which the app is called while a user writes a message."""

    type: str | None = prop(
        "What the handler reacts to: `link` is a link pasted into the compose box, of which the app shows a preview.",
        required=True,
        values=("link",),
    )
    value: MessageHandlerValue | None = prop(
        "The conditions of the handler.",
        required=True,
    )


class SamplePrompt(ManifestObject):
    """An example prompt for Copilot."""

    text: str | None = prop(
        "The prompt as a user would write it.",
        required=True,
        max_length=128,
    )


class Choice(ManifestObject):
    """An option of a `choiceset` parameter."""

    title: str | None = prop(
        "The text of the option as users see it.",
        required=True,
        max_length=128,
    )
    value: str | None = prop(
        "The value sent to the service when the option is chosen. No two options should share it.",
        required=True,
        max_length=512,
    )


class Parameter(ManifestObject):
    """An input of a command."""

    name: str | None = prop(
        "The name of the parameter, by which the client sends the user's input to the service.",
        required=True,
        max_length=64,
    )
    input_type: str | None = prop(
        "The control in the form that Teams draws for an action: `text` one line, `textarea` several lines, "
        "`number`, `date`, `time`, `toggle` an on-off switch, `choiceset` a choice from `choices`. It matters when "
        "`fetchTask` is false; with true the bot supplies its own form. A query takes `text`.",
        versions="1.4..",
        default="text",
        values={
            "text": "..",
            "textarea": "..",
            "number": "..",
            "date": "..",
            "time": "..",
            "toggle": "..",
            "choiceset": "1.5..",
        },
    )
    title: str | None = prop(
        "The label of the parameter as users see it.",
        required=True,
        max_length=32,
    )
    description: str | None = prop(
        "What to enter, as a hint for the user.",
        max_length=128,
    )
    is_required: bool | None = prop(
        "Whether the user must fill in the parameter.",
        versions="1.17..",
        default={"..1.30": False},
    )
    value: str | None = prop(
        "The initial value of the parameter.",
        versions="1.5..",
        max_length=512,
    )
    choices: list[Choice] = prop(
        "The options offered by a `choiceset`. Use it only with that `inputType`.",
        versions="1.5..",
        max_items=10,
    )
    semantic_description: str | None = prop(
        "A description of the parameter for the language model of Copilot, with the values it accepts. Users do not "
        "see it.",
        versions="1.17..",
        max_length=2000,
    )


class Command(ManifestObject):
    """A command of a message extension.

    A search whose results can be inserted into a message, or an action that opens a form or dialog.
    """

    id: str | None = prop(
        "The id of the command, sent to the bot with every request. It must be unique in the extension; for an "
        "`apiBased` one it is the id of an operation in the OpenAPI file.",
        required=True,
        max_length=64,
    )
    type: str | None = prop(
        "What the command does: `query` searches and lists results, `action` opens a form or dialog. There is no "
        "value `search`.",
        versions="1.4..",
        default={"1.5..": "query"},
        values=("query", "action"),
    )
    triggers: list[str] = prop(
        "How users bring up the command besides its usual places: `slash` adds it to the list that opens on typing "
        "`/` in group chats and channels.",
        versions="1.29..",
        max_items=1,
        each=each(values=("slash",)),
    )
    sample_prompts: list[SamplePrompt] = prop(
        "Example prompts that show users of Copilot what the command can do. No two commands should share one.",
        versions="1.17..",
        min_items=1,
        max_items=5,
    )
    api_response_rendering_template_file: str | None = prop(
        "Path of the file in the package that turns the response of the API into cards. Only `apiBased` message "
        "extensions use it, and they need it.",
        versions="1.17..",
        kind=FILE,
    )
    context: list[str] = prop(
        "The places from which the command can be called: `compose` is the compose box, `commandBox` the command "
        "box at the top of Teams, `message` the menu of a message, which suits actions.",
        versions="1.5..",
        default=("compose", "commandBox"),
        max_items=3,
        each=each(values=("compose", "commandBox", "message")),
    )
    title: str | None = prop(
        "The name of the command as users see it.",
        required=True,
        max_length=32,
    )
    description: str | None = prop(
        "What the command is for, shown to users.",
        max_length=128,
    )
    initial_run: bool | None = prop(
        "Whether a search runs at once when the command is opened, with no parameter given, so that users see "
        "results before they type.",
        default=False,
    )
    fetch_task: bool | None = prop(
        "Whether Teams asks the bot for the dialog of an action. When false, the dialog is that of `taskInfo`, or a "
        "form made from `parameters`.",
        versions="1.4..",
        default=False,
    )
    parameters: list[Parameter] = prop(
        "What the command takes: the search terms of a query, or the fields of an action's form. A query should "
        "have at least one.",
        required="..1.3",
        min_items=1,
        max_items=5,
    )
    task_info: TaskInfo | None = prop(
        "The dialog that is loaded in advance for an action when `fetchTask` is not true.",
        versions="1.5..",
    )
    semantic_description: str | None = prop(
        "A description of the command for the language model of Copilot, which decides by it when to use the "
        "command. Users do not see it.",
        versions="1.17..",
        max_length=5000,
    )


class OAuth(ManifestObject):
    """The OAuth service with which users sign in to the API."""

    o_auth_configuration_id: str | None = prop(
        "The id received on registering the OAuth client in the Teams Developer Portal. The secrets themselves "
        "never stand in the manifest.",
        max_length=128,
    )


class MicrosoftEntraAuth(ManifestObject):
    """Single sign-on with Microsoft Entra ID for the API."""

    supports_single_sign_on: bool | None = prop(
        "Whether single sign-on is set up for the app. It must be true when `authType` is `microsoftEntra`.",
        default=False,
    )


class ApiSecretServiceAuth(ManifestObject):
    """The API key with which Teams calls the API."""

    api_secret_registration_id: str | None = prop(
        "The id received on registering the API key in the Teams Developer Portal. The key itself never stands in "
        "the manifest.",
        max_length=128,
    )


class ApiAuthorization(ManifestObject):
    """How Teams signs its requests to the API of a message extension."""

    auth_type: str | None = prop(
        "The kind of authentication: `none`, `apiSecretServiceAuth` for an API key, `microsoftEntra` for single "
        "sign-on with Microsoft Entra ID, `oAuth2.0` for an OAuth service. Give the configuration object that goes "
        "with it, and no other.",
        values={"none": "..", "apiSecretServiceAuth": "..", "microsoftEntra": "..", "oAuth2.0": "1.26.."},
    )
    microsoft_entra_configuration: MicrosoftEntraAuth | None = prop(
        "The settings for `microsoftEntra`. The `resource` of `webApplicationInfo` must be given too, and its host "
        "must be that of the API.",
    )
    api_secret_service_auth_configuration: ApiSecretServiceAuth | None = prop(
        "The settings for `apiSecretServiceAuth`.",
    )
    o_auth_configuration: OAuth | None = prop(
        "The settings for `oAuth2.0`.",
        versions="1.26..",
    )


class MessageExtension(ManifestObject):
    """A message extension: commands that search or act in an outside service, and previews for pasted links.

    What a command finds or makes is put into a message. It is backed by a bot, or directly by an HTTP API.
    """

    id: str | None = prop(
        "The id of the message extension, unique in the manifest. `elementRelationshipSet` refers to it.",
        versions="1.20..",
        max_length=64,
    )
    bot_id: str | None = prop(
        "The Microsoft app id of the bot that backs the message extension, as registered with the Bot Framework. It "
        "may be the same as the `id` of the app. A message extension of type `apiBased` has none.",
        required="..1.16",
        kind={"1.11..1.12 1.13..": GUID},
        max_length={"..1.10 2021-11": 64},
    )
    scopes: list[str] = prop(
        "Where the message extension can be used. The very first manifest version asked for it; since then message "
        "extensions work everywhere.",
        versions="..1.0",
        required=True,
        max_items=2,
        each=each(values=("team", "personal")),
    )
    compose_extension_type: str | None = prop(
        "What answers the commands: a bot (`botBased`), or an HTTP API described by an OpenAPI file (`apiBased`). "
        "It decides whether `botId` or `apiSpecificationFile` is used.",
        versions="1.17..",
        default={"1.25..1.30": "botBased"},
        values=("botBased", "apiBased"),
    )
    authorization: ApiAuthorization | None = prop(
        "How Teams authenticates to the API of an `apiBased` message extension.",
        versions="1.17..",
    )
    api_specification_file: str | None = prop(
        "Path of the OpenAPI file in the package that describes the API of an `apiBased` message extension. Its "
        "servers must be https, and each command's `id` must be one of its operation ids.",
        versions="1.17..",
        kind=FILE,
    )
    can_update_configuration: bool | None = prop(
        "Whether users can change the settings of the message extension; when true its menu has a settings entry. "
        "It is only for bot-based ones, and takes true or false, not a string.",
        versions="1.1..",
        nullable="1.17..",
        default={"..1.16": False},
    )
    commands: list[Command] = prop(
        "The commands of the message extension. Each appears in Teams as something the user can do, so there should "
        "be at least one, and no two may share an `id`.",
        required="..1.16",
        max_items={"..1.2": 1, "1.3..": 10},
    )
    message_handlers: list[MessageHandler] = prop(
        "Handlers that call the app when something happens while a user writes, namely when a link to one of its "
        "domains is pasted. They belong here, on the extension, and not inside a command.",
        versions="1.5..",
        max_items=5,
    )
    requirement_set: RequirementSet | None = prop(
        "What the host must be able to do for the message extension to be offered. A host that cannot leaves it out.",
        versions="1.20..",
    )
