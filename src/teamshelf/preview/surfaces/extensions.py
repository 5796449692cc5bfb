"""Message extensions: where each command stands, and what opens when somebody chooses it.

Source: seed B, `composeExtensions`; Microsoft's how-to of action commands: with `fetchTask` the bot supplies what
opens, otherwise `taskInfo` names a page, or Teams draws a form from the parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import Message, say
from teamshelf.preview.surfaces.dialogs import dialogs_of
from teamshelf.preview.surfaces.view import lower

if TYPE_CHECKING:
    from teamshelf.model.message_extensions import Command, MessageExtension, Parameter
    from teamshelf.preview.reading import Text
    from teamshelf.preview.surfaces.dialogs import Dialog
    from teamshelf.preview.surfaces.view import View

COMPOSE, COMMAND_BOX, MESSAGE = "compose", "commandBox", "message"

PLACES: dict[str, Message] = {
    COMPOSE: say("Where a message is written"),
    COMMAND_BOX: say("The command box"),
    MESSAGE: say("The menu of a message"),
}
"""Where a command can stand."""

CONTROLS = ("text", "textarea", "number", "date", "time", "toggle", "choiceset")
"""The controls that Teams draws for a parameter; anything else becomes a line of text."""

SEARCH, FORM, DIALOG, SUPPLIED, NOTHING = "search", "form", "dialog", "supplied", "nothing"

OPENS: dict[str, Message] = {
    SEARCH: say("A search"),
    FORM: say("A form that Teams draws"),
    DIALOG: say("A dialog with a page of the app"),
    SUPPLIED: say("A dialog that the bot supplies"),
    NOTHING: say("Nothing: there is neither a dialog nor a parameter"),
}
"""What opens when somebody chooses a command."""

_COPIED = say("From the command box the result is not sent; it is copied.")
_QUERY_IN_MENU = say("A search in the menu of a message: clients differ in whether they show it.")


class Field(Struct, frozen=True, kw_only=True):
    """A field of a form.

    Attributes:
        name: an id for the page.
        control: one of :data:`CONTROLS`.
        label, hint, value: its title, its description and what it holds at first.
        choices: the title and the value of each choice.
    """

    name: str
    control: str
    label: Text | None
    hint: Text | None
    value: str
    is_required: bool
    choices: tuple[tuple[Text | None, str], ...]

    @property
    def is_on(self) -> bool:
        """Whether a switch is on at first."""
        return self.value.lower() == "true"


class CommandView(Struct, frozen=True, kw_only=True):
    """One command.

    Attributes:
        places: where it stands, of :data:`PLACES`.
        opens: a key of :data:`OPENS`.
        runs_at_once: a search that shows results before anything is typed.
        fields: of the form; of a search, its parameters.
        dialog: where one opens.
    """

    title: Text | None
    description: Text | None
    pointer: str
    is_query: bool
    places: tuple[str, ...]
    opens: str
    runs_at_once: bool
    fields: tuple[Field, ...]
    dialog: Dialog | None
    remarks: tuple[Message, ...]

    @property
    def opening(self) -> Message:
        """What opens, in words."""
        return OPENS[self.opens]


class Extension(Struct, frozen=True):
    """One message extension: its commands, whether it has settings, and whether an API instead of a bot answers."""

    pointer: str
    commands: tuple[CommandView, ...]
    has_settings: bool
    is_api_based: bool

    def at(self, place: str) -> tuple[CommandView, ...]:
        """The commands that stand in one place."""
        return tuple(command for command in self.commands if place in command.places)


class Extensions(Struct, frozen=True):
    """The message extensions of an app; more than one only where the manifest breaks its limit."""

    name: Text | None
    extensions: tuple[Extension, ...]


def extensions(view: View) -> Extensions:
    """The message extensions of an app."""
    made = (_extension(view, index, each) for index, each in enumerate(view.manifest.compose_extensions))
    return Extensions(view.name, tuple(made))


def _extension(view: View, index: int, extension: MessageExtension) -> Extension:
    pointer = f"/composeExtensions/{index}"
    return Extension(
        pointer,
        tuple(
            _command(view, f"{pointer}/commands/{number}", command) for number, command in enumerate(extension.commands)
        ),
        has_settings=bool(extension.can_update_configuration),
        is_api_based=(extension.compose_extension_type or "").lower() == "apibased",
    )


def _command(view: View, pointer: str, command: Command) -> CommandView:
    is_query = command.type != "action"
    said = lower(command.context)
    places = tuple(place for place in PLACES if place.lower() in said) if said else (COMPOSE, COMMAND_BOX)
    dialog = next((each for each in dialogs_of(view) if each.pointer.removesuffix("/taskInfo") == pointer), None)
    remarks = []
    if is_query and COMMAND_BOX in places:
        remarks.append(_COPIED)
    if is_query and MESSAGE in places:
        remarks.append(_QUERY_IN_MENU)
    return CommandView(
        title=view.text(f"{pointer}/title"),
        description=view.text(f"{pointer}/description"),
        pointer=pointer,
        is_query=is_query,
        places=places,
        opens=_opens(command),
        runs_at_once=bool(command.initial_run),
        fields=tuple(
            _field(view, f"{pointer}/parameters/{number}", parameter)
            for number, parameter in enumerate(command.parameters)
        ),
        dialog=None if is_query else dialog,
        remarks=tuple(remarks),
    )


def _opens(command: Command) -> str:
    if command.type != "action":
        return SEARCH
    if command.fetch_task:
        return SUPPLIED
    if command.task_info is not None:
        return DIALOG
    return FORM if command.parameters else NOTHING


def _field(view: View, pointer: str, parameter: Parameter) -> Field:
    control = (parameter.input_type or "text").lower()
    value = view.text(f"{pointer}/value")
    return Field(
        name=pointer.strip("/").replace("/", "-"),
        control=control if control in CONTROLS else "text",
        label=view.text(f"{pointer}/title") or view.text(f"{pointer}/name"),
        hint=view.text(f"{pointer}/description"),
        value=value.value if value else "",
        is_required=bool(parameter.is_required),
        choices=tuple(
            (view.text(f"{pointer}/choices/{number}/title"), choice.value or "")
            for number, choice in enumerate(parameter.choices)
        ),
    )
