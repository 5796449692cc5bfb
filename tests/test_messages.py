"""Texts for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import teamshelf.messages
from teamshelf.messages import SHOWN_LENGTH, alternatives, printable, say, shown, shown_apart

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_message_is_english_by_itself() -> None:
    """As text, a message is its template with the values put in."""
    assert "`a` is 3" == str(say("`{name}` is {value}", name="a", value=3))


def test_a_value_with_braces_is_only_a_value() -> None:
    """What a manifest says is never read as a template."""
    assert "{name} {0}" == str(say("{value}", value="{name} {0}"))


def test_messages_within_a_message_follow_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that holds another one, or a choice, is put into one language as a whole."""
    words = {"{a} or {b}": "{a} ou {b}", "or": "ou", "red": "rouge"}

    def french(language: str) -> Callable[[str], str]:
        return (lambda text: words.get(text, text)) if language == "fr" else str

    monkeypatch.setattr(teamshelf.messages, "_translator", french)
    message = say("{a} or {b}", a=say("red"), b=alternatives(["x", "y"]))

    assert "rouge ou `x` ou `y`" == message.in_language("fr")
    assert "red or `x` or `y`" == message.in_language("en")


@pytest.mark.parametrize(
    ("values", "text"), [(["a"], "`a`"), (["a", "b"], "`a` or `b`"), (["a", "b", "c"], "`a`, `b` or `c`")]
)
def test_choices_are_listed_as_people_do(values: list[str], text: str) -> None:
    """Commas between all but the last two, which "or" joins."""
    assert text == alternatives(values).in_language("en")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", '"x"'),
        (3, "3"),
        (True, "true"),
        (None, "null"),
        ({}, "{}"),
        ({"a": 1}, "{…}"),
        ([1], "[…]"),
        ("a" * 100, '"' + "a" * 59 + '…"'),
    ],
)
def test_a_value_is_shown_short_and_as_json(value: object, text: str) -> None:
    """A value is one short line, cut where it is long."""
    assert text == shown(value)


@given(st.text())
def test_nothing_shown_can_move_a_cursor(text: str) -> None:
    """Control characters and marks that reorder text come out as escapes."""
    for safe in (printable(text), shown(text)):
        assert safe.replace("\u00a0", " ").isprintable()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a", "b", ('"a"', '"b"')),
        ("a", None, ('"a"', "null")),
        ("abcdefghij", "abXdefghij", ('"abcde…"', '"abXde…"')),
        ("abcdefghij", "abcdefghXj", ('"…ghij"', '"…ghXj"')),
        ("abcdefghijklmno", "abcdefgXijklmno", ('"…fghi…"', '"…fgXi…"')),
        ("abcdefghij", "abcdefghijk", ('"…ij"', '"…ijk"')),
        ("abcdefghijk", "abcdefghij", ('"…ijk"', '"…ij"')),
    ],
)
def test_long_texts_are_shown_where_they_differ(old: object, new: object, expected: tuple[str, str]) -> None:
    """Of two texts that begin alike, the part that is shown has the first difference in it."""
    assert expected == shown_apart(old, new, 6)


@given(st.text("ab\0", max_size=9), st.text("ab\0"), st.text("ab\0", max_size=3))
def test_texts_that_differ_look_different(start: str, one: str, other: str) -> None:
    """However long the beginning that they share, two texts are never shown alike, nor longer than a line."""
    old, new = start * 40 + one, start * 40 + other
    was, became = shown_apart(old, new)

    assert (old == new) == (was == became)
    assert max(len(was), len(became)) <= len("\\U00000000") * SHOWN_LENGTH + 2
