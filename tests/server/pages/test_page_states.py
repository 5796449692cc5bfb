"""The list of states in the documentation is true: each test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_each_state_has_the_test_that_is_named() -> None:
    """A test that was renamed, or is gone, is noticed; no test is named twice."""
    page = (HERE.parents[2] / "docs" / "shelf" / "page-states.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+)`", page)
    defined = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
    there = {name for file in HERE.rglob("test_*.py") for name in defined.findall(file.read_text("utf-8"))}

    assert [] == [name for name in named if name not in there]
    assert len(named) == len(set(named)) > 40
