"""Making the changes of a comparison: OLD with its changes says what NEW says."""

from __future__ import annotations

import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from teamshelf.document import split_pointer
from teamshelf.update.differences import APPEND
from teamshelf.update.matching import PLAIN, Shape, canonical_bytes, manifest_shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.update.change import Change


def apply(old: Any, changes: Iterable[Change]) -> Any:
    """A copy of a decoded manifest with the changes made; changes of other files are passed over.

    The outcome says what NEW says. What says nothing may differ: the order of lists in which places do not matter,
    what is in a list twice, and empty lists and objects.

    Raises:
        LookupError: a change is about a place that is not there.

    >>> from teamshelf import compare
    >>> new = apply({"version": "1.0.0"}, compare(b'{"version": "1.0.0"}', b'{"version": "1.1.0"}').changes)
    >>> new["version"]
    '1.1.0'
    """
    value = copy.deepcopy(old)
    lists: dict[int, _List] = {}
    # Every place is looked up before any list changes, because places count in OLD.
    for change in changes:
        if change.file is not None:
            continue
        *way, last = split_pointer(change.place)
        try:
            parent = _parent(value, way, last, makes=change.op == "add")
            if isinstance(parent, list):
                lists.setdefault(id(parent), _List(parent, _shape_of_items(way))).take(last, change)
            elif change.op == "remove":
                del parent[last]
            else:
                parent[last] = copy.deepcopy(change.new)
        except (TypeError, ValueError) as error:  # a text where an object was to be, and the like
            raise LookupError(f"there is no {change.place} to change") from error
    for each in lists.values():
        each.settle()
    return value


class _List:
    """A list and what is to be done to it."""

    def __init__(self, items: list[Any], shape: Shape) -> None:
        self._items = items
        self._shape = shape
        self._gone: set[int] = set()
        self._come: list[tuple[int, Any]] = []

    @cached_property
    def _places(self) -> dict[bytes, list[int]]:
        """Where each value stands, before anything is done."""
        places: dict[bytes, list[int]] = {}
        for index, value in enumerate(self._items):
            places.setdefault(canonical_bytes(value, self._shape), []).append(index)
        return places

    def take(self, last: str, change: Change) -> None:
        """Note a change of an item; replacing does not shift the others, and is done at once."""
        target = int(change.pointer.rpartition("/")[2])
        if change.op == "add":
            self._come.append((target, copy.deepcopy(change.new)))
            return
        index = int(last)
        value = self._items[index]
        if change.subject.path:  # an entry of a set, of which every repetition goes
            same = self._places[canonical_bytes(value, self._shape)]
            self._gone.update(at for at in same if at != index)
        if change.op == "replace":
            self._items[index] = copy.deepcopy(change.new)
            return
        self._gone.add(index)
        if change.op == "move":
            self._come.append((target, value))

    def settle(self) -> None:
        """Take out what goes or moves, then put in what comes, each at its place in NEW."""
        kept = [each for index, each in enumerate(self._items) if index not in self._gone]
        for index, value in sorted(self._come, key=lambda each: each[0]):
            kept.insert(index, value)
        self._items[:] = kept


def _parent(value: Any, way: list[str], last: str, *, makes: bool) -> Any:
    """The object or list that holds a place; for what is added, those that are missing on the way are made."""
    for number, step in enumerate(way):
        if isinstance(value, list):
            value = value[int(step)]
        elif makes and step not in value:
            value[step] = [] if number == len(way) - 1 and last == APPEND else {}
            value = value[step]
        else:
            value = value[step]
    return value


def _shape_of_items(way: list[str]) -> Shape:
    """The shape of the items of the list at a place in a manifest."""
    shape = manifest_shape()
    for step in way:
        shape = (shape.of if shape.is_list else shape.members.get(step)) or PLAIN
    return shape.of or PLAIN
