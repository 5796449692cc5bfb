"""What stands between the values of a JSON text: white space, and what people put there although JSON knows none.

Comments (``//``, ``/* */`` and ``#``) and the many other spaces of Unicode are reported and skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teamshelf.document import faults
from teamshelf.findings import Edit

if TYPE_CHECKING:
    from teamshelf.document.faults import Report

_SPACE = re.compile(r"[ \t\n\r]*")
_BLANKS = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"[^\n\r]*")
_PUNCTUATION = ",:[]{}"
_LINE_BREAK = re.compile(r"\r\n|\n|\r|\Z")

# A hash directly before a letter or digit rather begins a colour that lacks its quotes.
_COMMENT = re.compile(r"//|/\*|#(?![0-9A-Za-z])")

# Spaces of Unicode, the two further ASCII ones, and characters of no width, among them a byte order mark gone astray.
_ODD_SPACE = re.compile("[\x0b\x0c\x85\xa0\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+")


def run_end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The end of what the pattern matches from ``at`` on; ``at`` itself when it matches nothing."""
    match = pattern.match(text, at)
    return match.end() if match else at


def skip_gap(text: str, at: int, report: Report) -> int:
    """The place of the next character that is neither white space nor part of a comment; ``len(text)`` if none is."""
    while True:
        at = run_end(_SPACE, text, at)
        if _COMMENT.match(text, at):
            at = _skip_comment(text, at, report)
        elif (end := run_end(_ODD_SPACE, text, at)) > at:
            report(faults.odd_space(at, end, text[at]))
            at = end
        else:
            return at


def _skip_comment(text: str, start: int, report: Report) -> int:
    closed = text.find("*/", start + 2) if text.startswith("/*", start) else None
    if closed is None:
        end = run_end(_REST_OF_LINE, text, start)
    elif closed >= 0:
        end = closed + 2
    else:
        # Nobody knows where it was meant to end. To go on with the next line loses least.
        end = run_end(_REST_OF_LINE, text, start)
        report(faults.comment(start, end, text[start:end], ()))
        return end
    report(faults.comment(start, end, text[start:end], (_removal(text, start, end),)))
    return end


def _removal(text: str, start: int, end: int) -> Edit:
    """Takes a comment out: its line with it if it has one of its own, and never so that its neighbours join.

    Only blanks before a comment are taken along, so that the removals of two comments in a row never overlap.
    """
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    before = text[line_start:start].rstrip(" \t")
    blanks_start = line_start + len(before)
    blanks_end = run_end(_BLANKS, text, end)
    line_break = _LINE_BREAK.match(text, blanks_end)
    if line_break:
        return Edit(blanks_start, line_break.start() if before else line_break.end(), "")
    if not before:
        return Edit(start, end, "")
    if blanks_end > end or text[end] in _PUNCTUATION:
        return Edit(blanks_start, end, "")
    return Edit(start, end, "" if blanks_start < start or before[-1] in _PUNCTUATION else " ")
