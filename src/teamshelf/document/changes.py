"""Applying changes to what a JSON text says, before anything is done to the text itself."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from teamshelf.document.pointers import split_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.findings import Change

OPERATIONS = ("replace", "add", "remove", "move")
"""What a change can do."""

APPEND = "-"
"""The last step of a pointer that means: behind the last item of the array (RFC 6901)."""


def changed(value: Any, changes: Iterable[Change]) -> Any:
    """A copy of a decoded JSON value with the changes made, one after the other.

    Objects on the way to an added or moved member are made where they are missing; so is an array where it is appended
    to. What a moved or removed member leaves empty stays.

    Raises:
        LookupError: a change is about a value that is not there, or has another shape on the way.
        ValueError: a change is none.
    """
    value = copy.deepcopy(value)
    for change in changes:
        if change.op not in OPERATIONS:
            raise ValueError(f"there is no operation {change.op!r}")
        try:
            value = _made(value, change)
        except (TypeError, AttributeError, ValueError) as error:  # a text where an object was to be, and the like
            raise LookupError(f"{change.pointer} cannot change") from error
    return value


def _made(value: Any, change: Change) -> Any:
    steps = split_pointer(change.pointer)
    if change.op == "replace" and not steps:
        return copy.deepcopy(change.value)
    if change.op == "add":
        _put(value, steps, copy.deepcopy(change.value))
        return value
    parent = _at(value, steps[:-1])
    step: str | int = int(steps[-1]) if isinstance(parent, list) else steps[-1]
    if change.op == "replace":
        _require(parent, step)
        parent[step] = copy.deepcopy(change.value)
    else:
        _require(parent, step)
        taken = parent[step]
        del parent[step]
        if change.op == "move":
            _put(value, split_pointer(change.to), taken)
    return value


def _at(value: Any, steps: Iterable[str]) -> Any:
    for step in steps:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _require(parent: Any, step: str | int) -> None:
    if isinstance(parent, dict) and step not in parent:
        raise KeyError(step)
    if isinstance(parent, list):
        parent[int(step)]  # raises IndexError


def _put(value: Any, steps: tuple[str, ...], new: Any) -> None:
    """Set a member, or append to or extend an array, making the containers on the way."""
    for step, following in pairwise(steps):
        if isinstance(value, list):
            value = value[int(step)]
        else:
            value = value.setdefault(step, [] if following == APPEND else {})
    last = steps[-1]
    if isinstance(value, list):
        if last != APPEND:
            value.insert(int(last), new)
        elif isinstance(new, list):
            value.extend(new)
        else:
            value.append(new)
    else:
        value[last] = new
