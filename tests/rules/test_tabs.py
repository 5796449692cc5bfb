"""Tabs: how much a fault matters depends on the version, and on whether a text is missing or empty."""

from __future__ import annotations

import pytest

from teamshelf.findings import Change, Severity
from tests.rules.one_rule import found_by

HOME = {"entityId": "home", "name": "Home", "scopes": ["personal"]}
PAGE = {"contentUrl": "https://example.com/home"}


def test_a_name_for_a_reserved_tab_can_be_removed() -> None:
    """The finding points at the name itself, and taking it away mends it."""
    tabs = [{"entityId": "about", "name": "About us", "scopes": ["personal"]}]

    (found,) = found_by("reserved-tab-has-name", "tabs", staticTabs=tabs)

    assert found.at_key
    assert found.pointer == "/staticTabs/0/name"
    assert found.changes == (Change("remove", "/staticTabs/0/name"),)


def test_a_missing_name_is_less_than_an_empty_one() -> None:
    """The schemas since 1.7 let a name be left out; an empty one is refused everywhere."""
    (empty,) = found_by("tab-name-missing", "tabs", staticTabs=[{**HOME, **PAGE, "name": ""}])
    (missing,) = found_by("tab-name-missing", "tabs", staticTabs=[{"entityId": "home", "scopes": ["personal"], **PAGE}])

    assert (empty.pointer, empty.severity) == ("/staticTabs/0/name", None)
    assert (missing.pointer, missing.severity) == ("/staticTabs/0", Severity.WARNING)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.7", None), ("1.30", None), ("devPreview", Severity.ERROR), ("m365DevPreview", Severity.ERROR)],
)
def test_the_previews_have_no_tab_without_content(version: str, expected: Severity | None) -> None:
    """Their references demand a page or a bot, the numbered schemas neither."""
    (found,) = found_by("tab-without-content", "tabs", manifestVersion=version, staticTabs=[HOME])

    assert found.severity is expected


def test_the_bot_of_a_tab_is_to_be_declared_or_copied() -> None:
    """The hint depends on whether there is a bot at all."""
    bot = {"botId": "2f6a1b0d-8e47-4e62-9c58-5d1f0c9e7b3a", "scopes": ["personal"]}
    tabs = [{**HOME, "contentBotId": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}]

    (without,) = found_by("tab-bot-not-declared", "tabs", staticTabs=tabs)
    (other,) = found_by("tab-bot-not-declared", "tabs", staticTabs=tabs, bots=[bot])

    assert str(without.hint) == "declare the bot in `bots`"
    assert str(other.hint) == "write the `botId` of the app's bot"


def test_each_repeated_tab_names_the_first() -> None:
    """Of three tabs with one id the second and the third are found."""
    found = found_by("tab-entity-id-duplicate", "tabs", staticTabs=[HOME, HOME, HOME])

    assert [each.pointer for each in found] == ["/staticTabs/1/entityId", "/staticTabs/2/entityId"]
    assert all("`staticTabs[0]`" in str(each.message) for each in found)
