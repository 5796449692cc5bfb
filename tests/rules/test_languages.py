"""The list of languages of an app, and the files beside it."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.rules.language_examples import in_languages, language_file
from tests.rules.judging import judged


def listed(rule: str, *tags: str, default: str = "en") -> list[Any]:
    """What a rule finds in an app with these languages."""
    return judged("languages", rule, in_languages(default, *tags))


def test_every_repetition_is_found() -> None:
    """The second and third time a language is listed are each a fault; placeholders are none."""
    findings = listed("language-listed-twice", "fr", "FR", "{{X}}", "{{x}}", "Fr")

    assert [1, 4] == [int((finding.pointer or "").split("/")[3]) for finding in findings]
    assert 'the language "FR" is listed twice, with the files "fr.json" and "FR.json"' == str(findings[0].message)


def test_the_default_language_counts_for_unknown_ones() -> None:
    """The default tag is looked at like the others, with a place of its own."""
    findings = listed("language-unknown", "jp", "ja", default="en-UK")

    assert ["/localizationInfo/additionalLanguages/0/languageTag", "/localizationInfo/defaultLanguageTag"] == [
        finding.pointer for finding in findings
    ]
    assert ["did you mean `ja`?", "did you mean `en-gb`?"] == [str(finding.hint) for finding in findings]


def test_where_nothing_was_meant_the_list_is_named() -> None:
    """A tag like no other has only the general hint."""
    (finding,) = listed("language-unknown", "qq")

    assert "see the list of BCP 47 language tags" == str(finding.hint)


@pytest.mark.parametrize(
    ("default", "tags", "alone"),
    [
        ("en", ["fr-ca", "fr-fr"], "`fr-ca`, `fr-fr`"),
        ("en", ["FR-ca", "fr"], ""),
        ("fr", ["fr-ca"], ""),
        ("fr-fr", ["fr-ca", "de-at"], "`de-at`"),
        ("en", ["zh-tw", "sr-latn", "es-419", "sr-latn-rs"], ""),
        ("en", ["de", "{{fr-ca}}"], ""),
    ],
)
def test_regions_without_their_language_are_listed(default: str, tags: list[str], alone: str) -> None:
    """One note names them all; the default language, scripts and Chinese are served otherwise."""
    said = [str(finding.message) for finding in listed("language-for-one-region-only", *tags, default=default)]

    assert ([f"listed for one region, and not for the language as a whole: {alone}"] if alone else []) == said


@pytest.mark.parametrize(
    ("name", "content", "is_found"),
    [
        ("de.json", language_file(), True),
        ("german.json", language_file(), True),
        ("languages/pt-BR.json", language_file(), True),
        ("languages/zh_Hant_TW.json", language_file(), True),
        ("languages/german.json", language_file(), False),
        ("de.txt", language_file(), False),
        ("de.json", {"$schema": language_file()["$schema"], "staticTabs[0].name": "Start"}, True),
        ("de.json", {"$schema": language_file()["$schema"]}, False),
        ("de.json", {"name.short": "Umfragen"}, True),
        ("de.json", {"name": {"short": "Umfragen"}}, False),
        ("de.json", '["name.short"]', False),
        ("fr.json", language_file(), False),
        ("en.json", language_file(), False),
    ],
)
def test_language_files_are_recognised(name: str, content: object, *, is_found: bool) -> None:
    """What lies at the root or is called after a language, and reads like a language file, is one."""
    members = in_languages("en", "fr", defaultLanguageFile="en.json")
    files = {"fr.json": language_file(), "en.json": language_file(), name: content}

    assert is_found == bool(judged("languages", "language-file-unlisted", members, files))
