"""The bodies that a message extension exchanges with its API: Teams sends and reads plain JSON objects.

As with parameters, what nobody has to send, and the command does not send, may take any form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say, shown
from teamshelf.package.openapi_request import is_json
from teamshelf.rules import api_examples
from teamshelf.rules.described_api import described_api, dotted, given_by, is_given, sent_fields
from teamshelf.rules.registry import ERROR, WARNING, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.findings import Severity
    from teamshelf.package.app import App
    from teamshelf.package.openapi_request import MediaTypes
    from teamshelf.rules.registry import Found

_SOURCE = "Microsoft Graph, Publish teamsApp, error codes"
_OBJECT = {"type": "object", "required": ["number"], "properties": {"number": {"type": "string"}}}


@rule(
    "api-body-array",
    codes=("ApiSpecificationFileRequestBodyContainUnsupportedSchemaType",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The request body is an object, and nothing in it that must be given is an array."),
    why=say("Teams builds the body from what the user enters, one value for each parameter; it makes no lists."),
    bad=api_examples.manifest(),
    files=api_examples.with_body({"type": "array", "items": _OBJECT}),
    good=api_examples.manifest(),
    good_files=api_examples.with_body(_OBJECT),
    source=_SOURCE,
    needs_files=True,
)
def body_is_an_object(app: App) -> Iterable[Found]:
    """A body that is a list, or a property that must be one."""
    api = described_api(app)
    if api is None:
        return ()
    found = []
    for call in api.calls:
        for field in sent_fields(call):
            if field.is_array and field.location == "body":
                message = say("the request body is an array, which Teams cannot send")
                if field.names:
                    message = say("the property {name} is an array, which Teams cannot send", name=dotted(field))
                found.append(api.found(field.steps, message, say("let it take a single value")))
    return found


@rule(
    "api-body-composed",
    codes=("ApiSpecificationFileRequestBodySchemaContainKeywords",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The schema of the request body does without `oneOf`, `anyOf`, `allOf` and `not`."),
    why=say("Teams does not work out which properties a schema has that is put together from others."),
    bad=api_examples.manifest(),
    files=api_examples.with_body({"allOf": [_OBJECT]}),
    good=api_examples.manifest(),
    good_files=api_examples.with_body(_OBJECT),
    source=_SOURCE,
    needs_files=True,
)
def body_is_plain(app: App) -> Iterable[Found]:
    """Such a keyword in the schema of the body, or of a property that takes part in the call."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            composed.steps,
            say("the schema of the request body has `{keyword}`", keyword=composed.keyword),
            say("write out the properties in one schema"),
        )
        for call in api.calls
        for composed in call.operation.request.composed
        if composed.field.required or is_given(composed.field, given_by(call.command))
    ]


@rule(
    "api-body-media-type",
    codes=("ApiSpecificationFileRequestBodyContainUnsupportedMediaType",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The request body is `application/json`."),
    why=say("Teams sends no other."),
    bad=api_examples.manifest(),
    files=api_examples.with_body(_OBJECT, "application/x-www-form-urlencoded"),
    good=api_examples.manifest(),
    good_files=api_examples.with_body(_OBJECT),
    source=_SOURCE,
    needs_files=True,
)
def body_is_json(app: App) -> Iterable[Found]:
    """A body that may not be JSON; only a warning where it may be JSON as well."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            types.steps,
            say("the request body is {type}; Teams sends `application/json` only", type=shown(other)),
            say("take `application/json`"),
            _beside_json(types),
        )
        for call in api.calls
        if (types := call.operation.request.body_types) is not None and (other := _other_than_json(types)) is not None
    ]


@rule(
    "api-answer-media-type",
    codes=("ApiSpecificationFileResponseContainUnsupportedMediaType",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The answers of the API are `application/json`."),
    why=say("Teams makes cards of the answers, and reads JSON only."),
    bad=api_examples.manifest(),
    files=api_examples.files(responses={"200": {"description": "The order", "content": {"text/html": {}}}}),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def answer_is_json(app: App) -> Iterable[Found]:
    """An answer that may not be JSON; only a warning where it may be JSON as well."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            types.steps,
            say("the answer is {type}; Teams reads `application/json` only", type=shown(other)),
            say("answer in `application/json`, and say so"),
            _beside_json(types),
        )
        for call in api.calls
        for types in call.operation.answer_types
        if (other := _other_than_json(types)) is not None
    ]


def _other_than_json(types: MediaTypes) -> str | None:
    return next((name for name in types.types if not is_json(name)), None)


def _beside_json(types: MediaTypes) -> Severity | None:
    return WARNING if any(map(is_json, types.types)) else None
