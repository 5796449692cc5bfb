"""The JSON Schema of language files, as its callers see it."""

from __future__ import annotations

import pytest

from teamshelf.model.language_file import LANGUAGE_FILE_VERSIONS
from teamshelf.schema.language_file import language_file_schema, language_file_validator
from teamshelf.versions import ALL_VERSIONS

COMPLETE = {"name.short": "Umfragen", "description.short": "Fragt nach", "description.full": "Stellt Fragen im Chat."}


@pytest.mark.parametrize("version", [version for version in ALL_VERSIONS if version not in LANGUAGE_FILE_VERSIONS])
def test_versions_before_1_5_have_no_language_files(version: str) -> None:
    """Asking for their schema says since when there are any."""
    with pytest.raises(ValueError, match=rf"^manifest version {version} has no language files: they came with 1\.5$"):
        language_file_schema(version)
    with pytest.raises(ValueError, match="has no language files"):
        language_file_validator(version)


def test_a_version_that_does_not_exist_is_refused() -> None:
    """There never was a 1.18."""
    with pytest.raises(ValueError, match=r"^there is no manifest version '1\.18'$"):
        language_file_schema("1.18")


def test_a_small_file_is_accepted_by_the_version_it_is_for() -> None:
    """Texts by the path of what they translate."""
    assert language_file_validator("1.30").is_valid(COMPLETE | {"staticTabs[0].name": "Übersicht"})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("staticTabs[16].name", "a"),
        ("staticTabs[00].name", "a"),
        ("staticTabs.name", "a"),
        ("description.features[3].title", "a"),
        ("description.features[01].title", "a"),
        ("activitiesXactivityTypes[0].description", "a"),
        ("extensions[0].contextMenus[0].menus[0].controls[0].labels", "a"),
        ("staticTabs[0].name", "a" * 129),
        ("staticTabs[0].name", None),
        ("name.full", " \n"),
        ("name.full", "Null"),
        ("extensions[0].runtimes[0].code.page", "page.html"),
        ("extensions[0].runtimes[0].code.page", "http://contoso.com"),
        ("extensions[0].runtimes[0].customFunctions.functions[0].name", "9"),
        ("extensions[0].runtimes[0].customFunctions.functions[0].description", "a" * 129),
        ("greeting", "a"),
    ],
)
def test_what_is_wrong_in_a_language_file_is_refused(key: str, text: object) -> None:
    """Keys that nothing belongs to, texts that do not fit where they go."""
    assert not language_file_validator("1.30").is_valid(COMPLETE | {key: text})


@pytest.mark.parametrize(
    "key", ["composeExtensions[0].commands[9].prompt", "bots[0].commandLists[2].commands[11].prompt"]
)
def test_1_27_takes_the_prompt_of_a_command_under_both_keys(key: str) -> None:
    """Its official schema has only the wrong one, later ones only the right one."""
    assert language_file_validator("1.27").is_valid(COMPLETE | {key: "Frag mich"})


def test_a_title_shows_the_key_and_a_description_says_what_it_does() -> None:
    """Editors show both on hover."""
    schema = language_file_schema("1.12")
    (tab,) = (value for pattern, value in schema["patternProperties"].items() if "staticTabs" in pattern)

    assert tab == {
        "title": "staticTabs[0-15].name",
        "description": "Translates the name of a personal or other static tab.",
        "type": "string",
        "maxLength": 128,
    }
