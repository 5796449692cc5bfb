"""What the page on security promises is held by tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "security.md"
PAGES = (PAGE, ROOT / "docs" / "hostile-input.md", ROOT / "docs" / "shelf" / "reliability.md", ROOT / "SECURITY.md")

_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@cache
def _functions(file: Path) -> frozenset[str]:
    """The tests of a file."""
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_test_that_a_page_names_is_there(page: Path) -> None:
    """Under the very name; whoever renames or removes one is led to what it proves."""
    named = _NAMED.findall(page.read_text("utf-8"))

    assert [] == [file for file, _ in named if not (ROOT / file).is_file()]
    assert [] == [f"{file}::{name}" for file, name in named if name and name not in _functions(ROOT / file)]


def test_each_promise_names_its_test() -> None:
    """A row without one would be a hope. What is not promised stands at the end, and has none."""
    text = PAGE.read_text("utf-8")
    promises = text.partition("## What is promised")[2].partition("## The long trial")[0]
    rows = [
        line
        for line in promises.splitlines()
        if line.startswith("| ") and not line.startswith(("| threat", "| mis", "| ---"))
    ]

    assert len(rows) > 40
    assert [] == [row for row in rows if not _NAMED.search(row.rpartition(" | ")[2])]


def test_whoever_finds_something_finds_the_way() -> None:
    """From the repository's front page and from the first page of the documentation."""
    for page in (ROOT / "README.md", ROOT / "docs" / "index.md", ROOT / "SECURITY.md"):
        assert "security.md)" in page.read_text("utf-8").lower(), page
