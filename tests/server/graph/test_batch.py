"""Requests in a batch are answered as if each had come by itself."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from tests.manifests import APP_ID
from tests.server.graph.asking import APPS, Graph, faulted, package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

BATCH = "/v1.0/$batch"


@pytest.fixture
def graph(shelf: Shelf) -> Iterator[Graph]:
    """A server of the shelf."""
    with Graph(shelf) as graph:
        yield graph


def test_a_batch_publishes_finds_and_fails_in_order(graph: Graph, people: People) -> None:
    """Packages are base64; what depends on a failure is not done; a failure harms nobody else."""
    requests: list[dict[str, Any]] = [
        {
            "id": "publish",
            "method": "post",
            "url": "/appCatalogs/teamsApps",
            "headers": {"content-type": "application/zip"},
            "body": b64encode(package()).decode(),
        },
        {
            "id": "find",
            "method": "GET",
            "url": f"/appCatalogs/teamsApps?$filter=externalId eq '{APP_ID}'&$select=displayName",
            "dependsOn": ["publish"],
        },
        {"id": "me", "method": "GET", "url": "me?$select=userPrincipalName"},
        {"id": "fail", "method": "GET", "url": "/v1.0/appCatalogs/teamsApps('x')"},
        {"id": "after", "method": "DELETE", "url": "/appCatalogs/teamsApps/x", "dependsOn": ["fail"]},
        {"id": "count", "method": "GET", "url": "/appCatalogs/teamsApps/$count"},
        {"id": "post", "method": "POST", "url": "/me/teamwork/installedApps", "body": {"x": "ü"}},
        {"id": "nested", "method": "POST", "url": "/$batch", "body": {"requests": []}},
        {"id": "outside", "method": "GET", "url": "https://example.com/appCatalogs/teamsApps"},
        {
            "id": "garbled",
            "method": "POST",
            "url": "/appCatalogs/teamsApps",
            "headers": {"Content-Type": "application/zip"},
            "body": "%%%",
        },
    ]

    answer = graph.ask(people.reviewer, "POST", BATCH, json={"requests": requests})

    assert 200 == answer.status_code, answer.text
    replies = {reply["id"]: reply for reply in answer.json()["responses"]}
    assert {
        "publish": 201,
        "find": 200,
        "me": 200,
        "fail": 404,
        "after": 424,
        "count": 200,
        "post": 400,
        "nested": 400,
        "outside": 400,
        "garbled": 400,
    } == {name: reply["status"] for name, reply in replies.items()}
    assert APP_ID == replies["publish"]["body"]["externalId"]
    assert replies["publish"]["headers"]["Location"].startswith(f"http://shelf.test{APPS}/")
    assert [{"displayName": "Polls"}] == replies["find"]["body"]["value"]
    assert people.reviewer.name == replies["me"]["body"]["userPrincipalName"]
    assert "NotFound" == replies["fail"]["body"]["error"]["code"]
    assert b64encode(b"1").decode() == replies["count"]["body"]


def test_nothing_is_allowed_in_a_batch_that_is_not_outside_of_it(graph: Graph, people: People) -> None:
    """Each request has the credentials of the batch, whatever it says itself."""
    headers = {"Authorization": f"Bearer {graph.token(people.admin)}", "Cookie": "x=y", "Host": "elsewhere"}
    request = {"id": "1", "method": "GET", "url": "/teamwork/teamsAppSettings", "headers": headers}

    answer = graph.ask(people.user, "POST", BATCH, json={"requests": [request]})

    assert 403 == answer.json()["responses"][0]["status"]
    faulted(graph.ask(None, "POST", BATCH, json={"requests": [request]}), 401, "InvalidAuthenticationToken")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"requests": []}, "1 to 20 requests, not 0"),
        ({"requests": [{"id": str(number), "method": "GET", "url": "/me"} for number in range(21)]}, "not 21"),
        ({"requests": [{"id": "1", "method": "GET", "url": "/me"}] * 2}, "have the id"),
        ({"requests": [{"id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"]}]}, "does not stand before it"),
        ({"requests": [{"id": 1}]}, "cannot be read"),
        ([], "cannot be read"),
    ],
)
def test_a_batch_that_is_none_is_refused_as_a_whole(graph: Graph, people: People, body: Any, words: str) -> None:
    """Nothing of it is done."""
    error = faulted(graph.ask(people.user, "POST", BATCH, json=body), 400, "BadRequest")

    assert words in error["message"]
