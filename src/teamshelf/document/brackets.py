"""Brackets of a text, counted without regard to what stands between them."""

from __future__ import annotations

import re

_ASIDE = r'"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"?|//[^\n\r]*|/\*[^*]*\*/'
"""Strings and comments, whose brackets do not count; one that is not closed reaches to the end of its line."""

_ASIDES = re.compile(_ASIDE)
_ASIDE_OR_BRACKET = re.compile(rf"{_ASIDE}|[\[\]{{}}]")


class Balance:
    """How many more brackets a text opens than it closes, as far as no fault has explained it yet.

    More than 0: closing ones are missing. Less: there are too many. The text is counted at the first question.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._explained = 0
        self._counted: int | None = None

    @property
    def lack(self) -> int:
        """The closing brackets that are still missing; negative for those too many."""
        if self._counted is None:
            bare = _ASIDES.sub("", self._text)
            self._counted = bare.count("{") + bare.count("[") - bare.count("}") - bare.count("]")
        return self._counted - self._explained

    def explain(self, missing: int) -> None:
        """So many missing closing brackets have been reported; negative for those too many."""
        self._explained += missing


def nested_end(text: str, start: int) -> int:
    """The place behind the bracket that closes the one at ``start``, of any kind; the end of the text if none does."""
    depth = 0
    for match in _ASIDE_OR_BRACKET.finditer(text, start):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return len(text)
