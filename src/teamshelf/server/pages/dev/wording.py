"""The words in which an update comes to people: its sentences in each language, and the names of the app in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.apps.facts import text_in
from teamshelf.messages import LANGUAGES, Message
from teamshelf.server.pages.visiting import LANGUAGE_NAMES
from teamshelf.server.pages.words import language_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teamshelf.catalogue.apps.facts import Facts
    from teamshelf.server.pages.consents import ShownGroup

MOST_LANGUAGES = 40
"""Languages of an app that a page shows."""


class Line(Struct, frozen=True):
    """A sentence in one language; `mark` is ``new`` or ``gone`` where it is compared."""

    text: str
    mark: str


class Spoken(Struct, frozen=True):
    """What people read, in one language of the shelf."""

    language: str
    name: str
    lines: tuple[Line, ...]


class OwnTexts(Struct, frozen=True, kw_only=True):
    """What an app calls itself in one of its languages; `old_name` and `old_short` are empty where nothing changed."""

    language: str
    word: str
    name: str
    short: str
    old_name: str
    old_short: str


def spoken_of(groups: Iterable[ShownGroup]) -> tuple[Spoken, ...]:
    """The sentences of some groups, in each language of the shelf."""
    sentences = [each for group in groups for each in group.sentences]
    if not sentences:
        return ()
    return tuple(
        Spoken(
            language,
            LANGUAGE_NAMES[language],
            tuple(Line(_in_language(each.text, language), each.mark) for each in sentences),
        )
        for language in LANGUAGES
    )


def own_texts_of(old: Facts | None, new: Facts) -> tuple[OwnTexts, ...]:
    """Name and short description in each language of an app, the default first; none of an app that has only one."""
    return tuple(
        _own_texts(old, new, language) for language in new.languages[:MOST_LANGUAGES] if len(new.languages) > 1
    )


def _own_texts(old: Facts | None, new: Facts, language: str) -> OwnTexts:
    name, short = text_in(new, "name.short", language), text_in(new, "description.short", language)
    old_name = text_in(old, "name.short", language) if old is not None else name
    old_short = text_in(old, "description.short", language) if old is not None else short
    return OwnTexts(
        language=language,
        word=str(language_word(language)),
        name=name,
        short=short,
        old_name=old_name if old_name != name else "",
        old_short=old_short if old_short != short else "",
    )


def _in_language(text: Message | str, language: str) -> str:
    return text.in_language(language) if isinstance(text, Message) else text
