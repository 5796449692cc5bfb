"""A word where people come in when somebody has answered them: until they have looked, in this browser.

That somebody has looked is no change of the shelf. A cookie remembers the last answer that was there to be seen.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.policy.answers import answers_after
from teamshelf.server.pages.choosing import preference

if TYPE_CHECKING:
    from litestar import Request, Response
    from sqlalchemy.orm import Session

    from teamshelf.server.settings import ServerSettings

ANSWERS_COOKIE = "teamshelf-answers"

FRESH = timedelta(days=30)
"""How long an answer is news at most."""


def unseen_answers(session: Session, request: Request[Any, Any, Any], account_id: str | None, at: datetime) -> int:
    """How many answers there are that whoever looks has not seen."""
    if account_id is None:
        return 0
    return answers_after(session, account_id, max(_seen_until(request), at - FRESH))[0]


def remember_answers(
    session: Session,
    request: Request[Any, Any, Any],
    response: Response[Any],
    settings: ServerSettings,
    account_id: str,
) -> None:
    """Keep with the browser that all answers that are there have been seen."""
    _, last = answers_after(session, account_id, _seen_until(request))
    if last is not None:
        response.set_cookie(preference(settings, ANSWERS_COOKIE, str(round(last.timestamp() * 1_000_000))))


def _seen_until(request: Request[Any, Any, Any]) -> datetime:
    """When the last answer came that was seen; the beginning of time where none was, or the cookie is none of ours."""
    beginning = datetime.fromtimestamp(0, UTC)
    try:
        return beginning + timedelta(microseconds=int(request.cookies.get(ANSWERS_COOKIE, "0")))
    except (ValueError, OverflowError):
        return beginning
