"""A client of Graph for tests: real requests to the real application, without a socket."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from litestar.testing import TestClient

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.shelf import Shelf
from teamshelf.server.application import create_app
from teamshelf.server.settings import ServerSettings
from tests.manifests import icons, manifest

if TYPE_CHECKING:
    from types import TracebackType

    from httpx import Response
    from litestar import Litestar

    from teamshelf.catalogue.people.actors import Actor

APPS = "/v1.0/appCatalogs/teamsApps"
ZIP = {"Content-Type": "application/zip"}
TEAM = "6903fa93-605b-43ef-920e-77c4729f8258"
CHAT = "19:ea28e88c00e94c7786b065394a61f296@thread.v2"
RSC = {
    "permissions": {
        "resourceSpecific": [
            {"name": "TeamSettings.Read.Group", "type": "Application"},
            {"name": "ChannelMeeting.ReadBasic.Group", "type": "Delegated"},
        ]
    }
}
"""What a manifest says that asks for two resource-specific permissions."""

CONSENT = {
    "consentedPermissionSet": {
        "resourceSpecificPermissions": [
            {"permissionValue": "TeamSettings.Read.Group", "permissionType": "Application"},
            {"permissionValue": "ChannelMeeting.ReadBasic.Group", "permissionType": "delegated"},
        ]
    }
}
"""What a client says that consents to them."""


def package(version: str = "1.0.0", **members: Any) -> bytes:
    """A package of a faultless app, with other members laid over its manifest."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest(version=version, **members)))
        for name, icon in icons().items():
            archive.writestr(name, icon)
    return content.getvalue()


BOT = {"bots": [{"botId": "0240a368-25e0-4569-8ebe-13601cb55a18", "scopes": ["personal", "team", "groupChat"]}]}
"""What a manifest says that has a bot."""


REGISTRATION = {"id": "b5561ec9-8cab-4aa3-8aa2-d8d7172e4311", "resource": "api://example.com/polls"}
"""The app in Microsoft Entra ID, which permissions are granted to."""


def everywhere(version: str = "1.0.0", **members: Any) -> bytes:
    """A package of an app that can be added anywhere, by its bot."""
    return package(version, webApplicationInfo=REGISTRATION, **(BOT | members))


@cache
def _server() -> tuple[Shelf, Litestar]:
    """One application for all tests, since it takes half a second to make, and the shelf that it serves."""
    served = Shelf(open_database("sqlite://"))
    return served, create_app(served, ServerSettings(has_limits=False))


class Graph:
    """A server of a shelf, and the tokens of those who use it."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        served, app = _server()
        served.database.close()
        served.database, served.clock = shelf.database, shelf.clock
        self.client: TestClient[Any] = TestClient(app, base_url="http://shelf.test", raise_server_exceptions=False)
        self._tokens: dict[tuple[str | None, Any], str] = {}

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.__exit__(kind, error, trace)

    def token(self, actor: Actor, scopes: tuple[str, ...] | None = None) -> str:
        """A token of somebody, which grants all that their role can, or only some of it."""
        assert actor.account_id is not None
        key = (actor.account_id, scopes)
        if key not in self._tokens:
            made = create_token(self.shelf, OPERATOR, actor.account_id, label="tests", scopes=scopes)
            self._tokens[key] = made.text
        return self._tokens[key]

    def ask(
        self,
        actor: Actor | None,
        method: str,
        path: str,
        *,
        scopes: tuple[str, ...] | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Response:
        """The answer to a request of somebody."""
        sent = dict(headers or {})
        if actor is not None:
            sent["Authorization"] = f"Bearer {self.token(actor, scopes)}"
        response: Response = self.client.request(method, path, headers=sent, follow_redirects=False, **more)
        return response

    def publish(self, actor: Actor, content: bytes, path: str = APPS, *, method: str = "POST") -> Response:
        """The answer to a package that somebody sends."""
        return self.ask(actor, method, path, content=content, headers=ZIP)

    def install(self, actor: Actor, place: str, app_id: str, **more: Any) -> Response:
        """The answer to an installation in a place such as `teams/...`."""
        link = f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{app_id}"
        return self.ask(actor, "POST", f"/v1.0/{place}/installedApps", json={"teamsApp@odata.bind": link, **more})


def faulted(response: Response, status: int, code: str, inner_code: str | None = None) -> dict[str, Any]:
    """What an answer says went wrong, once it is seen to have Graph's one shape."""
    assert status == response.status_code, response.text
    error: dict[str, Any] = response.json()["error"]
    assert {"error"} == response.json().keys()
    assert {"code", "message", "innerError"} == error.keys()
    inner = error["innerError"]
    assert {"code", "message", "details", "date", "request-id", "client-request-id"} == inner.keys()
    assert response.headers["request-id"] == inner["request-id"]
    assert code == error["code"]
    if inner_code is not None:
        assert inner_code == inner["code"]
    return error
