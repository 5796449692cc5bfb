"""Why there is no such link."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teamshelf.messages import Message


class LinkError(ValueError):
    """A link cannot be made of what was given, or what was given is no link to an app.

    Attributes:
        message: the reason.
        hint: what to do about it; None where that goes without saying.
    """

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint
