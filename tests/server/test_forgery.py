"""Requests that another site causes: refused for every route that changes something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from teamshelf.server.forgery import SAFE_METHODS
from teamshelf.server.permissions import guarded_routes
from teamshelf.server.settings import ServerSettings
from tests.server.serving import app_for
from tests.server.straight import Asked, answers

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

HERE = "http://testserver.local"
COOKIE = {"Cookie": "teamshelf-session=x"}

REFUSED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{HERE}.evil.example"},
    {"Origin": "https://testserver.local"},
    {"Origin": f"{HERE}:8080"},
    {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
    COOKIE,
    COOKIE | {"Authorization": "Bearer x"},
    {"Authorization": "Basic x", "Origin": "null"},
]
LET_THROUGH = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": HERE},
    {},
    {"Authorization": "Bearer x"},
    {"Authorization": "Bearer x", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    COOKIE | {"Origin": HERE},
    COOKIE | {"Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_no_route_can_be_used_from_another_site(client: TestClient[Any], headers: dict[str, str]) -> None:
    """Every route and method that changes something answers 403, before it looks who asks."""
    unsafe = [route for route in guarded_routes(client.app) if route.method not in SAFE_METHODS]

    found = answers(
        client.app, [Asked(each.method, each.path, headers, host=HERE.partition("//")[2]) for each in unsafe]
    )

    assert len(found) > 20
    assert {403} == {answer.status for answer in found}
    assert all("another site" in answer.text for answer in found)


@pytest.mark.parametrize("headers", LET_THROUGH, ids=str)
def test_what_comes_from_here_or_from_a_program_is_let_through(
    client: TestClient[Any], headers: dict[str, str]
) -> None:
    """Whether it may is decided later."""
    answer = client.post("/api/v1/tokens", headers=headers, json={"label": "x"})

    assert 401 == answer.status_code


def test_reading_is_never_refused_for_where_it_comes_from(client: TestClient[Any]) -> None:
    """A link on another site leads here."""
    assert 200 == client.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code


def test_the_address_people_use_is_one_of_ours(shelf: Shelf) -> None:
    """Behind a proxy with TLS the browser's origin is that address."""
    settings = ServerSettings(base_url="https://apps.example.org", has_tls=True)
    with TestClient(app_for(shelf, settings)) as client:
        statuses = [
            client.post("/api/v1/tokens", headers={"Origin": origin}, json={"label": "x"}).status_code
            for origin in ("https://apps.example.org", "https://apps.example.org.evil", "https://evil")
        ]

    assert [401, 403, 403] == statuses
