"""Microsoft's own codes for faults that the schema finds at certain places.

Graph's error table ("Publish teamsApp") names some faults twice: by the keyword of the schema, and by what they mean
for the app. People look both up, so a finding carries both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CODES_AT: dict[tuple[str, str], str] = {}
"""The code for a fault of a keyword at a path with `[]` for items; for `required`, the path of what is missing."""


def codes_at(path: Sequence[str | int], keyword: str) -> tuple[str, ...]:
    """Microsoft's codes beside that of the keyword itself, for a fault of a keyword at a path."""
    dotted = ""
    for part in path:
        dotted += "[]" if isinstance(part, int) else f".{part}" if dotted else part
    code = CODES_AT.get((dotted, keyword))
    return () if code is None else (code,)
