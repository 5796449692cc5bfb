"""The texts of an app as readers of different languages see them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.preview.reading import Reading, Text, drawable, html_language
from tests.manifests import manifest
from tests.preview.apps import EVERYTHING, LANGUAGE_FILES, app_of

NAME, FULL, PUBLISHER = "/name/short", "/name/full", "/developer/name"


def reading(tag: str = "") -> Reading:
    """The app with every surface, as readers of a language see it."""
    return Reading(app_of(EVERYTHING, LANGUAGE_FILES), tag)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("", Text("Polls", NAME, "en")),
        ("en-gb", Text("Polls", NAME, "en")),
        ("fr", Text("Sondages", NAME, "fr")),
        ("fr-CA", Text("Sondages QC", NAME, "fr-ca")),
        ("fr-be", Text("Sondages", NAME, "fr")),
        ("de", Text("Polls", NAME, "en", is_fallback=True)),
    ],
)
def test_regions_lie_over_languages_and_those_over_the_default(tag: str, expected: Text) -> None:
    """Text by text the nearest language wins; a text from another language says so."""
    assert expected == reading(tag).text(NAME)


def test_each_text_falls_back_alone() -> None:
    """A region's file that has one text leaves the others to the language's."""
    french_canadian = reading("fr-ca")

    assert Text("Sondages pour décider vite", FULL, "fr") == french_canadian.text(FULL)
    assert "Mes sondages" == french_canadian.manifest.static_tabs[1].name


def test_what_cannot_be_translated_is_no_fallback() -> None:
    """A publisher's name is the same in all languages, so nothing is missing."""
    assert Text("Harbour Street Software", PUBLISHER, "en") == reading("ar").text(PUBLISHER)


def test_the_default_languages_file_lies_over_the_manifest() -> None:
    """`defaultLanguageFile` holds the texts of the default language."""
    info = {"defaultLanguageTag": "en", "defaultLanguageFile": "en.json"}
    app = app_of(manifest(localizationInfo=info), {"en.json": b'{"name.short": "Votes"}'})

    assert Text("Votes", NAME, "en") == Reading(app).text(NAME)


@pytest.mark.parametrize(
    "key", ["bots[7].commandLists[0].commands[0].title", "icons.color", "x" * 300, "staticTabs[99999999999].name", ""]
)
def test_a_key_that_fits_nothing_changes_nothing(key: str) -> None:
    """Texts for what the manifest does not have, or for what is no text, are left out."""
    info = {"defaultLanguageTag": "en", "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}]}
    app = app_of(manifest(localizationInfo=info), {"fr.json": json.dumps({key: "evil.png"}).encode()})

    assert app.manifest == Reading(app, "fr").manifest


@pytest.mark.parametrize(("tag", "expected"), [("ar", True), ("he-il", True), ("fr", False), ("", False)])
def test_arabic_and_hebrew_are_laid_out_from_the_right(tag: str, expected: bool) -> None:  # noqa: FBT001 - a table
    """The direction is the language's, with a region or without."""
    assert expected is reading(tag).is_right_to_left


@pytest.mark.parametrize(("tag", "expected"), [("fr-CA", "fr-ca"), ("jp", None), ("", None), ('" onload="', None)])
def test_html_is_told_of_real_languages_only(tag: str, expected: str | None) -> None:
    """A tag that is none would mislead a screen reader."""
    assert expected == html_language(tag)


def test_placeholders_are_seen() -> None:
    """A text with a mark that a build step should have replaced says so."""
    text = Reading(app_of(manifest(name={"short": "%NAME%"}))).text(NAME)

    assert text is not None
    assert text.has_placeholder


@given(st.text())
def test_what_is_drawn_can_be_written(text: str) -> None:
    """Nothing is left that no page can hold, and nothing that one can is lost."""
    drawn = drawable(text + "\ud800\x00")

    assert drawn.encode().endswith("\ufffd\ufffd".encode())
    assert len(text) + 2 == len(drawn)
