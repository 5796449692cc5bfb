"""An OpenAPI document of every route of the server, made from the routes themselves: Graph's and the pages' as well.

The document that the server gives out is about our own API. This one is for programs that try out what a server makes
of any request: it knows which parameters, fields and bodies each function takes, and the ids of what is on a shelf, so
that what is tried gets past the first look.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from litestar.datastructures import UploadFile
from sqlalchemy import select

from teamshelf.catalogue.tables import (
    Account,
    App,
    Installation,
    Place,
    Policy,
    Receipt,
    Remark,
    SetupPolicy,
    Token,
    Version,
)
from teamshelf.server.forgery import SAFE_METHODS
from teamshelf.server.graph import bodies
from teamshelf.server.graph.batch import Parts
from teamshelf.server.graph.resources import identifiers
from teamshelf.server.permissions import guarded_routes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from litestar import Litestar

    from teamshelf.catalogue.shelf import Shelf

    Json = dict[str, Any]
    Known = Mapping[str, Sequence[str]]

_GIVEN = frozenset({"shelf", "settings", "actor", "visit", "request"})
"""Parameters of our functions that are not the client's."""

_PACKAGE: Json = {"type": "string", "format": "package"}

_RAW: dict[str, tuple[str, type | None]] = {
    "publish_app": ("application/zip", None),
    "update_app": ("application/zip", None),
    "replace_app": ("application/zip", None),
    "review_definition": ("application/json", bodies.ReviewBody),
    "install_app": ("application/json", bodies.InstallationBody),
    "upgrade_app": ("application/json", bodies.UpgradeBody),
    "change_some": ("application/json", bodies.SettingsBody),
    "run_batch": ("application/json", Parts),
}
"""What the functions of Graph's routes that read their bodies themselves make of them."""

_ODATA: dict[str, Sequence[str]] = {
    "$filter": (
        "distributionMethod eq 'organization'",
        "id eq 'x' or contains(displayName, 'a')",
        "appDefinitions/any(a:a/publishingState eq 'submitted')",
        "not (startswith(displayName,'''') and externalId ne null)",
        "((((displayName gt 'é'))))",
        "id in ('1', '2', '\u0000')",
    ),
    "$select": ("id,displayName", "*", "id,,", "nothing"),
    "$expand": (
        "appDefinitions",
        "appDefinitions($expand=bot;$select=id)",
        "teamsApp,teamsAppDefinition",
        "a($expand=",
    ),
    "$orderby": ("displayName desc", "displayName,id asc", "displayName up"),
    "$top": ("0", "1", "999", "-1", "2147483648", "١"),  # noqa: RUF001 - a digit of another script
    "$skip": ("0", "3", "99999999999999999999"),
    "$count": ("true", "false", "perhaps"),
    "$search": ('"pulse"', "pulse NOT check", '("'),
    "$skiptoken": ("x", "e30=", "W10="),
    "$format": ("json", "xml", "application/json;odata.metadata=none"),
    "requiresReview": ("true", "false", "1"),
}
"""Options of OData's queries, each with some that can be read and some that cannot."""

_HEADERS = ("Accept", "Accept-Language", "If-Match", "client-request-id", "HX-Request", "X-Forwarded-For")


def described(app: Litestar, known: Known) -> Json:
    """The document of all routes.

    Args:
        app: the server.
        known: values for parameters and fields by their names, such as ids of what is on its shelf.
    """
    paths: dict[str, Json] = {}
    schemas: Json = {}
    for route in guarded_routes(app):
        handler = _handler(app, route.method, route.path)
        path = re.sub(r":[a-z]+\}", "}", route.path)
        operation: Json = {
            "operationId": f"{route.method} {path}",
            "parameters": [
                *_in_path(path, known),
                *_in_query(handler, known),
                *(_odata(known) if path.startswith(("/v1.0/", "/beta/")) else ()),
                *({"in": "header", "name": name, "schema": {"type": "string"}} for name in _HEADERS),
            ],
            "responses": {"default": {"description": "whatever it is"}},
        }
        body = None if route.method in SAFE_METHODS else _body(handler, known, schemas)
        if body is not None:
            operation["requestBody"] = body
        paths.setdefault(path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Every route", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def known_on(shelf: Shelf) -> dict[str, list[str]]:
    """The ids of what is on a shelf, by the names that routes and forms have for them."""
    with shelf.reading() as session:
        versions = session.execute(select(Version.id, Version.app_id, Version.number, Version.state)).all()
        installed = session.execute(select(Installation.id, Installation.place_id, Installation.app_id)).all()
        apps = session.execute(select(App.id, App.external_id)).all()
        known = {
            "app_id": [each for row in apps for each in row],
            "version_id": [row.id for row in versions],
            "definition_id": [identifiers.definition_id(row.app_id, row.number, row.state) for row in versions],
            "installation_id": [
                each for row in installed for each in (row.id, identifiers.installation_id(row.place_id, row.app_id))
            ],
            "place_id": list(session.scalars(select(Place.id))),
            "account_id": list(session.scalars(select(Account.id))),
            "token_id": list(session.scalars(select(Token.id))),
            "remark_id": list(session.scalars(select(Remark.id))),
            "policy_id": [*session.scalars(select(Policy.id)), *session.scalars(select(SetupPolicy.id))],
            "receipt_id": list(session.scalars(select(Receipt.id))),
            "digest": list(session.scalars(select(Version.package_digest).distinct())),
        }
    return known | {
        "place": known["place_id"],
        "app": known["app_id"],
        "version": known["version_id"],
        "old": known["version_id"],
        "new": known["version_id"],
        "teamsApp@odata.bind": [
            f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{each}" for each in known["app_id"]
        ],
    }


def _handler(app: Litestar, method: str, path: str) -> Any:
    route = next(each for each in app.routes if each.path == path)
    for handler in getattr(route, "route_handlers", ()):
        if method in handler.http_methods:
            return handler
    return route.route_handler  # type: ignore[union-attr]


def _in_path(path: str, known: Known) -> Iterator[Json]:
    for name in re.findall(r"\{(\w+)\}", path):
        schema = {"enum": list(known[name])} if known.get(name) else {"type": "string", "minLength": 1}
        yield {"in": "path", "name": name, "required": True, "schema": schema}


def _in_query(handler: Any, known: Known) -> Iterator[Json]:
    yield {"in": "query", "name": "lang", "schema": _text({"lang": ("fr", "en", "xx")}, "lang")}
    own = [getattr(handler, "parsed_fn_signature", None)]
    given = [provided.parsed_fn_signature for provided in (getattr(handler, "dependencies", None) or {}).values()]
    parameters = [each for signature in (*own, *given) if signature for each in signature.parameters.items()]
    for name, field in parameters:
        if name in _GIVEN or type(field.kwarg_definition).__name__ != "QueryParameter":
            continue
        shown_name = field.kwarg_definition.name or name
        text = _text(known, shown_name)
        schema = {"type": "array", "items": text} if "list[" in str(field.annotation) else text
        if field.annotation is int or "int |" in str(field.annotation):
            schema = {"anyOf": [{"type": "integer"}, text]}
        yield {"in": "query", "name": shown_name, "schema": schema}


def _odata(known: Known) -> Iterator[Json]:
    del known
    for name in _ODATA:
        yield {"in": "query", "name": name, "schema": _text(_ODATA, name)}


def _body(handler: Any, known: Known, schemas: Json) -> Json | None:
    parameters = handler.parsed_fn_signature.parameters
    if "body" in parameters:
        media_type, kind = _RAW[str(handler.fn.func.__name__ if hasattr(handler.fn, "func") else handler.fn.__name__)]
    elif "data" in parameters:
        media_type, kind = parameters["data"].kwarg_definition.media_type.value, parameters["data"].annotation
    else:
        return None
    schema = _PACKAGE if kind is None else _schema(kind, known, schemas)
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _schema(kind: Any, known: Known, schemas: Json) -> Json:
    """The schema of a type, its parts under names of their own among the schemas."""
    if not hasattr(kind, "__struct_fields__"):
        return {"type": "object", "additionalProperties": {"type": "string"}}
    prefix = f"{kind.__module__}.".replace(".", "_")
    (schema,), parts = msgspec.json.schema_components(
        (kind,), schema_hook=_file, ref_template=f"#/components/schemas/{prefix}{{name}}"
    )
    for name, part in parts.items():
        for property_name, property_schema in part.get("properties", {}).items():
            snake = re.sub(r"(?<!^)(?=[A-Z])", "_", property_name).lower()
            if "string" in (
                property_schema.get("type"),
                *(each.get("type") for each in property_schema.get("anyOf", ())),
            ):
                values = [*known.get(property_name, known.get(snake, ()))]
                if values:
                    part["properties"][property_name] = {"anyOf": [{"enum": values}, property_schema]}
        schemas[f"{prefix}{name}"] = part
    return dict(schema)


def _file(kind: type) -> Json:
    """The schema of what msgspec knows none of: a file that is sent with a form."""
    assert kind is UploadFile
    return _PACKAGE


def _text(known: Known, name: str) -> Json:
    """Any text, and every other time one that is known."""
    text: Json = {"type": "string"}
    values = list(known.get(name, ()))
    return {"anyOf": [{"enum": values}, text]} if values else text
