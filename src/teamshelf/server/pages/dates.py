"""Dates as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import say

if TYPE_CHECKING:
    from datetime import datetime

_MONTHS = (
    say("January"),
    say("February"),
    say("March"),
    say("April"),
    say("May"),
    say("June"),
    say("July"),
    say("August"),
    say("September"),
    say("October"),
    say("November"),
    say("December"),
)


def date_in(language: str, at: datetime) -> str:
    """The day of a moment.

    >>> from datetime import datetime
    >>> date_in("fr", datetime(2030, 5, 17))
    '17 mai 2030'
    """
    return say("{day} {month} {year}", day=at.day, month=_MONTHS[at.month - 1], year=at.year).in_language(language)


def moment_in(language: str, at: datetime) -> str:
    """The day and the minute of a moment, in UTC."""
    said = say("{date}, {time} UTC", date=date_in(language, at), time=f"{at:%H:%M}")
    return said.in_language(language)
