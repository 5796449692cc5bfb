"""The portal and the admin centre in a real Chromium: the way of an app, with and without scripts, and under attack."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.versions.accompanying import Words
from teamshelf.catalogue.versions.drafting import draft, submit
from teamshelf.catalogue.versions.reviewing import comment
from tests.catalogue.stocking import BOT
from tests.preview.browser import axe, chromium
from tests.server.pages.dev.sending import broken, package
from tests.server.pages.hostile import let_through_anywhere, opened, put_hostile_apps, words_of
from tests.server.pages.live import served, signed_in
from tests.server.pages.stocked import Stocked, id_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, FilePayload, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(filled: tuple[Path, Stocked], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served shelf that tests of this file share: each sends other apps to it."""
    with served(filled[0], tmp_path_factory.mktemp("desk") / "data") as url:
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


@pytest.mark.parametrize(("has_scripts", "name"), [(True, "Notice Board"), (False, "Plain Board")])
def test_an_app_is_refused_mended_reviewed_and_published(
    browser: Browser, address: str, *, has_scripts: bool, name: str
) -> None:
    """Its publisher sends it, reads the report, sends it again and submits; a reviewer approves it."""
    stated: dict[str, Any] = {"id": id_of(name), "name": {"short": name}}
    with visiting(browser, address, java_script_enabled=has_scripts) as context:
        page = signed_in(context, "paul")
        page.goto("/dev/new")
        choose(page, broken(), "bad.zip")
        page.get_by_role("heading", name="The report on what you sent").wait_for()
        assert page.get_by_text("<script>trap()</script>").first.is_visible()
        choose(page, package(indent=2, **stated), "good.zip")
        page.get_by_text("stored as a draft").wait_for()
        page.get_by_role("link", name="On to submitting").click()
        page.get_by_label("Notes to the reviewer").fill("it is small")
        page.get_by_role("button", name="Submit 1.0.0").dblclick(no_wait_after=True)
        page.get_by_text("Waits for a reviewer").wait_for()
        app_url = page.url
    with visiting(browser, address, java_script_enabled=has_scripts) as context:
        page = signed_in(context, "rita")
        page.goto("/admin/reviews")
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="I take it").click()
        page.get_by_text("The submission is with you now.").wait_for()
        page.get_by_role("button", name="Approve and publish").dblclick(no_wait_after=True)
        page.get_by_text("Approved and published.").wait_for()
    with visiting(browser, address) as context:
        page = signed_in(context, "paul")
        page.goto(app_url)
        page.get_by_role("link", name="In the store").click()
        page.get_by_role("heading", name=name, exact=True).wait_for()


def test_an_app_is_rejected_with_a_reason_in_french(browser: Browser, address: str) -> None:
    """A French reviewer rejects, and the publisher reads why."""
    with visiting(browser, address, locale="fr-FR") as context:
        page = signed_in(context, "paul")
        page.goto("/dev/new")
        choose(page, package(id=id_of("Sent Back"), name={"short": "Sent Back"}), "a.zip", "Vérifier")
        page.get_by_role("link", name="Passer à la soumission").click()
        page.get_by_role("button", name="Soumettre 1.0.0").click()
        page.get_by_text("Attend un réviseur").wait_for()
        app_url = page.url
    with visiting(browser, address, locale="fr-FR") as context:
        page = signed_in(context, "rita")
        page.goto("/admin/reviews")
        page.get_by_role("link", name="Sent Back").click()
        page.get_by_role("button", name="Refuser").click()
        page.get_by_role("alert").get_by_text("Dites pourquoi").wait_for()
        page.get_by_label("Motif").fill("la page de confidentialité manque")
        page.get_by_role("button", name="Refuser").click()
        page.get_by_text("L'éditeur lit votre motif").wait_for()
    with visiting(browser, address, locale="fr-FR") as context:
        page = signed_in(context, "paul")
        page.goto(app_url)
        page.get_by_text("la page de confidentialité manque").wait_for()


def test_an_administrator_renames_and_blocks_an_app(
    browser: Browser, address: str, filled: tuple[Path, Stocked]
) -> None:
    """The new name is drafted, compared and published; another app is blocked once it is seen who notices."""
    made = filled[1]
    with visiting(browser, address) as context:
        page = signed_in(context, "ada")
        page.goto(f"/admin/apps/{made.apps['Parking']}/customise")
        page.get_by_label("Short name").fill("Garage of a name that is far too long")
        page.locator("#row-name.wrong").wait_for()
        page.get_by_label("Short name").fill("Garage")
        page.locator("#face-after").get_by_text("Add Garage", exact=True).wait_for()
        assert page.locator("#face-before").get_by_text("Add Car park", exact=True).is_visible()
        page.get_by_role("button", name="Save as a draft").click()
        page.get_by_role("button", name="Publish the draft").click()
        page.get_by_text("People see the app like this now.").wait_for()
        page.goto(f"/admin/apps/{made.apps['Release Radar']}")
        page.get_by_role("link", name="Block …").click()
        assert page.get_by_text("1 person in 1 place").is_visible()
        page.get_by_label("Reason").fill("it talks too much")
        page.get_by_role("button", name="Block it").click()
        page.get_by_text("Blocked. Nobody can add or use the app.").wait_for()
        page.goto(f"/apps/{made.external('Parking')}")

        assert page.get_by_role("heading", name="Garage").is_visible()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_several_apps_are_blocked_and_allowed_at_once(browser: Browser, address: str, *, has_scripts: bool) -> None:
    """They are ticked in the table, with a script all at once; a page names who notices, and asks."""
    with visiting(browser, address, java_script_enabled=has_scripts) as context:
        page = signed_in(context, "ada")
        page.goto("/admin/apps?q=Lighthouse")
        if has_scripts:
            page.get_by_label("Tick all on this page").check()
        else:
            for box in page.locator("input[name=app]").all():
                box.check()
        page.get_by_role("button", name="Block the ticked …").click()
        page.get_by_role("heading", name="What they read").wait_for()
        assert page.get_by_role("link", name="Standup Buddy").is_visible()
        page.get_by_label("Reason").fill("while we look at it")
        page.get_by_role("button", name="Block them").click()
        page.get_by_text("Blocked, all of them.").wait_for()
        page.goto("/admin/apps?q=Lighthouse&show=blocked")
        assert page.locator("input[name=app]").count() == LIGHTHOUSE
        for box in page.locator("input[name=app]").all():
            box.check()
        page.get_by_role("button", name="Allow the ticked …").click()
        page.get_by_role("button", name="Allow them").click()
        page.get_by_text("Allowed, all of them.").wait_for()


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [(1280, "light", "en"), (390, "dark", "fr")],
)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, desk: tuple[str, list[str], list[str]], width: int, scheme: Any, locale: str
) -> None:
    """No page has what keeps people with disabilities out, nor is any wider than the window or heavier than 60 kB."""
    address, for_publishers, for_admins = desk
    wrong = []
    for name, paths in (("paul", for_publishers), ("ada", for_admins)):
        with visiting(
            browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme, locale=locale
        ) as context:
            page = signed_in(context, name)
            wrong += [fault for path in paths for fault in faults(page, path)]

    assert [] == wrong


AREA = (
    "submit",
    "report",
    "versions",
    "diff",
    "consent",
    "what-if",
    "certification",
    "listing",
    "statistics",
    "feedback",
    "team",
)
"""The pages of an app's area in the portal."""


@pytest.fixture(scope="module")
def desk(
    filled: tuple[Path, Stocked], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[str], list[str]]]:
    """A served shelf with a draft, an update under review and a policy; its pages for publishers and administrators."""
    folder = tmp_path_factory.mktemp("axe")
    template = folder / "shelf.sqlite3"
    template.write_bytes(filled[0].read_bytes())
    shelf, made = Shelf(open_database(f"sqlite:///{template}")), filled[1]
    mine, theirs = fill_desk(shelf, made)
    shelf.database.engine.dispose()
    with served(template, folder / "data") as url:
        yield url, mine, theirs


def fill_desk(shelf: Shelf, made: Stocked) -> tuple[list[str], list[str]]:
    """Send what waits and what is a draft; the pages of both desks."""
    from teamshelf.catalogue.people.tokens import create_token
    from teamshelf.catalogue.policy.access import Mode
    from teamshelf.catalogue.policy.policies import save_policy
    from teamshelf.catalogue.policy.setups import save_setup
    from teamshelf.catalogue.versions.reviewing import approve

    paul, rita, ada = (made.accounts[name] for name in ("paul", "rita", "ada"))
    assert paul.account_id is not None
    first = draft(shelf, paul, package(indent=2))
    submit(shelf, paul, first.version_id)
    approve(shelf, rita, first.version_id)
    changed = {
        "bots": [BOT],
        "permissions": ["identity"],
        "description": {"short": "New", "full": "Longer than it was."},
    }
    second = draft(shelf, paul, package("1.1.0", indent=2, color=(200, 80, 40), **changed))
    submit(
        shelf,
        paul,
        second.version_id,
        words=Words(
            notes="There is a bot now.", review_notes="Ask the bot for help.", test_accounts="tess@example.com"
        ),
    )
    comment(shelf, rita, second.version_id, "What does it do?")
    other = draft(shelf, paul, package(id=id_of("Draft"), name={"short": "Draft only"}))
    create_token(shelf, paul, paul.account_id, label="CI")
    save_policy(shelf, ada, "Interns", Mode.ALLOW_LISTED, [first.app_id])
    app, review, managed = (
        f"/dev/apps/{first.app_id}",
        f"/admin/reviews/{second.version_id}",
        f"/admin/apps/{made.apps['Parking']}",
    )
    mine = ["/dev", "/dev/new", f"/dev/new?app={first.app_id}", "/dev/tokens", f"/dev/apps/{other.app_id}", app]
    mine += [f"/dev/apps/{other.app_id}/submit"]
    mine += [f"{app}/{each}" for each in AREA]
    mine += [f"{app}/diff?view={each}" for each in ("listing", "icons", "raw")]
    mine += [f"{app}/certification?part=security", f"{app}?done=submitted"]
    theirs = ["/admin", "/admin/reviews", review, "/admin/apps", managed, f"{managed}/block", f"{managed}/customise"]
    theirs += [f"{review}/{each}" for each in ("diff", "consent", "permissions", "certification", "history")]
    theirs += [f"/admin/reviews/{first.version_id}", f"/admin/apps/{made.apps['Ticket Desk']}"]
    theirs += [f"/admin/apps/status?to=block&app={made.apps['Field Notes']}&app={made.apps['Quiz Night']}"]
    save_setup(shelf, ada, "Interns", pinned=[made.apps["Parking"]], installed=[made.apps["Room Finder"]])
    theirs += ["/admin/policies/setup"]
    theirs += [f"{managed}/about", f"{managed}/permissions", f"{managed}/history"]
    theirs += [f"/admin/apps/{made.apps['Lunch Roulette']}/requests"]
    theirs += ["/admin/requests", "/admin/policies", "/admin/policies?user=uma@example.com&app=Parking"]
    theirs += ["/admin/policies?user=ghost&app=x", "/admin/audit", "/admin/settings", "/admin/apps?q=zzzz"]
    return mine, theirs


def test_no_text_of_an_app_runs_a_script(
    browser: Browser, filled: tuple[Path, Stocked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty payloads in every text of apps, on every page of those who publish and review: none gets through or runs.

    Every page of every app is read by the browser's parser; of each kind one is opened as well.
    """
    template = tmp_path / "shelf.sqlite3"
    template.write_bytes(filled[0].read_bytes())
    shelf = Shelf(open_database(f"sqlite:///{template}"))
    apps = put_hostile_apps(shelf, filled[1], monkeypatch)
    from sqlalchemy import select

    from teamshelf.catalogue.tables import Version

    with shelf.reading() as session:
        versions = dict(session.execute(select(Version.app_id, Version.id)).all())
    for number, (app_id, _) in enumerate(apps):
        comment(shelf, filled[1].accounts["rita"], versions[app_id], " ".join(words_of(number)).replace("\0", ""))
    lists = ["/dev", "/admin", "/admin/apps", "/admin/apps?sort=updated", "/admin/audit"]
    areas = ("", "/about", "/permissions", "/requests", "/history", "/customise", "/block")
    tabs = ("", "/permissions", "/history", "/consent", "/diff", "/certification")
    kinds = [[f"/admin/reviews/{versions[app_id]}{tab}" for app_id, _ in apps] for tab in tabs]
    kinds += [[f"/admin/apps/{app_id}{area}" for app_id, _ in apps] for area in areas]
    kinds += [[f"/dev/apps/{app_id}{'/' if part else ''}{part}" for app_id, _ in apps] for part in ("", *AREA)]
    kinds.append(["/admin/apps/status?to=block" + "".join(f"&app={app_id}" for app_id, _ in apps)])
    reading = browser.new_page()
    found = let_through_anywhere(reading, shelf, "ada", lists + [path for kind in kinds for path in kind])
    reading.close()
    shelf.database.close()
    with served(template, tmp_path / "data") as address, visiting(browser, address) as context:
        one_of_each = [kind[number % len(kind)] for number, kind in enumerate(kinds)]
        hits = opened(context, signed_in(context, "ada"), lists + one_of_each)

    assert [] == found
    assert [] == hits


def choose(page: Page, content: bytes, name: str, button: str = "Check it") -> None:
    """Choose a file and send it."""
    given: FilePayload = {"name": name, "mimeType": "application/zip", "buffer": content}
    page.set_input_files("#package", given)
    page.get_by_role("button", name=button).click()


def faults(page: Page, path: str) -> list[tuple[str, str, str]]:
    """What axe finds on a page, whether it is wider than the window, and whether it is too heavy."""
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    wrong = [(path, each["id"], node["html"][:200]) for each in found for node in each["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append((path, "wider than the window", ""))
    wrong += [(path, "a table is scrolled sideways", name) for name in page.evaluate(SCROLLED)]
    if len(answer.body()) > MOST_BYTES:
        wrong.append((path, "too heavy", str(len(answer.body()))))
    return wrong


LIGHTHOUSE = 4
"""Apps of Lighthouse Labs on the well-filled shelf."""

MOST_BYTES = 60_000

SCROLLED = """[...document.querySelectorAll(".table-wrap:has(> .stacked)")]
    .filter(each => innerWidth < 600 && each.scrollWidth > each.clientWidth)
    .map(each => each.getAttribute("aria-label"))
"""
"""The tables of which a phone shows the rows as cards, and that are wider than it all the same."""
