"""Tokens: shown once, within one's own role, and revoked."""

from __future__ import annotations

import re

import pytest

from tests.server.pages.site import Page, Site, sent_to


@pytest.fixture(autouse=True)
def _publisher(site: Site) -> None:
    site.sign_in("paul")


def test_a_token_is_shown_once_and_works(site: Site) -> None:
    """The page that makes it shows it; no other does, and it opens what it grants."""
    made = Page(site.post("/dev/tokens", label="GitHub Actions", days="30", grants="publish"))
    text = re.search(r'id="secret">([^<]+)<', made.source)
    assert text is not None
    site.client.cookies.clear()
    headers = {"authorization": f"Bearer {text[1]}"}

    assert 200 == site.get("/v1.0/appCatalogs/teamsApps", **headers).status_code
    assert 403 == site.get("/dev/tokens", **headers).status_code
    site.sign_in("paul")
    page = site.page("/dev/tokens")
    assert "GitHub Actions" in page.text
    assert text[1] not in page.source


def test_the_form_sent_twice_makes_no_second_token(site: Site) -> None:
    """A name that a working token has is refused, and what was written stays in the form."""
    site.post("/dev/tokens", label="CI", days="30", grants="publish")
    again = Page(site.post("/dev/tokens", label="CI", days="31", grants="publish"))

    assert 409 == again.status
    assert "31" == again.forms["/dev/tokens"]["days"]
    assert 1 == again.text.count("Revoke …")


@pytest.mark.parametrize("fields", [{"label": ""}, {"days": "0"}, {"days": "9999"}, {"label": "x" * 201}])
def test_what_no_token_can_be_is_refused(site: Site, fields: dict[str, str]) -> None:
    """A token has a name and lives for a year at most."""
    answer = site.post("/dev/tokens", **({"label": "CI", "days": "30", "grants": "publish"} | fields))

    assert 400 == answer.status_code


def test_a_revoked_token_says_so(site: Site) -> None:
    """Revoking twice is no mistake; somebody else's is not there."""
    made = Page(site.post("/dev/tokens", label="CI", days="30", grants="everything"))
    path = next(each for each in made.forms if each.endswith("/revoke"))
    answers = [site.post(path) for _ in range(2)]
    page = site.page(sent_to(answers[1]))

    assert "Revoked" in page.text
    assert not [each for each in page.forms if each.endswith("/revoke")]
    site.sign_in("rita")
    assert 404 == site.post(path).status_code
