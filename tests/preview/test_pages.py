"""The pages: every surface in every state is drawn, and nothing of an app becomes part of a page but text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from teamshelf import preview
from teamshelf.checking import check_source
from teamshelf.document import read
from teamshelf.messages import LANGUAGES, say
from teamshelf.preview import CONTENT_POLICY, SURFACES, Options, pictures_of, render, render_unreadable
from teamshelf.preview.options import CLIENTS, THEMES
from tests.preview.apps import EVERYTHING, LANGUAGE_FILES, STATES, app_from, app_of
from tests.preview.hostile import OURS, PAYLOADS, hostile_pages

FOLDER = Path(preview.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))


class Outline(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text between elements."""
        self.text += data


WRITTEN = "".join(path.read_text("utf-8") for path in TEMPLATES)
TAGS = {tag.lower() for tag in re.findall(r"<([A-Za-z][A-Za-z0-9]*)", WRITTEN)}
ATTRIBUTES = {name.lower() for name in re.findall(r"[\s}\"]([A-Za-z-]+)=\"", WRITTEN)} | {
    *("open", "checked", "selected", "disabled", "data-submit-on-change"),
}


def assert_only_ours(page: str) -> None:
    """Fail where a page has anything that our templates do not write, or leads or asks anywhere else."""
    outline = Outline(page)
    assert 1 == sum(tag == "script" for tag, _ in outline.elements)
    for tag, attributes in outline.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        for name in ("href", "src", "action"):
            if name in attributes:
                assert re.match(r"/(?:p|static|pictures)/|#surface\Z", attributes[name] or "")


def test_the_outline_sees_what_is_not_ours() -> None:
    """The test below could fail."""
    page = '<script src="/static/preview.js"></script>'
    for more in ("<iframe>", "<a onclick=x>", "<a style=x>", '<a href="https://example.com">', "<script></script>"):
        with pytest.raises(AssertionError):
            assert_only_ours(page + more)


@pytest.mark.parametrize("state", STATES)
def test_every_surface_of_every_state_is_drawn(state: str) -> None:
    """In each language, theme and client, with one heading and the title of the surface."""
    app = app_from(STATES[state])
    findings = check_source(app.source).findings
    pictures = pictures_of(app)
    ways = [
        Options(lang=lang, theme=theme, client=client, reader=reader, scope=scope, pinned=pinned, ready=ready)
        for lang, theme, client, reader, scope, pinned, ready in (
            (LANGUAGES[0], THEMES[0], CLIENTS[0], "", "", "yes", "no"),
            (LANGUAGES[1], THEMES[3], CLIENTS[1], "ar", "groupchat", "no", "yes"),
        )
    ]
    for surface in SURFACES:
        for options in ways:
            page = render(app, surface.name, options, addresses=OURS, findings=findings, pictures=pictures)

            assert_only_ours(page)
            outline = Outline(page)
            assert 1 == sum(tag == "h1" for tag, _ in outline.elements)
            assert surface.title.in_language(options.lang) in outline.text


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_no_text_of_an_app_becomes_an_element(number: int) -> None:
    """Sixty payloads, in every text that pages show and in everything typed into them, stay text."""
    for page in hostile_pages(number).values():
        assert_only_ours(page)
        page.encode(errors="strict")


def test_there_are_sixty_payloads() -> None:
    """And no two are the same."""
    assert 60 == len(set(PAYLOADS))


def test_the_page_needs_nothing_but_an_app() -> None:
    """Findings and icons are found out where nobody brings them."""
    app = app_of(EVERYTHING, LANGUAGE_FILES)
    given = render(app, "icons", findings=check_source(app.source).findings, pictures=pictures_of(app))

    assert given == render(app_of(EVERYTHING, LANGUAGE_FILES), "icons")


def test_the_findings_beside_a_surface_are_those_about_it() -> None:
    """A page shows what the check says of it, and the list counts them for the others."""
    app = app_of({**EVERYTHING, "bots": [{"botId": "no guid", "scopes": ["personal"]}]}, LANGUAGE_FILES)

    assert "/bots/0/botId" in Outline(render(app, "bots")).text
    assert "no guid" not in Outline(render(app, "store")).text


@pytest.mark.parametrize(("surface", "tab"), [("store", ""), ("personal", "8")])
def test_the_full_description_has_its_markdown(surface: str, tab: str) -> None:
    """Emphasis and lists look as such, also with the line ends of Windows; a link is words with an address as text."""
    written = "**Ask** [us](https://www.example.com)\r\n\r\n- one\r\n- two"
    app = app_of({**EVERYTHING, "description": {"short": "Polls", "full": written}})

    page = render(app, surface, Options(tab=tab), addresses=OURS)

    link = '<span class="fake-link">us</span> <small class="url" dir="ltr">(https://www.example.com)</small>'
    assert f"<p><strong>Ask</strong> {link}</p><ul><li>one</li><li>two</li></ul></div>" in page
    assert 'href="https' not in page


def test_what_is_missing_in_the_whole_stands_on_the_first_page() -> None:
    """A manifest without a version says so where the version should be."""
    assert "version" in Outline(render(app_from({"manifest.json": b"{}"}))).text


def test_no_template_trusts_a_text() -> None:
    """Neither the filter `safe` nor Markup, nor an end to escaping, nor scripts, styles and handlers of its own."""
    python = "".join(path.read_text("utf-8") for path in FOLDER.rglob("*.py"))

    assert TEMPLATES
    assert [] == re.findall(r"\|\s*safe|autoescape|\{% raw|\|\s*(?:xmlattr|tojson|urlize)", WRITTEN)
    assert [] == re.findall(r"Markup|autoescape=False", python)
    assert [] == re.findall(
        r"<style|\sstyle=|\son[a-z]+=|<script(?! type=\"module\" src=)|javascript:|https?://", WRITTEN
    )


def test_the_policy_allows_only_ourselves() -> None:
    """No inline script or style, no other host, no frame."""
    rules = dict(rule.split(" ", 1) for rule in CONTENT_POLICY.split("; "))

    assert "'none'" == rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"]
    assert {"'self'"} == {rules[name] for name in ("script-src", "style-src", "connect-src", "form-action")}
    assert "unsafe" not in CONTENT_POLICY


def test_style_sheets_ask_for_nothing() -> None:
    """Neither a font nor a picture of another host, nor of ours."""
    for path in (FOLDER / "static").glob("*.css"):
        assert [] == re.findall(r"url\(|@import|https?:", path.read_text("utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_an_app_the_page_says_why(lang: str) -> None:
    """What cannot be read has a page too, in the language asked for."""
    reason = say("there is no file or folder `{path}`", path="x")
    outline = Outline(render_unreadable(reason, Options(lang=lang), addresses=OURS))

    assert reason.in_language(lang) in outline.text


def test_a_document_is_not_changed_by_being_looked_at() -> None:
    """Reading an app in another language leaves its manifest as it is."""
    app = app_of(EVERYTHING, LANGUAGE_FILES)
    assert app.file is not None
    before = read(app.file.content).value
    render(app, "store", Options(reader="fr"))

    assert before == app.file.value
    assert "Polls" == (app.manifest.name and app.manifest.name.short)
