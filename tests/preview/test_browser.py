"""The preview in a real browser."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from teamshelf.preview import CONTENT_POLICY, SURFACES
from teamshelf.preview.surfaces import BY_NAME
from tests.manifests import manifest
from tests.preview.apps import EVERYTHING, LANGUAGE_FILES, STATES, files_of, write
from tests.preview.browser import axe, chromium, served
from tests.preview.hostile import PAYLOADS, hostile_pages
from tests.preview.inert import let_through

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

    from teamshelf.preview.serving import PreviewServer

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 30_000
"""Milliseconds after which something that should happen at once is taken never to happen."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of the file."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """The preview of the app with every surface."""
    with served(write(tmp_path_factory.mktemp("apps") / "everything", STATES["everything"])) as server:
        yield server


class Heard:
    """What a page complains of, and what it asks for."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", lambda request: self.asked.append(request.url))


def test_no_payload_runs_a_script(browser: Browser) -> None:
    """Sixty payloads in every text field: nothing runs, nothing is even stopped by the policy, nothing else is loaded.

    The browser's parser reads every page of every payload, and nothing has got through. Of some payloads, all pages are
    opened as well: they stand one behind the other in one document, under the preview's policy. A payload that ran
    would call what is not there, and that is an error which is heard.
    """
    host = _hostile_server()
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    heard = Heard(page)
    address = f"http://127.0.0.1:{host.server_port}"
    try:
        every = ((f"{number} {name}", text) for number in range(60) for name, text in hostile_pages(number).items())
        assert [] == let_through(page, every)
        for number in OPENED:
            page.goto(f"{address}/{number}", wait_until="load")
            assert len(SURFACES) == page.locator("h1").count()
            assert "BODY" == page.evaluate("document.activeElement.tagName")  # some payloads take the focus
    finally:
        context.close()
        host.shutdown()
        host.server_close()

    assert [] == heard.complaints
    assert {str(number) for number in OPENED} <= {url.rpartition("/")[2] for url in heard.asked}
    assert [] == [url for url in heard.asked if not url.startswith(f"{address}/")]


OPENED = range(0, len(PAYLOADS), 5)
"""The payloads whose pages are opened: elements, attributes and addresses are among them."""


def test_the_trap_catches(browser: Browser) -> None:
    """The test above could fail: a page that lets texts through is heard."""
    page = browser.new_page()
    heard = Heard(page)
    caught = 0
    for payload in PAYLOADS:
        heard.complaints.clear()
        page.set_content(f"<title>x</title><p>{payload}</p>")
        page.evaluate("new Promise(done => setTimeout(done, 20))")
        caught += any("trap is not defined" in complaint for complaint in heard.complaints)
    page.close()

    assert caught > len(PAYLOADS) // 3


class _Hostile(BaseHTTPRequestHandler):
    """Serves all pages of a payload as one document, and nothing but empty files beside it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        name = self.path.rpartition("/")[2]
        kind = next((kind for end, kind in _KINDS.items() if name.endswith(end)), "text/html; charset=utf-8")
        content = "".join(hostile_pages(int(name)).values()).encode() if name.isdecimal() else b""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", CONTENT_POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        """Say nothing."""


_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


def _hostile_server() -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


THOROUGHLY = ("everything", "long")
"""The states in which every surface has something to show."""

TELLING = ("store", "install", "personal", "meetings", "bots", "icons")
"""The surfaces by which the other states differ."""


@pytest.mark.parametrize("state", STATES)
def test_the_surfaces_of_every_state_open(browser: Browser, tmp_path: Path, state: str) -> None:
    """Without a complaint, without asking any other host, and no wider than a phone."""
    with served(write(tmp_path / "app", STATES[state])) as server:
        context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
        page = context.new_page()
        heard = Heard(page)
        for surface in SURFACES if state in THOROUGHLY else map(BY_NAME.get, TELLING):
            assert surface is not None
            page.goto(f"{server.url}{surface.name}?client=mobile&lang=fr", wait_until="load")
            assert surface.title.in_language("fr") == page.locator("h1").inner_text()
            assert PHONE["width"] >= page.evaluate("document.documentElement.scrollWidth"), surface.name
        context.close()

    assert [] == heard.complaints
    assert [] == [url for url in heard.asked if not url.startswith(server.url)]


ALL = tuple(surface.name for surface in SURFACES)


@pytest.mark.parametrize(
    ("surfaces", "viewport", "query"),
    [
        (ALL, DESKTOP, "theme=light&lang=en"),
        (ALL, PHONE, "theme=dark&lang=fr&client=mobile&reader=fr"),
        (("store", "personal", "bots", "languages"), DESKTOP, "theme=dark&lang=en&reader=ar"),
        (("domains", "link-previews"), PHONE, "theme=light&lang=fr&link=https://a.example.com/&page=https://c.test/"),
        (("app-bar", "configuration", "findings"), DESKTOP, "theme=contrast&pinned=no&ready=yes"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, everything: PreviewServer, surfaces: tuple[str, ...], viewport: ViewportSize, query: str
) -> None:
    """No violation in light and dark, English and French, on a computer and on a phone."""
    context = browser.new_context(viewport=viewport, bypass_csp=True)
    page = context.new_page()
    violations = []
    for name in surfaces:
        page.goto(f"{everything.url}{name}?{query}", wait_until="load")
        page.evaluate(axe())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        violations += [(name, each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
    context.close()

    assert [] == violations


def test_a_change_shows_by_itself(browser: Browser, tmp_path: Path) -> None:
    """A saved file changes the open page: the manifest, a language file, an icon; also when it is gone for a while."""
    folder = write(tmp_path / "app", files_of(EVERYTHING, LANGUAGE_FILES))
    with served(folder) as server:
        page = browser.new_page()
        page.goto(f"{server.url}store", wait_until="load")
        title = page.locator(".details h3").first
        source = page.locator(".details img").first.get_attribute("src")

        _write_whole(folder / "manifest.json", json.dumps({**EVERYTHING, "name": {"short": "Votes"}}).encode())
        title.filter(has_text="Votes").wait_for(timeout=PATIENCE)

        (folder / "color.png").write_bytes((folder / "outline.png").read_bytes())
        page.wait_for_function("s => document.querySelector('.details img').getAttribute('src') !== s", arg=source)

        (folder / "manifest.json").unlink()
        page.locator("h1").wait_for(timeout=PATIENCE)
        title.filter(has_text="not given").wait_for(timeout=PATIENCE)

        (folder / "manifest.json").write_bytes(json.dumps(manifest(name={"short": "Back"})).encode())
        title.filter(has_text="Back").wait_for(timeout=PATIENCE)
        page.close()


def _write_whole(path: Path, content: bytes) -> None:
    """As editors save: another file takes the place of the old one."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(path)


def _shows(page: Page, selector: str, text: str) -> None:
    """Wait until a part of the page has a text, which it gets by going to another address; fail if it never does."""
    page.locator(selector).filter(has_text=text).first.wait_for(timeout=PATIENCE)


def test_everything_works_without_scripts(browser: Browser, everything: PreviewServer) -> None:
    """Testers, tabs, options and the button to save are links and forms."""
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()

    page.goto(f"{everything.url}link-previews")
    page.get_by_label("A link as somebody would paste it").fill("https://a.b.example.com/")
    page.get_by_role("button", name="Try it").click()
    _shows(page, ".verdict", "Teams does not ask the app")

    page.goto(f"{everything.url}domains")
    page.get_by_label("The address of a page, or a host").fill("a.example.com")
    page.keyboard.press("Enter")
    _shows(page, ".verdict", "Teams talks to pages of this host.")

    page.goto(f"{everything.url}personal")
    page.get_by_role("link", name="My polls").click()
    _shows(page, ".page-frame", "https://elsewhere.test/")

    page.goto(f"{everything.url}configuration")
    page.get_by_role("link", name="Let the page be ready").click()
    _shows(page, ".dialog-foot .primary", "Save")

    page.get_by_label("This page in").select_option("fr")
    page.get_by_role("button", name="Show").click()
    _shows(page, "h1", BY_NAME["configuration"].title.in_language("fr"))
    assert "ready=yes" in page.url
    context.close()


def test_choosing_an_option_shows_it_at_once(browser: Browser, everything: PreviewServer) -> None:
    """With scripts there is no button to press."""
    page = browser.new_page()
    page.goto(f"{everything.url}store", wait_until="load")
    page.get_by_label("Texts for readers of").select_option("fr")
    page.wait_for_url("**reader=fr**", timeout=PATIENCE)

    _shows(page, ".details h3 bdi", "Sondages")
    page.close()


def test_the_keyboard_reaches_everything(browser: Browser, everything: PreviewServer) -> None:
    """The first stop skips to the preview; every surface is a stop after the options; each stop can be seen."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{everything.url}store", wait_until="load")
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " return [e.getAttribute('href') || e.name || e.tagName, s.outlineStyle !== 'none'] }"
            )
        )
    names = [name for name, _ in stops]

    assert "#surface" == names[0]
    assert ["reader", "scope", "client", "pinned", "theme", "lang"] == [n for n in names if n in EXPECTED_OPTIONS][:6]
    assert {surface.name for surface in SURFACES} <= {name.partition("?")[0].lstrip("/") for name in names}
    assert [] == [name for name, seen in stops if not seen and name != "BODY"]
    page.close()


EXPECTED_OPTIONS = {"reader", "scope", "client", "pinned", "theme", "lang"}


def test_the_theme_is_that_of_the_device_unless_chosen(browser: Browser, everything: PreviewServer) -> None:
    """Dark devices get dark pages, and everybody can choose."""
    grounds = {}
    for device in ("light", "dark"):
        page = browser.new_page(color_scheme=device)
        for theme in ("auto", "light", "dark"):
            page.goto(f"{everything.url}store?theme={theme}", wait_until="load")
            grounds[device, theme] = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        page.close()
    light, dark = grounds["light", "light"], grounds["light", "dark"]

    assert light != dark
    assert (light, dark) == (grounds["light", "auto"], grounds["dark", "auto"])
    assert (light, dark) == (grounds["dark", "light"], grounds["dark", "dark"])


def test_a_reader_from_the_right_gets_mirrored_drawings(browser: Browser, everything: PreviewServer) -> None:
    """The client turns round, the page of the preview does not; the texts are told to be Arabic."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{everything.url}personal?reader=ar", wait_until="load")
    side, main = (page.locator(each).bounding_box() for each in (".side", ".window-main"))

    assert side is not None
    assert main is not None
    assert side["x"] > main["x"]
    assert "ar" == page.locator(".tab-row bdi").first.get_attribute("lang")
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    page.close()
