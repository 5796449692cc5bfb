"""The places of a document, and what any schema of any version claims about each.

A place is a path without indexes, such as ``("bots", ITEM, "botId")``. The limits that a test must step over at a place
are not only those of the schema it tests: a limit that only another version has, or only our schema, shows itself when
the official schema is asked about it as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from tests.oracle.official import LIST_OF_SCHEMAS, ONE_SCHEMA, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ITEM = "[]"
"""The step of a path from an array to each of its items."""

Path = tuple[str, ...]


_ABOUT = {
    "minLength": "lengths",
    "maxLength": "lengths",
    "minItems": "counts",
    "maxItems": "counts",
    "minProperties": "counts",
    "minimum": "bounds",
    "maximum": "bounds",
    "pattern": "patterns",
    "format": "formats",
}
_TRIED_ANYWAY = {"type", "items", "additionalProperties", "uniqueItems"}
_CONDITIONS = {"dependencies", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"}


class Claims(Struct):
    """What schemas say of the value at one place.

    Attributes:
        lengths: least and greatest lengths of a text.
        counts: least and greatest numbers of items or members.
        bounds: least and greatest numbers.
        patterns, formats: of a text.
        choices: values it may take.
        members: the names an object may have, each with a schema of its value.
        tied: the names whose presence depends on other members.
    """

    lengths: set[int] = field(default_factory=set)
    counts: set[int] = field(default_factory=set)
    bounds: set[float] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    formats: set[str] = field(default_factory=set)
    choices: list[Any] = field(default_factory=list)
    members: dict[str, Schema] = field(default_factory=dict)
    tied: set[str] = field(default_factory=set)

    def add(self, schema: Schema) -> None:
        """Take in what one schema says; a keyword that the oracle cannot step over is refused."""
        for keyword, value in schema.items():
            if keyword in _ABOUT:
                getattr(self, _ABOUT[keyword]).add(value)
            elif keyword in {"enum", "const"}:
                choices = value if keyword == "enum" else [value]
                self.choices += [choice for choice in choices if choice not in self.choices]
            elif keyword == "properties":
                self.members = {**value, **self.members}
            elif keyword == "required":
                self.members = {**{name: {} for name in value}, **self.members}
            else:
                assert keyword in _TRIED_ANYWAY | _CONDITIONS, keyword
        self.tied |= {*schema.get("dependencies", ())}.union(*map(names_in, conditionals_of(schema)))


def claims_of(schemas: Iterable[Schema]) -> dict[Path, Claims]:
    """What all the schemas together claim, by place."""
    claims: dict[Path, Claims] = {}
    for schema in schemas:
        for path, part in places_of(schema):
            claims.setdefault(path, Claims()).add(part)
    return claims


def places_of(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Each place of a schema with the schema of its value; several times where several schemas apply."""
    yield path, schema
    for name, member in schema.get("properties", {}).items():
        yield from places_of(member, (*path, name))
    if "items" in schema:
        yield from places_of(schema["items"], (*path, ITEM))
    for conditional in conditionals_of(schema):
        yield from places_of(conditional, path)


def conditionals_of(schema: Schema) -> Iterator[Schema]:
    """The schemas that apply to the same value, if only under a condition."""
    for keyword in LIST_OF_SCHEMAS:
        yield from schema.get(keyword, ())
    for keyword in ONE_SCHEMA[2:]:
        if keyword in schema:
            yield schema[keyword]
    yield from schema.get("dependencies", {}).values()


def names_in(schema: Schema) -> set[str]:
    """The members that a condition is about."""
    names = {*schema.get("required", ()), *schema.get("properties", ())}
    return names.union(*(names_in(part) for part in conditionals_of(schema)))
