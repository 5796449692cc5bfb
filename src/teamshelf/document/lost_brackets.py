"""Brackets that are missing, wrong or too many: guessing which one, and going on as if it were right.

What stands at the cursor often has several explanations. The number of brackets in the whole text chooses between
them: where more are opened than closed a closing one is missing, where fewer are, an opening one is missing or a
closing one too many. Every guess that was acted upon is counted as explained.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.document import faults
from teamshelf.document.brackets import Balance
from teamshelf.document.cursor import Cursor
from teamshelf.document.faults import MAX_DEPTH
from teamshelf.document.gaps import run_end
from teamshelf.document.quotes import QUOTES

if TYPE_CHECKING:
    from teamshelf.document.fault_log import FaultLog
    from teamshelf.document.nesting import Open
    from teamshelf.document.positions import Lines

_BLANKS = re.compile(r"[ \t]*")
_MORE_FOLLOWS = re.compile(rf"[ \t\n\r\]}}]*,[ \t\n\r]*[{QUOTES}\[{{\w]")


class GuessingCursor(Cursor):
    """A cursor that finds its way where brackets do not match."""

    def __init__(self, text: str, lines: Lines, log: FaultLog) -> None:
        super().__init__(text, lines, log)
        self._balance = Balance(text)

    def close_outdented(self, start: int, end: int) -> None:
        """Leave what should have been closed before the name that reaches from ``start`` to ``end``.

        That is everything whose first line is indented no less than the line that the name begins.
        """
        line_start, indent = self.lines.start(start), self._indent(start)
        if self._balance.lack <= 0 or line_start + indent < start:
            return  # nothing is missing, or the name does not begin its line
        around = self.around
        missing = next((count for count, each in enumerate(around) if self._holds(each, indent)), 0)
        if 0 < missing <= self._balance.lack:
            closers = "".join(each.closer for each in around[:missing])
            self.report(faults.unclosed_before(start, end, self.opened(self.inner), closers, self.text[start:end]))
            self._balance.explain(missing)
            for _ in range(missing):
                self.leave(start)

    def _holds(self, outer: Open, indent: int) -> bool:
        """Whether a name so far indented may be one of an object, as the line that opened it is indented less."""
        if outer.indent is None:
            outer.indent = self._indent(outer.place.start)
        return outer.is_object and outer.indent < indent

    def _indent(self, at: int) -> int:
        """The blanks that the line of a character begins with."""
        line_start = self.lines.start(at)
        return run_end(_BLANKS, self.text, line_start) - line_start

    def closes(self, at: int) -> bool:
        """Go behind the closing bracket at ``at``, and out of what it closes; False, and only behind it, if nothing."""
        sign, inner = self.text[at], self.inner
        matches = sign == inner.closer
        too_early = self.depth == 1 and _MORE_FOLLOWS.match(self.text, at + 1)
        if (too_early or not matches) and self._balance.lack < 0:
            self.report(faults.stray_closer(at, sign))
            self._balance.explain(-1)
            self.at = at + 1
            return False
        if self.comma is not None:
            self.report(faults.extra_commas([(self.comma, self.comma + 1)], sign))
        if not matches:
            self._close_unmatched(at)
        self.leave(at + 1)
        self.last = at
        self.at = at + 1
        return True

    def _close_unmatched(self, at: int) -> None:
        """The bracket closes something further out, and those before it are missing; or it is simply the wrong one."""
        sign, inner = self.text[at], self.inner
        missing = next((count for count, each in enumerate(self.around) if each.closer == sign), 0)
        if not missing or self._balance.lack <= 0:
            self.report(faults.wrong_closer(at, sign, self.opened(inner), inner.closer))
            return
        closers = "".join(each.closer for each in self.around[:missing])
        self.report(faults.unclosed_before(at, at + 1, self.opened(inner), closers, sign))
        self._balance.explain(missing)
        for _ in range(missing):
            self.leave(at)

    def closes_before_brace(self) -> bool:
        """Whether an object in an array lacks its closing brace, where a name should be and the next object begins."""
        inner = self.inner
        if self._balance.lack <= 0 or self.depth == 1 or self.around[1].is_object:
            return False
        self.report(faults.unclosed_before(self.at, self.at + 1, self.opened(inner), inner.closer, "{"))
        self._balance.explain(1)
        self.leave(self.at)
        return True

    def last_was_name(self, end: int) -> bool:
        """Whether the last value, which ends at ``end``, turns out to be a name, because a colon follows it.

        Then either it is the first name of an object that lacks its opening brace, or the array it was taken for an
        item of lacks its closing bracket.
        """
        name, start, inner = self.last_string, self.last, self.inner
        if name is None:
            return False
        written = self.text[start:end]
        if self._balance.lack < 0 and self.depth < MAX_DEPTH and inner.take_last():
            self.report(faults.unopened(start, end, "{", written))
            self._balance.explain(-1)
            self.enter_unopened("{", start)
        elif self._balance.lack > 0 and not inner.is_object and self.depth > 1 and self.around[1].is_object:
            self.report(faults.unclosed_before(start, end, self.opened(inner), inner.closer, written))
            self._balance.explain(1)
            inner.take_last()
            self.leave(start)
        else:
            return False
        self.expect(name, start, end)
        return True

    def last_was_item(self) -> bool:
        """Whether the last value was the first item of an array that lacks its opening bracket.

        Asked where a name stands that has no value, or a value that has no name, which may be the second item.
        """
        if self._balance.lack >= 0 or self.depth == MAX_DEPTH:
            return False
        taken = self.inner.take_last()
        if taken is None:
            return False
        value, place = taken
        self.report(faults.unopened(place.start, place.end, "[", self.text[place.start : place.end]))
        self._balance.explain(-1)
        self.enter_unopened("[", place.start)
        self.inner.put(value, place)
        return True
