"""How wide text is on a terminal, counted in cells.

East Asian wide characters and most emoji take two cells, combining marks none (Unicode Standard Annex #11). Characters
that are not printable are shown as escapes first (:func:`teamshelf.messages.printable`), so an emoji family joined by
zero-width joiners appears as its members: on purpose, because what joins them could also hide text.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

from teamshelf.messages import printable

TAB_STOP = 4
"""Cells between tab stops in an excerpt."""

_EMOJI_STYLE = "\ufe0f"


def cells(text: str) -> list[tuple[str, int]]:
    """Each character of a line as it is shown, with the cells it takes.

    A tab is blanks up to the next tab stop. A mark with no character of this line to sit on is an escape, because on a
    terminal it would sit on whatever happens to stand before it.
    """
    if text.isascii() and text.isprintable():
        return [(character, 1) for character in text]
    shown: list[tuple[str, int]] = []
    column = 0
    base = ""
    for character in text:
        is_mark = category(character).startswith("M")
        if character == "\t":
            piece = " " * (TAB_STOP - column % TAB_STOP)
        elif is_mark and not base:
            piece = character.encode("ascii", "backslashreplace").decode()
        else:
            piece = printable(character)
        if piece == character:
            size = _size(character, base)
            base = base + character if is_mark else character
        else:
            size = len(piece)
            base = ""
        shown.append((piece, size))
        column += size
    return shown


def width(text: str) -> int:
    """The cells that a line of text takes."""
    return sum(size for _, size in cells(text))


def wrapped(text: str, room: int | None, first: int, rest: int) -> list[str]:
    """The text broken at blanks into lines of at most ``room`` cells; a longer word stays whole, so it can be copied.

    ``first`` cells are already taken on the first line, ``rest`` cells on each line after it. Without ``room``, and
    where there is hardly any, nothing is broken.
    """
    if room is None or room - rest < TAB_STOP:
        return [text]
    lines = [""]
    left = room - first
    for number, word in enumerate(text.split(" ")):
        size = width(word)
        if number and size + 1 > left and lines[-1]:
            lines.append(word)
            left = room - rest - size
        else:
            lines[-1] += f" {word}" if number else word
            left -= size + (1 if number else 0)
    return lines


def _size(character: str, base: str) -> int:
    """The cells that a printable character adds behind ``base``, a character and the marks on it."""
    if character == _EMOJI_STYLE:  # turns a narrow sign, such as a heart, into its two cells wide emoji
        return 0 if base[0].isalpha() or _is_wide(base[0]) or _EMOJI_STYLE in base else 1
    if category(character).startswith("M"):
        return 0
    if "\U0001f3fb" <= character <= "\U0001f3ff" and base and _is_wide(base[0]):
        return 0  # a skin colour melts into the emoji before it
    if "\u1160" <= character <= "\u11ff":  # Hangul vowels and finals join the consonant before them
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in ("W", "F")
