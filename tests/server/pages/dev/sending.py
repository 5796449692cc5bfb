"""Sending packages, as the form of the portal does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.catalogue.packages import package as faultless
from tests.server.pages.stocked import id_of

if TYPE_CHECKING:
    from httpx import Response

    from tests.server.pages.site import Site

NEW_APP = id_of("Notice Board")

TAB = {
    "entityId": "home",
    "name": "Home",
    "contentUrl": "https://www.example.com/home",
    "websiteUrl": "https://www.example.com/home",
    "scopes": ["personal"],
}


def package(version: str = "1.0.0", **members: Any) -> bytes:
    """The package of an app that the shelf does not know."""
    stated: dict[str, Any] = {"id": NEW_APP, "name": {"short": "Notice Board"}, "staticTabs": [TAB]}
    return faultless(version=version, **(stated | members))


def broken(text: str = "<script>trap()</script>") -> bytes:
    """A package with a script as an id of a bot: wrong, and shown in its source text."""
    return package(indent=2, bots=[{"botId": text, "scopes": ["team"]}])


def send(site: Site, content: bytes, app_id: str = "") -> Response:
    """The answer to a package that is sent; redirections are not followed."""
    answer: Response = site.client.post(
        "/dev/upload",
        files={"package": ("app.zip", content, "application/zip")},
        data={"app_id": app_id},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    return answer


def sent(site: Site, content: bytes) -> tuple[str, str]:
    """The ids of app and version of a package that is sent and becomes a draft."""
    answer = send(site, content)
    assert answer.status_code == 303, answer.text
    path, _, query = answer.headers["location"].partition("?")
    return path.split("/")[3], query.split("&")[0].removeprefix("version=")


def submitted(site: Site, content: bytes) -> tuple[str, str]:
    """The same, submitted."""
    app_id, version_id = sent(site, content)
    answer = site.post(f"/dev/versions/{version_id}/submit", review_notes="please look", revision="1")
    assert answer.status_code == 303, answer.text
    return app_id, version_id
