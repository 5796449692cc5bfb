"""Installing: what the defaults promise, and what the preview of 2021 demands."""

from __future__ import annotations

from typing import Any

import pytest

from teamshelf.findings import Severity
from tests.rules.one_rule import found_by

SETUP = {"configurationUrl": "https://example.com/setup", "scopes": ["team"]}


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        ({"team": "bot"}, ["the app has no `bot`"]),
        ({"groupchat": "tab"}, ['no `tab` of the app has the scope for "groupchat"']),
        ({"team": "tab", "meetings": "tab"}, ['no `tab` of the app has the scope for "meetings"']),
        ({"team": "tab"}, []),
        ({"team": "dance"}, []),
    ],
)
def test_a_missing_capability_is_told_from_a_missing_scope(default: dict[str, Any], expected: list[str]) -> None:
    """The message says which of the two it is; values that do not exist are the schema's business."""
    found = found_by(
        "default-capability-not-offered", "installation", configurableTabs=[SETUP], defaultGroupCapability=default
    )

    assert expected == [str(each.message) for each in found]


@pytest.mark.parametrize(
    ("rule", "members"),
    [
        ("configurable-properties-empty", {"configurableProperties": []}),
        ("offer-id-malformed", {"subscriptionOffer": {"offerId": "polls"}}),
    ],
)
def test_what_the_preview_of_2021_demands(rule: str, members: dict[str, Any]) -> None:
    """Its reference is strict where the numbered schemas are not."""
    (then,) = found_by(rule, "installation", manifestVersion="m365DevPreview", **members)
    (now,) = found_by(rule, "installation", **members)

    assert then.severity is Severity.ERROR
    assert now.severity is None


def test_a_second_dot_in_an_offer_is_a_doubt_even_then() -> None:
    """Where an id can still be read, splitting at the first dot, it is only worth a warning."""
    (found,) = found_by(
        "offer-id-malformed",
        "installation",
        manifestVersion="m365DevPreview",
        subscriptionOffer={"offerId": "contoso.polls.teams"},
    )

    assert found.severity is None
    assert "more than one dot" in str(found.message)
