"""Language files on both sides of everything that the official schemas say of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.oracle.neighbours import OF_EVERY_TYPE, other_texts
from tests.oracle.places import ITEM, Claims, Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.oracle.official import Schema

INDEXES = (
    *("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "14", "15", "16", "19", "20", "99", "100"),
    *(
        "127",
        "128",
        "129",
        "130",
        "149",
        "150",
        "200",
        "1000",
        "00",
        "01",
        "012",
        "-1",
        "+1",
        " 1",
        "1.0",
        "",
        "x",
        "٣",
    ),
)
TOKEN_TABLES: tuple[Any, ...] = (
    *({}, {"[[A]]": "a"}, {"[[_a9]]": ""}, {"[[A]]": 1}, {"[[A]]": None}, {"[[9]]": 1}, {"[[A]]x": 1}, {"x[[A]]": 1}),
    *({"[A]": 1}, {"A": 1}, {"[[A]]\n": 1}, {"[[]]": 1}, {"[[A-B]]": 1}, {"[[A]]": "a", "[[B]]": 2}),
)
FITTING = ("abc", "https://a")
"""Texts of which each key takes one: the first where any text will do, the second where it must be a URL."""

_INDEX = re.compile(r"\\\[(?:.+?)\\?\](?=\\?\.|\$|$)")


def key_form(pattern: str) -> str:
    """A key of a schema with ``[]`` for each index, from the regular expression it is written as."""
    if not pattern.startswith("^"):
        return pattern
    return _INDEX.sub("[]", pattern).removeprefix("^").removesuffix("$").replace("\\.", ".")


def manifest_path(form: str) -> Path:
    """The place of the manifest that such a key is about."""
    return tuple(form.replace("[]", f".{ITEM}").split("."))


def values_by_key(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The schemas of the values in a schema of language files, by the form of their keys."""
    for pattern, value in (*schema["properties"].items(), *schema["patternProperties"].items()):
        yield key_form(pattern), value


def claims_by_key(schemas: Iterable[Schema]) -> dict[str, Claims]:
    """What all the schemas together claim of the value at each key."""
    claims: dict[str, Claims] = {}
    for schema in schemas:
        for form, value in values_by_key(schema):
            claims.setdefault(form, Claims()).add({name: said for name, said in value.items() if "Prop" not in name})
    return claims


def language_files(schema: Schema, claims: dict[str, Claims]) -> Iterator[tuple[str, Any]]:
    """Language files of one schema, each with the key that is tried: right and wrong keys, right and wrong values."""
    complete = dict.fromkeys(schema.get("required", ()), "abc")
    yield from (("", other) for other in OF_EVERY_TYPE)
    known = dict(values_by_key(schema))
    for form, claim in claims.items():
        first = form.replace("[]", "[0]")
        yield form, {name: text for name, text in complete.items() if name != form}
        for text in FITTING if claim.patterns else FITTING[:1]:
            for key in keys_of(form) if form in known else (first,):
                yield form, {**complete, key: text}
        values = (*OF_EVERY_TYPE, *TOKEN_TABLES, *other_texts("abc", known.get(form, {}), claim))
        yield from ((form, {**complete, first: value}) for value in values)


def keys_of(form: str) -> Iterator[str]:
    """Keys of one form with all sorts of indexes, and keys that are almost of it."""
    first = form.replace("[]", "[0]")
    for index in INDEXES:
        yield form.replace("[]", f"[{index}]")
        for place in re.finditer(r"\[\]", form):
            yield f"{form[: place.start()]}[{index}]{form[place.end() :]}".replace("[]", "[0]")
    for character in "xX/_- ":
        yield from (f"{first}{character}", f"{character}{first}")
        for dot in re.finditer(r"\.", first):
            yield f"{first[: dot.start()]}{character}{first[dot.end() :]}"
    yield from (f"{first}.x", f"x.{first}", f"{first}\n", f"\n{first}", f"{first}[0]", first.lower(), first.upper())
    yield from (first[:-1], first[1:], form, form.replace("[]", ""), first.replace("[0]", ".0"), f"{first}x.url")
