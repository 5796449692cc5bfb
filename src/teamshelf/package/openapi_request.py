"""What the caller of an API's operation gives: parameters in the path, the query and so on, and a body.

An OpenAPI description spreads this over references and nested schemas, and Swagger 2.0 says it in other words. Here it
becomes a flat list of fields. How deep and how many are looked at is bounded, as schemas may lead in circles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import Struct

Steps: TypeAlias = tuple[str | int, ...]
"""The way from the root of a file to a value: property names and indexes, which make a JSON pointer."""

Follow: TypeAlias = Callable[[Any, Steps], tuple[Any, Steps]]
"""Gives what a value stands for and where that is, if the value is a reference; else the value itself."""

COMPOSING = ("oneOf", "anyOf", "allOf", "not")
"""The keywords by which a schema is put together from others."""

MAX_NESTING = 12
"""Objects inside each other that are looked at in a body."""

MAX_FIELDS = 1000
"""Properties that are looked at in a body."""

_IGNORED_HEADERS = frozenset(("accept", "content-type", "authorization"))
"""Header parameters that mean nothing: OpenAPI 3.0, Parameter Object."""


class Field(Struct, frozen=True):
    """A value that the caller of an operation gives.

    Attributes:
        names: its name; of a property in an object of the body, the names on the way to it; none for the whole body.
        location: ``path``, ``query``, ``header``, ``cookie``, ``formData`` or ``body``.
        required: it has to be given, and has no default.
        is_array: it is a list of values.
        steps: where it is described.
    """

    names: tuple[str, ...]
    location: str
    required: bool
    is_array: bool
    steps: Steps


class Composed(Struct, frozen=True):
    """A schema in the body that is put together from others.

    Attributes:
        field: the value it is the schema of.
        keyword: one of :data:`COMPOSING`.
        steps: where that keyword stands.
    """

    field: Field
    keyword: str
    steps: Steps


class MediaTypes(Struct, frozen=True):
    """The media types that a body may have, and where they are listed."""

    types: tuple[str, ...]
    steps: Steps


class Reference(Struct, frozen=True):
    """A ``$ref`` that leads nowhere in the file, and where it stands."""

    target: str
    steps: Steps


class Request:
    """Everything the caller of one operation gives.

    Attributes:
        fields: the values, parameters first.
        is_complete: whether :attr:`fields` are all there can be, which is not so where a schema cannot be followed.
        composed: the schemas in the body that are put together from others.
        broken: the references on the way that lead nowhere.
        body_types: the media types of the body; None when it has none, or when they are listed elsewhere.
        has_swagger_body: it has a body in the form of Swagger 2.0, whose media types are listed elsewhere.
    """

    def __init__(self, follow: Follow) -> None:
        self._follow_reference = follow
        self._parameters: dict[tuple[str, str], Field] = {}
        self._body: list[Field] = []
        self._looked_at = 0
        self.is_complete = True
        self.composed: list[Composed] = []
        self.broken: list[Reference] = []
        self.body_types: MediaTypes | None = None
        self.has_swagger_body = False

    @property
    def fields(self) -> list[Field]:
        """See above."""
        return [*self._parameters.values(), *self._body]

    def read_parameters(self, listed: Any, steps: Steps) -> None:
        """Add the parameters of a path or an operation; the latter come second and replace equal ones."""
        for index, written in enumerate(listed if isinstance(listed, list) else ()):
            value, at = self._follow(written, (*steps, index))
            name, location = (value.get("name"), value.get("in")) if isinstance(value, dict) else (None, None)
            if not isinstance(name, str) or not isinstance(location, str):
                self.is_complete = False
            elif location == "body":
                self.has_swagger_body = True
                self._read_whole_body(value.get("schema"), (*at, "schema"))
            elif location != "header" or name.lower() not in _IGNORED_HEADERS:
                self._parameters[location, name] = self._parameter(name, location, value, at)

    def read_body(self, written: Any, steps: Steps) -> None:
        """Add the body of an operation, in the form of OpenAPI 3."""
        value, at = self._follow(written, steps)
        content = value.get("content") if isinstance(value, dict) else None
        if not isinstance(content, dict) or not content:
            self.is_complete = False
            return
        at = (*at, "content")
        self.body_types = MediaTypes(tuple(content), at)
        media_type = next(filter(is_json, content), None)
        media = content.get(media_type)
        self._read_whole_body(
            media.get("schema") if isinstance(media, dict) else None, (*at, media_type or "", "schema")
        )

    def _parameter(self, name: str, location: str, value: dict[str, Any], steps: Steps) -> Field:
        schema, _ = self._follow(value.get("schema", value), (*steps, "schema"))
        has_default = "default" in value or (isinstance(schema, dict) and "default" in schema)
        required = (value.get("required") is True or location == "path") and not has_default
        return Field((name,), location, required, _is_array(schema), steps)

    def _read_whole_body(self, schema: Any, steps: Steps) -> None:
        self._read_schema(schema, Field((), "body", required=True, is_array=False, steps=steps))

    def _read_schema(self, written: Any, field: Field) -> None:
        """Add what a schema in the body asks for; ``field`` is what the object around it says of the value."""
        schema, at = self._follow(written, field.steps)
        self._looked_at += 1
        if not isinstance(schema, dict) or len(field.names) > MAX_NESTING or self._looked_at > MAX_FIELDS:
            self.is_complete = False
            return
        composing = [keyword for keyword in COMPOSING if keyword in schema]
        self.composed += [Composed(field, keyword, (*at, keyword)) for keyword in composing]
        if composing or schema.get("additionalProperties"):
            self.is_complete = False
        properties = schema.get("properties")
        if isinstance(properties, dict):
            listed = schema.get("required")
            for name, inner in properties.items():
                required = field.required and isinstance(listed, list) and name in listed
                where = (*at, "properties", name)
                self._read_schema(inner, Field((*field.names, name), "body", required, is_array=False, steps=where))
            return
        if not field.names:
            self.is_complete = False  # a body that is no object, or does not say what is in it
        if field.names or _is_array(schema):
            required = field.required and "default" not in schema
            self._body.append(Field(field.names, "body", required, _is_array(schema), field.steps))

    def _follow(self, value: Any, steps: Steps) -> tuple[Any, Steps]:
        found, at = self._follow_reference(value, steps)
        target = found.get("$ref") if isinstance(found, dict) else None
        if not isinstance(target, str):
            return found, at
        self.broken.append(Reference(target, (*at, "$ref")))
        return None, at


def is_json(media_type: str) -> bool:
    """Whether a media type is ``application/json``, with or without parameters.

    >>> is_json("application/json; charset=utf-8")
    True
    """
    return media_type.partition(";")[0].strip().lower() == "application/json"


def _is_array(schema: Any) -> bool:
    kind = schema.get("type") if isinstance(schema, dict) else None
    return kind == "array" or (isinstance(kind, list) and "array" in kind)
