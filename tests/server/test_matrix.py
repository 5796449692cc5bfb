"""Route x method x role x own or other: every cell, of every route there is.

A new route has no row in the table below, and fails here until somebody has thought about who may use it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.people.actors import Role
from teamshelf.server.forgery import SAFE_METHODS
from teamshelf.server.permissions import Guarded, guarded_routes
from tests.server.roles import ROLES
from tests.server.straight import Asked, answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar.testing import TestClient

    from tests.catalogue.shelves import People

NOBODY_ELSES = "00000000-0000-4000-8000-00000000ffff"

MISSING = {401: "not signed in", 403: "may not"}


def routes(client: TestClient[Any]) -> list[Guarded]:
    """All routes of the server."""
    return list(guarded_routes(client.app))


def address(path: str, own: str) -> str:
    """An address of the route: with an id that is the actor's own, or somebody else's, wherever it has one."""
    return re.sub(r"\{[^}]+\}", own, path)


def test_every_route_has_its_row(client: TestClient[Any]) -> None:
    """What the table says is what the routes declare: nobody lowers a role by accident, none is forgotten."""
    declared = {f"{route.method} {route.path}": route.permission.role for route in routes(client)}

    assert ROLES == {name: role.value if role else "" for name, role in declared.items()}


def test_nothing_is_changed_under_a_permission_to_read(client: TestClient[Any]) -> None:
    """A token to read cannot be used to write, whatever its account may."""
    reading = re.compile(r"(^|\.)Read(Basic|For\w+)?(\.|$)|\.ReadFor\w+$")
    guilty = {
        f"{route.method} {route.path}": sorted(filter(reading.search, route.permission.scopes))
        for route in routes(client)
        if route.method not in SAFE_METHODS and not route.path.endswith("/$batch")
    }

    assert {} == {name: scopes for name, scopes in guilty.items() if scopes}


def test_whoever_is_not_signed_in_gets_nowhere(client: TestClient[Any]) -> None:
    """401 on every route that is for somebody; pages send people to sign in instead."""
    for route in routes(client):
        answer = client.request(route.method, address(route.path, NOBODY_ELSES), follow_redirects=False)
        is_open = route.permission.role is None or answer.status_code == 303
        assert is_open or 401 == answer.status_code, (route.method, route.path)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("whose", ["own", "other"])
def test_each_role_gets_as_far_as_it_may(
    client: TestClient[Any], people: People, bearer: Callable[..., dict[str, str]], role: Role, whose: str
) -> None:
    """With all that its role can have: refused exactly where the route asks for more, whosever the thing is.

    What is let through may be refused by the service, for a thing that is not there or is somebody else's: never with
    a failure of the server.
    """
    actor = getattr(people, role.value)
    headers = bearer(actor)
    target = actor.account_id if whose == "own" else NOBODY_ELSES
    cells = 0
    guarded = [route for route in routes(client) if route.permission.role is not None and route.permission.scopes]
    asked = [Asked(route.method, address(route.path, target), headers) for route in guarded]
    for route, answer in zip(guarded, answers(client.app, asked), strict=True):
        cells += 1
        where = (role, whose, route.method, route.path, answer.status, answer.text[:1500])
        assert answer.status < 500, where
        assert 401 != answer.status, where
        assert route.permission.role is not None
        if not role.includes(route.permission.role):
            assert 403 == answer.status, where
            assert "may not do this" in answer.text, where
        else:
            assert "the account, or its token, may not do this" not in answer.text, where

    assert cells > 40


def test_a_token_without_the_permission_gets_nowhere(
    client: TestClient[Any], people: People, bearer: Callable[..., dict[str, str]]
) -> None:
    """An administrator's token that grants one thing is refused on every route that asks for another."""
    for scope in ("AppCatalog.Read.All", "Token.ReadWrite", "TeamsAppInstallation.ReadForUser"):
        headers = bearer(people.admin, scope)
        asked = [
            Asked(route.method, address(route.path, NOBODY_ELSES), headers)
            for route in routes(client)
            if route.permission.role is not None and scope not in route.permission.scopes
        ]
        for each, answer in zip(asked, answers(client.app, asked), strict=True):
            assert 403 == answer.status, (scope, each.method, each.path)
