"""Where each value of a JSON text stands: a tree of the same shape as the values, kept as character offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""What a JSON text says, in Python's own types."""


class Place(Struct, gc=False):
    """The characters ``start`` up to ``end`` of one value, and the places inside it."""

    start: int
    end: int
    inside: dict[str, Member] | list[Place] | None = None


class Member(Struct, gc=False):
    """The characters of the name of one property, quotes included, and the place of its value."""

    name_start: int
    name_end: int
    value: Place


class Found(Struct, frozen=True):
    """How far a path leads into a tree.

    Attributes:
        place: of the value at the end of the path, or of its nearest ancestor that is there.
        member: set when that value is a property of an object.
        exact: whether the path was followed to its end.
    """

    place: Place
    member: Member | None
    exact: bool


def follow(place: Place, steps: Iterable[str]) -> Found:
    """Walk from a value along property names and array indices, as far as they lead."""
    member: Member | None = None
    for step in steps:
        inside = place.inside
        if isinstance(inside, dict) and step in inside:
            member = inside[step]
            place = member.value
        elif isinstance(inside, list) and _is_index(step) and int(step) < len(inside):
            member = None
            place = inside[int(step)]
        else:
            return Found(place, member, exact=False)
    return Found(place, member, exact=True)


def _is_index(step: str) -> bool:
    """Whether a step of a pointer may name an item: decimal, no leading zeros (RFC 6901, section 4)."""
    return step.isascii() and step.isdecimal() and (step == "0" or step[0] != "0") and len(step) <= 9  # noqa: PLR2004
