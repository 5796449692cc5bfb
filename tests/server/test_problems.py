"""What went wrong is said in the shape that the path calls for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say
from teamshelf.server.exchange import language_of
from teamshelf.server.faults import STATUS, fault_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar.testing import TestClient

    from teamshelf.server.faults import Fault
    from tests.catalogue.shelves import People


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1.0/nothing", 404, "NotFound"),
        ("GET", "/beta/nothing", 404, "NotFound"),
        ("GET", "/v1.0//nothing", 404, "NotFound"),
        ("GET", "/v1.0/appCatalogs/teamsApps", 401, "InvalidAuthenticationToken"),
        ("COPY", "/v1.0/appCatalogs/teamsApps", 405, "MethodNotAllowed"),
    ],
)
def test_graph_errors_have_graphs_shape(
    client: TestClient[Any], method: str, path: str, status: int, code: str
) -> None:
    """Code, message, and an inner error with the ids and a date without a zone, as its clients read it."""
    answer = client.request(method, path, headers={"client-request-id": "mine-1"})

    error = answer.json()["error"]
    inner = error["innerError"]
    assert (status, code) == (answer.status_code, error["code"])
    assert error["message"]
    assert (answer.headers["request-id"], "mine-1") == (inner["request-id"], inner["client-request-id"])
    assert datetime.fromisoformat(inner["date"]).tzinfo is None
    assert "application/json" == answer.headers["content-type"]


@pytest.mark.parametrize(
    ("method", "path", "status", "rule"),
    [
        ("GET", "/api/v1/nothing", 404, "not-found"),
        ("PUT", "/api/v1/me", 405, "method-not-allowed"),
        ("GET", "/api/v1/me", 401, "not-signed-in"),
        ("GET", "/metrics", 401, "not-signed-in"),
    ],
)
def test_our_api_answers_with_problem_details(
    client: TestClient[Any], method: str, path: str, status: int, rule: str
) -> None:
    """With a type that names the reason, the reason in the reader's language, and the id of the request."""
    english = client.request(method, path)
    french = client.request(method, path, headers={"Accept-Language": "de, fr-CA;q=0.9, en;q=0.8"})

    body = english.json()
    assert "application/problem+json" == english.headers["content-type"]
    assert (status, rule, f"urn:teamshelf:{rule}") == (body["status"], body["rule"], body["type"])
    assert english.headers["request-id"] == body["requestId"]
    assert body["detail"] != french.json()["detail"]


def test_a_method_that_is_not_known_is_told_which_are(client: TestClient[Any]) -> None:
    """405 says what is allowed, as HTTP asks."""
    assert "GET, HEAD, OPTIONS" == client.delete("/healthz").headers["allow"]
    assert "GET, HEAD, OPTIONS, POST" == client.delete("/sign-in").headers["allow"]


def test_people_are_told_on_a_page(client: TestClient[Any]) -> None:
    """In their language, with a way on."""
    answer = client.get("/nothing", headers={"Accept-Language": "fr"})

    assert (404, "text/html; charset=utf-8") == (answer.status_code, answer.headers["content-type"])
    assert '<html lang="fr"' in answer.text
    assert 'href="/"' in answer.text


def test_a_mistake_of_ours_says_nothing_of_itself(client: TestClient[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, no names of files: only the id by which the log has them."""
    monkeypatch.setattr("teamshelf.server.health.newest_step", lambda: 1 / 0)

    answer = client.get("/readyz")

    assert (500, "internal-error") == (answer.status_code, answer.json()["rule"])
    assert "Zero" not in answer.text


def test_only_our_mistakes_are_written_down_as_such(
    client: TestClient[Any],
    people: People,
    bearer: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody fills the log with tracebacks by asking what cannot be answered; and a mistake has its own there."""
    headers = bearer(people.user)
    for path in ("appCatalogs/teamsApps?$filter=x", "users/nobody", "nothing", "appCatalogs/teamsApps/x"):
        assert client.get(f"/v1.0/{path}", headers=headers).status_code in (400, 404)
    client.get("/api/v1/nothing")
    client.post("/api/v1/tokens", headers=headers, content=b"{")
    before = [record for record in caplog.records if record.exc_info]
    monkeypatch.setattr("teamshelf.server.health.newest_step", lambda: 1 / 0)
    request_id = client.get("/readyz").headers["request-id"]

    assert [] == before
    assert [request_id] == [vars(record)["requestId"] for record in caplog.records if record.exc_info]


def test_each_kind_of_refusal_has_a_status() -> None:
    """A new kind cannot be forgotten here; what may be tried again says when."""
    refused = {kind: Refusal(kind, "x", say("the thing")) for kind in Kind}
    faults = {kind: fault_of(refusal) for kind, refusal in refused.items()}
    told = {kind: Refusal(kind, "x", say("the thing"), details={"retryAfter": "7"}) for kind in Kind}

    assert set(Kind) == set(STATUS)
    assert {Kind.TOO_OFTEN: "1", Kind.UNAVAILABLE: "5"} == _waits(faults)
    assert dict.fromkeys((Kind.TOO_OFTEN, Kind.UNAVAILABLE), "7") == _waits(
        {kind: fault_of(refusal) for kind, refusal in told.items()}
    )


def _waits(faults: dict[Kind, Fault]) -> dict[Kind, str]:
    """When each fault that says so may be tried again."""
    return {kind: fault.headers["Retry-After"] for kind, fault in faults.items() if fault.headers}


@pytest.mark.parametrize(
    ("header", "language"),
    [(None, "en"), ("", "en"), ("fr", "fr"), ("FR-ca", "fr"), ("de,fr;q=0.1", "fr"), ("en,fr", "en"), (";;,,", "en")],
)
def test_the_first_language_that_is_known_is_taken(header: str | None, language: str) -> None:
    """Whatever the header looks like."""
    assert language == language_of(header)
