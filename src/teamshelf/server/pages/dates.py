"""Dates as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from datetime import datetime, timedelta

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


def lasting(duration: timedelta) -> Message:
    """How long something took, as coarsely as people say it.

    >>> from datetime import timedelta
    >>> [str(lasting(timedelta(minutes=each))) for each in (0.4, 1, 89, 91, 35 * 60, 36 * 60)]
    ['less than a minute', '1 minute', '89 minutes', '2 hours', '35 hours', '2 days']
    """
    minutes = duration.total_seconds() / 60
    if minutes < 1:
        return say("less than a minute")
    if minutes < _MINUTES_TELL:
        count = round(minutes)
        return say("1 minute") if count == 1 else say("{count} minutes", count=count)
    if minutes < _HOURS_TELL:
        return say("{count} hours", count=round(minutes / 60))
    return say("{count} days", count=round(minutes / (24 * 60)))


_MINUTES_TELL = 90
_HOURS_TELL = 36 * 60
"""Minutes up to which a duration is told in minutes, and in hours."""
