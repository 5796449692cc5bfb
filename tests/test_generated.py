"""What tools generate is what is committed."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from teamshelf.messages import LANGUAGES
from tools import catalogue, rule_pages

PLACES = re.compile(r"\{[a-z_]*\}")
CODE = re.compile(r"`[^`]+`")


def test_the_pages_of_the_rules_are_those_of_the_rules() -> None:
    """`make pages` would change nothing."""
    committed = {path.name: path.read_text("utf-8") for path in rule_pages.FOLDER.glob("*.md")}

    assert rule_pages.pages() == committed


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_sentence_is_translated(language: str) -> None:
    """The catalogue has exactly the sentences of the source, each with a translation."""
    path = catalogue.po_path(language)
    with path.open("rb") as file:
        known = {message.id: message.string for message in read_po(file, locale=language) if message.id}

    assert {message.id for message in catalogue.collected() if message.id} == set(known)
    assert [] == [sentence for sentence, translation in known.items() if not translation]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_translations_keep_places_and_code(language: str) -> None:
    """A translation has the same `{places}` and the same code in backticks as the sentence."""
    path = catalogue.po_path(language)
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]

    for message in messages:
        for pattern in (PLACES, CODE):
            expected = Counter(pattern.findall(str(message.id)))
            assert expected == Counter(pattern.findall(str(message.string))), message.id


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_compiled_catalogue_says_the_same(language: str) -> None:
    """What is installed is what translators wrote."""
    path = catalogue.po_path(language)
    with path.open("rb") as file:
        compiled = catalogue.compiled(read_po(file, locale=language))

    expected = {message.id: message.string for message in read_mo(io.BytesIO(compiled))}
    with Path(path.with_suffix(".mo")).open("rb") as file:
        assert expected == {message.id: message.string for message in read_mo(file)}
