"""The versions of the Teams app manifest, their order, and ranges over them.

Microsoft publishes numbered versions, ``1.0`` to ``1.30`` (there never was a 1.18), and a moving *developer preview*.
Two previews matter: today's, written ``devPreview``, and the one of November 2021, written ``devPreview@2021-11``,
which the reference documents of that time describe. The latter was made when 1.12 was the newest numbered version,
so it stands between 1.12 and 1.13.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEV_PREVIEW = "devPreview"
"""Today's developer preview."""

DEV_PREVIEW_2021 = "devPreview@2021-11"
"""The developer preview of November 2021, the one the seed reference documents."""

_SKIPPED_MINOR = 18

ALL_VERSIONS: tuple[str, ...] = (
    *(f"1.{minor}" for minor in range(13)),
    DEV_PREVIEW_2021,
    *(f"1.{minor}" for minor in range(13, 31) if minor != _SKIPPED_MINOR),
    DEV_PREVIEW,
)
"""Every manifest version, oldest first."""

NUMBERED_VERSIONS: tuple[str, ...] = tuple(v for v in ALL_VERSIONS if v.startswith("1."))
"""The published versions ``1.0`` ... ``1.30``, oldest first."""

LATEST = NUMBERED_VERSIONS[-1]
"""The newest numbered version."""

_INDEX = {version: index for index, version in enumerate(ALL_VERSIONS)}
_ABBREVIATIONS = {"2021-11": DEV_PREVIEW_2021}


class VersionRange:
    """An immutable set of manifest versions, written as in ``VersionRange.parse("1.3..1.16 devPreview")``.

    Items are separated by blanks: a single version, ``A..B`` (both ends included), ``A..`` (from A on, today's preview
    included) or ``..B`` (from 1.0 on). ``2021-11`` abbreviates the preview of that month, which also lies inside every
    range that spans 1.12 and 1.13.
    """

    __slots__ = ("_bits",)

    def __init__(self, bits: int) -> None:
        self._bits = bits

    @staticmethod
    def parse(text: str) -> VersionRange:
        """Read the written form; raise ValueError for a version that does not exist."""
        return _parse(text)

    def __contains__(self, version: object) -> bool:
        return isinstance(version, str) and bool(self._bits >> _INDEX[version] & 1)

    def __iter__(self) -> Iterator[str]:
        return (version for version in ALL_VERSIONS if version in self)

    def __bool__(self) -> bool:
        return self._bits != 0

    def __and__(self, other: VersionRange) -> VersionRange:
        return VersionRange(self._bits & other._bits)

    def __or__(self, other: VersionRange) -> VersionRange:
        return VersionRange(self._bits | other._bits)

    def __sub__(self, other: VersionRange) -> VersionRange:
        return VersionRange(self._bits & ~other._bits)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VersionRange) and self._bits == other._bits

    def __hash__(self) -> int:
        return hash(self._bits)

    def __repr__(self) -> str:
        return f"<VersionRange {self}>"

    def __str__(self) -> str:
        """The shortest written form, such as ``1.9..1.10 devPreview``; parsing it gives the same range."""
        spans: list[list[str]] = []
        for version in self:
            if spans and _INDEX[spans[-1][1]] + 1 == _INDEX[version]:
                spans[-1][1] = version
            else:
                spans.append([version, version])
        return " ".join(_written(first, last) for first, last in spans)

    @property
    def first(self) -> str:
        """The oldest version in the range."""
        return next(iter(self))

    @property
    def last(self) -> str:
        """The newest version in the range."""
        return ALL_VERSIONS[self._bits.bit_length() - 1]

    def numbered(self) -> VersionRange:
        """The range without the two previews."""
        return self & _parse(f"{NUMBERED_VERSIONS[0]}..{LATEST}") - _parse("2021-11")


def is_known(version: object) -> bool:
    """Whether ``version`` is a manifest version that exists."""
    return isinstance(version, str) and version in _INDEX


def order(version: str) -> int:
    """The place of a version among all versions, for sorting and comparing; KeyError for an unknown one."""
    return _INDEX[version]


def _written(first: str, last: str) -> str:
    if first == last:
        return first
    if last == DEV_PREVIEW:
        return f"{first}.."
    return f"{first}..{last}"


@lru_cache(maxsize=None)
def _parse(text: str) -> VersionRange:
    bits = 0
    for item in text.split():
        start, dots, end = item.partition("..")
        first = _place(start) if start else 0
        last = first
        if dots:
            last = _place(end) if end else len(ALL_VERSIONS) - 1
        if last < first:
            raise ValueError(f"the range {item!r} runs backwards")
        bits |= (1 << last + 1) - (1 << first)
    return VersionRange(bits)


def _place(version: str) -> int:
    version = _ABBREVIATIONS.get(version, version)
    if version not in _INDEX:
        raise ValueError(f"there is no manifest version {version!r}")
    return _INDEX[version]


EVERY_VERSION = VersionRange((1 << len(ALL_VERSIONS)) - 1)
"""The range of all versions."""
