"""A message extension that calls an API, as the rules about such extensions show it in their examples."""

from __future__ import annotations

from typing import Any

FILE = "openapi.json"

COMMAND: dict[str, Any] = {
    "id": "findOrder",
    "title": "Find order",
    "apiResponseRenderingTemplateFile": "order.json",
    "parameters": [{"name": "number", "title": "Number"}],
}

OPERATION: dict[str, Any] = {
    "operationId": "findOrder",
    "parameters": [{"name": "number", "in": "query", "required": True, "schema": {"type": "string"}}],
    "responses": {"200": {"description": "The order", "content": {"application/json": {}}}},
}


def manifest(**extension: Any) -> dict[str, Any]:
    """The members of a manifest with such an extension; a member that is None is left out."""
    members = {"composeExtensionType": "apiBased", "apiSpecificationFile": FILE, "commands": [COMMAND], **extension}
    return {"composeExtensions": [{name: value for name, value in members.items() if value is not None}]}


def command(**members: Any) -> dict[str, Any]:
    """The members of a manifest whose command has other members; one that is None is left out."""
    changed = {**COMMAND, **members}
    return manifest(commands=[{name: value for name, value in changed.items() if value is not None}])


def authorization(auth_type: str, **configuration: Any) -> dict[str, Any]:
    """The members of a manifest whose extension authenticates to its API."""
    return manifest(authorization={"authType": auth_type, **configuration})


def files(
    method: str = "get", *, servers: Any = "https://api.example.com", version: str = "3.0.3", **operation: Any
) -> dict[str, Any]:
    """The files of its package: the description of an API with one operation, whose members may differ."""
    listed = [{"url": servers}] if isinstance(servers, str) else servers
    described = {
        "openapi": version,
        "info": {"title": "Orders", "version": "1"},
        "servers": listed,
        "paths": {"/orders": {method: {**OPERATION, **operation}}},
    }
    return {FILE: described, "order.json": {"version": "1.0"}}


def with_body(schema: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    """The files where the operation is called with a body."""
    return files("post", parameters=[], requestBody={"content": {media_type: {"schema": schema}}})
