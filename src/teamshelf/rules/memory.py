"""Work that several rules share, done once for each app."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.package.app import App

T = TypeVar("T")


def once_per_app(function: Callable[[App], T]) -> Callable[[App], T]:
    """Let the app itself keep what the function gives for it, as a cached property does, and ask no second time."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(app: App) -> T:
        kept = app.__dict__
        try:
            result: T = kept[name]
        except KeyError:
            result = kept[name] = function(app)
        return result

    return remembered
