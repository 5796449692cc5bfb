"""Where things stand in a text: characters counted from its start, and the lines and columns that editors show."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from teamshelf.findings import Span

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Lines:
    r"""The lines of one text, for turning offsets into lines and columns.

    A line ends with ``\n``, ``\r\n`` or ``\r``. Columns count UTF-16 code units, so a character beyond U+FFFF counts
    twice. Nothing is computed before the first question; each answer then takes logarithmic time.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def line(self, offset: int) -> int:
        """The number, from 1, of the line that holds a character."""
        return bisect_right(self._starts, offset)

    def start(self, offset: int) -> int:
        """The offset at which the line of a character begins."""
        return self._starts[self.line(offset) - 1]

    def column(self, offset: int) -> int:
        """The column, from 1, of a character."""
        start = self.start(offset)
        wide = bisect_left(self._astral, offset) - bisect_left(self._astral, start) if self._astral else 0
        return 1 + offset - start + wide

    def span(self, start: int, end: int) -> Span:
        """The stretch from one character up to, and without, another."""
        return Span(self.line(start), self.column(start), self.line(end), self.column(end))

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of the first character of each line."""
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self._text))]

    @cached_property
    def _astral(self) -> list[int]:
        """The offsets of the characters that take two UTF-16 code units."""
        if self._text.isascii():
            return []
        return [match.start() for match in _ASTRAL.finditer(self._text)]
