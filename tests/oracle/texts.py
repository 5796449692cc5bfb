"""Texts of each shape that the official schemas know: as many different ones, and as long ones, as a test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.official import Schema


class Shape(Struct, frozen=True):
    """A family of texts that match one pattern: ``start``, any number of ``filler``, ``end``.

    Attributes:
        start, filler, end: the parts; a shape without a filler has no long texts.
        numbered: a template for many short texts, with ``{}`` for a number.
        samples: more texts worth trying, good or bad.
    """

    start: str = ""
    filler: str = "a"
    end: str = ""
    numbered: str = "a{}"
    samples: tuple[str, ...] = ()

    def of_length(self, length: int) -> str | None:
        """A text of exactly that many characters that matches, if there is one."""
        missing = length - len(self.start) - len(self.end)
        if missing < 0 or (missing and not self.filler):
            return None
        return self.start + self.filler * missing + self.end

    def number(self, number: int) -> str:
        """One of many different texts that match."""
        return self.numbered.format(number)


ANY_TEXT = Shape(start="a")
URI = Shape(
    start="https://a",
    numbered="https://a.example/{}",
    samples=("a", "a:b", "//a", "/a", "https:", "https://", "https://[", "https://a b", "https://a/%zz", "https://é"),
)
_URL = Shape(
    start="https://a",
    numbered="https://a{}",
    samples=("https://", "HTTP://a", "hTtPs://a", "http:/a", "https:a", "httpss://a", "ftp://a", "x https://a"),
)
_NAME = Shape(start="a", samples=("A9._", "9a", "_a", ".a", "a-b", "a b", "é", "aé", "ａ", "a٣", "a\n"))  # noqa: RUF001

SHAPES = {
    "": ANY_TEXT,
    r"^(?![nN][uU][lL]{2}$)\s*\S.*": Shape(
        start="a",
        samples=("null", "NULL", "Null", "null ", " null", "nullx", "nul", " ", "\n", "\t\u00a0\n", " \n a", "a\n"),
    ),
    r"^[Hh][Tt][Tt][Pp][Ss]?://": _URL,
    r"^[Hh][Tt][Tt][Pp][Ss]://": _URL,
    r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$": Shape(
        start="49e6f432-d79c-49e8-94f7-89b94f3672fd",
        filler="",
        numbered="{:08d}-d79c-49e8-94f7-89B94F3672FD",
        samples=("49e6f432d79c49e894f789b94f3672fd", "{49e6f432-d79c-49e8-94f7-89b94f3672fd}", "${{TEAMS_APP_ID}}"),
    ),
    r"^#[0-9a-fA-F]{6}$": Shape(start="#4464ee", filler="", numbered="#{:06d}", samples=("#FFF", "red", "#4464eeff")),
    r"^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,2}$": Shape(
        start="en",
        filler="",
        numbered="en-{}",
        samples=("zh-Hant-TW", "en_us", "abcdefgh-abcdefgh-12345678", "abcdefghi", "a-b-c-d", "en--us", "-en", "en-"),
    ),
    r"^((([0-9]*\.)?[0-9]+)|[lL][aA][rR][gG][eE]|[mM][eE][dD][iI][uU][mM]|[sS][mM][aA][lL][lL])$": Shape(
        start="4",
        filler="0",
        numbered="{}",
        samples=("large", "MEDIUM", "larGE", "larger", ".5", "4.5", "4.", "4.5.6", "-4", "4px", "50%", "1e3", "٣"),
    ),
    r"^[A-Za-z0-9-_+]+$": Shape(
        start="a", samples=("Ctrl+Shift+A", "A-9_+", "Ctrl A", "a:", "a@", "a^", "a.b", "é", "+")
    ),
    r"^[A-Za-z][A-Za-z0-9._]*$": _NAME,
    r"^[a-zA-Z][a-zA-Z0-9._]*$": _NAME,
    r"^[\p{L}][\p{L}0-9._]*$": _NAME,
    r"^[A-Z0-9]+$": Shape(start="A", filler="A", numbered="A{}", samples=("A9", "a", "A-", "É", "٣")),
    r"^[a-zA-Z0-9._-]+$": Shape(start="a", samples=("A9._-", "a b", "a/b", "é", "٣", "-")),
    r"^[A-Za-z0-9][A-Za-z0-9-]*$": Shape(start="a", samples=("X-A-9", "-a", "a_b", "a:", "é", "9")),
    r"^(?!.*[\r\n\f\b\v\u0007\t])[\S]*\.xll$": Shape(
        start="a",
        end=".xll",
        numbered="a{}.xll",
        samples=(".xll", "a.XLL", "axll", "a b.xll", "a\t.xll", "a\r.xll", "a\x0b.xll", "a\x07.xll", "a\x08.xll"),
    ),
}
"""By the pattern that they match; ``""`` is where any text does. A pattern that is not here stops the tests."""


def shape_of(schema: Schema) -> Shape:
    """The shape of the texts that a schema accepts."""
    if "format" in schema and "pattern" not in schema:
        return URI
    return SHAPES[schema.get("pattern", "")]


def near_misses(text: str) -> Iterator[str]:
    """Texts that differ from one by a character: added, left out, or replaced, at its start, middle and end."""
    middle = len(text) // 2
    for at in {0, middle, len(text)}:
        for character in "\n _-.:/@[`{+٣éA":
            yield text[:at] + character + text[at:]
    for at in {0, middle, max(len(text) - 1, 0)}:
        yield text[:at] + text[at + 1 :]
        yield text[:at] + "~" + text[at + 1 :]
    yield from ("", text.upper(), text.lower(), text.swapcase(), text * 2)
