"""The lines a finding is about, with marks under the span."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.findings import Span
from teamshelf.report.cells import cells, width
from teamshelf.report.excerpt import LEAST_ROOM, Row, excerpt, window
from teamshelf.report.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

CHARACTERS = st.sampled_from('ab"日é\u0301😀🏽\ufe0f❤\t\u200d\x1b')


def _drawn(text: str, span: Span, room: int = 120) -> list[str]:
    """The rows as they stand behind the gutter."""
    return [f"{row.gutter:>3} |{row.mark}{row.source}" for row in excerpt(Lines(text), span, room)]


@pytest.mark.parametrize(
    ("line", "piece", "drawn"),
    [
        ('  "a": "bc"', '"bc"', ['  1 |  "a": "bc"', "    |       ^^^^"]),
        ('\t"a":\t"bc"', '"bc"', ['  1 |    "a":    "bc"', "    |            ^^^^"]),
        ('"日本": "語"', '"語"', ['  1 |"日本": "語"', "    |        ^^^^"]),
        ('"日本": "語"', "本", ['  1 |"日本": "語"', "    |   ^^"]),
        ('"👍🏽": "ok"', "ok", ['  1 |"👍🏽": "ok"', "    |       ^^"]),
        ('"👍🏽": "ok"', "👍🏽", ['  1 |"👍🏽": "ok"', "    | ^^"]),
        ('"❤\ufe0f": "ok"', "ok", ['  1 |"❤\ufe0f": "ok"', "    |       ^^"]),
        ('"e\u0301t": "ok"', "ok", ['  1 |"e\u0301t": "ok"', "    |       ^^"]),
        ('"a\u202eb": "ok"', "ok", ['  1 |"a\\u202eb": "ok"', "    |             ^^"]),
        ('"a\u202eb": "ok"', "\u202e", ['  1 |"a\\u202eb": "ok"', "    |  ^^^^^^"]),
        ('"a\x1b[31m": "ok"', "ok", ['  1 |"a\\u001b[31m": "ok"', "    |                ^^"]),
    ],
)
def test_carets_stand_under_the_span(at: Callable[..., Span], line: str, piece: str, drawn: list[str]) -> None:
    """Tabs, wide characters, emoji, combining marks and escapes all push the carets as far as they push the text."""
    assert drawn == _drawn(line, at(line, piece))


def test_a_span_of_nothing_gets_one_caret() -> None:
    """A missing character is pointed at where it should be, even behind the end of the line."""
    assert ["  2 |ab", "    |  ^"] == _drawn("{\nab\n}", Span(2, 3, 2, 3))


def test_an_empty_line_can_be_pointed_at() -> None:
    """So can an empty text."""
    assert ["  1 |", "    |^"] == _drawn("", Span(1, 1, 1, 1))


def test_a_bracket_goes_round_a_span_that_begins_its_line() -> None:
    """Only blanks stand before the span, so the bracket starts beside the line."""
    text = "[\n  {\n    1\n  }\n]"

    assert ["  2 |/   {", "  3 ||     1", "  4 ||   }", "    ||___^"] == _drawn(text, Span(2, 3, 4, 4))


def test_a_bracket_starts_under_a_span_that_begins_inside_its_line() -> None:
    """An underline leads from the bracket to the first and the last character, tabs and wide ones included."""
    text = '\t"日": [\n  1\n\t]'

    assert [
        '  1 |      "日": [',
        "    | ___________^",
        "  2 ||   1",
        "  3 ||     ]",
        "    ||_____^",
    ] == _drawn(text, Span(1, 7, 3, 3))


def test_four_lines_are_shown_whole() -> None:
    """Nothing is left out where there is hardly anything."""
    assert ["  1 |/ {", "  2 || a", "  3 || b", "  4 || }", "    ||_^"] == _drawn("{\na\nb\n}", Span(1, 1, 4, 2))


def test_of_more_lines_the_middle_is_left_out() -> None:
    """The first two and the last are shown."""
    text = "{\na\nb\nc\n}"

    assert ["  1 |/ {", "  2 || a", "... ||", "  5 || }", "    ||_^"] == _drawn(text, Span(1, 1, 5, 2))


def test_a_span_that_ends_with_a_line_break_does_not_reach_the_next_line() -> None:
    """A line of which nothing belongs to the span is not shown."""
    assert ["  1 |ab", "    | ^"] == _drawn("ab\n\ncd", Span(1, 2, 3, 1))


def test_only_the_empty_end_of_a_span_is_dropped() -> None:
    """The line before it is the last one."""
    assert ["  1 |/ {", "  2 || a", "  3 || b", "    ||_^"] == _drawn("{\na\nb\nc", Span(1, 1, 4, 1))


@pytest.mark.parametrize("span", [Span(2, 1, 2, 1), Span(1, 1, 2, 1), Span(0, 1, 1, 1), Span(1, 1, 0, 1)])
def test_lines_the_text_does_not_have_are_not_shown(span: Span) -> None:
    """A span that is not of this text gives no excerpt, and no error."""
    assert [] == excerpt(Lines("ab"), span, 120)


def test_a_long_line_is_cut_on_both_sides_of_a_short_span() -> None:
    """The span is in the middle of its window, an ellipsis at each cut."""
    line = "a" * 100 + "XYZ" + "b" * 100

    assert ["  1 |…aaaaaaaaXYZbbbbbbb…", "    |         ^^^"] == _drawn(line, Span(1, 101, 1, 104), 20)


def test_a_long_line_keeps_its_beginning_when_the_span_is_there() -> None:
    """Nothing is cut off at the left without need."""
    line = "XYZ" + "b" * 100

    assert ["  1 |XYZbbbbbbbbbbbbbbbb…", "    |^^^"] == _drawn(line, Span(1, 1, 1, 4), 20)


def test_a_long_line_keeps_its_beginning_as_long_as_the_span_has_room(at: Callable[..., Span]) -> None:
    """A name is worth more than what follows the value: only when the span comes near the edge does the window move."""
    line = '"accent": "red' + "x" * 100

    assert ['  1 |"accent": "redxxxxx…', "    |           ^^^"] == _drawn(line, at(line, "red"), 20)
    assert ['  1 |"accent": "redxxxxx…', "    |           ^^^^^"] == _drawn(line, at(line, "redxx"), 20)
    assert ['  1 |…ent": "redxxxxxxxx…', "    |        ^^^^^^"] == _drawn(line, at(line, "redxxx"), 20)


def test_a_long_line_keeps_its_end_when_the_span_is_there() -> None:
    """Nothing is cut off at the right without need."""
    line = "a" * 100 + "XYZ"

    assert ["  1 |…aaaaaaaaaaaaaaaaXYZ", "    |                 ^^^"] == _drawn(line, Span(1, 101, 1, 104), 20)


def test_a_span_wider_than_the_window_is_shown_from_its_start() -> None:
    """A little of what stands before it stays visible."""
    line = "a" * 100 + "X" * 100 + "b" * 100

    assert ["  1 |…aaaaXXXXXXXXXXXXXX…", "    |     ^^^^^^^^^^^^^^"] == _drawn(line, Span(1, 101, 1, 201), 20)


def test_a_span_wider_than_the_window_begins_with_its_line() -> None:
    """Nothing is cut off at the left without need, here either."""
    assert ["  1 |XXXXXXXXXXXXXXXXXXX…", "    |^^^^^^^^^^^^^^^^^^^"] == _drawn("X" * 100, Span(1, 1, 1, 101), 20)


def test_a_line_that_just_fits_is_not_cut() -> None:
    """The room is used to its last cell, and not beyond."""
    assert ["  1 |" + "a" * 20, "    |^"] == _drawn("a" * 20, Span(1, 1, 1, 2), 20)
    assert ["  1 |" + "a" * 19 + "…", "    |^"] == _drawn("a" * 21, Span(1, 1, 1, 2), 20)


def test_an_ellipsis_stands_for_a_single_character() -> None:
    """Even one that is left out is told of."""
    assert ["  1 |…" + "a" * 19, "    |" + " " * 19 + "^"] == _drawn("日" + "a" * 19, Span(1, 20, 1, 21), 20)


def test_marks_take_no_room_in_a_window() -> None:
    """A line of accented letters is cut by its cells, not by its characters."""
    assert "e\u0301" * 19 + "…" == window(Lines("e\u0301" * 40), 1, 0, 1, 20).text


def test_a_line_is_marked_as_cut_wherever_it_was_cut() -> None:
    """Characters without a cell of their own do not hide that others are missing before them."""
    shown = window(Lines("x" * 30 + "\u1161" * 25 + "Z"), 1, 55, 56, 20)

    assert ("…" + "\u1161" * 20 + "Z", 1, 1) == (shown.text, shown.start, shown.size)


def test_a_narrow_terminal_still_gets_an_excerpt() -> None:
    """There is a least room, below which the terminal has to break the line."""
    (source, _) = excerpt(Lines("a" * 100), Span(1, 1, 1, 2), -5)

    assert LEAST_ROOM == width(source.source)


@pytest.mark.parametrize("room", [22, 23])
def test_every_line_of_a_bracket_is_cut_to_its_room(room: int) -> None:
    """The bracket's own cells count."""
    rows = excerpt(Lines("\n".join(["[" * 90, "abc" * 30, "]" * 90])), Span(1, 50, 3, 50), room)

    assert [room, room, room] == [width(row.mark + row.source) for row in rows if row.source]
    assert rows[2].source.startswith("abcabc")


def test_rows_compare_by_value() -> None:
    """A row is nothing but its three texts."""
    assert [Row("1", "", "ab"), Row("", " ^", "")] == excerpt(Lines("ab"), Span(1, 2, 1, 3), 120)


@given(st.text(CHARACTERS, max_size=40), st.data())
def test_what_stands_over_the_carets_is_the_span(line: str, data: st.DataObject) -> None:
    """Before the carets stands what is before the span, over them the span."""
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(line)), st.integers(0, len(line)))))
    lines = Lines(line)
    shown = cells(line)

    source, carets = excerpt(lines, Span(*lines.place(start), *lines.place(end)), 1000)

    assert "".join(piece for piece, _ in shown) == source.source
    assert sum(size for _, size in shown[:start]) == len(carets.mark) - len(carets.mark.lstrip())
    assert max(1, sum(size for _, size in shown[start:end])) == carets.mark.count("^")


@given(st.text(CHARACTERS, max_size=300), st.integers(LEAST_ROOM, 60), st.data())
def test_a_window_fits_and_shows_the_start_of_the_span(line: str, room: int, data: st.DataObject) -> None:
    """However a line is cut, no more than the room is taken, and the marks stay inside."""
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(line)), st.integers(0, len(line)))))

    shown = window(Lines(line), 1, start, end, room)

    assert sum(size for _, size in cells(shown.text)) <= room
    assert 0 <= shown.start <= room
    assert 1 <= shown.size <= room
    assert shown.start + shown.size <= room + 1


@given(st.text("ab日", max_size=200), st.integers(LEAST_ROOM, 60), st.data())
def test_a_window_is_a_piece_of_the_line(line: str, room: int, data: st.DataObject) -> None:
    """Between the ellipses stands what stands in the line, at the span what is in the span."""
    start = data.draw(st.integers(0, len(line)))

    shown = window(Lines(line), 1, start, start, room)
    before = shown.text
    while width(before) > shown.start:
        before = before[:-1]

    assert shown.text.strip("…") in line
    assert line[:start].endswith(before.lstrip("…"))
    assert ("…" not in shown.text) == (width(line) <= room)


def test_a_hostile_line_of_megabytes_is_only_read_around_the_span() -> None:
    """A window costs the same wherever the line is cut: it takes few characters of it."""

    class Counting(str):
        """A text that counts the characters taken from it."""

        __slots__ = ()
        taken = 0

        def __getitem__(self, key: object) -> str:
            piece = super().__getitem__(key)  # type: ignore[index]
            Counting.taken += len(piece)
            return piece

    lines = Lines(Counting("x" * 1_000_000))
    window(lines, 1, 500_000, 500_004, 100)

    assert Counting.taken <= 300


def test_a_line_without_blanks_before_the_span_is_no_line_start() -> None:
    """The bracket of a span behind other text leads to it."""
    drawn = _drawn("a [\n]", Span(1, 3, 2, 2))

    assert ["  1 |  a [", "    | ___^", "  2 || ]", "    ||_^"] == drawn
