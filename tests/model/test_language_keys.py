"""The table of translatable strings."""

from __future__ import annotations

import pytest

from teamshelf.model.facts import at
from teamshelf.model.language_file import LANGUAGE_FILE_VERSIONS, keys_in, path_of
from teamshelf.model.places import place_of

VERSIONS = tuple(LANGUAGE_FILE_VERSIONS)

NOT_OF_THE_MANIFEST = {"$schema", "localizationKeys", "composeExtensions[0].commands[0-9].prompt"}
"""Keys for the file itself, for other files of the package, and the slip of 1.27."""


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("name.short", ("name", "short")),
        ("staticTabs[12].name", ("staticTabs", 12, "name")),
        ("extensions[0].ribbons[1].tabs[2].label", ("extensions", 0, "ribbons", 1, "tabs", 2, "label")),
        ("staticTabs[0-15].name", ("staticTabs", 0, "name")),
    ],
)
def test_a_key_is_a_path_into_the_manifest(key: str, path: tuple[str | int, ...]) -> None:
    """Names are joined by dots, indexes stand in brackets."""
    assert path == path_of(key)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_key_leads_to_a_text_of_the_manifest(version: str) -> None:
    """What a version can translate, its manifests can say."""
    for row in keys_in(version):
        key = row.written(version)
        if key not in NOT_OF_THE_MANIFEST:
            place = place_of(path_of(key))

            assert place is not None, key
            assert place.annotation is str, key
            assert place.declared is not None, key
            assert version in place.declared.versions, key


@pytest.mark.parametrize("version", VERSIONS)
def test_every_key_is_written_once(version: str) -> None:
    """No two rows say something of the same key."""
    keys = [row.written(version) for row in keys_in(version)]

    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_text_has_a_greatest_length(version: str) -> None:
    """An address and a table of tokens are no texts."""
    unlimited = {row.written(version) for row in keys_in(version) if at(row.max_length, version) is None}

    assert unlimited <= {"$schema", "localizationKeys"}


def test_the_number_of_keys_of_each_version_is_known() -> None:
    """Counted in Microsoft's schemas; 1.27 has one more, the slip beside what it means."""
    counts = {
        version: len(list(keys_in(version))) for version in ("1.5", "1.9", "1.16", "1.17", "1.20", "1.26", "1.27")
    }

    assert counts == {"1.5": 15, "1.9": 17, "1.16": 18, "1.17": 39, "1.20": 50, "1.26": 77, "1.27": 81}
