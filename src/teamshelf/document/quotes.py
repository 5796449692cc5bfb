"""Where a string ends that may be in any quotes, never closed, or spread over lines.

What was meant is guessed from what follows a quote: the end of a string is followed by a comma, a colon, a closing
bracket or the end of the line. A string that ends nowhere is cut off at the end of its line, so that one forgotten
quote costs one finding.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from teamshelf.document.faults import MAX_EDITS, Fault, excerpt
from teamshelf.document.gaps import run_end
from teamshelf.findings import Edit
from teamshelf.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.document.faults import Report

_SMART = "\u201c\u201d\u201e\u201f"
_SMART_SINGLE = "\u2018\u2019\u201a\u201b"
_CLOSERS = {
    '"': '"',
    "'": "'",
    **dict.fromkeys(_SMART, f'{_SMART}"'),
    **dict.fromkeys(_SMART_SINGLE, f"{_SMART_SINGLE}'"),
}
"""For each sign that may open a string: those that may close it."""
_DOUBLE_QUOTES = ('"', *_SMART)

QUOTES = "".join(_CLOSERS)
"""Every sign that may open a string."""

_BODIES = {
    closers: re.compile(rf"[^{closers}\\\n\r]*(?:\\[^\n\r][^{closers}\\\n\r]*)*") for closers in set(_CLOSERS.values())
}
"""For each set of closing signs: a string up to one of them, or to the end of its line."""

_LINES = {quote: re.compile(rf"[^{quote}\\]*(?:\\.[^{quote}\\]*)*", re.DOTALL) for quote in "\"'"}
"""For the two signs that may hold a string of several lines: everything up to the closing one."""

_REST_OF_LINE = re.compile(r"[^\n\r]*")
_END_FOLLOWS = re.compile(r"[ \t]*(?:[,:\]}\n\r]|//|/\*|\Z)")
_END_OF_VALUE_FOLLOWS = re.compile(r"[ \t\n\r]*(?:[,\]}]|\Z)")
_COLON_FOLLOWS = re.compile(r"[ \t]*:")
_WORD_FOLLOWS = re.compile(rf"[^\s,:\]}}\[{{\"'/{_SMART}]")
_DOUBLED = re.compile(r'""(?=[^"\\\s:,\[\]{}/][^"\\\n\r]*"[ \t]*(?:[,:\]}\n\r]|\Z))')
_SMART_QUOTE = re.compile(rf"[{_SMART}]")
_NAME_BEFORE_COLON = re.compile(rf"[\w$@.-]+([{QUOTES}]?)(?=[ \t]*:)")
_NAME_WITH_QUOTE = re.compile(r'[\w$@.-]+"[\w$@.-]+(?="[ \t]*:)')
_ESCAPE_OR_QUOTE = re.compile(r'\\.|"', re.DOTALL)

_TRIES = 20
"""Quotes inside a string that are tried as its end, at most: bounds the work on garbage."""


class Extent(NamedTuple):
    """The first character of a string's content, the place behind the last, and the place where reading goes on."""

    content_start: int
    content_end: int
    end: int


def string_extent(text: str, start: int, report: Report, *, is_name: bool) -> Extent:
    """How far the string reaches whose opening quote, one of :data:`QUOTES`, stands at ``start``.

    ``is_name`` tells that the name of a property is expected there, not a value.
    """
    first = next(_possible_ends(text, start), None)
    if text[start] == '"' and first is not None and _END_FOLLOWS.match(text, first + 1):
        return Extent(start + 1, first, first + 1)
    if _DOUBLED.match(text, start):
        # The opening quote is there twice.
        report(_doubled_quote(start, at_key=is_name))
        return string_extent(text, start + 1, report, is_name=is_name)
    content_end, end = _OddString(text, start, report, is_name=is_name).extent(first)
    return Extent(start + 1, content_end, end)


class _OddString:
    """A string in other quotes, or one whose own quotes do not tell where it ends."""

    def __init__(self, text: str, start: int, report: Report, *, is_name: bool) -> None:
        self._text = text
        self._start = start
        self._report = report
        self._is_name = is_name

    def extent(self, first: int | None) -> tuple[int, int]:
        """The place behind the last character of the content, and the place where reading goes on.

        ``first`` is the place on this line of the first sign that could close the string, if there is one.
        """
        text, start = self._text, self._start
        limit = run_end(_REST_OF_LINE, text, start) if first is None else first
        name = _NAME_BEFORE_COLON.match(text, start + 1)
        if self._is_name and name and name.end() < limit:
            if name[1]:
                self._wrong_quotes(name.end() - 1)
            else:
                self._unclosed(name.end())
            return name.end() - len(name[1]), name.end()
        if text[start] == '"':
            if first is not None and text.startswith(_DOUBLE_QUOTES, first + 1) and _END_FOLLOWS.match(text, first + 2):
                self._report(_doubled_quote(first + 1, at_key=self._is_name))
                return first, first + 2
            end = self._smart_end(limit)
        else:
            end = next((end for end in _possible_ends(text, start) if _END_FOLLOWS.match(text, end + 1)), first)
        if end is not None:
            self._wrong_quotes(end)
            return end, end + 1
        if first is None:
            return self._beyond_the_line(limit)
        if self._is_name:
            name = _NAME_WITH_QUOTE.match(text, start + 1)
            end = name.end() if name else None
        else:
            end = self._end_behind_inner_quotes()
        if end is None:
            return first, first + 1
        self._inner_quotes(first, end)
        return end, end + 1

    def _smart_end(self, limit: int) -> int | None:
        """A typographic quote that closes a string opened with a straight one."""
        places = (match.start() for match in _SMART_QUOTE.finditer(self._text, self._start + 1, limit))
        return next((place for place in places if _END_FOLLOWS.match(self._text, place + 1)), None)

    def _end_behind_inner_quotes(self) -> int | None:
        """The end of a string such as ``"The "best" app",``; None when the quotes inside look like those of others.

        Inner quotes rather come in pairs, so an end that makes them even goes before one that does not.
        """
        guess, last = None, self._start
        for inner, end in enumerate(_possible_ends(self._text, self._start)):
            before = self._text[last + 1 : end].rstrip(" \t")
            if inner == 0:
                if not _WORD_FOLLOWS.match(self._text, end + 1):
                    return None
            elif before.endswith((",", ":", "[", "{")) or _COLON_FOLLOWS.match(self._text, end + 1):
                break
            elif _END_OF_VALUE_FOLLOWS.match(self._text, end + 1):
                if inner % 2 == 0:
                    return end
                guess = guess or end
            last = end
        return guess

    def _beyond_the_line(self, line_end: int) -> tuple[int, int]:
        """The string is closed on a later line, or nowhere."""
        text, start = self._text, self._start
        lines = _LINES.get(text[start])
        if lines and not self._is_name:
            end = run_end(lines, text, start + 1)
            if text.startswith(text[start], end) and _END_OF_VALUE_FOLLOWS.match(text, end + 1):
                if text[start] != '"':
                    self._wrong_quotes(end)
                return end, end + 1
        end = start + 1 + len(_without_lost_closers(text[start + 1 : line_end]))
        self._unclosed(end)
        return end, end

    def _unclosed(self, end: int) -> None:
        content = excerpt(self._text[self._start + 1 : end])
        if self._is_name:
            message = say("the name `{name}` has no closing quote", name=content)
        else:
            message = say("the string `{value}` has no closing quote", value=content)
        hint = say('put a `"` behind `{value}`', value=content)
        self._report(Fault("json-unclosed", self._start, end, message, hint, at_key=self._is_name))

    def _inner_quotes(self, first: int, end: int) -> None:
        value = excerpt(self._text[self._start : end + 1])
        message = say("there is a double quote inside the string `{value}`", value=value)
        hint = say('remove it, or write `\\"` if it belongs to the text')
        self._report(Fault("json-unescaped-quote", first, first + 1, message, hint, at_key=self._is_name))

    def _wrong_quotes(self, end: int) -> None:
        """The edits change the quotes, and what has to change inside for it."""
        text, start = self._text, self._start
        value = excerpt(text[start : end + 1])
        if "'" in (text[start], text[end]):
            rule, message = "json-single-quotes", say("the string `{value}` is in single quotes", value=value)
        else:
            rule, message = "json-smart-quotes", say("the string `{value}` is in typographic quotes", value=value)
        edits = [Edit(place, place + 1, '"') for place in (start, end) if text[place] != '"']
        if text[start] != '"':
            edits += islice(_inner_edits(text, start, end), MAX_EDITS)
        if len(edits) > MAX_EDITS:
            edits.clear()
        hint = say('put it in straight double quotes: `"`')
        self._report(Fault(rule, start, end + 1, message, hint, tuple(edits), at_key=self._is_name))


def _doubled_quote(place: int, *, at_key: bool) -> Fault:
    message, hint = say("there is one double quote too many"), say("remove it")
    return Fault("json-unexpected", place, place + 1, message, hint, (Edit(place, place + 1, ""),), at_key)


def _inner_edits(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _ESCAPE_OR_QUOTE.finditer(text, start + 1, end):
        if match[0] == '"':
            yield Edit(*match.span(), '\\"')
        elif match[0] == "\\'" and text[start] == "'":
            yield Edit(*match.span(), "'")


def _possible_ends(text: str, start: int) -> Iterator[int]:
    """The places of the first signs on the line that may close the string."""
    closers = _CLOSERS[text[start]]
    end = start
    for _ in range(_TRIES):
        end = run_end(_BODIES[closers], text, end + 1)
        if end == len(text) or text[end] not in closers:
            return
        yield end


def _without_lost_closers(content: str) -> str:
    """The content of an unclosed string, without the comma and the brackets at its end that were not meant to be in it.

    Brackets are left in a content that has opening ones as well.
    """
    return content.rstrip(", \t" if "[" in content or "{" in content else ",]} \t")
