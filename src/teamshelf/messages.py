"""Texts for people: written once in English, shown in the reader's language.

A :class:`Message` keeps its English template and the values that fill it apart until somebody reads it, so that one
finding can be shown in English on a terminal and in French on a page. Translations are gettext catalogues under
``locale/``; ``say`` is the keyword by which Babel finds the templates.
"""

from __future__ import annotations

import json
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LANGUAGES = ("en", "fr")
"""Languages that messages can be shown in; the first is the one they are written in."""

SHOWN_LENGTH = 60
"""Characters of a value from a manifest that a message shows at most."""


class Message(Struct, frozen=True):
    """A sentence with named places, and the values for them.

    ``str(message)`` is its English form; :meth:`in_language` any other. A value may itself be a message or an
    :class:`Alternatives`, which are put into the same language.
    """

    template: str
    values: dict[str, Any] = {}

    def in_language(self, language: str) -> str:
        """The finished text in one of :data:`LANGUAGES`; an unknown language gives English."""
        translate = _translator(language)
        return translate(self.template).format(
            **{name: _in_language(value, language) for name, value in self.values.items()}
        )

    def pieces(self, language: str) -> Iterator[tuple[str, bool]]:
        """The same text in pieces, each with whether it is code: what the message's own words have between backticks.

        A backtick in a value is a character like any other.

        >>> list(say("no `{name}` here", name="a`b").pieces("en"))
        [('no ', False), ('a`b', True), (' here', False)]
        """
        for number, part in enumerate(_translator(language)(self.template).split("`")):
            for words, name, form, _ in _FORMATTER.parse(part):
                if words:
                    yield words, number % 2 == 1
                if name is None:
                    continue
                value = self.values[name]
                if isinstance(value, Message | Alternatives):
                    yield from ((text, is_code or number % 2 == 1) for text, is_code in value.pieces(language))
                else:
                    yield format(_in_language(value, language), form or ""), number % 2 == 1

    def __str__(self) -> str:
        return self.in_language("en")

    def __hash__(self) -> int:
        return hash(str(self))


class Alternatives(Struct, frozen=True):
    """Values of which one is right, shown as "`a`, `b` or `c`"."""

    values: tuple[str, ...]

    def in_language(self, language: str) -> str:
        """The list with the language's own word for "or"."""
        *most, last = [f"`{value}`" for value in self.values]
        joined = ", ".join(most)
        return f"{joined} {_OR.in_language(language)} {last}" if most else last

    def pieces(self, language: str) -> Iterator[tuple[str, bool]]:
        """The same in pieces, each with whether it is code: the values are."""
        *most, last = self.values
        for number, value in enumerate(most):
            if number:
                yield ", ", False
            yield value, True
        if most:
            yield f" {_OR.in_language(language)} ", False
        yield last, True


def say(template: str, /, **values: object) -> Message:
    """A message in English, with the values for its ``{places}``. Babel collects the first argument."""
    return Message(template, values)


_FORMATTER = Formatter()
_NO_BREAK_SPACE = "\u00a0"
_OR = say("or")


def alternatives(values: Iterable[object]) -> Alternatives:
    """The values of which one is right, in the given order."""
    return Alternatives(tuple(str(value) for value in values))


def shown(value: object, length: int = SHOWN_LENGTH) -> str:
    r"""A value of a manifest as one short line that is safe to print: JSON, control characters escaped, cut to length.

    >>> shown("a\x1b[31mb")
    '"a\\u001b[31mb"'
    """
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    text = value if isinstance(value, str) else json.dumps(value)
    if len(text) > length:
        text = text[: length - 1] + "…"
    return f'"{printable(text)}"' if isinstance(value, str) else printable(text)


def shown_apart(old: object, new: object, length: int = SHOWN_LENGTH) -> tuple[str, str]:
    """Two values as :func:`shown` has them; of texts that begin alike for long, what is around the first difference.

    >>> shown_apart("It asks, counts and tells", "It asks, counts and shows", 12)
    ('"… and tells"', '"… and shows"')
    """
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= length:
        return shown(old, length), shown(new, length)
    alike = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    start = (min(len(old), len(new)) if alike is None else alike) - length // 2
    if start <= 0:
        return shown(old, length), shown(new, length)
    return shown(f"…{old[start + 1 :]}", length), shown(f"…{new[start + 1 :]}", length)


def printable(text: str) -> str:
    """The text with every character that could move a cursor, hide or reorder text written as an escape.

    The no-break space stays: French has one before a colon, and it does no harm.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == _NO_BREAK_SPACE else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if character <= "\uffff" else f"\\U{code:08x}"


def _in_language(value: object, language: str) -> object:
    """A value as it stands in a sentence. Whoever says something may forget that a name comes from a stranger."""
    if isinstance(value, Message | Alternatives):
        return value.in_language(language)
    return printable(value) if isinstance(value, str) else value


@lru_cache(maxsize=len(LANGUAGES))
def _translator(language: str) -> Callable[[str], str]:
    if language not in LANGUAGES[1:]:
        return _as_written
    import gettext  # only readers of another language pay for it
    from pathlib import Path

    return gettext.translation("teamshelf", Path(__file__).parent / "locale", [language]).gettext


def _as_written(text: str) -> str:
    return text
