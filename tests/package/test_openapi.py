"""OpenAPI descriptions: what is read of them, however they are written, and how little a hostile one costs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.package.app import App
from teamshelf.package.openapi import MAX_HOPS, MAX_URL, Description, read_description
from teamshelf.package.openapi_request import MAX_FIELDS, MAX_NESTING, Request, is_json
from teamshelf.package.source import open_source
from tests.package.builder import STORED, PackageBuilder

TEXT = {"type": "string"}


def described(value: dict[str, Any]) -> Description:
    """A description that says this."""
    return Description("openapi.json", value)


def request_of(*parameters: Any, body: Any = None, **more: Any) -> Request:
    """What the caller of an operation with these parameters and this schema of its body gives."""
    operation: dict[str, Any] = {"operationId": "find", "parameters": list(parameters)}
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return described({"paths": {"/x": {"post": operation}}, **more}).operations_by_id["find"].request


def body_fields(schema: Any, **schemas: Any) -> list[tuple[str, bool, bool]]:
    """Each field of a body: the way to it, whether it is required, whether it is an array."""
    request = request_of(body=schema, components={"schemas": schemas})
    return [(".".join(field.names), field.required, field.is_array) for field in request.fields]


def read_file(content: bytes, name: str) -> Description | None:
    """The description in a file of a package."""
    app = App(open_source(PackageBuilder().manifest().entry(name, content).build()))
    return read_description(app, name)


def test_operations() -> None:
    """Every method of every path is an operation, also where the path stands elsewhere in the file."""
    description = described(
        {
            "paths": {
                "/a": {"get": {"operationId": "one"}, "post": {}, "summary": "x", "delete": None},
                "/b": {"$ref": "#/components/pathItems/b"},
                "/c": 7,
            },
            "components": {"pathItems": {"b": {"put": {"operationId": "two"}}}},
        }
    )

    assert [
        ("one", "get", "/a", ("paths", "/a", "get")),
        ("", "post", "/a", ("paths", "/a", "post")),
        ("", "delete", "/a", ("paths", "/a", "delete")),
        ("two", "put", "/b", ("components", "pathItems", "b", "put")),
    ] == [(each.id, each.method, each.route, each.steps) for each in description.operations]
    assert {"one", "two"} == set(description.operations_by_id)


@pytest.mark.parametrize(
    ("value", "servers"),
    [
        ({"servers": [{"url": "https://a.b"}, {}, 7, {"url": 7}]}, ["https://a.b"]),
        ({"servers": [{"url": "https://{r}.b", "variables": {"r": {"default": "eu"}}}]}, ["https://eu.b"]),
        ({"servers": [{"url": "https://{r}.b", "variables": {"r": 7}}]}, ["https://{r}.b"]),
        ({"swagger": "2.0", "host": "a.b", "basePath": "/v1", "schemes": ["https", 7]}, ["https://a.b/v1"]),
        ({"swagger": "2.0", "host": "a.b"}, ["https://a.b"]),
        ({"swagger": "2.0", "host": "a.b", "schemes": []}, ["https://a.b"]),
        ({"swagger": "2.0", "servers": [{"url": "https://a.b"}]}, []),
        ({}, []),
    ],
)
def test_servers(value: dict[str, Any], servers: list[str]) -> None:
    """Servers are those listed, with the defaults of their variables, or the host of Swagger 2.0 with each scheme."""
    assert servers == [server.url for server in described(value).servers]


def test_variables_of_a_server_stay_small() -> None:
    """Variables that stand for variables are filled in only while the address is no longer than addresses are."""
    variables = {f"v{n}": {"default": f"{{v{n + 1}}}" * 100} for n in range(50)}

    (server,) = described({"servers": [{"url": "{v0}", "variables": variables}]}).servers

    assert "{v2}" * 100 * 100 == server.url


@pytest.mark.parametrize(("length", "is_filled"), [(MAX_URL, True), (MAX_URL + 1, False)])
def test_longest_default_of_a_variable(length: int, is_filled: bool) -> None:  # noqa: FBT001 - a column of a table
    """A default that is longer than addresses are is not filled in."""
    variables = {"v": {"default": "x" * length}}

    (server,) = described({"servers": [{"url": "{v}", "variables": variables}]}).servers

    assert is_filled is ("{v}" != server.url)


def test_nearest_servers_count() -> None:
    """The servers of an operation go before those of its path, and these before those of the API."""
    own, path, whole = ({"servers": [{"url": f"https://{name}"}]} for name in ("own", "path", "whole"))
    value: dict[str, Any] = {**whole, "paths": {"/a": {**path, "get": own, "put": {}}, "/b": {"get": {"servers": []}}}}

    used = [each.servers for each in described(value).operations]

    assert [["https://own"], ["https://path"], ["https://whole"]] == [[s.url for s in servers] for servers in used]
    assert ("paths", "/a", "get", "servers", 0, "url") == used[0][0].steps


def test_following_references() -> None:
    """A reference gives what it leads to and where that is, over several steps and escaped names."""
    description = described({"a/b": [{"c d": 1}], "x": {"$ref": "#/y"}, "y": {"$ref": "#/a~1b/0/c%20d"}})

    assert (1, ("a/b", "0", "c d")) == description.follow({"$ref": "#/x"}, ("here",))


@pytest.mark.parametrize(
    "target",
    ["other.json#/a", "https://example.com", "#", "#/none", "#/list/7", "#/list/x", "#/list/" + "9" * 5000, "#/circle"],
)
def test_references_that_lead_nowhere(target: str) -> None:
    """A reference that cannot be followed gives itself."""
    description = described({"list": [1], "circle": {"$ref": "#/circle"}})
    value = {"$ref": target}

    assert (value, ("here",)) == description.follow(value, ("here",))


@pytest.mark.parametrize(("hops", "arrives"), [(1, True), (MAX_HOPS, True), (MAX_HOPS + 1, False)])
def test_longest_chain_of_references(hops: int, arrives: bool) -> None:  # noqa: FBT001 - a column of a table
    """A chain of references is followed up to a limit, and not beyond."""
    links: dict[str, Any] = {f"a{n}": {"$ref": f"#/a{n + 1}"} for n in range(1, hops)}
    description = described({**links, f"a{hops}": "end"})

    assert arrives is ("end" == description.follow({"$ref": "#/a1"}, ())[0])


def test_parameters() -> None:
    """Parameters tell their place, whether they must be given, and whether they are lists."""
    request = request_of(
        {"name": "a", "in": "query", "required": True, "schema": TEXT},
        {"name": "b", "in": "query", "schema": {"type": "array"}},
        {"name": "c", "in": "path", "schema": TEXT},
        {"name": "d", "in": "header", "required": True, "schema": {"$ref": "#/components/schemas/d"}},
        {"name": "Accept", "in": "header", "required": True, "schema": TEXT},
        {"name": "e", "in": "query", "required": True, "default": 1, "type": "integer"},
        {"name": "f", "in": "query", "schema": {"type": ["array", "null"]}},
        components={"schemas": {"d": {"default": "x"}}},
    )

    assert [
        ("a", "query", True, False),
        ("b", "query", False, True),
        ("c", "path", True, False),
        ("d", "header", False, False),
        ("e", "query", False, False),
        ("f", "query", False, True),
    ] == [(field.names[0], field.location, field.required, field.is_array) for field in request.fields]
    assert request.is_complete


def test_operation_replaces_parameters_of_the_path() -> None:
    """A parameter of the operation takes the place of one of the path with the same name in the same place."""
    value = {
        "paths": {
            "/x": {
                "parameters": [{"name": "a", "in": "query", "required": True}, {"name": "a", "in": "path"}],
                "get": {"operationId": "find", "parameters": [{"name": "a", "in": "query"}]},
            }
        }
    }

    fields = described(value).operations_by_id["find"].request.fields

    assert [("query", False), ("path", True)] == [(field.location, field.required) for field in fields]
    assert ("paths", "/x", "get", "parameters", 0) == fields[0].steps


@pytest.mark.parametrize("parameter", [7, {"in": "query"}, {"name": "a"}, {"$ref": "#/none"}, {"$ref": "a.json"}])
def test_unknown_parameters_leave_a_doubt(parameter: Any) -> None:
    """Where a parameter cannot be read, the fields may not be all there are."""
    assert not request_of(parameter).is_complete


def test_fields_of_a_body() -> None:
    """The properties of a body are fields, those of objects in it too, and required only if all around them are."""
    inner = {"required": ["c"], "properties": {"c": TEXT, "d": {"type": "array"}}}
    schema = {"required": ["a", "b"], "properties": {"a": TEXT, "b": inner, "e": inner, "f": {"default": 1}}}

    assert [
        ("a", True, False),
        ("b.c", True, False),
        ("b.d", False, True),
        ("e.c", False, False),
        ("e.d", False, True),
        ("f", False, False),
    ] == body_fields(schema)


def test_default_makes_a_property_optional() -> None:
    """A required property with a default need not be given."""
    assert [("a", False, False)] == body_fields({"required": ["a"], "properties": {"a": {"default": 1}}})


def test_field_of_a_body_by_reference_stands_where_it_is_named() -> None:
    """A property described elsewhere is found at its name, its keywords where they are written."""
    request = request_of(
        body={"properties": {"a": {"$ref": "#/components/schemas/a"}}}, components={"schemas": {"a": {"not": {}}}}
    )

    steps = ("paths", "/x", "post", "requestBody", "content", "application/json", "schema", "properties", "a")
    assert [steps] == [field.steps for field in request.fields]
    assert [("components", "schemas", "a", "not")] == [composed.steps for composed in request.composed]


@pytest.mark.parametrize(
    "schema",
    [
        None,
        7,
        {},
        {"type": "array"},
        {"type": "string"},
        {"properties": {"a": {"$ref": "#/none"}}},
        {"properties": {}, "additionalProperties": True},
        {"properties": {}, "anyOf": []},
    ],
)
def test_bodies_that_leave_a_doubt(schema: Any) -> None:
    """Where a body does not say which properties it has, the fields may not be all there are."""
    assert not request_of(body=schema or {"x": 1}).is_complete


@pytest.mark.parametrize("body", [{}, {"content": {}}, {"content": {"text/plain": {}}}, {"$ref": "#/none"}, 7])
def test_bodies_that_are_no_json_leave_a_doubt(body: Any) -> None:
    """What goes into a body of another kind, or one that is not described, is not known."""
    value = {"paths": {"/x": {"post": {"operationId": "find", "requestBody": body}}}}

    assert not described(value).operations_by_id["find"].request.is_complete


def test_schemas_in_a_circle_end() -> None:
    """A schema that holds itself is looked at to a certain depth only."""
    node = {"properties": {"text": TEXT, "next": {"$ref": "#/components/schemas/node"}}}

    fields = body_fields({"$ref": "#/components/schemas/node"}, node=node)

    assert MAX_NESTING == len(fields)
    assert ("text", False, False) == fields[0]


def test_schemas_that_branch_end() -> None:
    """A few schemas that hold each other many times are looked at a certain number of times only."""
    node = {"properties": {f"p{n}": {"$ref": "#/components/schemas/node"} for n in range(50)}}

    request = request_of(body={"$ref": "#/components/schemas/node"}, components={"schemas": {"node": node}})

    assert not request.is_complete
    assert len(request.fields) <= MAX_FIELDS


def test_swagger_body() -> None:
    """The body of Swagger 2.0 is a parameter, and its media types are listed for the operation or for all."""
    body = {"name": "q", "in": "body", "schema": {"properties": {"a": TEXT}}}
    value = {
        "swagger": "2.0",
        "consumes": ["text/xml"],
        "paths": {"/x": {"post": {"operationId": "one", "parameters": [body]}}},
    }

    request = described(value).operations_by_id["one"].request

    assert [("a",)] == [field.names for field in request.fields]
    assert request.body_types is not None
    assert (("text/xml",), ("consumes",)) == (request.body_types.types, request.body_types.steps)


def test_answers() -> None:
    """Only answers that mean success count, and only those with a body."""
    value = {
        "paths": {
            "/x": {
                "get": {
                    "responses": {
                        "200": {"content": {"text/a": {}}},
                        "2XX": {"$ref": "#/components/responses/b"},
                        "204": {"description": "none"},
                        "404": {"content": {"text/c": {}}},
                        "default": {"content": {"text/d": {}}},
                    }
                }
            }
        },
        "components": {"responses": {"b": {"content": {"text/b": {}}}}},
    }

    (operation,) = described(value).operations

    assert [
        (("text/a",), ("paths", "/x", "get", "responses", "200", "content")),
        (("text/b",), ("components", "responses", "b", "content")),
    ] == [(types.types, types.steps) for types in operation.answer_types]


@pytest.mark.parametrize(
    ("media_type", "answer"),
    [
        ("application/json", True),
        ("Application/JSON", True),
        ("application/json; charset=utf-8", True),
        ("application/problem+json", False),
        ("text/json", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_json_media_type(media_type: str, answer: bool) -> None:  # noqa: FBT001 - a column of a table
    """Only `application/json` is JSON to Teams, with parameters or without."""
    assert answer is is_json(media_type)


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b'{"paths": {}}', "a.json", "None"),
        (b'\n {"paths": {}}', "a", "None"),
        (b"paths: {}", "a.yaml", "None"),
        (b"paths: {}", "a.YML", "None"),
        (b"paths: {}", "a.txt", "None"),
        (b'{"paths": {}}', "a.yml", "None"),
        (b"{paths: {}}", "a.yaml", "None"),
        (b"\xef\xbb\xbf{}", "a.json", "the file has no object `paths`"),
        (b'{"paths": []}', "a.json", "the file has no object `paths`"),
        (b"[]", "a.json", "the file holds no object"),
        (b"", "a.yaml", "the file holds no object"),
        (b'{"paths": {},}', "a.json", "line 1: there is a comma before the closing `}`"),
        (b"a: b: c", "a.yaml", "the file is not YAML: line 1, column 5"),
    ],
)
def test_reading_a_file(content: bytes, name: str, fault: str) -> None:
    """A description is JSON or YAML, by its name or by how it begins; anything else is at fault."""
    description = read_file(content, name)

    assert description is not None
    assert fault == str(description.fault)


def test_missing_file() -> None:
    """There is no description in a file that is not there."""
    app = App(open_source(PackageBuilder().manifest().build()))

    assert read_description(app, "openapi.json") is None


def test_file_that_cannot_be_taken_out() -> None:
    """A file that is too large gives no description, but a finding of the container."""
    app = App(open_source(PackageBuilder().manifest().entry("a.json", b" " * (2**20 + 1), method=STORED).build()))

    assert read_description(app, "a.json") is None
    assert ["package-entry-too-large"] == [finding.rule for finding in app.findings]


NAMES = (
    *("$ref", "/x", "200", "allOf", "application/json", "consumes", "content", "default", "get", "host", "in", "name"),
    *("parameters", "paths", "post", "properties", "requestBody", "required", "responses", "schema", "schemes"),
    *("servers", "swagger", "type", "url", "variables"),
)
WORDS = st.text(max_size=3) | st.sampled_from(["#/paths", "#/paths/~1x/get", "array", "body", "query"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=40,
)


@given(JSON, JSON)
def test_anything_can_be_read(operation: object, more: object) -> None:
    """Whatever an object says, everything that is asked of it gets an answer."""
    value = {**(more if isinstance(more, dict) else {}), "paths": {"/x": {"get": operation, "parameters": more}}}

    for each in described(value).operations:
        assert all(field.location for field in each.request.fields)
        assert all(types.types for types in each.answer_types)
        assert all(server.steps for server in each.servers)
