"""What an administrator has shut is answered alike everywhere: 503, in plain words, and when to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.gates import AGAIN_AFTER
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.settings import change_settings
from tests.catalogue.stocking import EVERYWHERE, package, put

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar.testing import TestClient

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

ZIP = {"content-type": "application/zip"}
SAME = {"sec-fetch-site": "same-origin"}
PASSWORD = "harbour-lantern-27"


@pytest.fixture
def headers(people: People, bearer: Callable[..., dict[str, str]]) -> dict[str, str]:
    """An administrator's, for both APIs; the token is made while there is nothing shut."""
    return bearer(people.admin) | SAME


@pytest.mark.parametrize(
    "shut",
    [({"is_read_only": True}, "read-only at present"), ({"allow_uploads": False}, "no packages can be sent")],
)
def test_a_package_is_not_taken(
    client: TestClient[Any], shelf: Shelf, people: People, headers: dict[str, str], shut: tuple[dict[str, bool], str]
) -> None:
    """By Graph, which says `serviceNotAvailable`, and by the portal, whose page stays the page it was."""
    create_account(shelf, OPERATOR, "eve@example.com", Role.ADMIN, password=PASSWORD)
    client.post("/sign-in", data={"name": "eve@example.com", "password": PASSWORD}, headers=SAME)
    change_settings(shelf, people.admin, **shut[0])
    content = package(**EVERYWHERE)

    graph = client.post("/v1.0/appCatalogs/teamsApps", content=content, headers=headers | ZIP)
    page = client.post("/dev/upload", files={"package": ("a.zip", content, "application/zip")}, headers=SAME)

    assert (503, 503) == (graph.status_code, page.status_code)
    assert (AGAIN_AFTER, AGAIN_AFTER) == (graph.headers["retry-after"], page.headers["retry-after"])
    assert shut[1] in graph.json()["error"]["message"]
    assert shut[1] in page.text.lower()
    assert "<main" in page.text


@pytest.mark.parametrize(
    "shut",
    [({"is_read_only": True}, "read-only at present"), ({"allow_installs": False}, "no apps can be added")],
)
def test_an_app_is_not_added(
    client: TestClient[Any], shelf: Shelf, people: People, headers: dict[str, str], shut: tuple[dict[str, bool], str]
) -> None:
    """Not through Graph, nor within a batch of it, nor through our own API."""
    app_id = put(shelf, people)
    bind = {"teamsApp@odata.bind": f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{app_id}"}
    change_settings(shelf, people.admin, **shut[0])
    url = "/me/teamwork/installedApps"
    request = {"id": "1", "method": "POST", "url": url, "body": bind, "headers": {"Content-Type": "application/json"}}

    graph = client.post(f"/v1.0{url}", json=bind, headers=headers)
    batch = client.post("/v1.0/$batch", json={"requests": [request]}, headers=headers).json()["responses"][0]
    ours = client.post(
        "/api/v1/installations", json={"appId": app_id, "placeId": people.admin.account_id}, headers=headers
    )

    assert (503, 503, 503) == (graph.status_code, batch["status"], ours.status_code)
    assert {AGAIN_AFTER} == {graph.headers["retry-after"], ours.headers["retry-after"]}
    assert shut[1] in graph.json()["error"]["message"]
    assert shut[1] in ours.json()["detail"]


def test_what_is_read_goes_on(client: TestClient[Any], shelf: Shelf, people: People, headers: dict[str, str]) -> None:
    """Lists, the store and signing in; the language is kept in a cookie then; and the settings open it again."""
    put(shelf, people)
    create_account(shelf, OPERATOR, "eve@example.com", Role.ADMIN, password=PASSWORD)
    change_settings(shelf, people.admin, is_read_only=True)

    signed = client.post(
        "/sign-in", data={"name": "eve@example.com", "password": PASSWORD}, headers=SAME, follow_redirects=False
    )
    language = client.post("/language", data={"language": "fr"}, headers=SAME, follow_redirects=False)
    seen = [client.get(path, headers=headers).status_code for path in ("/", "/v1.0/appCatalogs/teamsApps", "/readyz")]
    blocked = client.patch("/api/v1/accounts/nobody", json={"role": "user"}, headers=headers)
    opened = client.patch("/api/v1/settings", json={"is_read_only": False}, headers=headers)

    assert (303, 303) == (signed.status_code, language.status_code)
    assert "teamshelf-language=fr" in language.headers["set-cookie"]
    assert [200, 200, 200] == seen
    assert (503, "read-only") == (blocked.status_code, blocked.json()["type"].rpartition(":")[2])
    assert 200 == opened.status_code
