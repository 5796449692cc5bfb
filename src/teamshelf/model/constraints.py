"""What ties the members of one manifest object together, beyond facts of a single property.

Each constraint holds in a range of manifest versions. Names are JSON names.
"""

from msgspec import Struct


class ExactlyOneOf(Struct, frozen=True):
    """Exactly one of the named members is there."""

    names: tuple[str, ...]
    versions: str = ".."


class AtLeastOneOf(Struct, frozen=True):
    """At least one of the groups of members is there in full."""

    groups: tuple[tuple[str, ...], ...]
    versions: str = ".."


class Requires(Struct, frozen=True):
    """Where ``name`` is there, so is at least one of the groups of members in full."""

    name: str
    groups: tuple[tuple[str, ...], ...]
    versions: str = ".."


class RequiredFor(Struct, frozen=True):
    """Where ``name`` has one of ``values``, the member ``required`` is there."""

    name: str
    values: dict[str, str]
    required: str
    versions: str = ".."


class ItemsBecome(Struct, frozen=True):
    """Where ``name`` is there, each item of the array ``items`` is also a ``becomes``."""

    name: str
    items: str
    becomes: type
    versions: str = ".."


Constraint = ExactlyOneOf | AtLeastOneOf | Requires | RequiredFor | ItemsBecome
