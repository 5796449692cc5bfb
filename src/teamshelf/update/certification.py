"""When an app can be certified, and what a certification says after an update.

Source: seed A, "app certificate"; lifecycle rule 32.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import Message, say, shown
from teamshelf.update.submission import State

if TYPE_CHECKING:
    from collections.abc import Iterable


def may_be_certified(states: Iterable[State]) -> bool:
    """Whether an app can be certified, by the states of its versions: one must be published."""
    return State.APPROVED in set(states)


def certification_note(certified: str, current: str) -> Message | None:
    """What to say of a certification once the app has moved on; None while it has not.

    An update leaves the certification in force, based on the version that was looked at.
    """
    return None if certified == current else say("based on version {version}", version=shown(certified))
