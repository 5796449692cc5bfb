"""Users, teams, chats and settings, as far as clients look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.places.directory import create_place
from teamshelf.catalogue.tables.directory import PlaceKind
from tests.server.graph.asking import CHAT, TEAM, Graph, faulted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@pytest.fixture
def graph(shelf: Shelf, people: People) -> Iterator[Graph]:
    """A server of a shelf on which the user owns a team and a chat."""
    create_place(shelf, people.user, PlaceKind.TEAM, "Harbour", TEAM)
    create_place(shelf, people.user, PlaceKind.CHAT, "Lunch", CHAT)
    with Graph(shelf) as graph:
        yield graph


def test_people_are_named_by_id_and_by_sign_in_name(graph: Graph, people: People) -> None:
    """CLI for Microsoft 365 asks for one or the other before it installs for somebody."""
    expected = {
        "id": people.user.account_id,
        "displayName": "User",
        "userPrincipalName": "user@example.com",
        "mail": "user@example.com",
    }
    paths = ("me", f"users/{people.user.account_id}", "users/USER@example.com", "users('user@example.com')")
    for path in paths:
        actor = people.user if path == "me" else people.publisher
        found = graph.ask(actor, "GET", f"/v1.0/{path}").json()
        assert "http://shelf.test/v1.0/$metadata#users/$entity" == found.pop("@odata.context")
        assert expected == found
    named = graph.ask(people.publisher, "GET", "/v1.0/users/user@example.com/id").json()
    assert people.user.account_id == named["value"]
    only = graph.ask(people.publisher, "GET", "/v1.0/users/user@example.com?$select=userPrincipalName").json()
    assert {"@odata.context", "userPrincipalName"} == only.keys()
    faulted(graph.ask(people.publisher, "GET", "/v1.0/users/nobody@example.com"), 404, "NotFound")


def test_teams_and_chats_are_seen_by_those_who_are_in_them(graph: Graph, people: People) -> None:
    """And by administrators; to others they are not there."""
    for path, name in ((f"teams/{TEAM}", "Harbour"), (f"chats/{CHAT}", "Lunch")):
        for actor in (people.user, people.admin):
            found = graph.ask(actor, "GET", f"/v1.0/{path}").json()
            assert name in (found.get("displayName"), found.get("topic"))
        faulted(graph.ask(people.other_user, "GET", f"/v1.0/{path}"), 404, "NotFound")
    for actor, path in ((people.user, "me"), (people.admin, f"users/{people.user.account_id}")):
        teams = graph.ask(actor, "GET", f"/v1.0/{path}/joinedTeams").json()["value"]
        assert [(TEAM, "Harbour")] == [(team["id"], team["displayName"]) for team in teams]
    faulted(graph.ask(people.other_user, "GET", f"/v1.0/users/{people.user.name}/joinedTeams"), 404, "NotFound")


def test_administrators_change_the_two_settings_that_graph_knows(graph: Graph, people: People) -> None:
    """Only those that the body names."""
    path = "/v1.0/teamwork/teamsAppSettings"
    before = graph.ask(people.admin, "GET", path).json()
    assert before["allowUserRequestsForAppAccess"]
    assert before["isUserPersonalScopeResourceSpecificConsentEnabled"]

    changed = {"@odata.type": "#microsoft.graph.teamsAppSettings", "allowUserRequestsForAppAccess": False}
    assert 204 == graph.ask(people.admin, "PATCH", path, json=changed).status_code

    assert before | {"allowUserRequestsForAppAccess": False} == graph.ask(people.admin, "GET", path).json()
    wrong = {"allowUserRequestsForAppAccess": "no"}
    faulted(graph.ask(people.admin, "PATCH", path, json=wrong), 400, "BadRequest")
    faulted(graph.ask(people.reviewer, "GET", path), 403, "Forbidden")
    faulted(graph.ask(people.reviewer, "PATCH", path, json={}), 403, "Forbidden")
