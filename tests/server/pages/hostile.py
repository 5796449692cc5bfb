"""Apps with a text that tries to run a script wherever a manifest holds one, brought past the check that refuses it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.versions.publishing import publish
from teamshelf.package.build import package_of
from teamshelf.server.application import create_app
from teamshelf.server.settings import ServerSettings
from tests.manifests import icons, manifest
from tests.preview.hostile import PAYLOADS
from tests.preview.inert import let_through
from tests.server.pages.site import browser
from tests.server.pages.stocked import id_of
from tests.server.straight import Asked, answers

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import BrowserContext, Page

    from teamshelf.catalogue.shelf import Shelf
    from tests.server.pages.stocked import Stocked


class Passed(Struct, frozen=True):
    """A check that finds nothing, whatever there is."""

    ok: bool = True
    findings: tuple[Any, ...] = ()


AT_ONCE = 8
"""Payloads in one text: each text of an app begins with another of them, so that none is always cut off."""

ADDRESSES = ("javascript:", "data:")
"""What a payload begins with that is an address, and has to stand alone to be one."""


def words_of(number: int) -> tuple[str, ...]:
    """The payloads of an app; those that are addresses are the only ones of apps of their own."""
    shown = [payload.replace("\ud83d", "") for payload in PAYLOADS]
    alone = [payload for payload in shown if payload.startswith(ADDRESSES)]
    others = [payload for payload in shown if payload not in alone]
    stride = -(-len(others) // AT_ONCE)
    return tuple(others[number::stride]) if number < stride else (alone[number - stride],)


APPS = -(-(len(PAYLOADS) - 2) // AT_ONCE) + 2
"""Apps that it takes to have all of them."""


class Texts:
    """The texts of an app, one after the other."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._turn = 0

    def text(self) -> str:
        """All payloads, beginning with the next."""
        self._turn += 1
        first = self._turn % len(self._words)
        return " ".join(self._words[first:] + self._words[:first])

    def address(self) -> str:
        """The next payload alone."""
        self._turn += 1
        return self._words[self._turn % len(self._words)]


def put_hostile_apps(shelf: Shelf, made: Stocked, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Publish apps that have all payloads between them; their ids on the shelf and in the manifest."""
    monkeypatch.setattr("teamshelf.catalogue.versions.intake.check_app", lambda _: Passed())
    assert len(PAYLOADS) == len({word for number in range(APPS) for word in words_of(number)})
    apps = []
    for number in range(APPS):
        external = id_of(f"payload {number}")
        app_id = publish(shelf, made.accounts["ada"], _package(external, Texts(words_of(number)))).app_id
        apps.append((app_id, external))
    return apps


def _package(app_id: str, of: Texts) -> bytes:
    stated = manifest(
        id=app_id,
        packageName=of.text(),
        developer={
            "name": of.text(),
            "websiteUrl": of.address(),
            "privacyUrl": of.address(),
            "termsOfUseUrl": of.address(),
            "mpnId": of.text(),
        },
        name={"short": of.text(), "full": f"{of.text()} in full"},
        description={
            "short": of.text(),
            "full": f"{of.text()}\n\n- {of.text()}\n\n**{of.text()}** [{of.text()}]({of.address()}) "
            f"![{of.text()}]({of.address()})",
        },
        accentColor=of.text(),
        staticTabs=[
            {
                "entityId": of.text(),
                "name": of.text(),
                "contentUrl": of.address(),
                "websiteUrl": of.address(),
                "scopes": ["personal"],
            }
        ],
        configurableTabs=[{"configurationUrl": of.address(), "scopes": ["team"]}],
        bots=[
            {
                "botId": id_of(app_id),
                "scopes": ["personal", "team"],
                "commandLists": [{"scopes": ["team"], "commands": [{"title": of.text(), "description": of.text()}]}],
            }
        ],
        composeExtensions=[
            {
                "botId": id_of(app_id),
                "commands": [
                    {
                        "id": of.text(),
                        "title": of.text(),
                        "description": of.text(),
                        "parameters": [{"name": of.text(), "title": of.text()}],
                    }
                ],
                "messageHandlers": [{"type": "link", "value": {"domains": [of.text()]}}],
            }
        ],
        validDomains=[of.text()],
        webApplicationInfo={"id": of.text(), "resource": of.text()},
        permissions=["identity"],
        devicePermissions=["media"],
        publisherDocsUrl=of.address(),
        localizationInfo={
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}],
        },
    )
    texts = {
        "name.short": of.text(),
        "name.full": of.text(),
        "description.short": of.text(),
        "description.full": of.text(),
    }
    return package_of({"manifest.json": json.dumps(stated).encode(), "fr.json": json.dumps(texts).encode(), **icons()})


def let_through_anywhere(page: Page, shelf: Shelf, name: str, paths: list[str]) -> list[tuple[str, list[str]]]:
    """What got through on the pages that somebody sees at these addresses, each read by the browser's own parser."""
    app = create_app(shelf, ServerSettings(has_limits=False))
    who = browser(shelf, name)
    asked = [Asked("GET", path, who) for path in paths]
    with ThreadPoolExecutor(1) as apart:  # the browser's own loop runs in this thread
        found = apart.submit(answers, app, asked).result()
    assert {200} == {answer.status for answer in found}
    texts = (answer.content.decode("utf-8", "replace") for answer in found)
    return let_through(page, zip(paths, texts, strict=True))


def opened(context: BrowserContext, page: Page, paths: list[str]) -> list[tuple[str, str]]:
    """What runs, or is stopped from running, when a browser opens pages as for anybody; with their addresses."""
    context.add_init_script(
        "window.hits = []; window.trap = () => window.hits.push('ran');"
        "document.addEventListener('securitypolicyviolation', e => window.hits.push(e.violatedDirective))"
    )
    hits = []
    for path in paths:
        answer = page.goto(path, wait_until="load")
        assert answer is not None
        assert 200 == answer.status, path
        hits += [(path, hit) for hit in page.evaluate("window.hits")]
    return hits
