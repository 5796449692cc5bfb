"""The three stories of the shelf, end to end in a real Chromium: both engines, both languages, both devices."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.messages import Message
from tests.catalogue.engines import databases
from tests.preview.browser import chromium
from tests.server.pages.dev.sending import broken
from tests.server.pages.dev.sending import package as packed
from tests.server.pages.live import serving, signed_in
from tests.server.pages.stocked import PASSWORD, Sample, Stocked, id_of, package, stock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DEVICES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
WAYS = (
    ("sqlite", "en", "desktop"),
    ("sqlite", "fr", "phone"),
    ("postgresql", "fr", "desktop"),
    ("postgresql", "en", "phone"),
)
"""Each engine in each language and on each device; with twice as many there would be nothing else to find."""


class Served(Struct, frozen=True):
    """A shelf that is served.

    Attributes:
        address: where.
        made: what is on it, and the shelf itself, for what happens elsewhere.
    """

    address: str
    made: Stocked


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """Engine, language and device."""
    chosen: tuple[str, str, str] = request.param
    return chosen


@pytest.fixture(scope="module")
def served(way: tuple[str, str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A filled shelf on the engine, served."""
    folder = tmp_path_factory.mktemp("story")
    for database in databases(way[0], folder):
        made = stock(Shelf(database))
        url = database.engine.url.set(drivername=way[0]).render_as_string(hide_password=False)
        with serving("--database", url) as address:
            yield Served(address, made)


class Visitor:
    """Somebody at a browser of their own, who reads the words of one language.

    Attributes:
        page: what they look at.
    """

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self._language = language

    def words(self, template: str, **values: object) -> str:
        """How a sentence of the pages reads for them."""
        read = Message(template, values).in_language(self._language)
        assert self._language == "en" or read != Message(template, values).in_language("en"), template
        return read

    def press(self, template: str, **values: object) -> None:
        """Press the button of this name."""
        self.page.get_by_role("main").get_by_role("button", name=self.words(template, **values), exact=True).click()

    def follow(self, template: str, **values: object) -> None:
        """Follow the link of this name."""
        self.page.get_by_role("main").get_by_role("link", name=self.words(template, **values), exact=True).click()

    def fill(self, template: str, text: str) -> None:
        """Write into the field of this name."""
        self.page.get_by_label(self.words(template)).fill(text)

    def sees(self, template: str, **values: object) -> None:
        """Wait until a sentence can be read."""
        self.page.get_by_role("main").get_by_text(self.words(template, **values)).first.wait_for()

    def sees_title(self, template: str, **values: object) -> None:
        """Wait until the page has a heading."""
        self.page.get_by_role("heading", name=self.words(template, **values)).first.wait_for()

    def sends(self, content: bytes) -> None:
        """Choose a package, and have it checked."""
        self.page.set_input_files("#package", {"name": "app.zip", "mimeType": "application/zip", "buffer": content})
        self.press("Check it")


@contextmanager
def visiting(browser: Browser, served: Served, way: tuple[str, str, str], name: str = "") -> Iterator[Visitor]:
    """Somebody who has signed in, or nobody in particular."""
    _, language, device = way
    locale = {"en": "en-US", "fr": "fr-FR"}[language]
    context = browser.new_context(base_url=served.address, locale=locale, **DEVICES[device])
    context.set_default_timeout(60_000)
    try:
        yield Visitor(signed_in(context, name) if name else context.new_page(), language)
    finally:
        context.close()


def test_a_developer_publishes_is_refused_mends_and_is_approved(
    browser: Browser, served: Served, way: tuple[str, str, str]
) -> None:
    """A faulty package is refused with a report, a poor one by a reviewer with a reason; the mended one is listed."""
    name, app_id = "Seed Swap", id_of("Seed Swap")
    stated: dict[str, Any] = {"id": app_id, "name": {"short": name}}
    with visiting(browser, served, way, "paul") as paul, visiting(browser, served, way, "rita") as rita:
        paul.page.goto("/dev/new")
        paul.sends(broken())
        paul.sees_title("The report on what you sent")
        paul.sends(packed(**stated))
        paul.follow("On to submitting")
        paul.press("Submit {number}", number="1.0.0")
        paul.sees("Waits for a reviewer")
        own = paul.page.url

        rita.page.goto("/admin/reviews")
        rita.page.get_by_role("link", name=name).click()
        rita.fill("Reason", "Say whose seeds they are.")
        rita.press("Reject")
        rita.page.get_by_text("Say whose seeds they are.").first.wait_for()

        paul.page.goto(own)
        paul.page.get_by_text("Say whose seeds they are.").first.wait_for()
        paul.follow("Send an update")
        paul.sends(packed(version="1.0.1", **stated))
        paul.follow("On to submitting")
        paul.press("Submit {number}", number="1.0.1")
        paul.sees("Waits for a reviewer")

        rita.page.goto("/admin/reviews")
        rita.page.get_by_role("link", name=name).click()
        rita.press("Approve and publish")
        rita.sees("Approved and published.")

        paul.page.goto(own)
        paul.follow("In the store")
        paul.page.get_by_role("heading", name=name, exact=True).wait_for()
        assert paul.page.url.endswith(f"/apps/{app_id}")


def test_a_person_follows_a_link_consents_and_is_asked_again(
    browser: Browser, served: Served, way: tuple[str, str, str]
) -> None:
    """From the link through signing in, place and consent to a receipt; an update that wants more waits for a yes."""
    shelf, admin = served.made.shelf, served.made.accounts["ada"]
    sample = Sample("Tool Shed", "#805A00", "Harbour Street Software", ("bot", "tab"), "Who has the ladder.")
    app_id = publish(shelf, admin, package(sample)).app_id
    with visiting(browser, served, way) as uma:
        uma.page.goto(f"/l/app/{id_of(sample.name)}")
        uma.follow("Sign in to add it")
        uma.page.fill("#name", "uma@example.com")
        uma.page.fill("#password", PASSWORD)
        uma.press("Sign in")
        uma.page.get_by_role("radio", name="Harbour Street").check()
        uma.press("Continue")
        uma.press("Accept and add {number} to {place}", number="1.0.0", place="Harbour Street")
        uma.sees_title("{name} was added", name=sample.name)
        uma.follow("Your receipt")
        uma.sees_title("What was shown to you")

        publish(shelf, admin, package(sample, "1.1.0", permissions=["identity", "messageTeamMembers"]), app_id=app_id)
        uma.page.goto("/updates")
        uma.page.get_by_role("link", name=f"{sample.name}, Harbour Street").click()
        uma.sees_title("Update of {name}", name=sample.name)
        assert "1.0.0 → 1.1.0" in uma.page.locator(".version-move").inner_text()
        uma.press("Accept {number} for {place}", number="1.1.0", place="Harbour Street")
        uma.page.wait_for_url("**/updates?accepted=*")
        assert uma.page.get_by_role("link", name=f"{sample.name}, Harbour Street").count() == 0
        uma.page.goto(f"/l/app/{id_of(sample.name)}")
        uma.page.get_by_role("radio", name="Harbour Street").check()
        uma.press("Continue")
        uma.sees("The app is there already, in version {number}.", number="1.1.0")


def test_an_administrator_customises_and_blocks_and_a_user_asks(
    browser: Browser, served: Served, way: tuple[str, str, str]
) -> None:
    """An app gets another name, is blocked with a reason, asked for and allowed; everybody sees what holds for them."""
    shelf, admin = served.made.shelf, served.made.accounts["ada"]
    sample = Sample("Seed Bank", "#2E7D32", "Lighthouse Labs", ("tab",), "Seeds that are to spare.")
    app_id = publish(shelf, admin, package(sample, configurableProperties=["name", "accentColor"])).app_id
    with visiting(browser, served, way, "ada") as ada, visiting(browser, served, way, "uma") as uma:
        ada.page.goto(f"/admin/apps/{app_id}/customise")
        ada.fill("Short name", "Seeds")
        ada.press("Save as a draft")
        ada.press("Publish the draft")
        ada.sees("Published. People see the app like this now.")
        uma.page.goto(f"/apps/{id_of(sample.name)}")
        uma.page.get_by_role("heading", name="Seeds", exact=True).wait_for()

        ada.page.goto(f"/admin/apps/{app_id}")
        ada.follow("Block …")
        ada.fill("Reason (optional)", "until spring")
        ada.press("Block it")
        ada.sees("Blocked. Nobody can add or use the app.")
        uma.page.goto(f"/apps/{id_of(sample.name)}")
        uma.page.get_by_text("until spring").first.wait_for()
        uma.page.goto(f"/l/app/{id_of(sample.name)}/request")
        uma.fill("What do you need it for? (optional)", "It is spring.")
        uma.press("Ask an administrator")
        uma.page.wait_for_url("**/my/requests*")

        ada.page.goto("/admin/requests")
        ada.page.get_by_text("It is spring.").wait_for()
        ada.page.get_by_role("button", name=f"{ada.words('Allow')} {sample.name}").click()
        ada.page.get_by_text("It is spring.").wait_for(state="detached")
        uma.page.goto("/my/requests")
        uma.page.get_by_role("link", name=re.compile(rf"^{uma.words('Add')}\s?: Seeds")).click()
        uma.sees_title("Add {name}", name="Seeds")
