"""The lines of a text that a finding is about, with marks under or beside the span.

One line gets carets; a span over several lines gets a bracket at its left, and its middle is left out when it is long::

    41 |     "botId": "not-a-guid",        5 |     "bots": [
       |              ^^^^^^^^^^^^           |  ___________^
                                           6 | |     {
                                         ... |
                                          30 | |   ]
                                             | |___^

A line that is longer than the room for it is cut to a window around the span, with an ellipsis at each cut.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.report.cells import cells

if TYPE_CHECKING:
    from teamshelf.findings import Span
    from teamshelf.report.lines import Lines

LEAST_ROOM = 20
"""Cells an excerpt takes for a line even on a terminal that has fewer."""

_WHOLE = 4
"""Lines of a span that are all shown; of a longer one the first two and the last."""

_ELLIPSIS = "…"


class Row(Struct, frozen=True):
    """One row of an excerpt: what stands in the gutter, then marks, then the text of the file."""

    gutter: str = ""
    mark: str = ""
    source: str = ""


class Window(Struct, frozen=True):
    """The part of a line that is shown; in it the span begins behind ``start`` cells and takes ``size``."""

    text: str
    start: int
    size: int


LEFT_OUT = "..."
"""What stands in the gutter where lines are left out."""


def excerpt(lines: Lines, span: Span, room: int) -> list[Row]:
    """The rows for a span, lines cut to ``room`` cells; empty when the text does not have those lines."""
    if not 1 <= span.line <= span.end_line <= len(lines):
        return []
    room = max(room, LEAST_ROOM)
    start = lines.offset(span.line, span.column)
    last, end = span.end_line, lines.offset(span.end_line, span.end_column)
    while last > span.line and end == lines.bounds(last)[0]:  # nothing of that line belongs to the span
        last -= 1
        end = lines.bounds(last)[1]
    if last == span.line:
        return _on_one_line(last, window(lines, last, start, end, room))
    return _on_several_lines(lines, (span.line, start), (last, end), room - 2)


def _on_one_line(line: int, shown: Window) -> list[Row]:
    return [Row(str(line), "", shown.text), Row("", " " * shown.start + "^" * shown.size)]


def _on_several_lines(lines: Lines, first: tuple[int, int], last: tuple[int, int], room: int) -> list[Row]:
    (first_line, start), (last_line, end) = first, last
    begin = lines.bounds(first_line)[0]
    top = window(lines, first_line, start, start, room)
    if lines.text[begin:start].isspace() or begin == start:
        rows = [Row(str(first_line), "/ ", top.text)]
    else:
        rows = [Row(str(first_line), "  ", top.text), Row("", " " + "_" * (top.start + 1) + "^")]

    everything = last_line - first_line < _WHOLE
    for line in range(first_line + 1, last_line if everything else first_line + 2):
        begin = lines.bounds(line)[0]
        rows.append(Row(str(line), "| ", window(lines, line, begin, begin, room).text))
    if not everything:
        rows.append(Row(LEFT_OUT, "|"))

    bottom = window(lines, last_line, end - 1, end, room)
    return [*rows, Row(str(last_line), "| ", bottom.text), Row("", "|" + "_" * (bottom.start + bottom.size) + "^")]


def window(lines: Lines, line: int, start: int, end: int, room: int) -> Window:
    """At most ``room`` cells of a line that show as much as they can of the offsets ``start`` to ``end``."""
    begin, stop = lines.bounds(line)
    # However long the line is, only the characters that could come into the window are looked at.
    begin, stop = max(begin, start - room), min(stop, start + 2 * room)
    shown = cells(lines.text[begin:stop])
    edges = [0, *accumulate(size for _, size in shown)]
    first, last = start - begin, min(end, stop) - begin

    cut_left = begin > lines.bounds(line)[0]
    cut_right = stop < lines.bounds(line)[1]
    left, right = 0, len(shown)
    if cut_left or cut_right or edges[-1] > room:
        before = max((room - (edges[last] - edges[first])) // 2, room // 5)
        left_edge = 0 if edges[last] <= room - room // 5 else edges[first] - before
        if not cut_right:
            left_edge = min(left_edge, edges[-1] - room + 1)
        left = bisect_left(edges, left_edge)
        cut_left = cut_left or left > 0
        budget = room - cut_left
        cut_right = cut_right or edges[-1] - edges[left] > budget
        if cut_right:
            right = bisect_right(edges, edges[left] + budget - 1) - 1

    text = "".join(piece for piece, _ in shown[left:right])
    return Window(
        text=_ELLIPSIS * cut_left + text + _ELLIPSIS * cut_right,
        start=cut_left + edges[first] - edges[left],
        size=max(1, edges[min(last, right)] - edges[first]),
    )
