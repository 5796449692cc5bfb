"""Words that the store does not want to read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.manifests import FAULTLESS
from tests.rules.judging import judged


def said(rule: str, **texts: str) -> list[Any]:
    """What a rule finds in an app with these descriptions."""
    return judged("wording", rule, {"description": {**FAULTLESS["description"], **texts}})


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("text-names-rival", "From Slack to Slack.", "`Slack`"),
        ("text-names-rival", "Between HipChat and Gsuite.", "`HipChat`, `Gsuite`"),
        ("text-names-rival", "Like Hangouts Meet, like Workplace from Meta.", "`Hangouts Meet`, `Workplace from Meta`"),
        ("description-boasts", "#1, top-rated and guaranteed.", "`#1`, `top-rated`, `guaranteed`"),
        ("description-claims-endorsement", "Certified for Office.", "`Certified for Office`"),
        ("description-abbreviates-microsoft", "MSFT and MS Teams.", "`MSFT`, `MS Teams`"),
        ("description-says-office-365", "O365, as Office 365 is called.", "`O365`, `Office 365`"),
        ("description-links-to-store", "[Rate](https://appsource.microsoft.com/x)", "`appsource.microsoft.com`"),
    ],
)
@pytest.mark.parametrize("form", ["short", "full"])
def test_the_words_are_shown(rule: str, text: str, words: str, form: str) -> None:
    """Each text has one finding, which names the words once each, in their order."""
    (finding,) = said(rule, **{form: text})

    assert f"/description/{form}" == finding.pointer
    assert str(finding.message).endswith(words)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("text-names-rival", "Slacker, slack, Slack-ish ${{RIVAL}}"),
        ("text-names-rival", "Slackline, G Suiter, Workplace by the sea"),
        ("description-boasts", "best practices, #10, not guaranteed, first-class"),
        ("description-claims-endorsement", "certified for use, powered by wind"),
        ("description-abbreviates-microsoft", "MSFTX, FORMS Teams, 5 MS"),
        ("description-says-office-365", "O3655, Microsoft 365, Office 3650"),
        ("description-links-to-store", "my-appsource.microsoft.community"),
    ],
)
def test_similar_words_are_not_meant(rule: str, text: str) -> None:
    """Parts of words, other spellings and texts with placeholders are left alone."""
    assert [] == said(rule, full=text)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Works in Teams.", True),
        ("Works with *Teams*.", True),
        ("Works for Microsoft Teams, in Teams.", False),
        ("Works for Microsoft\u00a0Teams.", False),
        ("Teams in Teams", False),
        ("Built for small Teams.", False),
        ("In Teams we trust, in Teams.", False),
        ("Works in TeamsFx.", False),
        ("Works in Teams for {{WHO}}.", False),
    ],
)
def test_the_first_mention_of_teams_counts(text: str, *, is_found: bool) -> None:
    """Only the first mention is looked at, and only where a preposition says that the product is meant."""
    assert is_found == bool(said("teams-not-introduced", full=text))


def test_rivals_are_found_in_names_as_well() -> None:
    """A name is a text like the others."""
    (finding,) = judged("wording", "text-names-rival", {"name": {"short": "Slack Bridge", "full": "Bridge"}})

    assert "/name/short" == finding.pointer
    assert "`name.short` mentions `Slack`" == str(finding.message)
