"""Take a picture of every page of the shelf, for `docs/shelf/screens.md`: run by `make screens` after pages changed.

The pages are those of the shelf that `teamshelf demo` leaves. Each is taken twice, on a desktop in English and on a
phone in French and in the dark, and both stand in one picture. It takes a Chromium; `CHROMIUM` says where it is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "images" / "pages"
GALLERY = ROOT / "docs" / "shelf" / "screens.md"
sys.path.insert(0, str(ROOT / "src"))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from playwright.sync_api import Browser, Page

    from teamshelf.catalogue.shelf import Shelf

PASSWORD = "garden-lantern-27"  # noqa: S105 - of a shelf that is gone afterwards
ROLES = ("user", "publisher", "reviewer", "admin")
HEIGHT = 1000
"""Pixels of a page that are shown at most."""

GAP = 24
COLORS = 128
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", "color_scheme": "light"}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "locale": "fr-FR",
    "color_scheme": "dark",
    "is_mobile": True,
    "has_touch": True,
}


class Screen(NamedTuple):
    """A page: its file's name, what it is, who looks (nobody in particular: ``""``), and its address.

    Words in braces in the address are filled in from the demo's shelf.
    """

    name: str
    title: str
    who: str
    path: str


SCREENS = (
    Screen("front", "The store front", "user", "/"),
    Screen("search", "Search with facets", "user", "/search?q=s"),
    Screen("nothing", "Nothing found", "", "/search?q=standap+nots"),
    Screen("publishers", "Publishers", "", "/publishers"),
    Screen("app", "An app", "user", "/apps/{standup}"),
    Screen("app-permissions", "What it can do and asks for", "", "/apps/{standup}/permissions"),
    Screen("app-certification", "Who vouches for it", "", "/apps/{standup}/certification"),
    Screen("app-versions", "Its versions", "", "/apps/{alerts}/versions"),
    Screen("preview", "What it looks like in Teams", "", "/preview/{standup_version}"),
    Screen("button", "The button for one's own site", "", "/apps/{standup}/button"),
    Screen("blocked", "An app that is blocked", "user", "/apps/{lunch}"),
    Screen("request", "Asking for it", "user", "/l/app/{lunch}/request"),
    Screen("wish", "Asking for an app that is not here", "user", "/my/wish?q=tides"),
    Screen("remark", "Proposing a correction", "user", "/apps/{standup}/remark?about=correction"),
    Screen("install-visitor", "The page behind a link, for a visitor", "", "/l/app/{alerts}"),
    Screen("install-where", "Where to add it", "user", "/l/app/{tickets}"),
    Screen("install-consent", "Consent", "user", "/l/app/{standup}?place={team}"),
    Screen("updates", "Updates", "user", "/updates"),
    Screen("update", "An update that asks", "user", "/updates/{waiting}"),
    Screen("my-apps", "My apps and receipts", "user", "/my/apps"),
    Screen("receipt", "A receipt", "user", "/my/receipts/{receipt}"),
    Screen("my-requests", "My requests", "user", "/my/requests"),
    Screen("sign-in", "Signing in", "", "/sign-in"),
    Screen("profile", "Profile: language and colours", "user", "/profile"),
    Screen("missing", "Nothing there", "", "/apps/00000000-0000-4000-8000-000000000000"),
    Screen("dev", "The portal: my apps", "publisher", "/dev"),
    Screen("dev-new", "Sending a package, or a manifest alone", "publisher", "/dev/new"),
    Screen("dev-app", "Where an app stands", "publisher", "/dev/apps/{alerts_id}"),
    Screen("dev-submit", "Submitting it", "publisher", "/dev/apps/{alerts_id}/submit"),
    Screen("dev-report", "Its report", "publisher", "/dev/apps/{alerts_id}/report"),
    Screen("dev-versions", "Its versions", "publisher", "/dev/apps/{alerts_id}/versions"),
    Screen("dev-diff", "What changed", "publisher", "/dev/apps/{alerts_id}/diff"),
    Screen("dev-consent", "What an update will ask", "publisher", "/dev/apps/{alerts_id}/consent"),
    Screen("dev-what-if", "What an update would ask, tried out", "publisher", "/dev/apps/{alerts_id}/what-if"),
    Screen("dev-listing", "Its entry in the store", "publisher", "/dev/apps/{standup_id}/listing"),
    Screen("dev-feedback", "What people write about it", "publisher", "/dev/apps/{standup_id}/feedback"),
    Screen("dev-team", "Who works on it", "publisher", "/dev/apps/{standup_id}/team"),
    Screen("dev-certification", "The questionnaire", "publisher", "/dev/apps/{standup_id}/certification"),
    Screen("dev-statistics", "Its numbers", "publisher", "/dev/apps/{alerts_id}/statistics"),
    Screen("dev-tokens", "Tokens", "publisher", "/dev/tokens"),
    Screen("admin", "The admin centre", "admin", "/admin"),
    Screen("admin-reviews", "The review queue", "reviewer", "/admin/reviews"),
    Screen("admin-review", "A review", "reviewer", "/admin/reviews/{expense_version}"),
    Screen("admin-apps", "All apps", "admin", "/admin/apps"),
    Screen("admin-app", "An app, to its administrator", "admin", "/admin/apps/{standup_id}"),
    Screen("admin-app-about", "What it says of itself", "admin", "/admin/apps/{standup_id}/about"),
    Screen("admin-app-requests", "Who asks for it", "admin", "/admin/apps/{lunch_id}/requests"),
    Screen("admin-block", "Blocking, with who notices", "admin", "/admin/apps/{standup_id}/block"),
    Screen("admin-customise", "Another name for it here", "admin", "/admin/apps/{rooms_id}/customise"),
    Screen("admin-policies", "Policies, and why somebody can or cannot", "admin", "/admin/policies"),
    Screen("admin-setups", "What people find set up", "admin", "/admin/policies/setup"),
    Screen("admin-requests", "Requests by users", "admin", "/admin/requests"),
    Screen("admin-audit", "The audit", "admin", "/admin/audit"),
    Screen("admin-settings", "Settings", "admin", "/admin/settings"),
)


def main() -> None:
    """Take all pictures, or those that are named, and write the gallery."""
    from playwright.sync_api import sync_playwright

    wanted = set(sys.argv[1:])
    os.umask(0o077)  # the shelf serves no database that others can read
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        names = prepared(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        with serving(Path(folder)) as address:
            for who in ("", *ROLES):
                screens = [each for each in SCREENS if each.who == who and (not wanted or each.name in wanted)]
                for screen, picture in taken(browser, address, who, screens, names):
                    picture.save(PICTURES / f"{screen.name}.png", optimize=True)
                    print(screen.name)
        browser.close()
    GALLERY.write_text(gallery(), encoding="utf-8")


def prepared(folder: Path) -> dict[str, str]:
    """Make the demo's shelf, and give the ids that stand in the addresses."""
    from teamshelf.catalogue.database import open_database
    from teamshelf.catalogue.demo.life import People, enliven
    from teamshelf.catalogue.people.accounts import create_account
    from teamshelf.catalogue.people.actors import OPERATOR, Actor, Role
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.upkeep.migrating import migrate

    database = open_database(data=folder)
    migrate(database)
    shelf = Shelf(database)
    people = {}
    for name in ROLES:
        account = create_account(shelf, OPERATOR, f"{name}@example.com", Role(name), password=PASSWORD)
        people[name] = Actor(account_id=account, name=f"{name}@example.com", role=Role(name))
    enliven(shelf, People(**people))
    names = named(shelf)
    database.close()
    return names


def named(shelf: Shelf) -> dict[str, str]:
    """The ids of what the addresses name."""
    from sqlalchemy import select

    from teamshelf.catalogue.demo.life import TEAM
    from teamshelf.catalogue.tables import App, Installation, Receipt, Version

    short = {
        "Standup Notes": "standup",
        "Build Alerts": "alerts",
        "Lunch Menu": "lunch",
        "Ticket Search": "tickets",
        "Expense Report": "expense",
        "Room Finder": "rooms",
    }
    names = {"team": TEAM}
    with shelf.reading() as session:
        for app in session.scalars(select(App)):
            name = short.get(app.display_name)
            if name is not None:
                newest = select(Version.id).where(Version.app_id == app.id).order_by(Version.created_at.desc())
                names |= {name: app.external_id, f"{name}_id": app.id}
                names[f"{name}_version"] = session.scalars(newest).first() or ""
        alerts = select(Installation.id).where(Installation.app_id == names["alerts_id"])
        names["waiting"] = session.scalars(alerts).first() or ""
        names["receipt"] = session.scalars(select(Receipt.id)).first() or ""
    return names


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the shelf while it is being served."""
    command = [sys.executable, "-m", "teamshelf", "serve", "--data", str(folder), "--port", "0", "--log-format", "none"]
    server = subprocess.Popen(  # noqa: S603 - our own
        [*command, "--no-rate-limits", "--lang", "en"], stdout=subprocess.PIPE, text=True
    )
    with server:
        try:
            yield next(found[0] for line in server.stdout or () if (found := re.findall(r"http://\S+", line)))
        finally:
            server.terminate()


def taken(
    browser: Browser, address: str, who: str, screens: list[Screen], names: dict[str, str]
) -> Iterator[tuple[Screen, Image]]:
    """Each page as one of the accounts sees it, on both devices."""
    contexts = [browser.new_context(base_url=address, **options) for options in (DESKTOP, PHONE)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        if who:
            page.goto("/sign-in")
            page.fill("#name", f"{who}@example.com")
            page.fill("#password", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda url: "/sign-in" not in url)
    for screen in screens:
        yield screen, beside(*(shot(page, screen.path.format_map(names)) for page in pages))
    for context in contexts:
        context.close()


def shot(page: Page, path: str) -> Image:
    """The upper part of a page."""
    from PIL import Image

    page.goto(path, wait_until="networkidle")
    picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    return picture.crop((0, 0, picture.width, min(picture.height, HEIGHT)))


def beside(left: Image, right: Image) -> Image:
    """Two pictures in one, in as few colours as still look right."""
    from PIL import Image

    size = (left.width + GAP + right.width, max(left.height, right.height))
    both = Image.new("RGB", size, (200, 200, 206))
    both.paste(left, (0, 0))
    both.paste(right, (left.width + GAP, 0))
    return both.quantize(COLORS, dither=Image.Dither.NONE)


def gallery() -> str:
    """The page that shows them all."""
    lines = [
        "# What the pages look like",
        "",
        "Every page of the shelf that `teamshelf demo` leaves: on a desktop in English, and on a phone in French and",
        "in the dark. `make screens` takes the pictures; [the pages](pages.md) says what each is for.",
    ]
    for screen in SCREENS:
        lines += ["", f"## {screen.title}", "", f"![{screen.title}](../images/pages/{screen.name}.png)"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
