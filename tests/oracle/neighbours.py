"""The neighbours of a valid document: the same with one value changed, to either side of everything that limits it."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from tests.oracle.documents import documents_reaching, full_documents, items_of, smallest
from tests.oracle.places import ITEM, places_of
from tests.oracle.texts import SHAPES, URI, near_misses, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.oracle.official import Schema
    from tests.oracle.places import Claims, Path

OF_EVERY_TYPE: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.0, 1.5),
    *("", "a", "1", "true", "null"),
    *([], ["a"], [None], {}, {"a": 1}),
)
NOT_ASCII = "\U0001d7d8"
"""One character, two UTF-16 units, four bytes: it tells what a length counts."""


def manifests(
    schema: Schema, accepted: Callable[[Any], bool], claims: Mapping[Path, Claims]
) -> Iterator[tuple[str, Any]]:
    """Every valid document of a manifest schema with all its neighbours, each with the place that is changed."""
    for document in full_documents(schema, accepted):
        yield "", document
        yield from (("", other) for other in neighbours(document, (), schema, claims[()]))
    first_at = dict(reversed(list(places_of(schema))))
    for path, part in first_at.items():
        documents = documents_reaching(schema, path, accepted)
        assert documents, f"no valid document reaches {'.'.join(path)}"
        for document in documents:
            yield from ((".".join(path), other) for other in neighbours(document, path, part, claims[path]))


def neighbours(document: Any, path: Path, schema: Schema, claims: Claims) -> Iterator[Any]:
    """The document with other values at one place, where it has a valid one of the given schema.

    It is the same object each time, changed in between: look at it, but do not keep it.
    """
    if not path:
        yield from _other_values(document, schema, claims)
        return
    parent = document
    *way, last = (0 if step == ITEM else step for step in path)
    for step in way:
        parent = parent[step]
    value = parent[last]
    for other in _other_values(value, schema, claims):
        parent[last] = other
        yield document
    parent[last] = value


def _other_values(value: Any, schema: Schema, claims: Claims) -> Iterator[Any]:
    yield from (*OF_EVERY_TYPE, [value], {"a": value})
    for choice in claims.choices:
        yield choice
        if isinstance(choice, str):
            yield from (choice.lower(), choice.upper(), choice.swapcase(), choice[:1].swapcase() + choice[1:])
            yield from (f"{choice} ", f" {choice}", f"{choice}\n", choice[:-1])
    for bound in claims.bounds:
        yield from (bound - 1, bound - 0.5, bound, float(bound), bound + 0.5, bound + 1)
    match value:
        case str():
            yield from other_texts(value, schema, claims)
        case list():
            yield from _other_arrays(schema, claims)
        case dict():
            yield from _other_objects(value, schema, claims)


def other_texts(value: str, schema: Schema, claims: Claims) -> Iterator[str]:
    """Texts of all lengths and shapes that anybody asks for there, and such as nearly are."""
    shape = shape_of(schema)
    for limit in claims.lengths:
        for length in (limit - 1, limit, limit + 1):
            text = shape.of_length(max(length, 0))
            if text is not None:
                yield from (text, text + NOT_ASCII, text[:-1] + NOT_ASCII)
    shapes = [*(SHAPES[pattern] for pattern in claims.patterns), *(URI for _ in claims.formats)]
    for text in {value, *(sample for known in shapes for sample in (known.number(7), *known.samples))}:
        yield text
        if shapes:
            yield from near_misses(text)


def _other_arrays(schema: Schema, claims: Claims) -> Iterator[list[Any]]:
    item = smallest(schema["items"])
    yield [item, item]
    yield [*items_of(schema["items"], 2), item]
    for limit in claims.counts:
        for number in (limit - 1, limit, limit + 1):
            yield items_of(schema["items"], max(number, 0))


def _other_objects(value: dict[str, Any], schema: Schema, claims: Claims) -> Iterator[dict[str, Any]]:
    known = schema["properties"]
    members = {
        name: smallest(known.get(name) or {"type": "string", **member}) for name, member in claims.members.items()
    }
    for name in value:
        yield {other: member for other, member in value.items() if other != name}
    for name, member in members.items():
        yield {name: member}
        yield value | {name: member}
        yield value | {name.swapcase(): member}
        if name not in known:
            yield from (value | {name: other} for other in OF_EVERY_TYPE)
    yield from (value | {name: 1} for name in ("unknown", "", "$comment", "x-unknown"))
    yield from _tied_in_every_way(value, members, claims)


def _tied_in_every_way(value: dict[str, Any], members: dict[str, Any], claims: Claims) -> Iterator[dict[str, Any]]:
    """The object with each combination of the members whose presence depends on one another."""
    rest = {name: member for name, member in value.items() if name not in claims.tied}
    tied = sorted(claims.tied)
    for names in chain.from_iterable(combinations(tied, number) for number in range(len(tied) + 1)):
        yield rest | {name: value.get(name, members[name]) for name in names}
