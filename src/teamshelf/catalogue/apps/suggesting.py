"""A word that would have found something, in place of one that found nothing.

However many apps there are, only some names are compared, which two indexes find: those that begin as the word does,
and those of the apps that most people have.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.apps.facts import folded
from teamshelf.catalogue.tables import App

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

NAMES = 1000
"""Names that are compared, at most, of each kind."""

CLOSE = 0.7
"""How alike two words are at least, from 0 to 1."""

_BEGINNING = 2
"""Letters in which a misspelt word mostly is right yet."""

_LAST = "\U0010ffff"


def suggestion(session: Session, text: str) -> str:
    """A word of a published app's name that is spelled much like the text; empty where there is none."""
    wanted = folded(text.replace("\0", " ")).strip()
    if not wanted:
        return ""
    words: dict[str, str] = {}
    for statement in _names(wanted):
        for name in session.scalars(statement.limit(NAMES)):
            for word in (name, *name.split()):
                words.setdefault(folded(word), word)
    near = get_close_matches(wanted, words, n=1, cutoff=CLOSE)
    return words[near[0]] if near else ""


def _names(wanted: str) -> Iterator[Select[str]]:
    named = select(App.display_name).where(App.deleted_at.is_(None), App.current_id.is_not(None))
    start = wanted[:_BEGINNING]
    yield named.where(App.sort_name >= start, App.sort_name < start + _LAST).order_by(App.sort_name, App.id)
    yield named.order_by(App.installs.desc(), App.id.desc())
