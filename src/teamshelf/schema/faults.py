"""The faults that the JSON Schema validator found in a manifest: one for each thing that is wrong, not one a branch.

The validator reports keywords that failed. One slip of the pen can fail several: a value of the wrong type is also none
of the choices, a misspelled property is both unknown and missing. Here they become one fault each.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from teamshelf.model.facts import properties_of
from teamshelf.model.places import place_of
from teamshelf.schema.hints import likely_meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jsonschema_rs

MAX_ERRORS = 500
"""Errors of the validator that are explained. What has more is no manifest with mistakes, and each costs time."""

MAX_EXPLAINED = 10_000
"""Values among which errors are looked for; the validator makes all errors at once, of some kilobytes each."""

_ORDER = ("type", "enum", "const", "pattern", "format")
"""Of several faults of one value, the first of these says it all."""

_CHOICES = ("anyOf", "oneOf")
"""What can be said of the members of an object only if it is one."""

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]
"""Where, which keyword, and the property it is about (``""`` for the value itself): what makes two faults the same."""


class SchemaFault:
    """One fault that the validator found, with what it takes to explain it."""

    __slots__ = ("instance", "keyword", "path", "subject")

    def __init__(self, path: Path, keyword: str, instance: Any, subject: str = "") -> None:
        self.path = path
        self.keyword = keyword
        self.instance = instance
        self.subject = subject

    @property
    def identity(self) -> Fault:
        """What makes this fault the same as another one."""
        return self.path, self.keyword, self.subject


def schema_faults(errors: Iterable[jsonschema_rs.ValidationError]) -> list[SchemaFault]:
    """The validator's errors as faults, each once, one for each unknown or missing property."""
    from jsonschema_rs import ValidationErrorKind as kinds  # noqa: N813 - a namespace of classes

    faults: dict[Fault, SchemaFault] = {}
    for error in islice(errors, MAX_ERRORS):
        path = tuple(error.instance_path)
        keyword = error.kind.name
        names: Iterable[str] = ("",)
        if isinstance(error.kind, kinds.AdditionalProperties):
            names = error.kind.unexpected[:MAX_ERRORS]
        elif isinstance(error.kind, kinds.Required):
            names = (error.kind.property,)
            keyword = _tie_of(error.schema_path)
        elif keyword == "anyOf" and "dependencies" in error.schema_path:
            keyword = "dependencies"
            names = (str(error.schema_path[error.schema_path.index("dependencies") + 1]),)
        for name in names:
            fault = SchemaFault(path, keyword, error.instance, name)
            faults.setdefault(fault.identity, fault)
    return _without_echoes(list(faults.values()))


def shortened(value: Any) -> Any:
    """The value to look for errors in: of one with very many values, items are left out of the later arrays.

    Members of objects stay, or they would seem to be missing.
    """
    left = MAX_EXPLAINED

    def cut(value: Any) -> Any:
        nonlocal left
        left -= 1
        if isinstance(value, dict):
            return {name: cut(member) for name, member in value.items()}
        if isinstance(value, list):
            return [cut(item) for item in value if left > 0]
        return value

    return cut(value)


def _tie_of(schema_path: list[Any]) -> str:
    """Under which keyword a missing property is to be explained: its own object's, or what ties members together."""
    above = schema_path[:-1]
    if above and above[-1] == "then":
        return "then"
    if len(above) >= 2 and above[-2] == "dependencies":  # noqa: PLR2004 - "dependencies", the name
        return "dependencies"
    return "required"


def _without_echoes(faults: list[SchemaFault]) -> list[SchemaFault]:
    """Leave out what another fault already says: a second verdict on one value, the missing half of a misspelling."""
    worst: dict[Path, int] = {}
    for fault in faults:
        if fault.keyword in _ORDER:
            rank = _ORDER.index(fault.keyword)
            worst[fault.path] = min(rank, worst.get(fault.path, rank))
    misspelled: set[tuple[Path, str]] = set()
    for fault in faults:
        if fault.keyword == "additionalProperties":
            place = place_of(fault.path)
            known = properties_of(place.object_class) if place and place.object_class else {}
            meant = likely_meant(fault.subject, known)
            if meant is not None and meant not in fault.instance:
                misspelled.add((fault.path, meant))
    return [
        fault
        for fault in faults
        if not (fault.keyword in _ORDER and _ORDER.index(fault.keyword) > worst[fault.path])
        and not (fault.keyword in _CHOICES and worst.get(fault.path) == _ORDER.index("type"))
        and not (fault.keyword in ("required", "then") and (fault.path, fault.subject) in misspelled)
    ]
