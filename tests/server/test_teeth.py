"""MUTANTS: servers with a guard left off, each of which the tests beside this one have to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar import get, route

from teamshelf.catalogue.people.actors import Role
from teamshelf.server import application
from teamshelf.server.forgery import Forgery
from teamshelf.server.headers import Headers
from teamshelf.server.hosts import Hosts
from teamshelf.server.permissions import PUBLIC, Permission
from teamshelf.server.settings import ServerSettings
from tests.server import test_every_token, test_forgery, test_headers, test_hosts, test_matrix

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar.testing import TestClient

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


@get("/left-open", sync_to_thread=False)
def _left_open() -> None:
    """A route that nobody has thought about."""


@route("/both", http_method=["GET", "POST"], permission=PUBLIC, sync_to_thread=False)
def _both() -> None:
    """A route that reads and writes under one permission."""


@pytest.mark.parametrize(
    ("handler", "said"), [(_left_open, "declares no permission"), (_both, "must be a function for each method")]
)
def test_a_permission_left_off_keeps_the_server_from_starting(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, handler: Any, said: str
) -> None:
    """MUTANT: a route without one, and a route whose permission to read guards a change."""
    handlers = application._handlers
    monkeypatch.setattr(application, "_handlers", lambda settings: [*handlers(settings), handler])

    with pytest.raises(RuntimeError, match=said):
        application.create_app(shelf, ServerSettings())


@get("/quietly", permission=PUBLIC, sync_to_thread=False)
def _quietly() -> None:
    """A route with a permission that nobody has looked at."""


def test_a_route_that_nobody_has_looked_at_is_found_out(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """MUTANT: a new route that says it is for everybody."""
    handlers = application._handlers
    monkeypatch.setattr(application, "_handlers", lambda settings: [*handlers(settings), _quietly])

    class Client:
        app = application.create_app(shelf, ServerSettings())

    with pytest.raises(AssertionError):
        test_matrix.test_every_route_has_its_row(Client())  # type: ignore[arg-type]


def test_permissions_that_are_not_asked_for_are_missed(
    client: TestClient[Any],
    shelf: Shelf,
    people: People,
    bearer: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """MUTANT: whoever is signed in may do everything; by token and by browser."""
    browsers = test_every_token.signed_in(shelf, people)
    monkeypatch.setattr(Permission, "is_granted_to", lambda *_: True)

    with pytest.raises(AssertionError):
        test_matrix.test_each_role_gets_as_far_as_it_may(client, people, bearer, Role.USER, "own")
    with pytest.raises(AssertionError):
        test_every_token.test_each_role_comes_to_the_pages_that_are_for_it(shelf, people, browsers, Role.USER)
    with pytest.raises(AssertionError):
        test_every_token.test_no_token_opens_a_page(shelf, people)


def test_a_guard_that_sleeps_is_missed(client: TestClient[Any], shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """MUTANT: other sites are believed, headers are left off, any host is taken."""
    with monkeypatch.context() as mutant:
        mutant.setattr(Forgery, "_is_ours", lambda *_: True)
        with pytest.raises(AssertionError):
            test_forgery.test_no_route_can_be_used_from_another_site(client, {"Sec-Fetch-Site": "cross-site"})
    with monkeypatch.context() as mutant:
        mutant.setattr(Headers, "_missing", lambda *_: [])
        with pytest.raises((AssertionError, KeyError)):
            test_headers.test_every_answer_has_the_exact_headers(client, "GET", "/nothing/here", 404)
    with monkeypatch.context() as mutant:
        mutant.setattr(Hosts, "__call__", lambda self, *given: self.app(*given))
        with pytest.raises(AssertionError):
            test_hosts.test_a_forged_host_is_refused_and_not_repeated(shelf, "evil.example")
