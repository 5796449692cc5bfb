"""Applying edits to a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.document import apply_edits
from teamshelf.findings import Edit


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "0123456789"),
        ([Edit(2, 5, "x")], "01x56789"),
        ([Edit(8, 9, ""), Edit(0, 1, "abc")], "abc12345679"),
        ([Edit(2, 4, "x"), Edit(4, 6, "y")], "01xy6789"),
        ([Edit(4, 6, "y"), Edit(4, 4, "+")], "0123+y6789"),
        ([Edit(2, 4, "x"), Edit(4, 4, "+")], "01x+456789"),
        ([Edit(5, 5, "a"), Edit(5, 5, "b")], "01234ab56789"),
        ([Edit(0, 0, "<"), Edit(10, 10, ">")], "<0123456789>"),
        ([Edit(0, 10, "")], ""),
    ],
)
def test_edits_are_made_where_the_text_was(edits: list[Edit], expected: str) -> None:
    """Offsets are those of the text before any edit, in whatever order the edits come."""
    assert expected == apply_edits("0123456789", edits)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(2, 5, ""), Edit(4, 6, "")],
        [Edit(2, 5, "x"), Edit(2, 5, "x")],
        [Edit(0, 9, ""), Edit(3, 3, "x")],
        [Edit(5, 4, "")],
        [Edit(9, 11, "")],
        [Edit(-1, 0, "")],
    ],
)
def test_edits_that_make_no_sense_together_are_refused(edits: list[Edit]) -> None:
    """Edits that overlap, run backwards or leave the text are an error of whoever made them."""
    with pytest.raises(ValueError, match="overlaps another edit or leaves the text of 10 characters"):
        apply_edits("0123456789", edits)


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3), st.text(max_size=3))))
def test_any_pieces_can_be_replaced(pieces: list[tuple[str, str, str]]) -> None:
    """A text made of kept and replaced pieces becomes the kept pieces and the replacements."""
    text, expected, edits = "", "", []
    for kept, old, new in pieces:
        text += kept
        edits.append(Edit(len(text), len(text) + len(old), new))
        text += old
        expected += kept + new

    assert expected == apply_edits(text, edits)
