"""The manifest as it is written, for rules that must tell a property that is missing from one of the wrong type.

The typed manifest leaves both out. The schema reports a wrong type; a rule that then spoke of a missing property would
contradict what everybody can see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.package.app import App

ABSENT: Any = object()
"""Stands for a value that is not there; None is the value of ``null``."""


def value_at(value: Any, steps: Iterable[str | int]) -> Any:
    """The value at the end of property names and indexes, or :data:`ABSENT`."""
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step, ABSENT)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return ABSENT
    return value


def written(app: App, *steps: str | int) -> Any:
    """What the manifest has at the end of property names and indexes, or :data:`ABSENT`."""
    return value_at(app.file.value, steps) if app.file is not None else ABSENT


def is_written(app: App, *steps: str | int) -> bool:
    """Whether the manifest has a value at the end of the steps, whatever its type."""
    return written(app, *steps) is not ABSENT
