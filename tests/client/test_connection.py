"""Requests to a server: where they go, what they wait for, and that no answer is a surprise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from teamshelf.client import AppEntry, Catalog, Connection, Definition, NotReached, Refused
from teamshelf.client import connection as connecting
from teamshelf.client.connection import base_of
from tests.client.answering import Answer, Server, answering

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with prepared answers."""
    with answering() as prepared:
        yield prepared


@pytest.fixture
def connection(server: Server) -> Iterator[Connection]:
    """A connection to it."""
    with Connection(server.url, "secret") as opened:
        yield opened


def page(*names: str, following: str | None = None) -> Answer:
    """A page of apps."""
    value = [{"id": f"id-{name}", "displayName": name} for name in names]
    link = {"@odata.nextLink": following} if following else {}
    return Answer(body=json.dumps({"value": value, **link}).encode())


@pytest.mark.parametrize(
    ("server_address", "base"),
    [
        ("https://shelf.example.com", "https://shelf.example.com/v1.0"),
        ("https://shelf.example.com/", "https://shelf.example.com/v1.0"),
        ("https://graph.microsoft.com/beta/", "https://graph.microsoft.com/beta"),
        ("http://localhost:8080", "http://localhost:8080/v1.0"),
    ],
)
def test_an_address_without_a_version_means_the_first(server_address: str, base: str) -> None:
    """Whoever names only the server means `/v1.0`."""
    assert base == base_of(server_address)


@pytest.mark.parametrize("address", ["shelf.example.com", "ftp://a.example", "https://", "https://a.example/?x=1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """An address says how to get there, and nothing else."""
    with pytest.raises(NotReached, match="is no address"):
        base_of(address)


def test_a_token_does_not_travel_unprotected() -> None:
    """Over `http:` only this very machine is asked."""
    with pytest.raises(NotReached, match="not sent over `http:`"):
        base_of("http://shelf.example.com")


def test_a_request_carries_token_and_query(server: Server, connection: Connection) -> None:
    """The names of the query get Graph's `$`, its values are encoded, the token is in its header."""
    server.answers = [page()]
    list(connection.each("appCatalogs/teamsApps", AppEntry, filter="id eq 'a b'", expand="appDefinitions"))

    (asked,) = server.asked
    assert "/v1.0/appCatalogs/teamsApps?%24filter=id%20eq%20%27a%20b%27&%24expand=appDefinitions" == asked.path.replace(
        "+", "%20"
    )
    assert "Bearer secret" == asked.headers["Authorization"]


def test_all_pages_are_read(server: Server, connection: Connection) -> None:
    """A collection goes on at its next link."""
    server.answers = [page("a", following=f"{server.url}/v1.0/next?$skiptoken=2"), page("b")]

    assert ["a", "b"] == [entry.display_name for entry in Catalog(connection).apps()]
    assert "/v1.0/next?$skiptoken=2" == server.asked[1].path


def test_the_token_goes_to_no_other_server(server: Server, connection: Connection) -> None:
    """A next link that leads elsewhere is not followed."""
    with answering() as elsewhere:
        server.answers = [page("a", following=f"{elsewhere.url}/v1.0/next")]
        with pytest.raises(NotReached, match="leads to another one"):
            Catalog(connection).apps()

        assert [] == elsewhere.asked


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(
    server: Server, connection: Connection, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the seconds that it names, the same request goes out again."""
    waited: list[float] = []
    monkeypatch.setattr(connection, "_sleep", waited.append)
    server.answers = [Answer(status, headers=(("Retry-After", "7"),)), Answer(status), page("a")]

    assert ["a"] == [entry.display_name for entry in Catalog(connection).apps()]
    assert [7.0, 2.0] == waited


def test_patience_ends(server: Server, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stays busy is a refusal in the end, and one that wants an hour is one at once."""
    monkeypatch.setattr(connection, "_sleep", lambda _: None)
    server.answers = [Answer(429, b"", (("Retry-After", "3600"),))]

    with pytest.raises(Refused) as refused:
        Catalog(connection).apps()
    assert (429, []) == (refused.value.status, server.answers)


def test_a_refusal_keeps_what_the_server_says(server: Server, connection: Connection) -> None:
    """The codes, the text, the single reasons and the request's id all come through."""
    details = [{"code": "BotIdIsNotGuid", "message": "No GUID", "target": "bots[0].botId"}]
    inner = {"code": "UnableToParseTeamsAppManifest", "details": details, "request-id": "r-1"}
    body = {"error": {"code": "BadRequest", "message": "No good", "innerError": inner}}
    server.answers = [Answer(400, json.dumps(body).encode())]
    with pytest.raises(Refused) as caught:
        Catalog(connection).publish(b"PK")

    refused = caught.value
    assert (400, "BadRequest", "UnableToParseTeamsAppManifest", "No good", "r-1") == (
        refused.status,
        refused.code,
        refused.reason,
        refused.text,
        refused.request_id,
    )
    assert ["BotIdIsNotGuid"] == [detail.code for detail in refused.details]
    assert "application/zip" == server.asked[0].headers["Content-Type"]


@pytest.mark.parametrize("body", [b"<html>", b"", b"[1]", b'{"value": [{"id": 3}]}', b'{"value": {}}'])
def test_an_answer_that_is_not_graph_is_said_to_be_none(server: Server, connection: Connection, body: bytes) -> None:
    """A proxy's page or a broken answer ends in a message, not in a traceback."""
    server.answers = [Answer(200, body)]
    with pytest.raises(NotReached, match="is not Graph"):
        Catalog(connection).apps()


def test_a_refusal_need_not_be_graph_s(server: Server, connection: Connection) -> None:
    """A gateway refuses in its own words, of which the beginning is kept."""
    server.answers = [Answer(502, b"Bad gateway" + b"." * 1000)]
    with pytest.raises(Refused) as refused:
        Catalog(connection).apps()

    assert (502, 200) == (refused.value.status, len(refused.value.text))


def test_an_endless_answer_is_cut(server: Server, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the bound is not read."""
    monkeypatch.setattr(connecting, "MAX_ANSWER", 1000)
    server.answers = [Answer(200, b" " * 1001)]
    with pytest.raises(NotReached, match="more than"):
        Catalog(connection).apps()


def test_nobody_there_is_said() -> None:
    """A port on which nobody listens."""
    with answering() as closed:
        url = closed.url
    with Connection(url, "secret") as connection, pytest.raises(NotReached, match="cannot be reached"):
        Catalog(connection).apps()


def test_a_redirect_is_not_followed(server: Server, connection: Connection) -> None:
    """The token stays with the server that was named."""
    server.answers = [Answer(302, b"", (("Location", "https://elsewhere.example/"),))]
    with pytest.raises(Refused) as refused:
        Catalog(connection).apps()

    assert 302 == refused.value.status


def test_a_decision_names_the_state_it_saw(server: Server, connection: Connection) -> None:
    """The etag travels as `If-Match`, the id is one segment of the path, and the reason an annotation."""
    entry = AppEntry(id="a")
    definition = Definition(id="x/y=", etag="e-1", publishing_state="submitted")
    server.answers = [Answer(200)]
    Catalog(connection).decide(entry, definition, "rejected", "no privacy page")

    (asked,) = server.asked
    assert ("PATCH", "/v1.0/appCatalogs/teamsApps/a/appDefinitions/x%2Fy%3D") == (asked.method, asked.path)
    assert "e-1" == asked.headers["If-Match"]
    assert {"publishingState": "rejected", "@teamshelf.reason": "no privacy page"} == json.loads(asked.body)
