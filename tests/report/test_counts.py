"""Numbers of findings in words."""

from __future__ import annotations

import pytest

from teamshelf.findings import Severity
from teamshelf.report.counts import counted

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({E: 1}, "1 error"),
        ({E: 2}, "2 errors"),
        ({W: 1}, "1 warning"),
        ({W: 2}, "2 warnings"),
        ({N: 1}, "1 note"),
        ({N: 2}, "2 notes"),
        ({N: 1, W: 2, E: 11}, "11 errors, 2 warnings, 1 note"),
        ({E: 0, W: 3, N: 0}, "3 warnings"),
        ({E: 0}, ""),
        ({}, ""),
    ],
)
def test_counts_are_named_heaviest_first_and_none_is_not_named(counts: dict[Severity, int], text: str) -> None:
    """Each severity has a singular and a plural of its own."""
    assert text == counted(counts, "en")


@pytest.mark.usefixtures("french")
def test_counts_are_translated_one_by_one() -> None:
    """Singular and plural are separate templates, so each language declines as it must."""
    assert "2 erreurs, 1 avertissement" == counted({E: 2, W: 1}, "fr")
