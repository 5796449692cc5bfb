"""A comparison as text for people, made to be pasted into a change request: the verdict first, then why, then all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import printable
from teamshelf.report.cells import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.update.told import Line, Told

ROOM = 100
"""Columns that lines are broken at where no terminal sets the width."""

# Select Graphic Rendition parameters, ECMA-48 section 8.3.117.
_BOLD, _FAINT = "1", "2"
_RED, _YELLOW, _GREEN = "1;31", "1;33", "1;32"
_INDENT = "  "


def text_of(told: Told, language: str = "en", *, color: bool = False, columns: int | None = None) -> str:
    """The comparison as text that ends in a line break; in colour, and as wide as a terminal, if asked to."""
    room = columns or ROOM
    shade = _GREEN if told.is_allowed and not told.is_asking else _YELLOW if told.is_allowed else _RED
    title = printable(told.title.in_language(language))
    lines = [
        f"{_painted(_BOLD, f'{title}:', color=color)} {_painted(shade, _said(told.verdict, language), color=color)}"
    ]
    for part in told.parts:
        lines += ["", _painted(_BOLD, _said(part.heading, language), color=color)]
        for line in part.lines:
            lines += _rows(line, language, room, color=color)
    return "\n".join(lines) + "\n"


def _rows(line: Line, language: str, room: int, *, color: bool) -> Iterator[str]:
    """A line as it is broken, with what stands behind it where there is room, else below."""
    sign = f"{_INDENT}{line.sign} "
    first, *rest = wrapped(_said(line.text, language), room, len(sign), len(sign))
    rows = [sign + first, *(" " * len(sign) + row for row in rest)]
    aside = f"[{printable(line.aside)}]" if line.aside else ""
    if aside and width(rows[-1]) + len("  ") + width(aside) <= room:
        rows[-1] += f"  {_painted(_FAINT, aside, color=color)}"
    elif aside:
        rows.append(" " * len(sign) + _painted(_FAINT, aside, color=color))
    yield from rows


def _said(message: object, language: str) -> str:
    from teamshelf.messages import Message

    return printable(message.in_language(language) if isinstance(message, Message) else str(message))


def _painted(shade: str, text: str, *, color: bool) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if color else text
