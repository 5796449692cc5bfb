"""The JSON Schema of any manifest version, derived from the model, and its compiled form.

The schema is draft-07: the newest draft that every editor understands. What the classes of the model say in a version
becomes one definition each; where Microsoft's own schemas hide a keyword from strict validators (``const`` and
``if``/``then`` under a draft-04 header, keywords beside ``$ref``), this one means it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from teamshelf.model.constraints import AtLeastOneOf, Constraint, ExactlyOneOf, ItemsBecome, RequiredFor, Requires
from teamshelf.model.facts import (
    JSON_TYPES,
    Facts,
    ManifestObject,
    Property,
    at,
    constraints_of,
    is_open,
    item_type,
    min_properties_of,
    properties_of,
    value_type,
    values_at,
)
from teamshelf.versions import ALL_VERSIONS, VersionRange

if TYPE_CHECKING:
    import jsonschema_rs

DRAFT = "http://json-schema.org/draft-07/schema#"

_KEYWORDS = (
    ("pattern", "pattern"),
    ("format", "format"),
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("min_items", "minItems"),
    ("max_items", "maxItems"),
    ("unique", "uniqueItems"),
)


def manifest_schema(version: str, *, annotated: bool = True) -> dict[str, Any]:
    """The schema of the manifest in one version, for people and editors.

    Args:
        version: one of :data:`teamshelf.versions.ALL_VERSIONS`.
        annotated: with titles, descriptions and defaults; without them it judges the same and is built faster.

    Raises:
        ValueError: there is no such version.
    """
    if version not in ALL_VERSIONS:
        raise ValueError(f"there is no manifest version {version!r}")
    from teamshelf.model.manifest import Manifest  # the classes are built when a schema is wanted, not before

    builder = _Builder(version, annotated=annotated)
    root = builder.object_schema(Manifest)
    head: dict[str, Any] = {"$schema": DRAFT}
    if annotated:
        head["title"] = f"Microsoft Teams app manifest {version}"
    return {**head, **root, "definitions": builder.definitions}


@lru_cache(maxsize=len(ALL_VERSIONS))
def manifest_validator(version: str) -> jsonschema_rs.Draft7Validator:
    """The compiled schema of one manifest version; compiled once a process, and only for the version asked for."""
    import jsonschema_rs

    return jsonschema_rs.Draft7Validator(manifest_schema(version, annotated=False), validate_formats=True, offline=True)


class _Builder:
    """Collects the definitions that the schema of one version needs, each once."""

    def __init__(self, version: str, *, annotated: bool) -> None:
        self.version = version
        self.annotated = annotated
        self.definitions: dict[str, Any] = {}

    def object_schema(self, cls: type[ManifestObject]) -> dict[str, Any]:
        """The schema of one class of the model."""
        schema: dict[str, Any] = {"type": "object"}
        if self.annotated and cls.__doc__:
            schema["description"] = _unwrapped(cls.__doc__)
        members: dict[str, Any] = {}
        required: list[str] = []
        for name, declared in properties_of(cls).items():
            if self.version in declared.versions:
                members[name] = self.property_schema(declared)
                if self.version in declared.required:
                    required.append(name)
        schema["properties"] = members
        if required:
            schema["required"] = required
        if not is_open(cls, self.version):
            schema["additionalProperties"] = False
        least = min_properties_of(cls, self.version)
        if least is not None:
            schema["minProperties"] = least
        self._tie(schema, constraints_of(cls))
        return schema

    def property_schema(self, declared: Property) -> dict[str, Any]:
        """The schema of one property; what it is for stands beside it when the schema is annotated."""
        schema = self._value_schema(declared.annotation, declared.facts)
        if self.version in declared.nullable:
            schema["type"] = [schema["type"], "null"]
        if self.annotated:
            from teamshelf.model.reference import described, titled

            schema = {"title": titled(declared), "description": described(declared, self.version), **schema}
            default = declared.default_at(self.version)
            if default is not None:
                schema["default"] = list(default) if isinstance(default, tuple) else default
        return schema

    def _value_schema(self, annotation: Any, facts: Facts) -> dict[str, Any]:
        item = item_type(annotation)
        if item is not None:
            schema = {"type": "array", **self._limits(facts)}
            schema["items"] = self._value_schema(item, facts.each or _NO_FACTS)
            return schema
        python_type = value_type(annotation)
        if python_type in JSON_TYPES:
            return {"type": JSON_TYPES[python_type], **self._limits(facts)}
        return {"$ref": self._definition(python_type)}

    def _definition(self, cls: type[ManifestObject]) -> str:
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = self.object_schema(cls)
        return f"#/definitions/{name}"

    def _limits(self, facts: Facts) -> dict[str, Any]:
        limits: dict[str, Any] = {}
        if facts is _NO_FACTS:
            return limits
        values = values_at(facts, self.version)
        if values:
            limits["enum"] = list(values)
        kind = at(facts.kind, self.version)
        if kind is not None:
            if kind.pattern:
                limits["pattern"] = kind.pattern
            if kind.max_length:
                limits["maxLength"] = kind.max_length
        for attribute, keyword in _KEYWORDS:
            fact = getattr(facts, attribute)
            if fact is not None:
                value = at(fact, self.version)
                if value is not None:
                    limits[keyword] = value
        return limits

    def _tie(self, schema: dict[str, Any], constraints: tuple[Constraint, ...]) -> None:
        """Add what ties members together; ``allOf`` where one keyword is wanted twice."""
        for constraint in constraints:
            if self.version not in VersionRange.parse(constraint.versions):
                continue
            match constraint:
                case ExactlyOneOf(names):
                    schema["oneOf"] = [{"required": [name]} for name in names]
                case AtLeastOneOf(groups):
                    schema["anyOf"] = [{"required": list(group)} for group in groups]
                case Requires(name, groups):
                    wanted = [{"required": list(group)} for group in groups]
                    tied = wanted[0] if len(wanted) == 1 else {"anyOf": wanted}
                    schema.setdefault("dependencies", {})[name] = tied
                case ItemsBecome(name, items, becomes):
                    more = {"properties": {items: {"items": {"$ref": self._definition(becomes)}}}}
                    schema.setdefault("dependencies", {})[name] = more
                case RequiredFor(name, values, required):
                    known = [value for value, text in values.items() if self.version in VersionRange.parse(text)]
                    schema["if"] = {"properties": {name: {"enum": known}}, "required": [name]}
                    schema["then"] = {"required": [required]}


_NO_FACTS = Facts()


def _unwrapped(docstring: str) -> str:
    return " ".join(docstring.split())
