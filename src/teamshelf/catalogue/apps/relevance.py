"""How well an app answers to some words: by its name first, and then by how many people have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, case, cast

from teamshelf.catalogue.apps.facts import folded
from teamshelf.catalogue.tables import App

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

IS_THE_NAME, BEGINS_THE_NAME, IN_THE_NAME, ELSEWHERE = range(4)
"""Where the words are found, the best place first."""

_STEP = 1_000_000_000
"""More than any app has installations: where the words are found goes before how many have the app."""


def distance(text: str) -> ColumnElement[int]:
    """How far an app is from what was looked for, to order apps by; the database's side of :func:`distance_of`."""
    words = phrase(text)
    place = case(
        (App.sort_name == words, IS_THE_NAME),
        (App.sort_name.startswith(words, autoescape=True), BEGINS_THE_NAME),
        (App.sort_name.contains(words, autoescape=True), IN_THE_NAME),
        else_=ELSEWHERE,
    )
    return cast(place, BigInteger) * _STEP - App.installs


def distance_of(app: App, text: str) -> int:
    """The distance of one app."""
    words, name = phrase(text), app.sort_name
    if name == words:
        place = IS_THE_NAME
    elif name.startswith(words):
        place = BEGINS_THE_NAME
    else:
        place = IN_THE_NAME if words in name else ELSEWHERE
    return place * _STEP - app.installs


def phrase(text: str) -> str:
    """What was looked for, as names are written for being ordered."""
    return " ".join(folded(text.replace("\0", " ")).split())
