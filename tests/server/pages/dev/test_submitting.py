"""Submitting: what is said with a version, who reads it, and what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.versions.reviewing import approve
from tests.server.pages.dev.sending import NEW_APP, package, sent

if TYPE_CHECKING:
    from tests.server.pages.site import Site

NEW, HOW, WHO = "Rooms have colours now.", "Open the second tab.", "tess@example.com / s3cret-lemon"


@pytest.fixture(autouse=True)
def _publisher(site: Site) -> None:
    site.sign_in("paul")


def submitted_with_words(site: Site) -> tuple[str, str]:
    """The ids of app and version of a submission with everything that can be said with one."""
    app_id, version_id = sent(site, package())
    answer = site.post(
        f"/dev/versions/{version_id}/submit", notes=NEW, review_notes=HOW, test_accounts=WHO, revision="1"
    )
    assert 303 == answer.status_code, answer.text
    return app_id, version_id


def told_by_api(site: Site, version_id: str, who: str) -> dict[str, str | None]:
    """What the API says to somebody of what is said with a version."""
    actor = site.made.accounts[who]
    token = create_token(site.shelf, actor, actor.account_id or "", label="notes").text
    site.client.cookies.clear()
    found = site.client.get(f"/api/v1/versions/{version_id}/notes", headers={"authorization": f"Bearer {token}"})
    assert 200 == found.status_code, found.text
    return dict(found.json())


def test_reviewers_read_how_to_try_it(site: Site) -> None:
    """What is new, the notes to them and the test accounts; the API says the same to them."""
    _, version_id = submitted_with_words(site)
    site.sign_in("rita")
    page = site.page(f"/admin/reviews/{version_id}")

    assert {NEW, HOW, WHO} == {text for text in (NEW, HOW, WHO) if text in page.text}
    assert {"notes": NEW, "reviewNotes": HOW, "testAccounts": WHO} == told_by_api(site, version_id, "rita")


def test_the_public_reads_what_is_new_and_nothing_else(site: Site) -> None:
    """No page of the published app, no card and no body of the API has the notes to the reviewer or an account."""
    _, version_id = submitted_with_words(site)
    site.sign_in("uma")
    hidden = [site.get(f"/apps/{NEW_APP}/versions").status_code, site.get(f"/apps/{NEW_APP}").status_code]
    approve(site.shelf, site.made.accounts["rita"], version_id)
    pages = ["", "/versions", "/permissions", "/certification"]
    sources = {path: site.page(f"/apps/{NEW_APP}{path}").source for path in pages}
    bodies = [site.get(f"/api/v1{path}").text for path in ("/store", f"/apps/{NEW_APP}", f"/apps/{NEW_APP}/releases")]

    assert [404, 404] == hidden
    assert NEW in sources["/versions"]
    for source in (*sources.values(), *bodies):
        assert HOW not in source
        assert "s3cret-lemon" not in source
    assert {"notes": NEW, "reviewNotes": None, "testAccounts": None} == told_by_api(site, version_id, "uma")
    assert {"notes": NEW, "reviewNotes": HOW, "testAccounts": ""} == told_by_api(site, version_id, "paul")
