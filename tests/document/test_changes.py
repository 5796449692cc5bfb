"""Changes to what a JSON text says."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.document.changes import changed
from teamshelf.findings import Change

BEFORE = {"a": {"b": [1, 2]}, "c": "x"}


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Change("replace", "/c", "y"), {"a": {"b": [1, 2]}, "c": "y"}),
        (Change("replace", "", 3), 3),
        (Change("replace", "/a/b/1", 9), {"a": {"b": [1, 9]}, "c": "x"}),
        (Change("remove", "/a/b/0"), {"a": {"b": [2]}, "c": "x"}),
        (Change("remove", "/a"), {"c": "x"}),
        (Change("add", "/d/e", 1), {"a": {"b": [1, 2]}, "c": "x", "d": {"e": 1}}),
        (Change("add", "/a/b/-", 3), {"a": {"b": [1, 2, 3]}, "c": "x"}),
        (Change("add", "/a/b/-", [3, 4]), {"a": {"b": [1, 2, 3, 4]}, "c": "x"}),
        (Change("add", "/a/b/0", 0), {"a": {"b": [0, 1, 2]}, "c": "x"}),
        (Change("add", "/n/-", [1]), {"a": {"b": [1, 2]}, "c": "x", "n": [1]}),
        (Change("move", "/c", to="/a/c"), {"a": {"b": [1, 2], "c": "x"}}),
    ],
)
def test_each_operation_does_what_json_patch_says(change: Change, after: Any) -> None:
    """Replace, add, remove and move, at the places that pointers name; the value given stays as it is."""
    before = {"a": {"b": [1, 2]}, "c": "x"}

    assert after == changed(before, [change])
    assert BEFORE == before


@pytest.mark.parametrize(
    "change",
    [
        Change("replace", "/z", 1),
        Change("remove", "/z"),
        Change("remove", "/a/b/7"),
        Change("move", "/z", to="/y"),
        Change("add", "/c/d", 1),
        Change("add", "/c/-", 1),
        Change("remove", "/a/b/x"),
    ],
)
def test_what_is_not_there_cannot_change(change: Change) -> None:
    """A change to a value that is not there, or below one that has no inside, is an error and no silence."""
    with pytest.raises(LookupError):
        changed(BEFORE, [change])


def test_an_operation_must_be_known() -> None:
    """An operation that JSON Patch does not have is refused by its name."""
    with pytest.raises(ValueError, match="'swap'"):
        changed(BEFORE, [Change("swap", "/a")])
