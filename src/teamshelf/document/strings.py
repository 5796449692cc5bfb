r"""The content of a string: escapes, those JSON does not know included, and characters that must not stand there.

Each kind of fault is reported once for a string, at its first place, with the edits for all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from teamshelf.document.faults import MAX_EDITS, Fault, excerpt
from teamshelf.document.quotes import string_extent
from teamshelf.findings import Edit
from teamshelf.messages import say

if TYPE_CHECKING:
    from teamshelf.document.faults import Report
    from teamshelf.messages import Message

_SPECIAL = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\\r\n|\\.?|\x00+|[\x01-\x1f]",
    re.DOTALL,
)
"""Everything in a string that does not simply stand for itself; a surrogate pair counts as one."""

_ESCAPES = {'\\"': '"', "\\\\": "\\", "\\/": "/", "\\b": "\b", "\\f": "\f", "\\n": "\n", "\\r": "\r", "\\t": "\t"}
_LINE_CONTINUATIONS = ("\\\n", "\\\r", "\\\r\n")
_SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

_SURROGATES = range(0xD800, 0xE000)
_ASTRAL, _LOW = 0x10000, 0xDC00

_LOST = "\ufffd"
"""Stands in a value for NUL and for half a character, so that neither goes any further."""


class StringRead(NamedTuple):
    """The value of a string, and the place where reading goes on."""

    value: str
    end: int


class _Piece(NamedTuple):
    """What one special piece of a string stands for; ``rule`` is the one it breaks, ``mended`` how to write it."""

    value: str
    rule: str = ""
    mended: str | None = None


def read_string(text: str, start: int, report: Report, *, is_name: bool = False) -> StringRead:
    """The string whose opening quote stands at ``start``; ``is_name`` tells that a property's name is expected."""
    content_start, content_end, end = string_extent(text, start, report, is_name=is_name)
    broken: dict[str, _Broken] = {}
    values: list[str] = []
    done = content_start
    for match in _SPECIAL.finditer(text, done, content_end):
        value = _ESCAPES.get(match[0])
        if value is None:
            piece = _piece(match[0], text[start])
            value = piece.value
            if piece.rule in broken:
                broken[piece.rule].add(match.span(), piece)
            elif piece.rule:
                broken[piece.rule] = _Broken(match, piece)
        values += text[done : match.start()], value
        done = match.end()
    values.append(text[done:content_end])
    for rule in broken.values():
        report(rule.fault(is_name=is_name))
    return StringRead("".join(values), end)


class _Broken:
    """A rule that a string breaks: its first place, and the edits for all of them, if each one can be mended."""

    def __init__(self, match: re.Match[str], piece: _Piece) -> None:
        self._match = match
        self._piece = piece
        self._edits: list[Edit] = []
        self._mendable = True
        self.add(match.span(), piece)

    def add(self, span: tuple[int, int], piece: _Piece) -> None:
        if piece.mended is None or len(self._edits) == MAX_EDITS:
            self._mendable = False
        elif self._mendable:
            self._edits.append(Edit(*span, piece.mended))

    def fault(self, *, is_name: bool) -> Fault:
        message, hint = _wording(self._match[0], self._piece)
        edits = tuple(self._edits) if self._mendable else ()
        return Fault(self._piece.rule, *self._match.span(), message, hint, edits, at_key=is_name)


def _piece(written: str, quote: str) -> _Piece:
    """Whatever is special in a string in these quotes, but none of the short escapes of JSON."""
    if not written.startswith("\\"):
        return _control_character(written)
    if written.startswith("\\u") and written != "\\u":
        return _unicode_escape(written)
    if written == "\\'":
        return _Piece("'", "" if quote == "'" else "json-bad-escape", "'")
    if written in _LINE_CONTINUATIONS:
        return _Piece("", "json-bad-escape", "")
    if written.startswith("\\x") and written not in ("\\x", "\\x00"):
        return _Piece(chr(int(written.removeprefix("\\x"), 16)), "json-bad-escape", written.replace("x", "u00"))
    return _Piece(_LOST if written == "\\x00" else written.replace("\0", _LOST), "json-bad-escape")


def _control_character(written: str) -> _Piece:
    if written.startswith("\0"):
        return _Piece(_LOST * len(written), "json-nul")
    return _Piece(written, "json-control-character", _SHORT.get(written, f"\\u{ord(written):04x}"))


def _unicode_escape(written: str) -> _Piece:
    code = int(written[2:6], 16)
    if code == 0:
        return _Piece(_LOST, "json-nul")
    if len(written) > len("\\u0000"):
        return _Piece(chr(_ASTRAL + (code - _SURROGATES.start << 10) + int(written[8:], 16) - _LOW))
    if code in _SURROGATES:
        return _Piece(_LOST, "json-lone-surrogate")
    return _Piece(chr(code))


def _wording(written: str, piece: _Piece) -> tuple[Message, Message]:
    if piece.rule == "json-nul":
        return say("the string holds a NUL character"), say("remove it")
    if piece.rule == "json-lone-surrogate":
        return (
            say("`{escape}` is half of a surrogate pair without the other half", escape=written),
            say("write the character itself, or both halves"),
        )
    if piece.rule == "json-bad-escape":
        return _wording_of_escape(written, piece)
    if written in "\n\r":
        return say("the string goes on over a line break"), say(
            "write `{escape}` instead, or join the lines", escape="\\n"
        )
    if written == "\t":
        return say("the string holds a tab"), say("write `{escape}` instead, or a space", escape="\\t")
    return (
        say("the string holds the control character {code}", code=f"U+{ord(written):04X}"),
        say("remove it, or write it as `{escape}`", escape=f"\\u{ord(written):04x}"),
    )


def _wording_of_escape(written: str, piece: _Piece) -> tuple[Message, Message]:
    if written == "\\u":
        message = say("`{escape}` is not followed by four hexadecimal digits", escape=written)
    else:
        message = say("JSON does not know the escape `{escape}`", escape=excerpt(written))
    if piece.mended:
        return message, say("write `{mended}`", mended=piece.mended)
    if piece.mended is not None:
        return message, say("remove the backslash, and join the lines")
    return message, say("write `{doubled}` for a backslash that belongs to the text", doubled="\\\\")
