"""Names that the server answers to, and what a proxy may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from teamshelf.server.settings import ServerSettings
from tests.server.serving import app_for

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf

FORWARDED = {
    "X-Forwarded-Host": "evil.example, apps.example.org",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.9, 192.0.2.1",
}


def authority(shelf: Shelf, settings: ServerSettings, headers: dict[str, str]) -> Any:
    """What the server says its address is."""
    with TestClient(app_for(shelf, settings)) as client:
        return client.get("/.well-known/openid-configuration", headers=headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil", "localhost/evil", "a b", "localhost:x"]
)
def test_a_forged_host_is_refused_and_not_repeated(shelf: Shelf, host: str) -> None:
    """No answer leads to an address that somebody made up."""
    answer = authority(shelf, ServerSettings(hosts=("localhost",)), {"Host": host})

    assert 400 == answer.status_code
    assert "http://evil" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "[::1]:9"])
def test_known_hosts_are_answered(shelf: Shelf, host: str) -> None:
    """With any port, however they are written."""
    answer = authority(shelf, ServerSettings(hosts=("localhost", "[::1]")), {"Host": host})

    assert 200 == answer.status_code
    assert f"http://{host}/.well-known/jwks.json" == answer.json()["jwks_uri"]


def test_what_a_proxy_says_is_believed_only_when_told_to(shelf: Shelf) -> None:
    """Anybody can send these headers; and of a list only the last entry is the proxy's own."""
    without = authority(shelf, ServerSettings(), FORWARDED).json()["jwks_uri"]
    trusted = authority(shelf, ServerSettings(trusts_proxy=True), FORWARDED).json()["jwks_uri"]

    assert "http://testserver.local/.well-known/jwks.json" == without
    assert "https://apps.example.org/.well-known/jwks.json" == trusted


def test_the_operators_word_on_the_address_is_the_last(shelf: Shelf) -> None:
    """Whatever a request says."""
    settings = ServerSettings(base_url="https://apps.example.org", trusts_proxy=True)

    assert "https://apps.example.org/.well-known/jwks.json" == authority(shelf, settings, {}).json()["jwks_uri"]


def test_a_trusted_proxys_client_is_who_tries_are_counted_for(shelf: Shelf) -> None:
    """Not the proxy, through which everybody comes."""
    with TestClient(app_for(shelf, ServerSettings(trusts_proxy=True))) as client:
        form = {"name": "nobody", "password": "x"}
        statuses = [
            client.post(
                "/sign-in", data=form | {"name": f"n{n}"}, headers={"X-Forwarded-For": f"192.0.2.{n // 10}"}
            ).status_code
            for n in range(11)
        ]
        again = client.post("/sign-in", data=form, headers={"X-Forwarded-For": "192.0.2.0"})

    assert [403] * 11 == statuses
    assert 429 == again.status_code
    assert again.headers["retry-after"].isdecimal()
