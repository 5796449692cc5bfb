"""Placeholders: recognised, filled in, and never a way to hold the check up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.package.placeholders import filled_in, left_behind_in, placeholder_in


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("${{APP_ID}}", "${{APP_ID}}"),
        ("https://${{ DOMAIN }}/tab", "${{ DOMAIN }}"),
        ("{{name}}", "{{name}}"),
        ("%MICROSOFT-APP-ID%", "%MICROSOFT-APP-ID%"),
        ("<<your-id>>", "<<your-id>>"),
        ("100% sure, 50% of the time", None),
        ("{actor} created {task}", None),
        ("a < b", None),
        ("", None),
    ],
)
def test_the_four_forms_are_recognised(text: str, mark: str | None) -> None:
    """What a build step fills in, and nothing that users may read."""
    assert mark == placeholder_in(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("<your app id>", "<your app id>"),
        ("{appid}", "{appid}"),
        ("[Your Teams App GUID Here]", "[Your Teams App GUID Here]"),
        ("GUID-FROM-CONNECTOR-DEV-PORTAL%", "GUID-FROM-CONNECTOR-DEV-PORTAL%"),
        ("%FILENAME-192x192px", "%FILENAME-192x192px"),
        ("AAD App ID", "AAD App ID"),
        ("not-a-guid", None),
        ("teal", None),
        ("http://example.com", None),
    ],
)
def test_prose_is_recognised_in_a_value_that_is_wrong_anyway(text: str, mark: str | None) -> None:
    """What people leave behind where a value belongs."""
    assert mark == left_behind_in(text)


def test_values_are_filled_in_as_text() -> None:
    """A quote or a brace in a value breaks nothing; what is not known stays."""
    variables = {"A": 'say "hi"', "B": "{{A}}"}

    assert {"x": ['say "hi"', "{{A}}!", "${{C}}"], "n": 1} == filled_in(
        {"x": ["${{ A }}", "%B%!", "${{C}}"], "n": 1}, variables
    )


@given(st.text(alphabet="{}%<>$ aA-_[]", max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Filling in nothing changes nothing, whatever the text."""
    assert text == filled_in(text, {})
    placeholder_in(text)
    left_behind_in(text)


@pytest.mark.parametrize("text", ["{{" + " " * 200_000, "a" * 200_000, "<" * 200_000, "%a" * 100_000, "[a" * 100_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    """Texts that would keep a backtracking expression busy for hours are looked at at once."""
    placeholder_in(text)
    left_behind_in(text)
