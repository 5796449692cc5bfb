"""Conditions decide about resources as OData says, null included."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.server.graph.odata.binding import bind
from teamshelf.server.graph.odata.evaluating import test_of as decider_of
from teamshelf.server.graph.odata.parsing import parse_filter
from teamshelf.server.graph.resources.shapes import APP

APP_WITH_BOT: dict[str, Any] = {
    "id": "e3e29acb-8c79-412b-b746-e6c39ff4cd22",
    "externalId": "b5561ec9-8cab-4aa3-8aa2-d8d7172e4311",
    "displayName": "Test App",
    "distributionMethod": "organization",
    "appDefinitions": [
        {
            "version": "1.0.0",
            "publishingState": "published",
            "bot": None,
            "lastModifiedDateTime": datetime(2024, 1, 1, tzinfo=UTC),
            "authorization": None,
        },
        {
            "version": "1.1.0",
            "publishingState": "submitted",
            "bot": {"id": "0240a368-25e0-4569-8ebe-13601cb55a18"},
            "lastModifiedDateTime": datetime(2024, 2, 1, tzinfo=UTC),
            "authorization": {"clientAppId": "ABC", "requiredPermissionSet": {"resourceSpecificPermissions": []}},
        },
    ],
}


def holds(text: str, resource: dict[str, Any] = APP_WITH_BOT) -> bool:
    """Whether a filter lets an app through."""
    return decider_of(bind(parse_filter(text), APP).condition)(resource)


@pytest.mark.parametrize(
    "text",
    [
        "id eq 'E3E29ACB-8C79-412B-B746-E6C39FF4CD22'",
        "distributionMethod eq 'Organization'",
        "displayName eq 'Test App'",
        "'Test App' eq displayName",
        "displayName ne 'test app'",
        "displayName gt 'Test' and displayName lt 'Tesu'",
        "displayName ge 'Test App' and displayName le 'Test App'",
        "displayName in ('x', 'Test App')",
        "distributionMethod in ('STORE','ORGANIZATION')",
        "not startswith(displayName, 'x')",
        "endswith(displayName, 'App') and contains(displayName, 't A')",
        "contains(tolower(displayName), 'test')",
        "toupper(displayName) eq 'TEST APP'",
        "length(displayName) eq 8",
        "startswith(displayName,'Te') eq true",
        "true",
        "appDefinitions/any()",
        "appDefinitions/any(a:a/bot ne null)",
        "appDefinitions/any(a:a/bot eq null)",
        "not appDefinitions/all(a:a/bot ne null)",
        "appDefinitions/any(a:a/bot/id eq '0240A368-25E0-4569-8EBE-13601CB55A18')",
        "appDefinitions/all(a:a/version ge '1.0.0')",
        "appDefinitions/any(a:a/lastModifiedDateTime gt 2024-01-15 and a/publishingState eq 'submitted')",
        "appDefinitions/any(a:a/lastModifiedDateTime eq '2024-01-01T00:00:00Z')",
        "appDefinitions/any(a:a/authorization/clientAppId eq 'abc')",
        "appDefinitions/any(a:a/authorization eq null)",
        "appDefinitions/any(a:contains(a/version, '1.1') and contains(displayName, 'Test'))",
        "externalId ne null",
    ],
)
def test_what_is_true_of_an_app_lets_it_through(text: str) -> None:
    """Comparisons, functions, lists and lambdas; GUIDs and enumerations without regard to case."""
    assert holds(text)
    assert not holds(f"not ({text})")


def test_null_equals_null_alone_and_has_no_order() -> None:
    """A path through null ends in null, and a function of null is null."""
    app = APP_WITH_BOT | {"displayName": None, "appDefinitions": []}

    assert holds("displayName eq null", app)
    assert holds("displayName ne 'x'", app)
    assert not holds("displayName lt 'x' or displayName ge 'x'", app)
    assert not holds("contains(displayName, 'x')", app)
    assert holds("tolower(displayName) eq null", app)
    assert holds("appDefinitions/all(a:a/version eq 'x')", app)
    assert not holds("appDefinitions/any()", app)


NAMES = st.sampled_from(["", "a", "A", "ab", "b", "it's", "é"])
CONDITIONS = st.recursive(
    st.builds(
        lambda operator, name: f"displayName {operator} '{name.replace(chr(39), chr(39) * 2)}'",
        st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
        NAMES,
    ),
    lambda inner: (
        st.builds(lambda a, word, b: f"({a}) {word} ({b})", inner, st.sampled_from(["and", "or"]), inner)
        | inner.map(lambda condition: f"not ({condition})")
    ),
    max_leaves=6,
)


@given(CONDITIONS, CONDITIONS, NAMES)
def test_conditions_obey_the_laws_of_logic(one: str, other: str, name: str) -> None:
    """De Morgan, double negation, and the excluded middle."""
    app = APP_WITH_BOT | {"displayName": name}

    assert holds(f"not (({one}) and ({other}))", app) == holds(f"(not ({one})) or (not ({other}))", app)
    assert holds(f"not (not ({one}))", app) == holds(one, app)
    assert holds(f"({one}) or not ({one})", app)
    assert holds(f"({one}) and ({other})", app) == (holds(one, app) and holds(other, app))
