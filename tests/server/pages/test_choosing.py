"""Language, colours, and signing in and out."""

from __future__ import annotations

import re

import pytest

from teamshelf.server.pages.rendering import environment
from teamshelf.server.pages.routes import PAGE_HANDLERS
from tests.server.pages.site import Site, sent_to


@pytest.mark.parametrize(
    ("accepted", "cookie", "query", "language"),
    [
        ("fr-CA, en;q=0.5", None, "", "fr"),
        ("de, fr", None, "", "fr"),
        ("de", None, "", "en"),
        ("fr", "en", "", "en"),
        ("en", "fr", "?lang=en", "en"),
        ("en", "xx", "?lang=xx", "en"),
    ],
)
def test_the_language_is_the_addresss_then_the_chosen_then_the_browsers(
    site: Site, accepted: str, cookie: str | None, query: str, language: str
) -> None:
    """`?lang=` goes before what was chosen, and that before what the browser says."""
    if cookie:
        site.client.cookies.set("teamshelf-language", cookie)

    answer = site.get(f"/{query}", accept_language=accepted)

    assert f'<html lang="{language}"' in answer.text
    assert language == answer.headers["content-language"]


def test_a_chosen_language_stays_and_goes_with_the_account(site: Site) -> None:
    """The choice is a cookie at once, and comes back wherever the account signs in."""
    site.sign_in("uma")
    assert "/search?q=x" == sent_to(site.post("/language", language="fr", **{"return": "/search?q=x&lang=en"}))
    assert '<html lang="fr"' in site.get("/").text

    site.client.cookies.clear()
    assert '<html lang="en"' in site.get("/").text
    site.sign_in("uma")

    assert '<html lang="fr"' in site.get("/").text


def test_errors_are_in_the_chosen_language_and_colours(site: Site) -> None:
    """What went wrong is said in the same language, with the same frame."""
    site.post("/language", language="fr", **{"return": "/"})
    site.post("/theme", theme="dark", **{"return": "/"})

    page = site.get("/apps/00000000-0000-0000-0000-00000000000a")

    assert '<html lang="fr" data-theme="dark">' in page.text
    assert "Il n'y a rien ici" in page.text.replace("&#39;", "'")


@pytest.mark.parametrize(("theme", "shown"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("x", "auto")])
def test_colours_can_be_chosen(site: Site, theme: str, shown: str) -> None:
    """What was chosen stays chosen; what is no choice changes nothing."""
    assert "/" == sent_to(site.post("/theme", theme=theme, **{"return": "https://evil.example"}))

    assert f'data-theme="{shown}"' in site.get("/").text


def test_the_profile_says_who_one_is(site: Site) -> None:
    """Name, sign-in name and role, and the way out."""
    site.sign_in("uma")
    page = site.page("/profile")
    assert "Uma Lindqvist" in page.headings
    assert "uma@example.com · User" in page.text

    assert "/" == sent_to(site.post("/sign-out"))

    assert "/sign-in?return=%2Fprofile" == sent_to(site.get("/profile"))


def test_a_wrong_password_is_told_with_the_form(site: Site) -> None:
    """The form comes back with the name, and without the password."""
    answer = site.post("/sign-in", name="uma@example.com", password="not-that-one", **{"return": "/my/apps"})

    assert 403 == answer.status_code
    assert 'value="uma@example.com"' in answer.text
    assert "not-that-one" not in answer.text
    assert 'name="return" value="/my/apps"' in answer.text


def test_static_files_are_kept_for_good(site: Site) -> None:
    """What a page loads has its content in its address; an older address still gets what there is."""
    urls = re.findall(r'(?:href|src)="(/static/[^"]+)"', site.get("/").text)

    assert 3 == len(urls)
    for url in urls:
        assert "immutable" in site.get(url).headers["cache-control"]
    assert "no-cache" == site.get("/static/000000000000/shelf.css").headers["cache-control"]
    assert 404 == site.get("/static/000000000000/..%2Fvisiting.py").status_code


def test_no_template_switches_escaping_off() -> None:
    """No template marks a text as safe, turns escaping off, or has a style or a script in line."""
    loader = environment("en").loader
    assert loader is not None
    names = loader.list_templates()
    assert "base.html" in names

    for name in names:
        source, _, _ = loader.get_source(environment("en"), name)
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", source), name
        code = source.replace('<script type="application/ld+json">{{ data }}</script>', "")  # data, which runs nowhere
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", code), name
        assert not re.search(r"""(?:src|action)=["']https?:""", source), name


def test_every_page_answers_its_forms_address() -> None:
    """Each address that takes a form has a page, so that a form sent too late finds its way back."""
    methods: dict[str, set[str]] = {}
    for handler in PAGE_HANDLERS:
        for path in handler.paths:
            methods.setdefault(path, set()).update(str(method) for method in handler.http_methods)
    alone = {path for path, known in methods.items() if "POST" in known and "GET" not in known}

    assert {"/language", "/theme", "/sign-out"} == alone
