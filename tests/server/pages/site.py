"""A browser without a screen: real requests to the real application, with its cookies, and the parts of an answer."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Self

from litestar.testing import TestClient

from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.people.signing_in import sign_in
from teamshelf.server.application import create_app
from teamshelf.server.authentication import PLAIN_COOKIE
from teamshelf.server.settings import ServerSettings
from tests.server.pages.stocked import PASSWORD, Stocked

if TYPE_CHECKING:
    from types import TracebackType

    from httpx import Response

    from teamshelf.catalogue.shelf import Shelf


class Page(HTMLParser):
    """What somebody sees of a page.

    Attributes:
        headings, buttons, links: texts, of links with their addresses.
        forms: each form's address and what its fields hold.
        text: all of it.
    """

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.status = answer.status_code
        self.source = answer.text
        self.headings: list[str] = []
        self.buttons: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: dict[str, dict[str, str]] = {}
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._form = ""
        self._all: list[str] = []
        self.feed(answer.text)

    @property
    def text(self) -> str:
        """All of it, with single blanks."""
        return " ".join(" ".join(self._all).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what begins."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = given.get("action", "")
            self.forms[self._form] = {}
        if (
            tag == "input"
            and "name" in given
            and (given.get("type") not in ("radio", "checkbox") or "checked" in given)
        ):
            self.forms[self._form][given["name"]] = given.get("value", "")
        if tag in ("h1", "h2", "h3", "a", "button"):
            self._open.append((tag, given, []))

    def handle_endtag(self, tag: str) -> None:
        """Keep what ends."""
        if self._open and self._open[-1][0] == tag:
            _, given, parts = self._open.pop()
            said = " ".join("".join(parts).split())
            if tag == "a":
                self.links[said] = given.get("href", "")
            elif tag == "button":
                self.buttons.append(said)
            else:
                self.headings.append(said)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self._all.append(data)
        for _, _, parts in self._open:
            parts.append(data)


class Site:
    """The pages of a shelf.

    Attributes:
        made: what is on the shelf.
    """

    def __init__(self, shelf: Shelf, made: Stocked, settings: ServerSettings | None = None) -> None:
        self.shelf = shelf
        self.made = made
        self.app = create_app(shelf, settings or ServerSettings(has_limits=False))
        self.client: TestClient[Any] = TestClient(self.app, base_url="http://shelf.test", raise_server_exceptions=False)

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.__exit__(kind, error, trace)

    def sign_in(self, name: str) -> None:
        """Be somebody from now on."""
        self.client.cookies.clear()
        self.post("/sign-in", name=f"{name}@example.com", password=PASSWORD)

    def get(self, path: str, **headers: str) -> Response:
        """The answer to a request; redirections are not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: Response = self.client.get(path, headers=named, follow_redirects=False)
        return answer

    def page(self, path: str, **headers: str) -> Page:
        """The page at an address."""
        return Page(self.get(path, **headers))

    def post(self, path: str, **fields: str | list[str]) -> Response:
        """The answer to a form, sent as a browser does; a field may stand more than once."""
        sent = {"sec-fetch-site": "same-origin"}
        answer: Response = self.client.post(path, data=fields, headers=sent, follow_redirects=False)
        return answer

    def app_path(self, name: str) -> str:
        """The page of an app."""
        return f"/apps/{self.made.external(name)}"

    def install_path(self, name: str) -> str:
        """The page on which an app is added."""
        return f"/l/app/{self.made.external(name)}"


def browser(shelf: Shelf, name: str) -> dict[str, str]:
    """The headers of a browser in which somebody is signed in, on a page of the shelf."""
    secret = sign_in(shelf, VISITOR, f"{name}@example.com", PASSWORD, is_limited=False).secret
    return {"cookie": f"{PLAIN_COOKIE}={secret}", "sec-fetch-site": "same-origin"}


def sent_to(answer: Response) -> str:
    """Where an answer leads, once it is seen to lead on as after a form."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def without_ids(path: str) -> str:
    """An address with a star in place of each GUID."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*", path)
