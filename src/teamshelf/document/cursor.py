"""The place that a reader has reached in a text, the objects and arrays open there, and faults reported from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.document import faults
from teamshelf.document.brackets import nested_end
from teamshelf.document.faults import MAX_DEPTH
from teamshelf.document.gaps import skip_gap
from teamshelf.document.nesting import Open
from teamshelf.document.pointers import join_pointer
from teamshelf.document.tree import Place

if TYPE_CHECKING:
    from teamshelf.document.fault_log import FaultLog
    from teamshelf.document.faults import Fault
    from teamshelf.document.nesting import Step
    from teamshelf.document.positions import Lines
    from teamshelf.document.tree import Json
    from teamshelf.messages import Message


class Cursor:
    """Moves through one text and builds what is read from it.

    Attributes:
        text: what is read.
        at: the place of the next character to look at.
        last: the place where the last value, or its closing bracket, begins.
        last_string: the last value, if that was a string.
        comma: the place of the last comma, while nothing has followed it.
        lines: the lines of the text.
        log: takes the faults.
    """

    def __init__(self, text: str, lines: Lines, log: FaultLog) -> None:
        self.text = text
        self.at = 0
        self.last = 0
        self.last_string: str | None = None
        self.comma: int | None = None
        self.lines = lines
        self.log = log
        self._open = [Open("", 0, None)]
        """The innermost one comes last; the first is none, but takes the value of the text."""

    @property
    def inner(self) -> Open:
        """The innermost object or array around the cursor."""
        return self._open[-1]

    @property
    def around(self) -> list[Open]:
        """All objects and arrays around the cursor, the innermost first."""
        return self._open[:0:-1]

    @property
    def depth(self) -> int:
        """How many objects and arrays are around the cursor."""
        return len(self._open) - 1

    def skip_gap(self) -> str:
        """Go to the next character that is not white space and not in a comment; it is empty at the end of the text."""
        self.at = skip_gap(self.text, self.at, self.report)
        return self.text[self.at : self.at + 1]

    def put(self, value: Json, start: int, end: int) -> None:
        """Store a value that was read, and go behind it."""
        self._open[-1].put(value, Place(start, end))
        self.comma = None
        self.last = start
        self.last_string = value if isinstance(value, str) else None
        self.at = end

    def put_nothing(self, at: int) -> None:
        """Store None for a value that should stand there, and stay."""
        self._open[-1].put(None, Place(at, at))
        self.comma = None
        self.last_string = None

    def expect(self, name: str, start: int, end: int) -> None:
        """The value of a property comes next; ``start`` and ``end`` are those of its name."""
        first = self._open[-1].expect(name, start, end)
        if first is not None:
            self.report_value(faults.duplicate_name(start, end, name, self.lines.line(first)))

    def enter(self, start: int) -> None:
        """Go into the object or array that begins at ``start``, or past it when it lies too deep."""
        outer = self._open[-1]
        inner = Open(self.text[start], start, outer.next_step)
        if self.depth == MAX_DEPTH:
            self.report_value(faults.too_deep(start, start + 1))
            self.put(inner.value, start, nested_end(self.text, start))
            return
        outer.put(inner.value, inner.place)
        self._open.append(inner)
        self.comma = None
        self.at = start + 1

    def enter_unopened(self, sign: str, start: int) -> None:
        """Go into an object or array that begins at ``start``, although no bracket stands there."""
        outer = self._open[-1]
        inner = Open(sign, start, outer.next_step)
        outer.put(inner.value, inner.place)
        self._open.append(inner)

    def leave(self, end: int) -> None:
        """Go out of the innermost object or array, which ends there."""
        self._open.pop().place.end = end
        self.comma = None
        self.last_string = None

    def finish(self) -> tuple[Json, Place | None]:
        """The value of the text and its place; None for both when there is none. Whatever is still open ends here."""
        end = self.text_end()
        while self.depth:
            self.leave(end)
        return self.inner.only_item()

    def text_end(self) -> int:
        """The place behind the last character that is not white space."""
        return len(self.text.rstrip(" \t\n\r"))

    def opened(self, inner: Open) -> Message:
        """Names an object or array by its kind and line."""
        return faults.opened(inner.sign, self.lines.line(inner.place.start))

    def report(self, fault: Fault) -> None:
        """Report a fault of the innermost object or array."""
        self.log.add(fault, self._pointer())

    def report_value(self, fault: Fault) -> None:
        """Report a fault of the value that comes next, or of its name."""
        self.log.add(fault, self._pointer(self.inner.next_step) if self.depth else "")

    def _pointer(self, *last: Step) -> str:
        """The way to the innermost object or array, and on; it ends early at a value that has no name."""
        known: list[str | int] = []
        for step in (*(each.step for each in self._open[2:]), *last):
            if step is None:
                break
            known.append(step)
        return join_pointer(known)
