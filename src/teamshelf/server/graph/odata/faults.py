"""What is wrong with a query option."""

from __future__ import annotations

from teamshelf.messages import shown


class QueryFault(ValueError):  # noqa: N818 - as Refusal, it is called what it is
    """A query option cannot be read, or asks for what there is not.

    Attributes:
        option: such as `$filter`.
        reason: what is wrong, as a clause in English.
    """

    def __init__(self, option: str, reason: str) -> None:
        super().__init__(f"Invalid {option}: {reason}")
        self.option = option
        self.reason = reason


def at(text: str, position: int) -> str:
    """The words that point at a place in an option's text; positions count characters from 1."""
    rest = text[position : position + 20]
    return f"at the end of {shown(text)}" if not rest else f"at position {position + 1}, {shown(rest)}"
