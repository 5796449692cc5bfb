"""The width of text on a terminal."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.report.cells import cells, width, wrapped

WORDS = st.lists(st.text("ab日é", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("日本", 4),
        ("\uff71", 1),
        ("ｱｲ", 2),
        ("\uff21", 2),
        ("👍", 2),
        ("👍🏻", 2),
        ("👍🏽", 2),
        ("👍🏿", 2),
        ("a🏽", 3),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("日\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇫🇷", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("\u1112\u1160\u11ff", 2),
        ("\u115f", 2),
        ("\u1200", 1),
        ("\u0928\u093f", 1),
        ("❤\ufe0f\ufe0f", 2),
        ("a\ufe0f", 1),
    ],
)
def test_width_is_what_a_terminal_shows(text: str, size: int) -> None:
    """East Asian wide characters and emoji take two cells, marks none."""
    assert size == width(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("\t|", "    |"), ("abc\t|", "abc |"), ("日\t|", "日  |"), ("abcd\t|", "abcd    |")]
)
def test_a_tab_reaches_to_the_next_tab_stop(text: str, shown: str) -> None:
    """Tabs become blanks, as many as are left up to a multiple of four cells."""
    assert shown == "".join(piece for piece, _ in cells(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\u001b[2J"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200db", "a\\u200db"),
        ("\r", "\\u000d"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_could_drive_a_terminal_is_an_escape_as_wide_as_it_looks(text: str, shown: str) -> None:
    """Control characters, bidirectional overrides, joiners, surrogates and tags appear as ASCII."""
    assert shown == "".join(piece for piece, _ in cells(text))
    assert len(shown) == width(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("\u0301a", "\\u0301a"), ("\t\u0301", "    \\u0301"), ("\x1b\ufe0f", "\\u001b\\ufe0f")]
)
def test_a_mark_with_nothing_to_sit_on_is_an_escape(text: str, shown: str) -> None:
    """It would change what stands before the text, or the last digit of another escape."""
    assert shown == "".join(piece for piece, _ in cells(text))
    assert len(shown) == width(text)


def test_a_skin_colour_behind_an_escape_stands_alone() -> None:
    """Only an emoji takes a skin colour in."""
    assert len("\\u200d") + 2 == width("\u200d🏽")


@given(WORDS, st.integers(8, 40), st.integers(0, 4), st.integers(0, 4))
def test_wrapping_only_turns_blanks_into_line_breaks(text: str, room: int, first: int, rest: int) -> None:
    """Joined with blanks, the lines are the text."""
    assert text == " ".join(wrapped(text, room, first, rest))


@given(WORDS, st.integers(8, 40), st.integers(0, 4), st.integers(0, 4))
def test_a_wrapped_line_fits_unless_it_is_one_word(text: str, room: int, first: int, rest: int) -> None:
    """No line is wider than its room, except a word that is too wide for any."""
    lines = wrapped(text, room, first, rest)

    assert all(
        width(line) <= room - (rest if number else first) or " " not in line for number, line in enumerate(lines)
    )


@given(WORDS, st.integers(8, 40))
def test_wrapping_fills_lines(text: str, room: int) -> None:
    """The first word of a line would not have fitted on the line before."""
    lines = wrapped(text, room, 0, 0)

    assert all(width(a) + 1 + width(b.split(" ")[0]) > room for a, b in pairwise(lines))


@pytest.mark.parametrize("room", [None, 0, 7])
def test_without_room_nothing_is_wrapped(room: int | None) -> None:
    """No width, or hardly any, leaves the text on one line."""
    assert ["some words stay together"] == wrapped("some words stay together", room, 4, 4)


def test_a_little_room_is_used() -> None:
    """Four cells behind the indent are enough to wrap."""
    assert ["some", "words"] == wrapped("some words", 8, 4, 4)
