"""Valid documents of a schema: small ones that reach a place, and full ones that have everything at once."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING, Any

from tests.oracle.places import conditionals_of
from tests.oracle.texts import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle.official import Schema
    from tests.oracle.places import Path

Way = dict[str, Any]
"""Members that an object has in one of the forms that its conditions allow, some with the value that it takes."""

_SMALLEST = object()


def documents_reaching(schema: Schema, path: Path, accepted: Callable[[Any], bool]) -> list[Any]:
    """Small valid documents in which the path is there, one for each form that the objects on the way can have."""
    found: list[Any] = []
    for document in _values(schema, path):
        if document not in found and accepted(document):
            found.append(document)
    return found


def full_documents(schema: Schema, accepted: Callable[[Any], bool]) -> list[Any]:
    """Valid documents with every property that can stand together; between them they have each alternative."""
    found: list[Any] = []
    for alternative in range(3):
        document = _full(schema, alternative)
        if document not in found and accepted(document):
            found.append(document)
    return found


def smallest(schema: Schema) -> Any:
    """The smallest value that a schema accepts; its arrays have an item, so that there is one to look at."""
    return next(_values(schema, ()))


def items_of(schema: Schema, number: int) -> list[Any]:
    """Items of an array: valid ones, and different from one another as far as the schema has so many values."""
    return list(islice(_different(schema), number))


def _values(schema: Schema, path: Path) -> Iterator[Any]:
    kind = _kind(schema)
    if kind == "object":
        for way in _ways(schema):
            yield from _objects(schema, way, path)
    elif kind == "array":
        items = items_of(schema["items"], max(schema.get("minItems", 0), 1))
        for first in _values(schema["items"], path[1:]):
            yield [first, *items[1:]]
    else:
        yield next(_different(schema))


def _objects(schema: Schema, way: Way, path: Path) -> Iterator[dict[str, Any]]:
    reached = path[:1]
    names = {**dict.fromkeys(schema.get("required", ()), _SMALLEST), **dict.fromkeys(reached, _SMALLEST), **way}
    for name in schema["properties"]:
        if len(names) < schema.get("minProperties", 0) and name not in schema.get("dependencies", ()):
            names.setdefault(name, _SMALLEST)
    members = _members(schema, names)
    if not all(name in members for name in names):
        return
    made = {
        name: smallest(members[name]) if value is _SMALLEST else value
        for name, value in names.items()
        if name not in reached
    }
    if not reached:
        yield made
    elif way.get(path[0], _SMALLEST) is not _SMALLEST:
        yield {**made, path[0]: way[path[0]]}
    else:
        for value in _values(members[path[0]], path[1:]):
            yield {**made, path[0]: value}


def _ways(schema: Schema) -> Iterator[Way]:
    """The forms of an object; a form that cannot be is dropped when it turns out not to be valid."""
    alternatives = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    for alternative in alternatives:
        yield dict.fromkeys(alternative["required"], _SMALLEST)
    if not alternatives:
        yield {}
    for name, tied in schema.get("dependencies", {}).items():
        for condition in (tied, *conditionals_of(tied)):
            yield dict.fromkeys((name, *condition.get("required", ())), _SMALLEST)
    for name in schema.get("if", {}).get("properties", ()):
        for value in schema["properties"][name]["enum"]:
            yield {name: value}
            yield {name: value, **dict.fromkeys(schema["then"]["required"], _SMALLEST)}


def _members(schema: Schema, names: Way) -> dict[str, Schema]:
    """The schemas of the members of an object that has the named ones."""
    members: dict[str, Schema] = schema["properties"]
    for name, tied in schema.get("dependencies", {}).items():
        if name in names:
            for member, narrower in tied.get("properties", {}).items():
                members = {**members, member: _both(members[member], narrower)}
    return members


def _both(one: Schema, other: Schema) -> Schema:
    """A schema of values that both schemas accept, as far as making such values needs it."""
    both = {**one, **other}
    if "properties" in one and "properties" in other:
        closed = [schema["properties"] for schema in (one, other) if schema.get("additionalProperties") is False]
        properties = {**one["properties"], **other["properties"]}
        for name in list(properties):
            if not all(name in names for names in closed):
                del properties[name]
            elif name in one["properties"] and name in other["properties"]:
                properties[name] = _both(one["properties"][name], other["properties"][name])
        both["properties"] = properties
        both["required"] = list({**dict.fromkeys(one.get("required", ())), **dict.fromkeys(other.get("required", ()))})
    if "items" in one and "items" in other:
        both["items"] = _both(one["items"], other["items"])
    return both


def _full(schema: Schema, alternative: int) -> Any:
    kind = _kind(schema)
    if kind == "array":
        items = items_of(schema["items"], max(schema.get("minItems", 0), 1))
        return [_full(schema["items"], alternative), *items[1:]]
    if kind != "object":
        return smallest(schema)
    members = _members(schema, schema["properties"])
    for left_out in _left_out(schema, alternative):
        members = {name: member for name, member in members.items() if name != left_out}
    return {name: _full(member, alternative) for name, member in members.items()}


def _left_out(schema: Schema, alternative: int) -> set[str]:
    """The members that cannot stand beside those of one alternative."""
    alternatives = schema.get("oneOf") or [item for item in schema.get("anyOf", ()) if "not" in item]
    if not alternatives:
        return set()
    chosen = alternatives[alternative % len(alternatives)]["required"]
    return {name for item in alternatives for name in item["required"] if name not in chosen}


def _different(schema: Schema) -> Iterator[Any]:
    """Endless valid values, different from one another as far as there are so many."""
    kind = _kind(schema)
    if "const" in schema:
        yield from _again([schema["const"]])
    elif "enum" in schema:
        yield from _again([value for value in schema["enum"] if value is not None])
    elif kind == "boolean":
        yield from _again([True, False])
    elif kind in {"integer", "number"}:
        yield from count(schema.get("minimum", 0))
    elif kind == "object":
        yield from _different_objects(schema)
    elif kind == "array":
        yield from _again([smallest(schema)])
    else:
        shape = shape_of(schema)
        least = schema.get("minLength", 0)
        yield from (text if len(text) >= least else shape.of_length(least) for text in map(shape.number, count()))


def _different_objects(schema: Schema) -> Iterator[Any]:
    made = smallest(schema)
    told_apart = [
        name for name, member in schema["properties"].items() if _kind(member) == "string" and "enum" not in member
    ]
    if not told_apart:
        yield from _again([made])
        return
    name = next((name for name in told_apart if name in made), told_apart[0])
    for value in _different(schema["properties"][name]):
        yield {**made, name: value}


def _again(values: list[Any]) -> Iterator[Any]:
    while True:
        yield from values


def _kind(schema: Schema) -> str:
    kind: str | list[str] = schema.get("type", "string")
    return kind if isinstance(kind, str) else kind[0]
