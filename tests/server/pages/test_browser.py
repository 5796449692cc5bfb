"""The pages in a real Chromium: with and without scripts, by keyboard alone, for those who cannot see, under attack."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from teamshelf.catalogue.apps.screenshots import add_screenshot
from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.policy.remarks import LONGEST_REMARK, MOST_OPEN, About, remark, wish
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, Screenshot
from teamshelf.preview import SURFACES
from tests.preview.browser import axe, chromium
from tests.preview.hostile import PAYLOADS
from tests.server.pages.hostile import let_through_anywhere, opened, put_hostile_apps
from tests.server.pages.live import served, signed_in
from tests.server.pages.pictures import screenshot
from tests.server.pages.stocked import TEAM, Stocked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(filled: tuple[Path, Stocked], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served shelf that tests of this file share: each adds other apps to it."""
    with served(filled[0], tmp_path_factory.mktemp("live") / "data") as url:
        yield url


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile at the shelf."""
    context = browser.new_context(base_url=address, **options)
    context.set_default_timeout(60_000)
    try:
        yield context
    finally:
        context.close()


@pytest.mark.parametrize(("has_scripts", "name"), [(True, "Translate It"), (False, "Room Finder")])
def test_a_link_leads_to_an_app_and_a_receipt(
    browser: Browser, address: str, filled: tuple[Path, Stocked], *, has_scripts: bool, name: str
) -> None:
    """From the link through signing in, place and consent to the receipt; a second click adds nothing more."""
    path = f"/l/app/{filled[1].external(name)}"
    with visiting(browser, address, java_script_enabled=has_scripts) as context:
        page = context.new_page()
        page.goto(path)
        page.get_by_role("link", name="Sign in to add it").click()
        page.fill("#name", "uma@example.com")
        page.fill("#password", "harbour-lantern-27")
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("radio", name="Harbour Street Team").check()
        page.get_by_role("button", name="Continue").click()
        button = page.get_by_role("button", name="Accept and add 1.0.0 to Harbour Street")
        button.dblclick(no_wait_after=True)
        page.get_by_role("heading", name=f"{name} was added").wait_for()
        page.get_by_role("link", name="Your receipt").click()

        assert page.get_by_role("heading", name="What was shown to you").is_visible()
        page.goto("/my/apps")
        assert 1 == page.get_by_role("link", name=re.compile(f"Remove ?: {name}, Harbour Street")).count()


def test_the_keyboard_alone_suffices(browser: Browser, address: str, filled: tuple[Path, Stocked]) -> None:
    """Search, an app, its place, the consent and its acceptance are reached with Tab, arrows and Enter."""
    with visiting(browser, address) as context:
        page = signed_in(context, "uma")
        page.goto("/")
        page.keyboard.press("Tab")
        assert "Skip to the content" == focused(page)
        tab_to(page, "Search apps")
        page.keyboard.type("standup")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=standup*")
        tab_to(page, "Standup Buddy")
        assert "none" != page.evaluate("getComputedStyle(document.activeElement.closest('.card')).outlineStyle")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/apps/{filled[1].external('Standup Buddy')}")
        tab_to(page, "Add: Standup Buddy")
        page.keyboard.press("Enter")
        page.wait_for_url("**/l/app/*")
        tab_to(page, "own", role="radio")
        page.keyboard.press("ArrowDown")
        tab_to(page, "Continue")
        page.keyboard.press("Enter")
        page.wait_for_url("**place=*")
        tab_to(page, "Accept and add 1.0.0")
        page.keyboard.press("Enter")

        page.get_by_role("heading", name="Standup Buddy was added").wait_for()


def test_an_update_is_accepted_and_an_app_asked_for_in_french(
    browser: Browser, address: str, filled: tuple[Path, Stocked]
) -> None:
    """A French browser reads French: the update asks and is accepted, a blocked app is asked for."""
    with visiting(browser, address, locale="fr-FR") as context:
        page = signed_in(context, "uma")
        page.goto("/")
        page.get_by_role("link", name=re.compile(r"Mettre à jour \(2\) ?: Pulse Check")).first.click()
        page.get_by_role("button", name="Accepter la version 1.1.0 dans 2 endroits").click()
        page.get_by_text("La mise à jour est en place dans 2 de vos endroits").wait_for()
        page.goto(f"/apps/{filled[1].external('Quiz Night')}")
        page.get_by_role("link", name="La demander").click()
        page.get_by_label("Pourquoi en avez-vous besoin").fill("pour notre fête")
        page.get_by_role("button", name="Demander à un administrateur").click()

        page.get_by_text("“pour notre fête”").wait_for()


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [(1280, "light", "en"), (390, "dark", "en"), (390, "light", "fr"), (1280, "dark", "fr")],
)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, address: str, filled: tuple[Path, Stocked], *, width: int, scheme: Any, locale: str
) -> None:
    """No page has what keeps people with disabilities out, nor is any wider than the window."""
    made = filled[1]
    app, asking = f"/apps/{made.external('Ticket Desk')}", f"/l/app/{made.external('Quarterly Objectives & Results')}"
    open_paths = ["/", "/search", "/search?q=zzz", "/publishers", "/publishers?name=Lighthouse%20Labs", "/sign-in"]
    open_paths += [app, *(f"{app}/{each}" for each in ("permissions", "certification", "versions", "button"))]
    open_paths += [f"/l/app/{made.external('Ticket Desk')}", "/apps/00000000-0000-0000-0000-00000000000a"]
    own_paths = ["/", "/my/apps", "/my/requests", "/updates", "/profile", f"/apps/{made.external('Parking')}"]
    own_paths += [
        f"/l/app/{made.external('Whiteboard Archive')}",
        f"/l/app/{made.external('Ticket Desk')}?place={TEAM}",
    ]
    own_paths += [f"/l/app/{made.external('Lunch Roulette')}/request", asking, "/my/wish?q=x", f"{app}/remark"]
    with visiting(
        browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme, locale=locale
    ) as context:
        page = context.new_page()
        wrong = [fault for path in open_paths for fault in faults(page, path)]
        page = signed_in(context, "noor")
        page.goto("/my/apps")
        wrong += [fault for path in own_paths for fault in faults(page, path)]

    assert [] == wrong


def test_nothing_moves_while_a_page_loads(browser: Browser, address: str) -> None:
    """The front does not shift its content when icons and styles arrive."""
    with visiting(browser, address) as context:
        page = context.new_page()
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => {"
            "for (const entry of list.getEntries()) window.shift += entry.value"
            "}).observe({type: 'layout-shift', buffered: true})"
        )
        page.goto("/", wait_until="networkidle")

        assert 0 == page.evaluate("window.shift")


def test_no_text_of_an_app_runs_a_script(
    browser: Browser, filled: tuple[Path, Stocked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty payloads in every text of apps: nothing of them gets through on any page, and none runs or is stopped.

    Every page of every app is read by the browser's parser; of each kind one is opened as well.
    """
    assert 60 == len(PAYLOADS)
    template = tmp_path / "shelf.sqlite3"
    template.write_bytes(filled[0].read_bytes())
    shelf = Shelf(open_database(f"sqlite:///{template}"))
    apps = put_hostile_apps(shelf, filled[1], monkeypatch)
    noor = filled[1].accounts["noor"]
    assert noor.account_id is not None
    for app_id, _ in apps:
        install(shelf, noor, app_id, noor.account_id)
    shown = [payload.replace("\ud83d", "").replace("\0", "") for payload in PAYLOADS]
    for payload in shown[: MOST_OPEN // 2]:
        wish(shelf, noor, payload)
    remark(shelf, noor, apps[0][0], About.PROBLEM, "\n".join(shown)[:LONGEST_REMARK])
    picture = add_screenshot(shelf, filled[1].accounts["ada"], apps[0][0], screenshot())
    with shelf.database.writing() as session:
        for number, (app_id, _) in enumerate(apps):
            words = " ".join(shown[number :: len(apps)])
            row = Screenshot(app_id=app_id, digest=picture, position=1, caption=words, added_at=shelf.clock())
            session.merge(row)
    with shelf.reading() as session:
        current = {row[0]: row[1] for row in session.execute(select(App.external_id, App.current_id))}
    lists = ["/", "/my/apps", "/my/requests", "/search", "/search?sort=updated", "/publishers"]
    lists += [f"/my/wish?q={quote(' '.join(shown[number::2]))}" for number in range(2)]
    parts = ("", "/permissions", "/versions", "/certification", "/button")
    kinds = [[f"/apps/{external}{part}" for _, external in apps] for part in parts]
    kinds.append([f"/l/app/{external}" for _, external in apps])
    kinds.append(
        [f"/preview/{current[external]}/{SURFACES[at % len(SURFACES)].name}" for at, (_, external) in enumerate(apps)]
    )
    reading = browser.new_page()
    found = let_through_anywhere(reading, shelf, "noor", lists + [path for kind in kinds for path in kind])
    reading.close()
    shelf.database.close()
    with served(template, tmp_path / "data") as address, visiting(browser, address) as context:
        one_of_each = [kind[number % len(kind)] for number, kind in enumerate(kinds)]
        hits = opened(context, signed_in(context, "noor"), lists + one_of_each)

    assert [] == found
    assert [] == hits


def faults(page: Page, path: str) -> list[tuple[str, str, str]]:
    """What axe finds on a page, and whether it is wider than the window."""
    page.goto(path, wait_until="load")
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    wrong = [(path, each["id"], node["html"][:200]) for each in found for node in each["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append((path, "wider than the window", ""))
    return wrong


def tab_to(page: Page, label: str, role: str = "") -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if role and page.evaluate("document.activeElement.type") == role:
            return
        if focused(page).startswith(label):
            return
    raise AssertionError(f"{label} is not reached")


def focused(page: Page) -> str:
    """The name of what has the focus."""
    name: str = page.evaluate(
        "(e => e.labels?.length ? e.labels[0].textContent : e.textContent)(document.activeElement).trim()"
    )
    return " ".join(name.split())
