"""Rules on message extensions that call an API: where their findings point, and how much each matters."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import STORE, Finding, Severity
from teamshelf.rules import api_examples
from tests.rules.judging import judged

YAML = """\
openapi: 3.0.1
servers:
  - url: http://api.example.com
paths:
  /orders:
    get:
      operationId: findOrder
      parameters:
        - $ref: "#/components/parameters/number"
components:
  parameters:
    number: {name: number, in: header, required: true, schema: {type: string}}
"""


def places(findings: list[Finding]) -> list[tuple[str, str | None, bool]]:
    """The file, the pointer, and whether it is the property's name, of each finding."""
    return [(finding.file, finding.pointer, finding.at_key) for finding in findings]


@pytest.mark.parametrize(
    ("subject", "rule", "members", "pointer", "at_key"),
    [
        (
            "api_extensions",
            "api-extension-with-bot-id",
            api_examples.manifest(botId="x"),
            "/composeExtensions/0/botId",
            True,
        ),
        (
            "api_extensions",
            "bot-command-with-template",
            {"composeExtensions": [{"botId": "x", "commands": [api_examples.COMMAND]}]},
            "/composeExtensions/0/commands/0/apiResponseRenderingTemplateFile",
            True,
        ),
        (
            "api_extensions",
            "api-extension-without-specification",
            api_examples.manifest(apiSpecificationFile=""),
            "/composeExtensions/0/apiSpecificationFile",
            False,
        ),
        (
            "api_extensions",
            "api-extension-without-specification",
            api_examples.manifest(apiSpecificationFile=None),
            "/composeExtensions/0",
            False,
        ),
        (
            "api_extensions",
            "api-command-without-template",
            api_examples.command(apiResponseRenderingTemplateFile=""),
            "/composeExtensions/0/commands/0/apiResponseRenderingTemplateFile",
            False,
        ),
        (
            "api_extensions",
            "api-command-without-template",
            api_examples.command(apiResponseRenderingTemplateFile=None),
            "/composeExtensions/0/commands/0",
            False,
        ),
        (
            "api_authorization",
            "api-key-auth-without-registration",
            api_examples.authorization("apiSecretServiceAuth", apiSecretServiceAuthConfiguration={}),
            "/composeExtensions/0/authorization/apiSecretServiceAuthConfiguration",
            False,
        ),
        (
            "api_authorization",
            "entra-auth-without-resource",
            api_examples.authorization("microsoftEntra"),
            "",
            False,
        ),
        (
            "api_authorization",
            "entra-auth-without-resource",
            {**api_examples.authorization("microsoftEntra"), "webApplicationInfo": {}},
            "/webApplicationInfo",
            False,
        ),
    ],
)
def test_places_in_the_manifest(subject: str, rule: str, members: Any, pointer: str, at_key: bool) -> None:  # noqa: FBT001 - a column of a table
    """What is wrong is pointed at, what should not be there at its name, what is missing at what lacks it."""
    assert [("manifest.json", pointer, at_key)] == places(judged(subject, rule, members))


def test_superfluous_settings_are_each_found() -> None:
    """With no authentication every block of settings is one too many."""
    members = api_examples.authorization("none", microsoftEntraConfiguration={}, apiSecretServiceAuthConfiguration={})

    found = judged("api_authorization", "no-auth-with-configuration", members)

    assert [
        ("manifest.json", "/composeExtensions/0/authorization/microsoftEntraConfiguration", True),
        ("manifest.json", "/composeExtensions/0/authorization/apiSecretServiceAuthConfiguration", True),
    ] == places(found)


@pytest.mark.parametrize(
    ("subject", "rule", "pointer"),
    [
        ("openapi", "api-server-not-https", "/servers/0/url"),
        ("openapi_operations", "api-parameter-location-unsupported", "/components/parameters/number"),
    ],
)
def test_places_in_a_yaml_file(subject: str, rule: str, pointer: str) -> None:
    """What is wrong in the OpenAPI file is pointed at there, behind references too."""
    members = api_examples.manifest(apiSpecificationFile="api.yaml")

    assert [("api.yaml", pointer, False)] == places(judged(subject, rule, members, {"api.yaml": YAML}))


def test_place_of_a_command() -> None:
    """What is wrong with a command is pointed at in the manifest, though only the OpenAPI file tells."""
    command = {**api_examples.COMMAND, "parameters": [{"name": "number", "title": "N"}, {"name": "year", "title": "Y"}]}
    members = api_examples.manifest(commands=[api_examples.COMMAND, command])

    (found,) = judged("openapi_operations", "api-parameter-unknown", members, api_examples.files())

    assert [("manifest.json", "/composeExtensions/0/commands/1/parameters/1/name", False)] == places([found])
    assert "it takes `number`" == str(found.hint)


@pytest.mark.parametrize(
    ("count", "hint"),
    [
        (0, "name a parameter of the operation in the OpenAPI file"),
        (8, "it takes `p0`, `p1`, `p2`, `p3`, `p4`, `p5`, `p6` or `p7`"),
        (9, "name a parameter of the operation in the OpenAPI file"),
    ],
)
def test_hint_for_an_unknown_parameter(count: int, hint: str) -> None:
    """The hint names what the operation takes, if that is not too much."""
    parameters = [{"name": f"p{n}", "in": "query"} for n in range(count)]

    (found,) = judged(
        "openapi_operations",
        "api-parameter-unknown",
        api_examples.manifest(),
        api_examples.files(parameters=parameters),
    )

    assert hint == str(found.hint)


@pytest.mark.parametrize(
    ("operations", "hint"),
    [
        (["findOrder"], 'did you mean "findOrder"?'),
        (["a", "b", "c"], "use the `operationId` of an operation: `a`, `b` or `c`"),
        (["a", *"bcdefgh"], "use the `operationId` of an operation: `a`, `b`, `c`, `d`, `e`, `f`, `g` or `h`"),
        ([*"abcdefghi"], "use the `operationId` of the operation that the command calls"),
        ([], "give the operation that the command calls this `operationId`; now none has any"),
    ],
)
def test_hint_for_an_unknown_operation(operations: list[str], hint: str) -> None:
    """The hint names the operation that was meant, or all there are if they are few."""
    paths = {f"/{name}": {"get": {"operationId": name}} for name in operations}
    files = {api_examples.FILE: {"openapi": "3.0.3", "paths": paths}}

    (found,) = judged("openapi", "api-command-without-operation", api_examples.command(id="findorder"), files)

    assert hint == str(found.hint)


def test_only_unknown_commands_are_found() -> None:
    """Of several commands those without an operation are found."""
    commands = [{**api_examples.COMMAND, "id": name} for name in ("a", "findOrder", "${{ID}}", "b")]
    members = api_examples.manifest(commands=commands)

    found = judged("openapi", "api-command-without-operation", members, api_examples.files())

    assert [
        ("manifest.json", "/composeExtensions/0/commands/0/id", False),
        ("manifest.json", "/composeExtensions/0/commands/3/id", False),
    ] == places(found)


@pytest.mark.parametrize(
    ("types", "severity"),
    [
        (["text/plain"], [Severity.ERROR]),
        (["text/plain", "application/json"], [Severity.WARNING]),
        (["application/json"], []),
    ],
)
def test_json_among_other_media_types(types: list[str], severity: list[Severity]) -> None:
    """Other media types beside JSON may pass, other ones alone do not."""
    content = {name: {"schema": {"type": "object"}} for name in types}
    files = api_examples.files(
        "post", requestBody={"content": content}, responses={"200": {"description": "x", "content": content}}
    )

    for rule in ("api-body-media-type", "api-answer-media-type"):
        found = judged("openapi_bodies", rule, api_examples.manifest(), files)
        assert severity == [finding.severity for finding in found]


@pytest.mark.parametrize(("target", "severity"), [("#/none", Severity.ERROR), ("other.yaml#/a", Severity.WARNING)])
def test_broken_references(target: str, severity: Severity) -> None:
    """A reference to nothing is an error, one to another file may have meant something."""
    files = api_examples.files(parameters=[{"$ref": target}, {"$ref": target}])

    found = judged("openapi_operations", "api-reference-broken", api_examples.manifest(), files)

    assert [severity] * 2 == [finding.severity for finding in found]


def test_each_server_is_found_once() -> None:
    """A server that several commands call is reported once."""
    commands = [api_examples.COMMAND, {**api_examples.COMMAND, "title": "Again"}]
    files = api_examples.files(servers="http://api.example.com")

    found = judged("openapi", "api-server-not-https", api_examples.manifest(commands=commands), files)

    assert [(api_examples.FILE, "/servers/0/url", False)] == places(found)


def test_description_is_judged_although_no_command_fits() -> None:
    """The servers of a file are judged even if no command calls an operation of it."""
    files = api_examples.files(servers="http://api.example.com")

    found = judged("openapi", "api-server-not-https", api_examples.command(id="other"), files)

    assert [(api_examples.FILE, "/servers/0/url", False)] == places(found)


def test_unreadable_file_says_why() -> None:
    """The message on a file that cannot be read says where reading stopped."""
    members = api_examples.manifest(apiSpecificationFile="api.yaml")

    (found,) = judged("openapi", "api-description-unreadable", members, {"api.yaml": "a: b: c"}, STORE)

    assert "this is no OpenAPI description: the file is not YAML: line 1, column 5" == str(found.message)
    assert ("api.yaml", None) == (found.file, found.pointer)


def test_removing_what_is_not_allowed_mends_it() -> None:
    """The setting that an API cannot have is removed without asking."""
    members = api_examples.manifest(canUpdateConfiguration=False)

    (found,) = judged("api_extensions", "api-extension-with-can-update-configuration", members)

    assert [("remove", "/composeExtensions/0/canUpdateConfiguration")] == [(c.op, c.pointer) for c in found.changes]
