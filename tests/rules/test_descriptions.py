"""The form of descriptions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.findings import STORE, Severity
from teamshelf.rules.descriptions import MAX_WORDS
from tests.manifests import FAULTLESS
from tests.rules.judging import judged


def described(rule: str, **options: Any) -> list[Any]:
    """What a rule finds in an app with these descriptions."""
    audience = {"audience": options.pop("audience")} if "audience" in options else {}
    return judged("descriptions", rule, {"description": {**FAULTLESS["description"], **options}}, **audience)


@given(st.integers(0, 2 * MAX_WORDS), st.sampled_from(["a", "word", "déjà"]), st.sampled_from([" ", "\n", "  "]))
def test_words_are_counted(count: int, word: str, gap: str) -> None:
    """Every word above the limit is too many, however long words and gaps are."""
    findings = described("full-description-too-long", full=gap.join([word] * count))

    assert (count > MAX_WORDS) == bool(findings)


def test_it_is_said_how_many_words_are_too_many() -> None:
    """Whoever has to shorten a text wants to know by how much."""
    (finding,) = described("full-description-too-long", full=" ".join(["word"] * 512))

    assert "`description.full` has 512 words; the store takes at most 500" == str(finding.message)
    assert "shorten it by 12" == str(finding.hint)


@pytest.mark.parametrize(
    ("short", "full", "rules"),
    [
        ("Ask away.", "Ask away.", {"descriptions-equal"}),
        ("Ask away.", " ASK AWAY.\n", {"descriptions-equal"}),
        ("Ask away.", "Ask away. And listen.", {"full-description-repeats-short"}),
        ("Ask away.", "Just ask away. And listen.", set()),
        ("Ask away.", "Ask away" + " " * 100 + ".", set()),
        ("", "", set()),
        (" ", "a b", set()),
        ("${{ABOUT}}", "About: ${{ABOUT}}", set()),
    ],
)
def test_the_two_descriptions_are_compared(short: str, full: str, rules: set[str]) -> None:
    """Equal texts are one fault, a repeated one another, and no text has both."""
    asked = ("descriptions-equal", "full-description-repeats-short")

    assert rules == {rule for rule in asked if described(rule, short=short, full=full)}


@pytest.mark.parametrize(("version", "severity"), [("1.22", Severity.WARNING), ("m365DevPreview", Severity.ERROR)])
def test_equal_descriptions_break_the_reference_of_2021(version: str, severity: Severity) -> None:
    """The preview of 2021 forbids what numbered versions only discourage."""
    members = {"manifestVersion": version, "description": {"short": "Ask away.", "full": "Ask away."}}
    (finding,) = judged("descriptions", "descriptions-equal", members)

    assert severity is finding.severity


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("ASK YOUR COLLEAGUES RIGHT NOW", True),
        ("ASK YOUR COLLEAGUES NOW", False),
        ("ASK YOUR COLLEAGUES RIGHT now", False),
        ("ПОПРОСИ СВОИХ КОЛЛЕГ ПРЯМО СЕЙЧАС", True),
        ("1 2 3 4 5 6", False),
        ("ASK ${{WHOM}} ABOUT EVERYTHING RIGHT NOW", False),
    ],
)
def test_shouting_is_told_from_abbreviations(text: str, *, is_found: bool) -> None:
    """Five words of capitals and no small letter are shouted, in any alphabet."""
    assert is_found == bool(described("description-all-capitals", short=text))


@pytest.mark.parametrize(
    ("way_on", "is_found"),
    [
        ("https://example.com", False),
        ("help@example.com", False),
        ("www.example.com", False),
        ("[Help](help)", False),
        ("${{HELP}}", False),
        ("help", True),
    ],
)
def test_any_way_on_will_do(way_on: str, *, is_found: bool) -> None:
    """A link, an address of e-mail, a host or a link in Markdown; a text of few words is not finished."""
    long, short = (f"{'word ' * count}{way_on}" for count in (19, 18))

    assert is_found == bool(described("description-without-help-link", full=long, audience=STORE))
    assert [] == described("description-without-help-link", full=short, audience=STORE)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Ask away. Listen.", True),
        ("Ask away! Listen. Decide.", True),
        ("Ask everything.  Über alles", True),
        ("Ask Dr. Who. then listen", False),
        ("Version 2.0. Newer.", False),
        ("e.g. Monday", False),
    ],
)
def test_sentences_are_told_from_abbreviations(text: str, *, is_found: bool) -> None:
    """A sentence ends behind a word of three letters, and another begins with no small letter."""
    assert is_found == bool(described("short-description-not-one-sentence", short=text))


@pytest.mark.parametrize(
    ("name", "short", "is_found"),
    [
        ("Polls", "Polls asks everyone", True),
        ("Polls", "Polls: ask everyone", True),
        ("Polls", "Pollsters ask everyone", False),
        ("Polls", "Ask with Polls", False),
        ("{{NAME}}", "{{NAME}} asks everyone", False),
        (" ", " asks everyone", False),
    ],
)
def test_a_description_does_not_begin_with_the_name(name: str, short: str, *, is_found: bool) -> None:
    """Only the name itself counts, as a whole word."""
    members = {"name": {"short": name, "full": "Something else"}, "description": {"short": short, "full": "Ask away."}}

    assert is_found == bool(judged("descriptions", "short-description-repeats-name", members))
