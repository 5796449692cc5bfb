"""Writing and reading JSON pointers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.document import join_pointer, split_pointer

# RFC 6901, section 5.
EXAMPLES = {
    "": (),
    "/foo": ("foo",),
    "/foo/0": ("foo", "0"),
    "/": ("",),
    "/a~1b": ("a/b",),
    "/c%d": ("c%d",),
    "/m~0n": ("m~n",),
    "/~01": ("~1",),
    "//": ("", ""),
}


@pytest.mark.parametrize(("pointer", "steps"), EXAMPLES.items())
def test_examples_of_the_rfc(pointer: str, steps: tuple[str, ...]) -> None:
    """The examples of RFC 6901 are written and read as it says."""
    assert pointer == join_pointer(steps)
    assert steps == split_pointer(pointer)


def test_indices_are_written_as_numbers() -> None:
    """A step may be an index."""
    assert "/bots/0/scopes/12" == join_pointer(["bots", 0, "scopes", 12])


@given(st.lists(st.text()))
def test_splitting_undoes_joining(steps: list[str]) -> None:
    """Any names can be joined and come back."""
    assert tuple(steps) == split_pointer(join_pointer(steps))


@pytest.mark.parametrize("text", ["a", "a/b", " /a", "#/a"])
def test_what_does_not_begin_with_a_slash_is_no_pointer(text: str) -> None:
    """A text that is neither empty nor begins with a slash is refused, and shown."""
    with pytest.raises(ValueError, match=text):
        split_pointer(text)
