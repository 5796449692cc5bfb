"""The order of an app's own versions: which of two is newer.

Versions follow semantic versioning: 1.10.0 is newer than 1.9.0, 1.1.0-rc.1 is older than 1.1.0, and what stands behind
a `+` never counts; the semver library decides wherever that is more than comparing numbers. Teams wants exactly three
numbers, and `teamshelf check` says so; what was published long ago may have two or four all the same, so these are
ordered as anybody would expect.
Source: seed B, `version`; lifecycle rules 3 and 4.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from semver import Version

MAX_LENGTH = 256
"""Characters of a version that is read at most: as many as the manifest allows."""

_SHAPE = re.compile(
    r"(?P<numbers>\d{1,18}(?:\.\d{1,18}){0,9})(?:-(?P<prerelease>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
)


class Release(Struct, frozen=True):
    """A version that can be compared.

    Attributes:
        text: as written.
        numbers: its numbers, at least three, without zeros at the end beyond those.
        prerelease: what stands behind the hyphen, None for nothing.
    """

    text: str
    numbers: tuple[int, ...]
    prerelease: str | None = None

    def is_newer_than(self, other: Release) -> bool:
        """Whether it comes after another version."""
        return self.compare(other) > 0

    def compare(self, other: Release) -> int:
        """1 if it is newer than the other, -1 if it is older, 0 if neither: they differ in a build number at most."""
        if self.prerelease is None and other.prerelease is None:
            return (self.numbers > other.numbers) - (self.numbers < other.numbers)
        if self.numbers[3:] != other.numbers[3:] and self.numbers[:3] == other.numbers[:3]:
            return 1 if self.numbers > other.numbers else -1
        return int(self._semantic().compare(other._semantic()))

    def _semantic(self) -> Version:
        from semver import Version  # most versions have no pre-release, and are ordered by their numbers alone

        major, minor, patch = self.numbers[:3]
        return Version(major, minor, patch, self.prerelease)


def release_of(text: Any) -> Release | None:
    """The version that a text is; None where it is none.

    >>> release_of("1.10.0").is_newer_than(release_of("1.9.0"))
    True
    >>> release_of("${{VERSION}}") is None
    True
    """
    return _release(text) if isinstance(text, str) and len(text) <= MAX_LENGTH else None


@lru_cache(maxsize=256)
def _release(text: str) -> Release | None:
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        return None
    numbers = [int(number) for number in found["numbers"].split(".")]
    numbers += [0] * (3 - len(numbers))
    while len(numbers) > 3 and not numbers[-1]:  # noqa: PLR2004 - MAJOR.MINOR.PATCH
        numbers.pop()
    prerelease = found["prerelease"]
    if prerelease is not None and not _is_prerelease(prerelease):
        return None
    return Release(text, tuple(numbers), prerelease)


def _is_prerelease(text: str) -> bool:
    """Whether semantic versioning allows it: no part is empty, or a number with a zero in front (section 9)."""
    return all(part and not (part.isdigit() and len(part) > 1 and part[0] == "0") for part in text.split("."))
