"""A text as lines, and the way between places in it and offsets into it.

Lines end at LF, CR LF or CR, as editors and the Language Server Protocol have it. Columns count UTF-16 code units,
offsets count characters; the two part ways behind every character outside the Basic Multilingual Plane. Nothing here
costs more than a few binary searches per question, because a hostile manifest may be one line of many megabytes with
thousands of findings on it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

_LINE_END = re.compile(r"\r\n?|\n")
_TWO_UNITS = re.compile(r"[\U00010000-\U0010ffff]")


class Lines:
    """The lines of one text, numbered from 1."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self._ends)

    def bounds(self, line: int) -> tuple[int, int]:
        """The offsets of a line's first character and of its end, without the line break."""
        return self._starts[line - 1], self._ends[line - 1]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place; a column beyond the line is its end, one inside a character is that character."""
        start, end = self.bounds(line)
        units = max(column - 1, 0)
        first = bisect_left(self._wide, start)
        behind = bisect_left(
            self._wide, units, first, bisect_left(self._wide, end), key=lambda at: self._units(start, first, at)
        )
        return min(start + units - (behind - first), end)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        return line, self._units(start, bisect_left(self._wide, start), offset) + 1

    def _units(self, start: int, first: int, at: int) -> int:
        """The code units from ``start``, before which ``first`` wide characters stand, to ``at``."""
        return at - start + bisect_left(self._wide, at, first) - first

    @cached_property
    def _breaks(self) -> list[tuple[int, int]]:
        return [found.span() for found in _LINE_END.finditer(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end for _, end in self._breaks)]

    @cached_property
    def _ends(self) -> list[int]:
        return [*(start for start, _ in self._breaks), len(self.text)]

    @cached_property
    def _wide(self) -> list[int]:
        """The offsets of the characters that take two code units."""
        return [] if self.text.isascii() else [found.start() for found in _TWO_UNITS.finditer(self.text)]
