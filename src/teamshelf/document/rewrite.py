"""Changing what a JSON text says without changing how it is written.

:func:`rewritten` compares a text with the value it is to have and touches only what differs: a value is replaced where
it stands, a member leaves with its comma, a new one comes in the text's own indentation. Everything else - order, line
ends, blanks, the way numbers and strings are written - stays as its author left it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from teamshelf.document.edits import apply_edits
from teamshelf.document.pointers import split_pointer
from teamshelf.findings import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teamshelf.document.document import Document
    from teamshelf.document.tree import Json, Place

INLINE_LENGTH = 80
"""Characters up to which a new array of plain values is written on one line."""

_INDENT = re.compile(r"[\r\n]([ \t]+)[^ \t\r\n]")


def rewritten(document: Document, value: Json) -> str:
    """The text of a document that reads without faults, changed as little as possible so that it says ``value``."""
    return apply_edits(document.text, edits_for(document, value))


def edits_for(document: Document, value: Json) -> tuple[Edit, ...]:
    """The edits that make a document say ``value``, in the order of the text; none if it says so already.

    Raises:
        ValueError: the document holds no value that could be changed.
    """
    if document.root is None:
        raise ValueError("a text that holds no value cannot be changed")
    changes = _Changes(document.text)
    changes.value(document.root, document.value, value)
    return tuple(changes.edits)


def edits_for_rename(document: Document, pointer: str, to: str) -> tuple[Edit, ...]:
    """The edit that gives a property another name where it stands; none where that is no mere renaming.

    Both pointers must lead to members of one object, of which the new one is not there yet.
    """
    parent, _, _ = pointer.rpartition("/")
    new_parent, _, _ = to.rpartition("/")
    place = document.name_offsets(pointer)
    if parent != new_parent or place is None or document.value_offsets(to) is not None:
        return ()
    return (Edit(*place, _dumped(split_pointer(to)[-1])),)


class _Changes:
    """The edits to one text, collected on a walk through the old and the new value side by side."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.newline = "\r\n" if "\r\n" in text else "\n"
        found = _INDENT.search(text)
        self.indent = found.group(1) if found else "  "

    def value(self, place: Place, old: Json, new: Json) -> None:
        if _same(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict) and isinstance(place.inside, dict) and old and new:
            self.members(place, old, new)
        elif isinstance(old, list) and isinstance(new, list) and isinstance(place.inside, list) and old and new:
            self.items(place, old, new)
        else:
            self.edits.append(Edit(place.start, place.end, self.written(new, self.margin(place.start))))

    def members(self, place: Place, old: dict[str, Json], new: dict[str, Json]) -> None:
        """Change an object: members leave, change or come, each where its neighbours are."""
        inside = place.inside
        assert isinstance(inside, dict)  # noqa: S101 - the caller has looked
        names = sorted(inside, key=lambda name: inside[name].name_start)
        spans = [(inside[name].name_start, inside[name].value.end) for name in names]
        kept = [name in new for name in names]
        self.entries(place, spans, kept, self._arrivals(names, new))
        for name in names:
            if name in new:
                self.value(inside[name].value, old[name], new[name])

    def items(self, place: Place, old: list[Json], new: list[Json]) -> None:
        """Change an array: items that stay are recognised by what they say."""
        from difflib import SequenceMatcher

        inside = place.inside
        assert isinstance(inside, list)  # noqa: S101 - the caller has looked
        before, after = [_canonical(item) for item in old], [_canonical(item) for item in new]
        kept = [False] * len(old)
        arrivals: dict[int, list[tuple[str, Json]]] = {}
        for operation, start, end, new_start, new_end in SequenceMatcher(
            a=before, b=after, autojunk=False
        ).get_opcodes():
            both = min(end - start, new_end - new_start) if operation != "equal" else end - start
            for offset in range(both):
                kept[start + offset] = True
                self.value(inside[start + offset], old[start + offset], new[new_start + offset])
            fresh = new[new_start + both : new_end]
            if fresh:
                arrivals[start + both] = [("", item) for item in fresh]
        self.entries(place, [(item.start, item.end) for item in inside], kept, arrivals)

    def entries(
        self,
        place: Place,
        spans: Sequence[tuple[int, int]],
        kept: Sequence[bool],
        arrivals: dict[int, list[tuple[str, Json]]],
    ) -> None:
        """Take members or items out, and put new ones in before the entry of a number (the count: at the end)."""
        margin = self.margin(spans[0][0])
        gap = self.gap(place, spans)
        staying = [number for number, stays in enumerate(kept) if stays]
        if not staying:
            fresh = [entry for number in sorted(arrivals) for entry in arrivals[number]]
            joined = f",{gap}".join(self.entry(entry, margin) for entry in fresh)
            self.edits.append(Edit(spans[0][0], spans[-1][1], joined))
            return
        last = staying[-1]
        for number, (start, _) in enumerate(spans):
            if not kept[number] and number < last:
                self.edits.append(Edit(start, spans[number + 1][0], ""))
        if last + 1 < len(spans):
            self.edits.append(Edit(spans[last][1], spans[-1][1], ""))
        for number, fresh in sorted(arrivals.items()):
            before = next((n for n in staying if n >= number), None)
            if before is not None:
                text = "".join(f"{self.entry(entry, margin)},{gap}" for entry in fresh)
                self.edits.append(Edit(spans[before][0], spans[before][0], text))
            else:
                text = "".join(f",{gap}{self.entry(entry, margin)}" for entry in fresh)
                self.edits.append(Edit(spans[last][1], spans[last][1], text))

    @staticmethod
    def _arrivals(names: Sequence[str], new: dict[str, Json]) -> dict[int, list[tuple[str, Json]]]:
        """The new members by the number of the old one they come before: behind their predecessor in the new value."""
        numbers = {name: number for number, name in enumerate(names)}
        arrivals: dict[int, list[tuple[str, Json]]] = {}
        here = 0
        for name, value in new.items():
            if name in numbers:
                here = numbers[name] + 1
            else:
                arrivals.setdefault(here, []).append((name, value))
        return arrivals

    def entry(self, entry: tuple[str, Json], margin: str) -> str:
        name, value = entry
        text = self.written(value, margin)
        return f"{_dumped(name)}: {text}" if name else text

    def written(self, value: Json, margin: str) -> str:
        """A new value in the style of the text, its further lines indented below ``margin``."""
        if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
            inline = _dumped(value)
            if len(inline) <= INLINE_LENGTH:
                return inline
        text = json.dumps(value, ensure_ascii=False, indent=self.indent)
        return text.replace("\n", f"{self.newline}{margin}")

    def gap(self, place: Place, spans: Sequence[tuple[int, int]]) -> str:
        """What stands between two entries after the comma: a line break and their margin, or a blank."""
        lead = self.text[place.start + 1 : spans[0][0]]
        if "\n" in lead or "\r" in lead:
            return self.newline + self.margin(spans[0][0])
        return " "

    def margin(self, offset: int) -> str:
        """The blanks at the start of the line of an offset."""
        start = max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1
        line = self.text[start:offset]
        return line[: len(line) - len(line.lstrip(" \t"))]


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON: `1` is not `true`, and members in another order are the same."""
    return type(old) is type(new) and _canonical(old) == _canonical(new)


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True)


def _dumped(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
