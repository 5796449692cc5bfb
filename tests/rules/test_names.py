"""Words in the names of apps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.findings import STORE, UPLOAD, Severity
from teamshelf.rules.names import (
    MICROSOFT_NAMES,
    MICROSOFT_NAMES_AND_WORDS,
    PREPRODUCTION_WORDS,
    TEAMS_FEATURES,
)
from tests.rules.judging import judged

RULES = (
    "short-name-reserved",
    "name-leads-with-teams-feature",
    "name-has-preproduction-word",
    "name-has-microsoft-name",
    "name-says-app",
)
WATCHED = sorted(
    {*PREPRODUCTION_WORDS, *MICROSOFT_NAMES, *(word.lower() for word in MICROSOFT_NAMES_AND_WORDS), *TEAMS_FEATURES}
)


def named(rule: str, short: str, full: str = "Something else", **options: Any) -> list[Any]:
    """What a rule finds in an app of these names."""
    return judged("names", rule, {"name": {"short": short, "full": full}}, **options)


@given(st.sampled_from(WATCHED), st.sampled_from(["x", "é", "7", "able"]), st.booleans())
def test_words_are_compared_whole(word: str, more: str, before: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """A watched word inside a longer one is never found, in whatever case."""
    longer = f"{more}{word}" if before else f"{word}{more}"
    for name in (longer, longer.upper(), longer.title(), f"Contoso {longer}"):
        assert [] == [finding for rule in RULES for finding in named(rule, name)]


@pytest.mark.parametrize("word", sorted(PREPRODUCTION_WORDS))
@pytest.mark.parametrize("pattern", ["{}", "Polls {}", "polls-{}", "polls_{}", "Polls ({})", "{}: Polls", "Polls.{}"])
def test_marks_around_a_word_do_not_hide_it(word: str, pattern: str) -> None:
    """A word is found between blanks, hyphens, underscores, brackets and dots, in small letters and capitals."""
    for name in (pattern.format(word), pattern.format(word.upper())):
        (finding,) = named("name-has-preproduction-word", name)

        assert "/name/short" == finding.pointer


@pytest.mark.parametrize(
    ("short", "full", "pointers"),
    [
        ("Polls", "Polls preview", ["/name/full"]),
        ("Polls beta", "Polls preview", ["/name/short", "/name/full"]),
        ("Polls ${{SUFFIX}} dev", "Polls", []),
    ],
)
def test_both_names_are_read(short: str, full: str, pointers: list[str]) -> None:
    """Each name has a finding of its own; one with a placeholder has none."""
    assert pointers == [finding.pointer for finding in named("name-has-preproduction-word", short, full)]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("Microsoft Polls", Severity.ERROR),
        ("Polls on azure", Severity.ERROR),
        ("Teams Polls", Severity.ERROR),
        ("Polls for Teams", Severity.WARNING),
        ("Word of the day", Severity.WARNING),
        ("Tournament of Teams", Severity.WARNING),
    ],
)
def test_english_words_are_only_warned_of(name: str, severity: Severity) -> None:
    """What may be an English word is never an error, for the store either; for Teams nothing is."""
    (for_store,) = named("name-has-microsoft-name", name, audience=STORE)
    (for_upload,) = named("name-has-microsoft-name", name, audience=UPLOAD)

    assert severity is for_store.severity
    assert Severity.WARNING is for_upload.severity


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("Contoso Polls for Microsoft Teams", False),
        ("Contoso Polls  for  Microsoft Excel", False),
        ("for Microsoft Teams", True),
        ("Contoso Polls in Microsoft Teams", True),
        ("Microsoft Polls for Microsoft Teams", True),
        ("Polls for Microsoft", True),
    ],
)
def test_partners_may_name_microsoft_last(name: str, *, is_found: bool) -> None:
    """Only a name that stands on its own first, and goes on with "for Microsoft" and a product, is let through."""
    assert is_found == bool(named("name-has-microsoft-name", name))


@pytest.mark.parametrize("feature", sorted(TEAMS_FEATURES))
def test_names_of_parts_of_teams_are_taken(feature: str) -> None:
    """Each of them alone is refused, in any case and with blanks around it."""
    for name in (feature, feature.title(), f" {feature.upper()} "):
        assert 1 == len(named("short-name-reserved", name))


@pytest.mark.parametrize(("version", "severity"), [("1.22", Severity.WARNING), ("m365DevPreview", Severity.ERROR)])
def test_equal_names_break_the_reference_of_2021(version: str, severity: Severity) -> None:
    """The preview of 2021 forbids what numbered versions only discourage."""
    names = {"short": "Polls", "full": "polls"}
    (finding,) = judged("names", "names-equal", {"manifestVersion": version, "name": names})

    assert severity is finding.severity


def test_names_that_cannot_be_written_in_unicode_are_read() -> None:
    """Half a surrogate pair, as faulty JSON may hold, ends in no traceback."""
    assert 1 == len(named("name-says-app", "App \ud800"))
