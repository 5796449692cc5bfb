"""Applying the edits of findings to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.findings import Edit


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made; offsets are those of the text as it was, in any order.

    Two insertions at one place are made in the order given, and before a replacement that starts there. Raises
    ValueError when two edits touch the same character, or one lies outside the text.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"{edit} overlaps another edit or leaves the text of {len(text)} characters")
        pieces += text[done : edit.start], edit.replacement
        done = edit.end
    pieces.append(text[done:])
    return "".join(pieces)
