"""Lists of apps are what their filters say, whatever the database answers and however they are cut into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamshelf.catalogue.versions.states import State
from teamshelf.server.graph.finding.apps import Apps
from teamshelf.server.graph.finding.paging import Place as PageEnd
from teamshelf.server.graph.finding.paging import write_place
from teamshelf.server.graph.odata.binding import bind
from teamshelf.server.graph.odata.evaluating import test_of as decider_of
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.odata.options import parse_options
from teamshelf.server.graph.odata.parsing import parse_filter
from teamshelf.server.graph.resources.shapes import APP
from tests.server.graph.rows import add_app, guid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

PUBLISHED = ("1.0.0", State.PUBLISHED, False)
NAMES = ["Polls", "polls", "Anna's list", "Time_off", "100%", "Überblick", "Polls"]


@pytest.fixture
def reading(shelf: Shelf, people: People) -> Iterator[Session]:
    """A session on a shelf with nine apps, two of which have never been published."""
    owner = people.publisher.account_id
    for number, name in enumerate(NAMES):
        add_app(
            shelf, owner, number, name, ("0.9.0", State.SUPERSEDED, True), ("1.0.0", State.PUBLISHED, number % 2 == 0)
        )
    add_app(shelf, owner, 20, "Waiting", ("1.0.0", State.SUBMITTED, True))
    add_app(shelf, owner, 21, "Refused", ("1.0.0", State.REJECTED, False))
    add_app(shelf, owner, 22, "Never sent", ("1.0.0", State.DRAFT, False))
    with shelf.reading() as session:
        yield session


def apps(session: Session, actor: Actor, *, is_beta: bool = False) -> Apps:
    """The catalogue as somebody sees it."""
    return Apps(session, actor, "http://shelf/v1.0/appCatalogs/teamsApps", is_beta=is_beta)


def listed(session: Session, actor: Actor, **parameters: str) -> list[Any]:
    """The names of the apps that a query lists."""
    page = apps(session, actor).page(parse_options(parameters, APP))
    return [item["displayName"] for item in page.items]


VALUES = st.sampled_from([*NAMES, "Waiting", "x", ""])
LEAVES = st.one_of(
    st.builds(lambda op, value: f"displayName {op} {quoted(value)}", st.sampled_from(["eq", "ne", "lt", "ge"]), VALUES),
    st.builds(
        lambda function, value: f"{function}(displayName,{quoted(value[:3])})",
        st.sampled_from(["startswith", "endswith", "contains"]),
        VALUES,
    ),
    st.builds(
        lambda name, op, number: f"{name} {op} {quoted(guid(number).upper())}",
        st.sampled_from(["id", "externalId"]),
        st.sampled_from(["eq", "ne"]),
        st.sampled_from([1000, 1003, 1020, 2002, 2021, 5]),
    ),
    st.sampled_from(
        [
            "distributionMethod eq 'organization'",
            "distributionMethod ne 'Organization'",
            "distributionMethod eq 'store'",
            "'organization' eq distributionMethod",
            f"id in ('{guid(1001)}','{guid(1002).upper()}')",
            "externalId ne null",
            "externalId eq null",
            "appDefinitions/any(a:a/bot ne null)",
            "appDefinitions/all(a:a/publishingState eq 'published')",
            "appDefinitions/any(a:a/version eq '1.0.0' and a/bot eq null)",
        ]
    ),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda a, word, b: f"({a}) {word} ({b})", inner, st.sampled_from(["and", "or"]), inner)
        | inner.map(lambda condition: f"not ({condition})")
    ),
    max_leaves=4,
)
ORDERS = st.sampled_from(
    ["", "displayName", "displayName desc", "distributionMethod,displayName desc", "externalId desc"]
)


def quoted(value: str) -> str:
    """A text as OData writes it."""
    return "'" + value.replace("'", "''") + "'"


def test_the_database_and_the_filter_agree(reading: Session, people: People) -> None:
    """What SQL leaves out the filter would have left out too, and what it cannot judge is judged afterwards."""
    everything = (
        apps(reading, people.reviewer).page(parse_options({"expand": "appDefinitions($expand=bot)"}, APP)).items
    )

    @settings(max_examples=80, deadline=None)
    @given(FILTERS)
    def agrees(text: str) -> None:
        test = decider_of(bind(parse_filter(text), APP).condition)
        expected = [app["id"] for app in everything if test(app)]
        options = parse_options({"filter": text, "count": "true"}, APP)
        page = apps(reading, people.reviewer).page(options)

        assert expected == [app["id"] for app in page.items]
        assert len(expected) == page.count == apps(reading, people.reviewer).count(options)

    agrees()


def test_pages_put_together_are_the_whole_list(reading: Session, people: People) -> None:
    """Whatever the size of the pages, the filter and the order: nothing twice, nothing left out."""

    @settings(max_examples=60, deadline=None)
    @given(st.integers(1, 5), st.integers(0, 3), st.none() | LEAVES, ORDERS)
    def whole(top: int, skip: int, condition: str | None, order: str) -> None:
        query = ({"filter": condition} if condition else {}) | ({"orderby": order} if order else {})
        expected = apps(reading, people.reviewer).page(parse_options(query | {"skip": str(skip)}, APP))
        found: list[Any] = []
        token: str | None = None
        while True:
            going_on = {"skiptoken": token} if token else {"skip": str(skip)}
            page = apps(reading, people.reviewer).page(parse_options(query | going_on | {"top": str(top)}, APP))
            assert len(page.items) <= top
            found += page.items
            token = page.token
            if token is None:
                break

        assert expected.items == found

    whole()


def test_an_order_is_kept(reading: Session, people: People) -> None:
    """Without regard to case, ids deciding between equals."""
    expected = sorted(NAMES, key=str.casefold, reverse=True)

    assert expected == listed(reading, people.user, orderby="displayName desc")


def test_a_token_that_somebody_made_up_is_refused(reading: Session, people: People) -> None:
    """No error of ours comes of it."""
    tokens = ["x", "", "W10=", write_place(PageEnd([], "x")), write_place(PageEnd([5], "x")), "é", "A" * 5000]
    for token in tokens:
        with pytest.raises(QueryFault, match=r"^Invalid \$skiptoken"):
            listed(reading, people.user, skiptoken=token)
    with pytest.raises(QueryFault, match="it was written for another order"):
        listed(reading, people.user, skiptoken=write_place(PageEnd(["x", "y"], "x")), orderby="displayName")
    assert listed(reading, people.user, skiptoken=write_place(PageEnd([None], "x")), orderby="displayName")


def test_who_reviews_sees_what_waits_and_others_do_not(reading: Session, people: People) -> None:
    """Apps that were never published have the name of their newest version; what was never sent is not there."""
    assert {*NAMES, "Waiting", "Refused"} == set(listed(reading, people.reviewer))
    assert {*NAMES, "Waiting", "Refused"} == set(listed(reading, people.publisher))
    assert sorted(NAMES) == sorted(listed(reading, people.other_publisher))
    assert ["Waiting"] == listed(reading, people.reviewer, filter="displayName eq 'Waiting'")
    assert [] == listed(reading, people.user, filter="displayName eq 'Waiting'")


def test_definitions_come_oldest_first_and_say_how_they_stand(reading: Session, people: People) -> None:
    """The Agents Toolkit takes the last one for the current one."""
    options = parse_options({"expand": "appDefinitions($select=version,publishingState)", "top": "1"}, APP)
    app = apps(reading, people.user).page(options).items[0]

    versions = [(each["version"], each["publishingState"]) for each in app["appDefinitions"]]
    assert [("0.9.0", "published"), ("1.0.0", "published")] == versions


def test_searches_find_words_in_any_order(reading: Session, people: People) -> None:
    """All words must be there; `%` and `_` are letters like all others."""
    assert ["Anna's list"] == listed(reading, people.user, search="list anna")
    assert ["100%"] == listed(reading, people.user, search="%")
    assert ["Time_off"] == listed(reading, people.user, search="_")
    assert ["100%", "Time_off"] == sorted(listed(reading, people.user, search="% OR off"))
    assert 4 == len(listed(reading, people.user, search="NOT polls"))


def test_long_lists_are_read_in_stretches(shelf: Shelf, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seams between the stretches are not seen."""
    monkeypatch.setattr("teamshelf.server.graph.finding.apps._STRETCH", 3)
    for number in range(10):
        add_app(shelf, people.publisher.account_id, number, f"App {number // 4}", PUBLISHED)
    with shelf.reading() as session:
        found = apps(session, people.user).page(parse_options({"count": "true"}, APP))
        assert [guid(1000 + number) for number in range(10)] == [app["id"] for app in found.items]
        filtered = parse_options({"filter": "contains(displayName,'2')", "count": "true"}, APP)
        assert 2 == apps(session, people.user).page(filtered).count
