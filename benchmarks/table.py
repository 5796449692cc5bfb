"""The results as a table, for a terminal or for `docs/speed.md`."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One result.

    Attributes:
        what: what was measured.
        measured: our time by the peer's, or what else the name says.
        goal: what it should be at most; empty where it is for information.
        note: what stands behind the figure.
    """

    what: str
    measured: str
    goal: str = ""
    note: str = ""


HEAD = Row("what", "ours / peer", "goal", "note")


def as_text(rows: list[Row]) -> str:
    """The table in aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(HEAD, *rows, strict=True)]
    lines = [HEAD, Row(*("-" * width for width in widths)), *rows]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def as_markdown(rows: list[Row]) -> str:
    """The table in Markdown."""
    lines = [HEAD, Row("---", "---", "---", "---"), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
