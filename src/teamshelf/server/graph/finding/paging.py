"""Lists cut into pages. A page ends with a token that says after what the next one begins, not how far in it is.

So nothing is shown twice and nothing is left out when apps come and go between two pages.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from teamshelf.server.graph.odata.evaluating import value_at
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.resources.projecting import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teamshelf.server.graph.odata.evaluating import Resource
    from teamshelf.server.graph.odata.options import Order

PAGE = 1000
"""Resources on a page at most. Graph does not page these collections; beyond this many, memory decides otherwise."""


class Page(Struct, frozen=True):
    """A part of a list.

    Attributes:
        count: how many the whole list has; None where nobody asked.
        token: after what the next page begins; None where there is none.
    """

    items: list[Resource]
    count: int | None = None
    token: str | None = None


class Place(Struct, frozen=True, array_like=True):
    """Where a page ended: the keys of its order, and the id of its last resource."""

    keys: list[str | float | bool | None]
    id: str


def read_place(token: str) -> Place:
    """Where a page ended.

    Raises:
        QueryFault: the token is none of ours.
    """
    try:
        return msgspec.json.decode(urlsafe_b64decode(token), type=Place)
    except (Error, ValueError, msgspec.DecodeError):
        raise QueryFault("$skiptoken", "it is none that this server has written") from None


def write_place(place: Place) -> str:
    """The token that says where a page ended."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode()


def size_of(top: int | None) -> int:
    """How many resources a page has: as many as asked for, within reason."""
    return PAGE if top is None else min(top, PAGE)


def place_of(resource: Resource, order: Sequence[Order]) -> Place:
    """Where a page ends that ends with this resource."""
    keys = [value_at(resource, key.names) for key in order]
    return Place([key.isoformat() if hasattr(key, "isoformat") else key for key in keys], resource["id"])


def ordered_after(places: list[Place], order: Sequence[Order], after: Place | None) -> list[Place]:
    """The places in the order of the keys, ids deciding between equals, as far as they come after one of them.

    Raises:
        QueryFault: the place was written for another order.
    """
    if after is not None and len(after.keys) != len(order):
        raise QueryFault("$skiptoken", "it was written for another order")

    def compare(one: Place, other: Place) -> int:
        return _compare(one, other, order)

    places = sorted(places, key=cmp_to_key(compare))
    return places if after is None else [place for place in places if compare(place, after) > 0]


def _compare(one: Place, other: Place, order: Sequence[Order]) -> int:
    for key, left, right in zip(order, one.keys, other.keys, strict=True):
        before, after = _key(left), _key(right)
        if before != after:
            return 1 if (before > after) != key.descends else -1
    return (one.id > other.id) - (one.id < other.id)


def _key(value: Any) -> tuple[str, Any]:
    """The kind comes first, so that a token somebody has made up compares with anything."""
    is_there, key = sort_key(value)
    return (f"{is_there:d}{type(key).__name__}", key)
