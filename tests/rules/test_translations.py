"""Texts in several languages: what people see, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import STORE, Change, Severity
from teamshelf.model.language_file import keys_in
from teamshelf.rules.language_examples import TAB, in_languages, language_file
from teamshelf.rules.language_overlay import CORE_KEYS, translations
from teamshelf.rules.translations import LONGEST_KEY
from teamshelf.versions import ALL_VERSIONS, VersionRange
from tests.rules.judging import app_of, judged

NAMES = {"name": {"short": "Polls", "full": "Polls for all"}}


def found(rule: str, members: dict[str, Any], files: dict[str, Any], **options: Any) -> list[Any]:
    """What a rule finds in such an app."""
    return judged("translations", rule, members, files, **options)


def test_regions_are_laid_over_their_language() -> None:
    """A core text comes from the file itself, its language, the default file or the manifest, in this order."""
    members = {**NAMES, **in_languages("en", "fr", "fr-CA", "de-AT", defaultLanguageFile="en.json")}
    files = {
        "en.json": {"name.full": "Polls for everyone"},
        "fr.json": {"name.short": "Sondages", "staticTabs[0].name": "Accueil"},
        "fr-CA.json": {"name.full": "Sondages pour tous"},
        "de-AT.json": {"name.short": "{{UMFRAGEN}}"},
    }
    seen = {
        each.tag: (each.text("name.short"), each.text("name.full")) for each in translations(app_of(members, files))
    }

    assert {
        "fr": ("Sondages", "Polls for everyone"),
        "fr-ca": ("Sondages", "Sondages pour tous"),
        "de-at": ("Polls", "Polls for everyone"),
    } == seen


def test_a_file_belongs_to_one_language() -> None:
    """A file that two languages share is read once; one that is not there, not at all."""
    languages = [
        {"languageTag": tag, "file": file} for tag, file in (("fr", "a.json"), ("it", "a.json"), ("de", "b.json"))
    ]
    members = {"localizationInfo": {"defaultLanguageTag": "en", "additionalLanguages": languages}}

    assert ["fr"] == [each.tag for each in translations(app_of(members, {"a.json": language_file()}))]


@pytest.mark.parametrize(
    ("french", "canadian", "faults"),
    [
        ({}, {"name.short": "Autre"}, []),
        ({"name.full": "SONDAGES"}, {"description.short": "Autre."}, [("fr.json", "/name.full")]),
        ({}, {"name.full": "Sondages"}, [("fr-ca.json", "/name.full")]),
        ({}, {"name.short": "Sondages pour vos réunions"}, [("fr-ca.json", "/name.short")]),
        ({"name.short": "Polls for all", "name.full": None}, {}, [("fr.json", "/name.short")]),
    ],
)
def test_equal_texts_are_found_where_they_arise(
    french: dict[str, Any], canadian: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """The file that makes the two texts equal has the finding, not those that are laid over it."""
    members = {**NAMES, **in_languages("en", "fr", "fr-ca")}
    files = {"fr.json": language_file(french), "fr-ca.json": canadian}

    assert faults == [(finding.file, finding.pointer) for finding in found("translated-texts-equal", members, files)]


@pytest.mark.parametrize(("version", "severity"), [("1.22", Severity.WARNING), ("m365DevPreview", Severity.ERROR)])
def test_equal_texts_break_the_reference_of_2021(version: str, severity: Severity) -> None:
    """Translations are judged like the manifest itself."""
    members = {"manifestVersion": version, **in_languages("en", "fr")}
    (finding,) = found("translated-texts-equal", members, {"fr.json": language_file({"name.full": "Sondages"})})

    assert severity is finding.severity


@pytest.mark.parametrize("version", [version for version in ALL_VERSIONS if version in VersionRange.parse("1.5..")])
def test_core_texts_are_asked_for_once(version: str) -> None:
    """In each version either the schema of language files asks for short texts, or this rule does."""
    by_schema = {row.written(version) for row in keys_in(version) if version in VersionRange.parse(row.required)}
    by_rule: set[str] = set()
    if version in VersionRange.parse("1.5..1.15"):
        stated = "m365DevPreview" if version.startswith("devPreview@") else version
        members = {"manifestVersion": stated, **in_languages("en", "fr")}
        (finding,) = found("language-file-lacks-core-text", members, {"fr.json": {}})
        by_rule = {(change.pointer or "").lstrip("/") for change in finding.changes}

    assert set() == by_schema & by_rule
    assert set(CORE_KEYS) - {"name.full"} <= by_schema | by_rule


def test_missing_core_texts_are_taken_from_below() -> None:
    """What people see anyhow is written into the file; from the language, else from the manifest."""
    members = {"manifestVersion": "1.14", **NAMES, **in_languages("en", "fr", "fr-ca")}
    files = {
        "fr.json": language_file(),
        "fr-ca.json": {"name.short": "Autre", "description.short": "Autre.", "description.full": "Autre chose."},
    }
    (finding,) = found("language-file-lacks-core-text", members, files)

    assert "fr-ca.json" == finding.file
    assert "the file has no `name.full`" == str(finding.message)
    assert (Change("add", "/name.full", "Sondages pour vos réunions"),) == finding.changes


def test_a_text_that_is_nowhere_is_not_made_up() -> None:
    """Without a full name in the manifest there is nothing to write into the file."""
    members = {"manifestVersion": "1.14", "name": {"short": "Polls"}, **in_languages("en", "fr")}
    (finding,) = found("language-file-lacks-core-text", members, {"fr.json": {"name.short": "Sondages"}})

    assert () == finding.changes


@pytest.mark.parametrize(
    ("members", "key", "part", "severity"),
    [
        ({"staticTabs": [TAB]}, "staticTabs[1].name", "staticTabs[1]", Severity.ERROR),
        ({"staticTabs": []}, "staticTabs[0].name", "staticTabs[0]", Severity.WARNING),
        ({}, "staticTabs[0].name", "staticTabs", Severity.WARNING),
        ({"bots": [{}]}, "bots[0].commandLists[0].commands[0].title", "bots[0].commandLists", Severity.WARNING),
        (
            {"bots": [{"commandLists": [{"commands": [{"title": "a"}]}]}]},
            "bots[0].commandLists[0].commands[1].title",
            "bots[0].commandLists[0].commands[1]",
            Severity.ERROR,
        ),
        ({"activities": {}}, "activities.activityTypes[0].description", "activities.activityTypes", Severity.WARNING),
    ],
)
def test_the_part_that_is_missing_is_named(members: Any, key: str, part: str, severity: Severity) -> None:
    """The beginning of the path that leads nowhere is shown; being off by one is worse than sharing a file."""
    (finding,) = found(
        "translation-without-target", {**members, **in_languages("en", "fr")}, {"fr.json": language_file({key: "x"})}
    )

    assert f"the manifest has no `{part}`, to which `{key}` leads" == str(finding.message)
    assert severity is finding.severity
    assert finding.at_key


@pytest.mark.parametrize(
    ("members", "key"),
    [
        ({"staticTabs": [TAB]}, "staticTabs[0].name"),
        ({"staticTabs": "none"}, "staticTabs[0].name"),
        ({"staticTabs": [7]}, "staticTabs[0].name"),
        ({}, "staticTabs[16].name"),
        ({}, "unknown[0].name"),
        ({}, "name.full"),
        ({}, "staticTabs[0].name" + "x" * LONGEST_KEY),
        ({}, "staticTabs[99999999999999999999].name"),
    ],
)
def test_what_the_schemas_report_is_left_to_them(members: Any, key: str) -> None:
    """Unknown keys, indexes out of range and values of the wrong type have findings already."""
    app = {**members, **in_languages("en", "fr")}

    assert [] == found("translation-without-target", app, {"fr.json": language_file({key: "x"})})


def test_keys_that_lack_the_same_part_are_one_finding() -> None:
    """A removed message extension is one thing to mend, however many texts it had."""
    keys = {f"composeExtensions[0].commands[{index}].title": "x" for index in range(3)}
    (finding,) = found("translation-without-target", in_languages("en", "fr"), {"fr.json": language_file(keys)})

    assert (
        "the manifest has no `composeExtensions`, to which `composeExtensions[0].commands[0].title` and others lead, "
        "3 in all"
    ) == str(finding.message)


def test_coverage_is_counted() -> None:
    """It is said how many of the texts there are, and which of the first three are missing."""
    tabs = [{**TAB, "entityId": str(index)} for index in range(6)]
    keys = {f"staticTabs[{index}].name": "x" for index in range(6)}
    files = {
        "fr.json": language_file(keys),
        "de.json": language_file({"staticTabs[0].name": "x"}),
        "it.json": language_file({key: text for key, text in keys.items() if key != "staticTabs[3].name"}),
    }
    members = {"staticTabs": tabs, **in_languages("en", "fr", "de", "it")}
    said = {each.file: str(each.message) for each in found("translations-missing", members, files)}

    assert {
        "de.json": "the file translates 2 of 7 texts that the app has in other languages; "
        "missing: `staticTabs[1].name`, `staticTabs[2].name`, `staticTabs[3].name`, …",
        "it.json": "the file translates 6 of 7 texts that the app has in other languages; "
        "missing: `staticTabs[3].name`",
    } == said


def test_texts_that_files_must_have_are_not_counted() -> None:
    """What the schema or another rule asks for is not asked for again."""
    files = {"fr.json": language_file(), "de.json": {"$schema": language_file()["$schema"], "name.full": "Umfragen"}}

    assert [] == found("translations-missing", in_languages("en", "fr", "de"), files)


@pytest.mark.parametrize("content", ["{", "[]", '{"staticTabs[0].name" "x"}'])
def test_files_that_cannot_be_read_lack_nothing(content: str) -> None:
    """What could not be read is not missing; why it could not is said elsewhere."""
    members = {"staticTabs": [TAB], **in_languages("en", "fr", "de")}
    files = {"fr.json": language_file({"staticTabs[0].name": "Accueil"}), "de.json": content}

    assert [] == found("translations-missing", members, files, audience=STORE)
