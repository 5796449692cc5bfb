"""The API behind a message extension as its OpenAPI file describes it, with the operation that each command calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.document import join_pointer
from teamshelf.messages import shown
from teamshelf.rules.api_extensions import api_based
from teamshelf.rules.memory import once_per_app
from teamshelf.rules.registry import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.findings import Severity
    from teamshelf.messages import Message
    from teamshelf.model.message_extensions import Command, MessageExtension
    from teamshelf.package.app import App
    from teamshelf.package.openapi import Description, Operation
    from teamshelf.package.openapi_request import Field, Steps

MOST_COMMANDS = 10
"""Commands that are looked at: as many as any manifest version allows."""


class Call(Struct, frozen=True):
    """A command and the operation it calls; ``index`` is the command's place in the manifest."""

    index: int
    command: Command
    operation: Operation


class DescribedApi(Struct, frozen=True):
    """The API of a message extension.

    Attributes:
        index: the place of the extension in the manifest.
        extension: the extension.
        description: what the file says.
        calls: the commands that have an operation.
    """

    index: int
    extension: MessageExtension
    description: Description
    calls: tuple[Call, ...]

    def command_pointer(self, index: int, *below: str | int) -> str:
        """The JSON pointer of a command, or of something in it."""
        return join_pointer(("composeExtensions", self.index, "commands", index, *below))

    def found(self, steps: Steps, message: Message, hint: Message, severity: Severity | None = None) -> Found:
        """Something found in the OpenAPI file."""
        return Found(join_pointer(steps), message, hint, file=self.description.name, severity=severity)


@once_per_app
def described_api(app: App) -> DescribedApi | None:
    """The API of the message extension, of which an app has one; None without one whose file is there."""
    if not api_based(app):
        return None
    index, extension = api_based(app)[0]
    if not extension.api_specification_file:
        return None
    from teamshelf.package.openapi import read_description  # few apps describe an API

    description = read_description(app, extension.api_specification_file)
    if description is None:
        return None
    operations = description.operations_by_id
    calls = tuple(
        Call(position, command, operations[command.id])
        for position, command in enumerate(extension.commands[:MOST_COMMANDS])
        if command.id in operations
    )
    return DescribedApi(index, extension, description, calls)


def given_by(command: Command) -> frozenset[str]:
    """The names of the parameters that a command gives."""
    return frozenset(parameter.name for parameter in command.parameters if parameter.name is not None)


def names_of(field: Field) -> tuple[str, ...]:
    """The names by which a command can give a value for the field.

    A property inside an object of the body goes by its own name or by the whole way to it; tools do either.
    """
    return (field.names[-1], ".".join(field.names), "_".join(field.names)) if field.names else ()


def is_given(field: Field, names: frozenset[str]) -> bool:
    """Whether a command that gives parameters of these names gives a value for the field."""
    return not names.isdisjoint(names_of(field))


def sent_fields(call: Call) -> Iterator[Field]:
    """The fields that take part in a call: those that must be given, and those that the command gives."""
    names = given_by(call.command)
    return (field for field in call.operation.request.fields if field.required or is_given(field, names))


def dotted(field: Field) -> str:
    """The name of a field as a message shows it, with the names on the way to it."""
    return shown(".".join(field.names))
