"""PostgreSQL goes away and comes back: everybody is told when to try again, and nothing has to be restarted."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.shelf import Shelf
from teamshelf.server.application import create_app
from teamshelf.server.settings import ServerSettings
from tests.catalogue.packages import package
from tests.catalogue.stocking import put
from tests.faults.judging import what_is_wrong
from tests.faults.lasting import lasting_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.catalogue.database import Database
    from tests.catalogue.shelves import People

APPS = "/v1.0/appCatalogs/teamsApps"

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def shelf(lasting: Database) -> Shelf:
    """A shelf on a server of its own."""
    return Shelf(lasting)


@pytest.fixture
def _away(shelf: Shelf) -> Iterator[None]:
    """Whatever happens in a test, the server is there for the next."""
    del shelf
    yield
    lasting_cluster().bring_back()


@pytest.mark.usefixtures("_away")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL])
def test_services_say_that_it_is_away(shelf: Shelf, people: People, how: signal.Signals) -> None:
    """However it ends: changes and looks are refused in words, and go on with the same shelf when it is back."""
    app_id = put(shelf, people)
    lasting_cluster().stop(how)
    for _ in range(2):
        with pytest.raises(Refusal) as changed:
            put(shelf, people, "1.1.0", app_id)
        with pytest.raises(Refusal) as looked, shelf.reading() as session:
            session.connection()

        assert (Kind.UNAVAILABLE, "database-unavailable") == (changed.value.kind, changed.value.rule)
        assert Kind.UNAVAILABLE == looked.value.kind
    lasting_cluster().start()

    assert app_id == put(shelf, people, "1.1.0", app_id)
    assert [] == what_is_wrong(shelf.database, [])


@pytest.mark.usefixtures("_away")
def test_the_server_says_when_to_come_back(shelf: Shelf, people: People) -> None:
    """503 with Retry-After on every route that needs it, alive all the while, and ready again without a restart."""
    token = create_token(shelf, people.admin, people.admin.account_id or "", label="test").text
    headers = {"Authorization": f"Bearer {token}"}
    zipped = {**headers, "Content-Type": "application/zip"}
    app = create_app(shelf, ServerSettings())
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        assert 201 == client.post(APPS, content=package(), headers=zipped).status_code
        lasting_cluster().stop(signal.SIGQUIT)
        listed = client.get(APPS, headers=headers)
        published = client.post(APPS, content=package(version="2.0.0"), headers=zipped)
        alive, ready = client.get("/healthz"), client.get("/readyz")

        assert [503, 503] == [listed.status_code, published.status_code]
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in (listed, published))
        assert "ServiceUnavailable" == listed.json()["error"]["code"]
        assert (200, 503) == (alive.status_code, ready.status_code)
        lasting_cluster().start()

        assert 200 == client.get(APPS, headers=headers).status_code
        assert 200 == client.get("/readyz").status_code
