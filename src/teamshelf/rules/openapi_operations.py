"""What the commands of a message extension call in its API, and the parameters that they give.

Only operations that a command calls are looked at: what else the API can do is no business of Teams. A parameter that
nobody has to give, and that the command does not give, may take any form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import alternatives, say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules import api_examples
from teamshelf.rules.described_api import described_api, dotted, given_by, is_given, names_of, sent_fields
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App
    from teamshelf.package.openapi_request import Field

_SOURCE = "Microsoft Graph, Publish teamsApp, error codes"
_LOCATIONS = frozenset(("path", "query", "body"))
"""Where Teams can put a value."""

_MOST_NAMED = 8
"""Names that a hint lists in full."""


@rule(
    "api-method-unsupported",
    codes=("ApiSpecificationFileContainUnsupportedHttpMethod",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The operations that commands call have the method GET or POST."),
    why=say("A message extension searches; Teams does not send requests that change or delete."),
    bad=api_examples.manifest(),
    files=api_examples.files("put"),
    good=api_examples.manifest(),
    good_files=api_examples.files("get"),
    source=_SOURCE,
    needs_files=True,
)
def method_is_supported(app: App) -> Iterable[Found]:
    """PUT, DELETE, PATCH and the like."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            call.operation.steps,
            say(
                "the command {id} calls {method} {route}; Teams sends GET and POST only",
                id=shown(call.command.id),
                method=call.operation.method.upper(),
                route=shown(call.operation.route),
            ),
            say("let the command call an operation that is a GET or a POST"),
        )
        for call in api.calls
        if call.operation.method not in ("get", "post")
    ]


@rule(
    "api-reference-broken",
    upload=WARNING,
    store=WARNING,
    versions="1.17..",
    checks=say("References in the OpenAPI file lead to something in the same file."),
    why=say("Teams reads no other file and opens no address for it, so what the reference stands for is missing."),
    bad=api_examples.manifest(),
    files=api_examples.files(parameters=[{"$ref": "parameters.json#/number"}]),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source="Build API-based message extension (Microsoft Teams documentation)",
    needs_files=True,
)
def references_lead_somewhere(app: App) -> Iterable[Found]:
    """A reference out of the file, to nothing or in a circle, on the way to what a command gives."""
    api = described_api(app)
    if api is None:
        return ()
    found = []
    for reference in dict.fromkeys(each for call in api.calls for each in call.operation.request.broken):
        if placeholder_in(reference.target):
            continue
        if reference.target.startswith("#"):
            message = say("the reference {target} leads nowhere", target=shown(reference.target))
            found.append(api.found(reference.steps, message, say("define what it stands for, or correct it"), ERROR))
        else:
            message = say("the reference {target} leads out of the file", target=shown(reference.target))
            found.append(api.found(reference.steps, message, say("copy what it stands for into the file")))
    return found


@rule(
    "api-parameter-unknown",
    codes=("ParameterOnManifestNotDefinedOnApiSpecFile",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("Each parameter of a command is a parameter of its operation, or a property of its request body."),
    why=say("Teams would not know where to put what the user types. Upper and lower case count."),
    bad=api_examples.command(parameters=[{"name": "orderNumber", "title": "Number"}]),
    good=api_examples.command(parameters=[{"name": "number", "title": "Number"}]),
    files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def parameters_are_known(app: App) -> Iterable[Found]:
    """A parameter that the operation does not take."""
    api = described_api(app)
    if api is None:
        return ()
    found = []
    for call in api.calls:
        request = call.operation.request
        if not request.is_complete:
            continue
        known = {name for field in request.fields for name in names_of(field)}
        hint = say("name a parameter of the operation in the OpenAPI file")
        if 0 < len(request.fields) <= _MOST_NAMED:
            hint = say("it takes {names}", names=alternatives(dotted(field)[1:-1] for field in request.fields))
        for index, parameter in enumerate(call.command.parameters):
            name = parameter.name
            if name is not None and name not in known and not placeholder_in(name):
                message = say("the operation {id} has no parameter {name}", id=shown(call.command.id), name=shown(name))
                found.append(Found(api.command_pointer(call.index, "parameters", index, "name"), message, hint))
    return found


@rule(
    "api-parameter-not-given",
    codes=("ApiSpecificationFileRequiredParameterOrPropertyNotDefinedOnManifest",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("A command gives every parameter and property that its operation requires and has no default for."),
    why=say("The API would refuse every request, as users have no way to enter the value."),
    bad=api_examples.command(parameters=[{"name": "number", "title": "Number"}]),
    files=api_examples.files(
        parameters=[
            *api_examples.OPERATION["parameters"],
            {"name": "year", "in": "query", "required": True, "schema": {"type": "integer"}},
        ]
    ),
    good=api_examples.command(
        parameters=[{"name": "number", "title": "Number"}, {"name": "year", "title": "Year", "inputType": "number"}]
    ),
    source=_SOURCE,
    needs_files=True,
)
def required_fields_are_given(app: App) -> Iterable[Found]:
    """A value that the API asks for and nobody can enter."""
    api = described_api(app)
    if api is None:
        return ()
    found = []
    for call in api.calls:
        names = given_by(call.command)
        if any(placeholder_in(name) for name in names):
            continue
        for field in call.operation.request.fields:
            if field.required and _can_be_sent(field) and not is_given(field, names):
                message = say(
                    "the operation {id} requires {name}, which is no parameter of the command",
                    id=shown(call.command.id),
                    name=dotted(field),
                )
                hint = say("add it to `parameters`, or give it a default in the OpenAPI file")
                found.append(Found(api.command_pointer(call.index), message, hint))
    return found


def _can_be_sent(field: Field) -> bool:
    """Whether Teams can send the value at all; what it cannot has rules of its own."""
    return field.location in _LOCATIONS and not field.is_array


@rule(
    "api-parameter-location-unsupported",
    codes=("ApiSpecificationFileRequiredParameterContainUnsupportedLocation",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("What a command gives, and what its operation requires, goes into the path, the query or the body."),
    why=say("Teams sends no headers, cookies or forms for a message extension, so the value would never arrive."),
    bad=api_examples.manifest(),
    files=api_examples.files(
        parameters=[
            *api_examples.OPERATION["parameters"],
            {"name": "X-Shop", "in": "header", "required": True, "schema": {"type": "string"}},
        ]
    ),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def locations_are_supported(app: App) -> Iterable[Found]:
    """A value for a header, a cookie or a form."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            field.steps,
            say(
                "the parameter {name} goes into `{location}`", name=dotted(field), location=shown(field.location)[1:-1]
            ),
            say("take it in the path or the query, or give it a default"),
        )
        for call in api.calls
        for field in sent_fields(call)
        if field.location not in _LOCATIONS
    ]


@rule(
    "api-parameter-array",
    codes=("ApiSpecificationFileParameterContainUnsupportedSchemaType",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("No parameter that a command gives, or its operation requires, is an array."),
    why=say("A user can enter one value for each parameter; Teams makes no lists of them."),
    bad=api_examples.manifest(),
    files=api_examples.files(
        parameters=[{"name": "number", "in": "query", "required": True, "schema": {"type": "array", "items": {}}}]
    ),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def parameters_are_single(app: App) -> Iterable[Found]:
    """A list in the path or the query."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            field.steps,
            say("the parameter {name} is an array, which Teams cannot send", name=dotted(field)),
            say("let it take a single value"),
        )
        for call in api.calls
        for field in sent_fields(call)
        if field.is_array and field.location != "body"
    ]
