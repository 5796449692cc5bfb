"""The words and signs of OData's expressions."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from teamshelf.server.graph.odata.faults import QueryFault, at

MAX_LENGTH = 4096
"""Characters of an expression: longer than any client writes, short enough to read in a millisecond."""


class Sort(StrEnum):
    """What a token is."""

    NAME = "name"
    STRING = "string"
    GUID = "guid"
    MOMENT = "moment"
    NUMBER = "number"
    SIGN = "sign"
    END = "end"


class Token(Struct, frozen=True):
    """A word or a sign, as written, and where it stands."""

    sort: Sort
    text: str
    position: int


# Dates and GUIDs come first: each begins as a number or a name would. No alternative can be read in two ways, so that
# the time is linear in the length.
_TOKEN = re.compile(
    r"(?P<guid>[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![\w-]))"
    r"|(?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,12})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?(?![\w-]))"
    r"|(?P<number>-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?![\w.]))"
    r"|(?P<name>[A-Za-z_$@][\w.@]*)"
    r"|(?P<string>'(?:[^']|'')*')"
    r"|(?P<sign>[()/,:])",
    re.ASCII,
)
_BLANKS = re.compile(r"[ \t\r\n]*")


def tokens_of(option: str, text: str) -> list[Token]:
    """The tokens of an expression, and one that says it has ended.

    Raises:
        QueryFault: it is too long, a text is not closed, or a sign is none of OData's.
    """
    if len(text) > MAX_LENGTH:
        raise QueryFault(option, f"it has {len(text)} characters, more than {MAX_LENGTH}")
    found = []
    position = _end_of_blanks(text, 0)
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise QueryFault(option, _unreadable(text, position))
        found.append(Token(Sort(match.lastgroup or ""), match.group(), position))
        position = _end_of_blanks(text, match.end())
    found.append(Token(Sort.END, "", len(text)))
    return found


def _end_of_blanks(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position


def _unreadable(text: str, position: int) -> str:
    if text[position] == "'":
        return f"a text is not closed, which begins {at(text, position)}"
    if text[position] == '"':
        return f"texts stand between apostrophes, not quotation marks, {at(text, position)}"
    return f"nothing can begin {at(text, position)}"
