"""What differs between two manifests, place by place: the comparison itself, before anybody puts it in words.

Objects are compared member by member, lists item by item as :mod:`teamshelf.update.matching` recognises them. Whole
parts that are equal are passed over in C, so that the cost is that of what differs. Each difference knows its place in
both files.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from teamshelf.update.matching import ALONE, PLAIN, Shape, canonical_bytes, encode_sorted, key_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from teamshelf.update.matching import Item

APPEND = "-"
"""The last step of a place behind the last item of a list (RFC 6901)."""

_encode = msgspec.json.encode
_CONTAINERS = (dict, list)
_MISSING = object()


class Subject(Struct, frozen=True, gc=False):
    """The innermost thing that a difference is about.

    Attributes:
        item: what kind of thing; None for the manifest itself.
        label: what people know it by; empty where there is nothing.
        path: the properties that lead from it to the difference.
    """

    item: Item | None = None
    label: str = ""
    path: tuple[str, ...] = ()


class Difference(Struct, frozen=True, kw_only=True, gc=False):
    """One difference.

    Attributes:
        op: ``add``, ``remove``, ``replace`` or ``move``.
        subject: what it is about.
        is_item: an item of a list came, went or moved, instead of a property.
        place: the pointer in OLD where it is to be made; ends in ``-`` for a new item of a list.
        old_pointer: of the value in OLD, None where there is none.
        new_pointer: of the value in NEW, None where there is none.
        old: the value in OLD.
        new: the value in NEW.
    """

    op: str
    subject: Subject
    is_item: bool = False
    place: str
    old_pointer: str | None
    new_pointer: str | None
    old: Any = None
    new: Any = None


def differences(old: Mapping[str, Any], new: Mapping[str, Any], shape: Shape) -> list[Difference]:
    """All differences between two decoded JSON objects of this shape, in the order of the files."""
    found: list[Difference] = []
    _Walk(found).objects(old, new, shape, _Here("", ""), Subject())
    return found


def is_same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; true is not 1, though Python thinks so."""
    kind = type(one)
    if kind is str:
        return bool(one == other)
    if kind is bool or type(other) is bool:
        return one is other
    if one != other:
        return False
    return kind not in _CONTAINERS or _encode(one) == _encode(other) or not _confuses_booleans(one, other)


def _confuses_booleans(one: Any, other: Any) -> bool:
    """Whether equal values differ in JSON after all."""
    if isinstance(one, dict):
        return any(_confuses_booleans(each, other[name]) for name, each in one.items())
    if isinstance(one, list):
        return any(map(_confuses_booleans, one, other))
    return isinstance(one, bool) is not isinstance(other, bool)


class _Here(NamedTuple):
    """A place in both files, as pointers."""

    old: str
    new: str

    def below(self, step: str) -> _Here:
        """The place one step further down."""
        return _Here(f"{self.old}/{step}", f"{self.new}/{step}")


class _Walk:
    """Goes through two values side by side and notes what differs."""

    def __init__(self, found: list[Difference]) -> None:
        self._found = found

    def objects(
        self, old: Mapping[str, Any], new: Mapping[str, Any], shape: Shape, here: _Here, subject: Subject
    ) -> None:
        """Compare the members of two objects."""
        for name, value in old.items():
            other = new.get(name, _MISSING)
            if value == other and (type(value) is str or is_same(value, other)):
                continue
            below, there = shape.members.get(name, PLAIN), here.below(_escaped(name))
            if other is _MISSING:
                self._gone(value, below, there, _into(subject, name))
            else:
                self._values(value, other, below, there, _into(subject, name))
        for name, value in new.items():
            if name not in old:
                below, there = shape.members.get(name, PLAIN), here.below(_escaped(name))
                self._come(value, below, there, _into(subject, name))

    def _values(self, old: Any, new: Any, shape: Shape, here: _Here, subject: Subject) -> None:
        if isinstance(old, dict) and isinstance(new, dict):
            self.objects(old, new, shape, here, subject)
        elif shape.is_list and isinstance(old, list) and isinstance(new, list):
            self._lists(old, new, shape, here, subject)
        else:
            self._replaced(old, new, here, subject)

    def _gone(self, value: Any, shape: Shape, here: _Here, subject: Subject) -> None:
        """A member is missing from NEW: as if what it holds were, if it holds lists of things that have names."""
        before = len(self._found)
        if shape.is_list and isinstance(value, list):
            self._lists(value, [], shape, here, subject)
        elif shape.holds_lists and isinstance(value, dict):
            self.objects(value, {}, shape, here, subject)
        if len(self._found) == before:
            self._removed(value, here.old, subject)

    def _come(self, value: Any, shape: Shape, here: _Here, subject: Subject) -> None:
        """A member is new."""
        before = len(self._found)
        if shape.is_list and isinstance(value, list):
            self._lists([], value, shape, here, subject)
        elif shape.holds_lists and isinstance(value, dict):
            self.objects({}, value, shape, here, subject)
        if len(self._found) == before:
            self._added(value, here.old, here.new, subject)

    def _lists(self, old: list[Any], new: list[Any], shape: Shape, here: _Here, subject: Subject) -> None:
        item = shape.item
        if item is None:
            self._sets(_first_places(old, shape), _first_places(new, shape), here, subject)
            return
        below = shape.of or PLAIN
        pairs, gone, come = _paired(old, new, item, below)
        for i, j in pairs:
            if not is_same(old[i], new[j]):
                about = Subject(item, _label(new[j], item) or _label(old[i], item))
                self._values(old[i], new[j], below, _Here(f"{here.old}/{i}", f"{here.new}/{j}"), about)
        for i in gone:
            self._removed(old[i], f"{here.old}/{i}", Subject(item, _label(old[i], item)), is_item=True)
        for j in come:
            about = Subject(item, _label(new[j], item))
            self._added(new[j], f"{here.old}/{APPEND}", f"{here.new}/{j}", about, is_item=True)
        for i, j in _moved(pairs) if item.moves else ():
            about = Subject(item, _label(new[j], item))
            self._moved(i, j, _Here(f"{here.old}/{i}", f"{here.new}/{j}"), about)

    def _sets(self, old: _Places, new: _Places, here: _Here, subject: Subject) -> None:
        """Compare lists of plain values: order and repeats say nothing."""
        gone = dict(place for key, place in old.items() if key not in new)
        come = dict(place for key, place in new.items() if key not in old)
        if gone and come:
            was, became = _spelled(gone), _spelled(come)
            for folded, indices in was.items():
                if len(indices) == len(became.get(folded, ())) == 1:  # the same in other letters
                    i, j = indices[0], became[folded][0]
                    there = _Here(f"{here.old}/{i}", f"{here.new}/{j}")
                    self._replaced(gone.pop(i), come.pop(j), there, subject, is_item=True)
        for i, value in gone.items():
            self._removed(value, f"{here.old}/{i}", subject, is_item=True)
        for j, value in come.items():
            self._added(value, f"{here.old}/{APPEND}", f"{here.new}/{j}", subject, is_item=True)

    def _added(self, value: Any, place: str, pointer: str, subject: Subject, *, is_item: bool = False) -> None:
        self._found.append(
            Difference(
                op="add",
                subject=subject,
                is_item=is_item,
                place=place,
                old_pointer=None,
                new_pointer=pointer,
                new=value,
            )
        )

    def _removed(self, value: Any, pointer: str, subject: Subject, *, is_item: bool = False) -> None:
        self._found.append(
            Difference(
                op="remove",
                subject=subject,
                is_item=is_item,
                place=pointer,
                old_pointer=pointer,
                new_pointer=None,
                old=value,
            )
        )

    def _replaced(self, old: Any, new: Any, here: _Here, subject: Subject, *, is_item: bool = False) -> None:
        self._found.append(
            Difference(
                op="replace",
                subject=subject,
                is_item=is_item,
                place=here.old,
                old_pointer=here.old,
                new_pointer=here.new,
                old=old,
                new=new,
            )
        )

    def _moved(self, old: int, new: int, here: _Here, subject: Subject) -> None:
        self._found.append(
            Difference(
                op="move",
                subject=subject,
                is_item=True,
                place=here.old,
                old_pointer=here.old,
                new_pointer=here.new,
                old=old,
                new=new,
            )
        )


def _into(subject: Subject, name: str) -> Subject:
    return Subject(subject.item, subject.label, (*subject.path, name))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name


def _label(value: Any, item: Item) -> str:
    """What people know an item by: its label, else its identity."""
    if not isinstance(value, dict):
        return ""
    for name in (item.label, *item.by):
        label = value.get(name)
        if isinstance(label, str) and label:
            return label
        if isinstance(label, list):
            return ", ".join(each for each in label if isinstance(each, str))
    return ""


def _paired(
    old: list[Any], new: list[Any], item: Item, shape: Shape
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """The items that are the same, as pairs of indices, and those that are only in OLD, or only in NEW."""
    if len(old) == len(new) == 1 and item.or_by == ALONE:
        return [(0, 0)], [], []
    before, after = _numbered(old, item, shape), _numbered(new, item, shape)
    pairs = [(i, after[key]) for key, i in before.items() if key in after]
    gone = [i for key, i in before.items() if key not in after]
    come = [j for key, j in after.items() if key not in before]
    if gone and come and item.or_by is not None:
        again = _left_over(old, new, gone, come, item.or_by)
        pairs += again
        gone = sorted(set(gone).difference(i for i, _ in again))
        come = sorted(set(come).difference(j for _, j in again))
    return pairs, gone, come


def _numbered(items: list[Any], item: Item, shape: Shape) -> dict[Hashable, int]:
    """The index of each item by its key; items of one key are told apart by a number that no order changes."""
    keys = [key_of(value, item, shape) for value in items]
    numbered: dict[Hashable, int] = dict(zip(keys, range(len(keys)), strict=True))
    if len(numbered) == len(keys):
        return numbered
    places: dict[Hashable, list[int]] = {}
    for index, key in enumerate(keys):
        places.setdefault(key, []).append(index)
    for key, indices in places.items():
        indices.sort(key=lambda index: encode_sorted(items[index]))
        numbered[key] = indices[0]
        numbered.update({(key, number): index for number, index in enumerate(indices) if number})
    return numbered


def _left_over(
    old: list[Any], new: list[Any], gone: Sequence[int], come: Sequence[int], or_by: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Items whose identity changed: alone on both sides, or recognised by their second identity."""
    if or_by == ALONE:
        return [(gone[0], come[0])] if len(gone) == len(come) == 1 else []
    before, after = _by(old, gone, or_by), _by(new, come, or_by)
    return [
        (indices[0], after[key][0])
        for key, indices in before.items()
        if len(indices) == 1 and len(after.get(key, ())) == 1
    ]


def _by(items: list[Any], indices: Iterable[int], names: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for index in indices:
        value = items[index]
        key = tuple(value.get(name) or "" for name in names) if isinstance(value, dict) else ()
        if key and all(part and isinstance(part, str) for part in key):
            found.setdefault(key, []).append(index)
    return found


_Places: TypeAlias = "dict[Hashable, tuple[int, Any]]"


def _first_places(items: list[Any], shape: Shape) -> _Places:
    """Each value of a list once, with its first index, by what it says."""
    places: _Places = {}
    for index, value in enumerate(items):
        key = value if isinstance(value, str) else canonical_bytes(value, shape.of or PLAIN)
        places.setdefault(key, (index, value))
    return places


def _spelled(values: Mapping[int, Any]) -> dict[str, list[int]]:
    """The indices of texts by their lower case."""
    found: dict[str, list[int]] = {}
    for index, value in values.items():
        if isinstance(value, str):
            found.setdefault(value.lower(), []).append(index)
    return found


def _moved(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fewest pairs that have to move so that the rest are in the same order: all but a longest rising row."""
    pairs = sorted(pairs)
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return []
    ends: list[int] = []  # the least last index of a rising row of each length
    rows: list[int] = []
    for _, j in pairs:
        length = bisect_left(ends, j)
        ends[length : length + 1] = [j]
        rows.append(length)
    keep: set[tuple[int, int]] = set()
    wanted = len(ends) - 1
    for pair, length in zip(reversed(pairs), reversed(rows), strict=True):
        if length == wanted:
            keep.add(pair)
            wanted -= 1
    return [pair for pair in pairs if pair not in keep]
