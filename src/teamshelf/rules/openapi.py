"""The OpenAPI file of a message extension: that it can be read, where its API is served, and what commands call in it.

What Teams cannot do with an operation, its parameters and its bodies, is the subject of ``openapi_operations``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import alternatives, printable, say, shown
from teamshelf.package.placeholders import placeholder_in
from teamshelf.rules import api_examples
from teamshelf.rules.api_authorization import ENTRA
from teamshelf.rules.described_api import MOST_COMMANDS, described_api
from teamshelf.rules.registry import ERROR, WARNING, Found, rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from urllib.parse import SplitResult

    from teamshelf.messages import Message
    from teamshelf.package.app import App
    from teamshelf.package.openapi import Server
    from teamshelf.rules.described_api import DescribedApi

_SOURCE = "Microsoft Graph, Publish teamsApp, error codes"
_GUIDE = "Build API-based message extension (Microsoft Teams documentation)"
_APP_ID = "5d1f0c9e-7b3a-4e62-9c58-2f6a1b0d8e47"
_MOST_NAMED = 8
"""Operations that a hint lists in full."""

_MOST_COMPARED = 500
"""Operations among which the one that was meant is looked for."""

_CONTROL = frozenset(map(chr, (*range(33), 127)))


@rule(
    "api-description-unreadable",
    codes=("Serialization_FileNotValidJson",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The file that `apiSpecificationFile` names is an OpenAPI description in JSON or YAML."),
    why=say("Teams learns from it how to call the API. What it cannot read, it refuses."),
    bad=api_examples.manifest(),
    files={**api_examples.files(), api_examples.FILE: "openapi 3.0.3"},
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_GUIDE,
    needs_files=True,
)
def description_can_be_read(app: App) -> Iterable[Found]:
    """Neither JSON nor YAML, or no description of an API."""
    api = described_api(app)
    if api is None or api.description.fault is None:
        return ()
    fault = api.description.fault
    message = say("this is no OpenAPI description: {fault}", fault=fault)
    return (Found(None, message, say("mend the file, or export it again"), file=api.description.name),)


@rule(
    "api-description-version",
    upload=WARNING,
    store=WARNING,
    versions="1.17..",
    checks=say("The OpenAPI file is written for OpenAPI 3.0, or Swagger 2.0."),
    why=say("Teams does not support OpenAPI 3.1 and later, in which schemas are written in other ways."),
    bad=api_examples.manifest(),
    files=api_examples.files(version="3.1.0"),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_GUIDE,
    needs_files=True,
)
def description_has_known_version(app: App) -> Iterable[Found]:
    """A later version, or none."""
    api = described_api(app)
    if api is None or api.description.fault is not None:
        return ()
    description = api.description
    if description.version == "2.0" or description.version.startswith("3.0") or placeholder_in(description.version):
        return ()
    hint = say("export the description for OpenAPI 3.0")
    if not description.version:
        return (api.found((), say("the file does not say which version of OpenAPI it is written for"), hint),)
    steps = ("swagger" if description.is_swagger else "openapi",)
    message = say("Teams reads OpenAPI 3.0, not {version}", version=shown(description.version))
    return (api.found(steps, message, hint),)


@rule(
    "api-command-without-operation",
    codes=("ApiBasedComposeExtensionManifestCommandIdsNotIncludedInOperationIdsOnApiSpecficationFile",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The `id` of each command is an `operationId` of the OpenAPI file."),
    why=say("The id is how Teams finds the operation to call. Upper and lower case count."),
    bad=api_examples.command(id="FindOrders"),
    good=api_examples.command(id="findOrder"),
    files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def commands_are_operations(app: App) -> Iterable[Found]:
    """A command that nothing in the API answers."""
    api = described_api(app)
    if api is None or api.description.fault is not None:
        return ()
    commands = api.extension.commands[:MOST_COMMANDS]
    if len(api.calls) == len(commands):
        return ()
    known = api.description.operations_by_id
    return [
        Found(
            api.command_pointer(index, "id"),
            say("{file} has no operation {id}", file=shown(api.description.name), id=shown(command.id)),
            _which_operation(command.id, list(known)),
        )
        for index, command in enumerate(commands)
        if command.id is not None and command.id not in known and not placeholder_in(command.id)
    ]


def _which_operation(wanted: str, known: list[str]) -> Message:
    from teamshelf.schema.hints import likely_meant

    meant = likely_meant(wanted, known[:_MOST_COMPARED])
    if meant is not None:
        return say("did you mean {meant}?", meant=shown(meant))
    if 0 < len(known) <= _MOST_NAMED:
        return say("use the `operationId` of an operation: {ids}", ids=alternatives(map(_name, known)))
    if known:
        return say("use the `operationId` of the operation that the command calls")
    return say("give the operation that the command calls this `operationId`; now none has any")


def _name(text: str) -> str:
    return shown(text)[1:-1]


@rule(
    "api-server-missing",
    codes=("ServerUrlsMissingOnApiSpecificationFile",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The OpenAPI file says at which address the API is served."),
    why=say("Without `servers` Teams does not know where to send requests."),
    bad=api_examples.manifest(),
    files=api_examples.files(servers=[]),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def server_is_named(app: App) -> Iterable[Found]:
    """No servers, neither for the whole API nor for each operation that commands call."""
    api = described_api(app)
    if api is None or api.description.fault is not None or api.description.servers:
        return ()
    if api.calls and all(call.operation.servers for call in api.calls):
        return ()
    if api.description.is_swagger:
        return (api.found((), say("the file has no `host`"), say("add the `host` at which the API is served")),)
    steps = ("servers",) if "servers" in api.description.value else ()
    hint = say("add `servers` with the https address of the API")
    return (api.found(steps, say("the file names no server of the API"), hint),)


@rule(
    "api-server-not-https",
    codes=("ApiSpecificationFileServerUrlsContainHttp",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The servers of the API are reached by https."),
    why=say("What users search for, and the key or token that goes with it, could be read on the way otherwise."),
    bad=api_examples.manifest(),
    files=api_examples.files(servers="http://api.example.com"),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def servers_are_encrypted(app: App) -> Iterable[Found]:
    """Plain http."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            server.steps,
            say("the server {url} is not reached by https", url=shown(server.written)),
            say("write `https://` instead of `http://`"),
        )
        for server in _servers_in_use(api)
        if server.url[:7].lower() == "http://" and not placeholder_in(server.written)
    ]


@rule(
    "api-server-not-a-url",
    codes=("ApiSpecificationFileServerUrlsContainInvalidUrl",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("The address of each server is a complete URL."),
    why=say("The file is no page that an address such as `/api` could be relative to."),
    bad=api_examples.manifest(),
    files=api_examples.files(servers="/api"),
    good=api_examples.manifest(),
    good_files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def servers_are_urls(app: App) -> Iterable[Found]:
    """An address that is relative, has no host or is no http address at all."""
    api = described_api(app)
    if api is None:
        return ()
    return [
        api.found(
            server.steps,
            say("the server {url} is not a complete https address", url=shown(server.written)),
            say("write the whole address, such as `https://api.example.com/v1`"),
        )
        for server in _servers_in_use(api)
        if not placeholder_in(server.written) and _host(server.url) is None
    ]


def _servers_in_use(api: DescribedApi) -> Iterable[Server]:
    """The servers that commands call, each once; of a file that no command calls yet, those of the whole API."""
    if not api.calls:
        return api.description.servers
    return dict.fromkeys(server for call in api.calls for server in call.operation.servers)


def _host(url: str) -> str | None:
    """The host of an http address, with its port if it has one; None for anything else."""
    from urllib.parse import urlsplit

    try:
        parts: SplitResult = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not _CONTROL.isdisjoint(url) or "{" in host:
        return None
    return host if port is None else f"{host}:{port}"


@rule(
    "api-resource-of-another-host",
    codes=("MsftEntraAuthTypeComposeExtensionResourceURLNotMatchServerURLOnApiSpec",),
    upload=ERROR,
    store=ERROR,
    versions="1.17..",
    checks=say("With single sign-on, the `resource` of `webApplicationInfo` names the host of the API."),
    why=say("Teams sends the token of the user to that host only."),
    bad={
        **api_examples.authorization(ENTRA, microsoftEntraConfiguration={"supportsSingleSignOn": True}),
        "webApplicationInfo": {"id": _APP_ID, "resource": f"api://www.example.com/{_APP_ID}"},
    },
    good={
        **api_examples.authorization(ENTRA, microsoftEntraConfiguration={"supportsSingleSignOn": True}),
        "webApplicationInfo": {"id": _APP_ID, "resource": f"api://api.example.com/{_APP_ID}"},
    },
    files=api_examples.files(),
    source=_SOURCE,
    needs_files=True,
)
def resource_is_on_host(app: App) -> Iterable[Found]:
    """A resource on none of the hosts that commands call."""
    api = described_api(app)
    registration = app.manifest.web_application_info
    if api is None or registration is None or not registration.resource:
        return ()
    authorization = api.extension.authorization
    if authorization is None or authorization.auth_type != ENTRA or placeholder_in(registration.resource):
        return ()
    servers = list(_servers_in_use(api))
    hosts = [host for server in servers if (host := _host(server.url)) is not None]
    if not hosts or any(placeholder_in(server.written) for server in servers):
        return ()
    # api://host/app-id: everything between the scheme and the next slash.
    stated = registration.resource.partition("://")[2].partition("/")[0].lower()
    if any(stated in (host, host.partition(":")[0]) for host in hosts):
        return ()
    message = say(
        "`resource` names the host {stated}, but the API is served by {host}",
        stated=shown(stated),
        host=shown(hosts[0]),
    )
    hint = say("write `api://{host}/` and the app id, here and in Microsoft Entra ID", host=printable(hosts[0]))
    return (Found("/webApplicationInfo/resource", message, hint),)
