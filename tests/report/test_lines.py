"""Lines of a text, and the way between places and offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.report.lines import Lines

TEXTS = st.text(st.sampled_from("ab\t\r\né日\u0301😀\u2028"), max_size=30)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_end_as_editors_have_it(line_break: str) -> None:
    """LF, CR LF and CR end a line and belong to none."""
    lines = Lines(f"ab{line_break}c")

    assert 2 == len(lines)
    assert "ab" == lines.text[slice(*lines.bounds(1))]
    assert "c" == lines.text[slice(*lines.bounds(2))]


def test_a_line_separator_inside_a_string_ends_no_line() -> None:
    """U+2028, U+0085 and the form feed are ordinary characters, unlike for str.splitlines()."""
    assert 1 == len(Lines('"a\u2028b\x85c\x0cd"'))


def test_a_text_that_ends_in_a_line_break_has_an_empty_last_line() -> None:
    """The place behind the last line break can be pointed at."""
    lines = Lines("ab\n")

    assert (2, 1) == lines.place(3)
    assert 3 == lines.offset(2, 1)


@pytest.mark.parametrize(("column", "offset"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 3), (7, 4)])
def test_columns_count_utf16_code_units(column: int, offset: int) -> None:
    """An emoji takes two columns; the second is still that emoji."""
    assert offset == Lines("a😀b😀").offset(1, column)


def test_wide_characters_of_other_lines_do_not_count() -> None:
    """Each line counts its columns for itself."""
    lines = Lines("😀😀\n😀b\n😀")

    assert (2, 3) == lines.place(4)
    assert 4 == lines.offset(2, 3)


@pytest.mark.parametrize(("column", "offset"), [(0, 3), (-5, 3), (3, 5), (4, 5), (99, 5)])
def test_a_column_outside_the_line_is_its_nearer_end(column: int, offset: int) -> None:
    """A column that the line does not have never reaches into another line."""
    assert offset == Lines("ab\ncd\nef").offset(2, column)


@given(TEXTS, st.data())
def test_place_and_offset_are_inverse(text: str, data: st.DataObject) -> None:
    """Every offset that is not inside a CR LF is found again from its place."""
    lines = Lines(text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = lines.place(offset)
    start, end = lines.bounds(line)

    assert min(offset, end) == lines.offset(line, column)
    assert column - 1 == len(text[start:offset].encode("utf-16-le")) // 2
