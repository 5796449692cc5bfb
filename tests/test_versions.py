"""Manifest versions and ranges over them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.versions import (
    ALL_VERSIONS,
    DEV_PREVIEW,
    DEV_PREVIEW_2021,
    EVERY_VERSION,
    LATEST,
    NUMBERED_VERSIONS,
    VersionRange,
    is_known,
    order,
)

RANGES = st.integers(0, 2 ** len(ALL_VERSIONS) - 1).map(VersionRange)


def versions(text: str) -> list[str]:
    """The versions that a written range holds."""
    return list(VersionRange.parse(text))


def test_there_never_was_a_1_18() -> None:
    """Thirty numbered versions, 1.0 to 1.30, without 1.18."""
    assert 30 == len(NUMBERED_VERSIONS)
    assert "1.18" not in NUMBERED_VERSIONS
    assert "1.30" == LATEST
    assert not is_known("1.18")


def test_versions_are_ordered_as_numbers() -> None:
    """1.9 comes before 1.10, and the preview of 2021 between 1.12 and 1.13."""
    assert order("1.9") < order("1.10") < order("1.12") < order(DEV_PREVIEW_2021) < order("1.13") < order(DEV_PREVIEW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5", ["1.5"]),
        ("1.9..1.11", ["1.9", "1.10", "1.11"]),
        ("..1.1", ["1.0", "1.1"]),
        ("1.30..", ["1.30", DEV_PREVIEW]),
        ("1.12..1.13", ["1.12", DEV_PREVIEW_2021, "1.13"]),
        ("2021-11", [DEV_PREVIEW_2021]),
        ("1.1 devPreview", ["1.1", DEV_PREVIEW]),
        ("..", list(ALL_VERSIONS)),
        ("", []),
    ],
)
def test_a_range_holds_what_it_says(text: str, expected: list[str]) -> None:
    """Both ends count, an open end reaches to today's preview, blanks join."""
    assert expected == versions(text)


@given(RANGES)
def test_written_and_read_a_range_is_the_same(some: VersionRange) -> None:
    """The written form of any range is read as that range."""
    assert some == VersionRange.parse(str(some))


@given(RANGES, RANGES)
def test_ranges_are_sets(one: VersionRange, other: VersionRange) -> None:
    """And, or and minus mean what they mean for sets, and equal ranges hash alike."""
    assert set(one) & set(other) == set(one & other)
    assert set(one) | set(other) == set(one | other)
    assert set(one) - set(other) == set(one - other)
    assert (set(one) == set(other)) == (one == other)
    assert hash(one) == hash(VersionRange.parse(str(one)))


def test_first_and_last() -> None:
    """The oldest and the newest version of a range."""
    some = VersionRange.parse("1.5..1.9 1.20")

    assert ("1.5", "1.20") == (some.first, some.last)


def test_numbered_leaves_out_the_previews() -> None:
    """What is published under a number, of all there is."""
    assert list(NUMBERED_VERSIONS) == list(EVERY_VERSION.numbered())


@pytest.mark.parametrize("text", ["1.18", "1.9..1.5", "2.0..", "..x"])
def test_a_range_of_what_is_not_there_is_refused(text: str) -> None:
    """A version that does not exist, or a range that runs backwards, is a mistake to hear of."""
    with pytest.raises(ValueError, match=r"1\.18|backwards|2\.0|'x'"):
        VersionRange.parse(text)
