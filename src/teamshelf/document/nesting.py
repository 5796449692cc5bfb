"""The objects and arrays that are open while a text is read: what is in them so far, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from teamshelf.document.tree import Member, Place

if TYPE_CHECKING:
    from teamshelf.document.tree import Json

Step: TypeAlias = "str | int | None"
"""The name or index of a value in what it lies in; None for a value in an object that has no name."""


class Open:
    """An object or array that is being read.

    Attributes:
        is_object: whether it is an object.
        sign: the bracket that opened it.
        closer: the bracket that closes it.
        step: leads to it from what it lies in.
        place: where it stands; the end is not known yet.
        indent: the blanks its first line begins with, once somebody has counted them.
    """

    __slots__ = (
        "_array",
        "_firsts",
        "_items",
        "_members",
        "_name",
        "_object",
        "closer",
        "indent",
        "is_object",
        "place",
        "sign",
        "step",
    )

    def __init__(self, sign: str, start: int, step: Step) -> None:
        self.sign = sign
        self.is_object = sign == "{"
        self.closer = "}" if self.is_object else "]"
        self.step = step
        self.indent: int | None = None
        self._object: dict[str, Json] = {}
        self._members: dict[str, Member] = {}
        self._array: list[Json] = []
        self._items: list[Place] = []
        self._name: tuple[str, int, int] | None = None
        self._firsts: dict[str, int] = {}
        self.place = Place(start, start + 1, self._members if self.is_object else self._items)

    @property
    def value(self) -> Json:
        """The object or array with what has been read of it."""
        return self._object if self.is_object else self._array

    @property
    def next_step(self) -> Step:
        """Leads to the value that is put in next."""
        if self.is_object:
            return self._name[0] if self._name else None
        return len(self._array)

    def expect(self, name: str, start: int, end: int) -> int | None:
        """The value of a property comes next. Gives the place where the same name stood first, if it did before."""
        self._name = name, start, end
        before = self._members.get(name)
        return None if before is None else self._firsts.setdefault(name, before.name_start)

    def expect_nameless(self) -> None:
        """A value comes next that has no name, and so no place in an object."""
        self._name = None

    def put(self, value: Json, place: Place) -> None:
        """Take in the next value."""
        if not self.is_object:
            self._array.append(value)
            self._items.append(place)
        elif self._name:
            name, start, end = self._name
            self._object[name] = value
            self._members[name] = Member(start, end, place)

    def take_last(self) -> tuple[Json, Place] | None:
        """Give back the value that was put in last, so that another takes its place; None if it had no name."""
        if not self.is_object:
            return self._array.pop(), self._items.pop()
        if self._name is None:
            return None
        name, _, _ = self._name
        return self._object.pop(name), self._members.pop(name).value

    def only_item(self) -> tuple[Json, Place | None]:
        """The first item of an array and its place; None for both when it is empty."""
        return (self._array[0], self._items[0]) if self._items else (None, None)
