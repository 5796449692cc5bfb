"""The look at inert pages has teeth: one payload in one place is enough, whichever it is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import chromium
from tests.preview.hostile import PAYLOADS
from tests.preview.inert import let_through

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PLACES = {
    "text": "<h1>Polls</h1><p>{0}</p>",
    "title": "<title>{0}</title><h1>Polls</h1>",
    "field": "<h1>Polls</h1><textarea>{0}</textarea>",
    "attribute": '<h1>Polls</h1><a title="{0}" href="/">x</a>',
    "other attribute": "<h1>Polls</h1><a title='{0}' href='/'>x</a>",
    "address": '<h1>Polls</h1><a href="{0}">x</a>',
}
"""Where a text can stand on a page."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of a browser."""
    with chromium() as browser:
        yield browser.new_page()


def made(place: str, payload: str, *, is_let_through: bool) -> tuple[str, str]:
    """A page with all payloads in a place, as they should be there, but for one."""
    others = " ".join(escape(each.replace("\ud83d", "")) for each in PAYLOADS)
    text = payload.replace("\ud83d", "")
    shown = text if is_let_through else escape(text)
    return place, PLACES[place].format(shown if place == "address" else f"{shown} {others}")


def test_each_payload_is_noticed_where_it_gets_through(page: Page) -> None:
    """Alone among all the others that are escaped: in a text if it has a tag, else in what it was written for."""
    unnoticed = []
    for number, payload in enumerate(PAYLOADS):
        found = dict(let_through(page, [made(place, payload, is_let_through=True) for place in PLACES]))
        wanted = {"text"} if "<" in payload else {"address"} if ":" in payload[:12] else set()
        if not found or not wanted <= set(found):
            unnoticed.append((number, payload, found))

    assert [] == unnoticed


def test_nothing_is_noticed_where_nothing_gets_through(page: Page) -> None:
    """A text is no fault: all of them escaped, in each place but an address, which has to be one."""
    pages = [made(place, PAYLOADS[0], is_let_through=False) for place in PLACES if place != "address"]

    assert [] == let_through(page, pages)


def test_a_page_without_a_payload_proves_nothing(page: Page) -> None:
    """It is reported, as is one of which nothing is left."""
    assert [("a", ["nothing to look for"])] == let_through(page, [("a", "<h1>Polls</h1>")])
    assert [("b", ["no heading is left"])] == let_through(page, [("b", "<p>trap()</p>")])
