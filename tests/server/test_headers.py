"""Every answer has the exact headers, whoever gives it: a page, Graph, a mistake, the router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from teamshelf.server.headers import ALWAYS, DATA_POLICY, PAGE_POLICY, STRICT_TRANSPORT
from teamshelf.server.settings import ServerSettings
from tests.server.serving import app_for

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/sign-in", 200),
    ("GET", "/nothing/here", 404),
    ("GET", "/healthz", 200),
    ("DELETE", "/healthz", 405),
    ("GET", "/v1.0/nothing", 404),
    ("GET", "/v1.0/appCatalogs/teamsApps", 401),
    ("GET", "/api/v1/me", 401),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/search", 200),
    ("POST", "/sign-in", 403),
    ("TRACE", "/", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_the_exact_headers(client: TestClient[Any], method: str, path: str, status: int) -> None:
    """Pages may use what comes from here; everything else may do nothing at all."""
    answer = client.request(method, path)

    is_page = answer.headers["content-type"].startswith("text/html")
    assert status == answer.status_code
    assert ALWAYS == {name: answer.headers[name] for name in ALWAYS}
    assert [PAGE_POLICY if is_page else DATA_POLICY] == answer.headers.get_list("content-security-policy")
    assert "same-origin" == answer.headers["cross-origin-resource-policy"]
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["request-id"]
    assert "no-store" in answer.headers["cache-control"]


def test_policies_allow_nothing_in_line_and_nothing_from_elsewhere() -> None:
    """No script or style in the page, no other host, no frame."""
    for policy in (PAGE_POLICY, DATA_POLICY):
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
        assert not any(word in policy for word in ("unsafe", "http", "*", "data:"))


def test_with_tls_browsers_are_told_to_stay_with_it(shelf: Shelf) -> None:
    """For a year; and only where there is TLS."""
    with TestClient(app_for(shelf, ServerSettings(has_tls=True))) as client:
        assert STRICT_TRANSPORT == client.get("/healthz").headers["strict-transport-security"]
