"""OpenAPI descriptions: the files that tell Teams how to call the API behind a message extension or a plug-in.

Only what the rules ask for is read: where the API is served, its operations, and what each takes and gives. OpenAPI
3.x and its predecessor Swagger 2.0 are brought to one form. References are followed inside the file only, and a bounded
number of times, so that neither circles nor chains of them wear anybody out.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.document import split_pointer
from teamshelf.findings import Severity
from teamshelf.messages import say
from teamshelf.package.app import MAX_JSON
from teamshelf.package.openapi_request import MediaTypes, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.messages import Message
    from teamshelf.package.app import App, JsonFile
    from teamshelf.package.openapi_request import Steps

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The HTTP methods that a path can have an operation for."""

MAX_HOPS = 20
"""References that are followed from one to the next."""

MAX_URL = 2048
"""Characters of an address whose variables are filled in: as many as an address in a manifest may have."""

_YAML_NAMES = (".yaml", ".yml")


class Server(Struct, frozen=True):
    """An address at which the API is served: as written, and with the defaults of its variables filled in."""

    written: str
    url: str
    steps: Steps


class Description:
    """An OpenAPI description.

    Attributes:
        name: the file.
        value: what it says; an empty object where it could not be read.
        fault: why it could not be read; None where it could.
    """

    def __init__(self, name: str, value: Any, fault: Message | None = None) -> None:
        self.name = name
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        self.fault = fault

    @property
    def version(self) -> str:
        """The version of OpenAPI, or of Swagger, that it states; empty when it states none."""
        stated = self.value.get("openapi", self.value.get("swagger"))
        return stated if isinstance(stated, str) else "" if stated is None else str(stated)

    @property
    def is_swagger(self) -> bool:
        """Whether it has the form of Swagger 2.0."""
        return "swagger" in self.value and "openapi" not in self.value

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        """The addresses of the API as a whole."""
        if self.is_swagger:
            return tuple(_swagger_servers(self.value))
        return tuple(_servers(self.value, ()))

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, in the order of the file."""
        found = []
        for route, written in _object(self.value.get("paths")).items():
            item, steps = self.follow(written, ("paths", route))
            if isinstance(item, dict):
                found += [Operation(self, method, route, item, steps) for method in METHODS if method in item]
        return tuple(found)

    @cached_property
    def operations_by_id(self) -> dict[str, Operation]:
        """The operations that have an id."""
        return {operation.id: operation for operation in self.operations if operation.id}

    def follow(self, value: Any, steps: Steps) -> tuple[Any, Steps]:
        """What a value stands for if it is a reference, else the value itself, and where that is.

        A reference that leads out of the file, nowhere or in a circle gives itself.
        """
        start = value, steps
        for _ in range(MAX_HOPS + 1):  # the last time only to see that it has arrived
            target = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(target, str):
                return start if value is None else (value, steps)
            if not target.startswith("#/"):
                break
            steps = split_pointer(_unquoted(target[1:]))
            value = _at(self.value, steps)
        return start


class Operation:
    """One thing that the API does: a method of a path.

    Attributes:
        method: the HTTP method, in lower case.
        route: the path.
        value: what is said of it.
        steps: where it is described.
    """

    def __init__(self, description: Description, method: str, route: str, item: dict[str, Any], steps: Steps) -> None:
        self._description = description
        self._item = item
        self._item_steps = steps
        self.method = method
        self.route = route
        self.value = _object(item[method])
        self.steps: Steps = (*steps, method)

    @property
    def id(self) -> str:
        """Its ``operationId``; empty when it has none."""
        stated = self.value.get("operationId")
        return stated if isinstance(stated, str) else ""

    @property
    def servers(self) -> tuple[Server, ...]:
        """The addresses it is called at: its own, those of its path, or those of the whole API."""
        own = tuple(_servers(self.value, self.steps)) or tuple(_servers(self._item, self._item_steps))
        return own or self._description.servers

    @cached_property
    def request(self) -> Request:
        """What its caller gives."""
        request = Request(self._description.follow)
        request.read_parameters(self._item.get("parameters"), (*self._item_steps, "parameters"))
        request.read_parameters(self.value.get("parameters"), (*self.steps, "parameters"))
        if "requestBody" in self.value:
            request.read_body(self.value["requestBody"], (*self.steps, "requestBody"))
        elif request.has_swagger_body:
            request.body_types = self._listed_types("consumes")
        return request

    @property
    def answer_types(self) -> Iterator[MediaTypes]:
        """The media types of each answer that means success and has a body."""
        for status, written in _object(self.value.get("responses")).items():
            if status.startswith("2"):
                answer, at = self._description.follow(written, (*self.steps, "responses", status))
                content = _object(_object(answer).get("content"))
                listed = self._listed_types("produces") if "schema" in _object(answer) else None
                if content:
                    yield MediaTypes(tuple(content), (*at, "content"))
                elif listed is not None:
                    yield listed

    def _listed_types(self, key: str) -> MediaTypes | None:
        """The media types that Swagger 2.0 lists for an operation or for all; None where it lists none."""
        for holder, at in ((self.value, self.steps), (self._description.value, ())):
            if isinstance(holder.get(key), list):
                types = tuple(name for name in holder[key] if isinstance(name, str))
                return MediaTypes(types, (*at, key)) if types else None
        return None


def read_description(app: App, name: str) -> Description | None:
    """The OpenAPI description in a file of an app; None when there is no such file, or it cannot be taken out.

    It is read as YAML if it is named so, or is not named JSON and does not begin as JSON does.
    """
    content = app.content(name, MAX_JSON)
    if content is None:
        return None
    lowered = name.lower()
    is_yaml = lowered.endswith(_YAML_NAMES) or not (lowered.endswith(".json") or content.lstrip().startswith(b"{"))
    value, fault = _from_yaml(content) if is_yaml else _from_json(app.json_file(name))
    if fault is None and not isinstance(value, dict):
        fault = say("the file holds no object")
    elif fault is None and not isinstance(value.get("paths"), dict):
        fault = say("the file has no object `paths`")
    return Description(name, None if fault else value, fault)


def _from_json(file: JsonFile | None) -> tuple[Any, Message | None]:
    if file is None:
        return None, None
    faults = [finding for finding in file.findings if finding.severity is Severity.ERROR]
    if not faults:
        return file.value, None
    span = faults[0].span
    return None, say("line {line}: {fault}", line=span.line if span else 1, fault=faults[0].message)


def _from_yaml(content: bytes) -> tuple[Any, Message | None]:
    from teamshelf.document.yaml_text import NotYaml, read_yaml

    try:
        return read_yaml(content).value, None
    except NotYaml as error:
        return None, error.message


def _servers(holder: dict[str, Any], steps: Steps) -> Iterator[Server]:
    listed = holder.get("servers")
    for index, server in enumerate(listed if isinstance(listed, list) else ()):
        url = _object(server).get("url")
        if isinstance(url, str):
            yield Server(url, _filled(url, _object(server.get("variables"))), (*steps, "servers", index, "url"))


def _filled(url: str, variables: dict[str, Any]) -> str:
    for name, variable in variables.items():
        default = _object(variable).get("default")
        if isinstance(default, str) and len(url) <= MAX_URL and len(default) <= MAX_URL:
            url = url.replace(f"{{{name}}}", default)
    return url


def _swagger_servers(value: dict[str, Any]) -> Iterator[Server]:
    """The addresses as Swagger 2.0 gives them; with no ``schemes``, taken to be https."""
    host, path, schemes = value.get("host"), value.get("basePath"), value.get("schemes")
    if not isinstance(host, str):
        return
    behind = f"{host}{path}" if isinstance(path, str) else host
    if not isinstance(schemes, list) or not schemes:
        yield Server(f"https://{behind}", f"https://{behind}", ("host",))
        return
    for index, scheme in enumerate(schemes):
        if isinstance(scheme, str):
            yield Server(f"{scheme}://{behind}", f"{scheme}://{behind}", ("schemes", index))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _at(value: Any, steps: tuple[str, ...]) -> Any:
    """The value at the end of the steps, None when they lead nowhere."""
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isascii() and step.isdecimal() and int(step[:9]) < len(value):
            value = value[int(step[:9])]
        else:
            return None
    return value


def _unquoted(pointer: str) -> str:
    if "%" not in pointer:
        return pointer
    from urllib.parse import unquote  # a reference is a URL, in which a blank is written as %20

    return unquote(pointer)
