"""Submitting: what is said with a version, who reads it, and what is in the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, claim, reject
from tests.server.pages.dev.sending import NEW_APP, package, sent
from tests.server.pages.site import Page, sent_to

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


def rows_of(page: Page) -> dict[str, str]:
    """The rows of the checklist: what stands on the left, and how it stands."""
    found = re.findall(r'<li class="(good|bad|plain)">.*?<p class="label">([^<]+)', page.source, re.DOTALL)
    return {name: look for look, name in found}


def test_a_draft_is_submitted_from_its_checklist(site: Site) -> None:
    """Each condition has a row; the package is summed up; what is written is kept and goes with it."""
    app_id, version_id = sent(site, package())
    saved = site.post(f"/dev/versions/{version_id}/notes", notes=NEW, review_notes=HOW, test_accounts=WHO)
    page = site.page(sent_to(saved))

    assert f"/dev/apps/{app_id}/submit?version={version_id}&done=noted" == sent_to(saved)
    assert {
        "No mandatory findings": "good",
        "The same app": "good",
        "A greater version": "good",
        "Nothing in its way": "good",
        "What people are asked": "plain",
        "Entry in the store": "plain",
    } == rows_of(page)
    assert "1.0.0 is the first version." in page.text
    assert "For yourself" in page.text
    assert (NEW, HOW, WHO) == tuple(text for text in (NEW, HOW, WHO) if text in page.text)
    assert "Submit 1.0.0" in page.buttons
    assert f"/dev/apps/{app_id}?done=submitted" == sent_to(
        site.post(f"/dev/versions/{version_id}/submit", notes=NEW, review_notes=HOW, revision="2")
    )


def test_what_is_in_the_way_takes_the_button(site: Site) -> None:
    """A greater version was published meanwhile: the row says so, and whoever submits all the same is told again."""
    app_id, first = submitted_with_words(site)
    approve(site.shelf, site.made.accounts["rita"], first)
    _, second = sent(site, package("1.1.0"))
    publish(site.shelf, site.made.accounts["ada"], package("1.2.0"), app_id=app_id)
    page = site.page(f"/dev/apps/{app_id}/submit")
    forced = Page(site.post(f"/dev/versions/{second}/submit", review_notes="<i>now</i>"))

    assert "bad" == rows_of(page)["A greater version"]
    assert ["Save without submitting"] == [each for each in page.buttons if each.startswith(("Submit", "Save"))]
    assert 400 <= forced.status < 500
    assert "<i>now</i>" in forced.text


def test_a_submission_is_locked_until_it_is_taken_back(site: Site) -> None:
    """While it waits its words can still be changed; once a reviewer has it nothing can."""
    app_id, version_id = submitted_with_words(site)
    waiting = site.page(f"/dev/apps/{app_id}/submit")
    changed = site.post(f"/dev/versions/{version_id}/notes", notes="Other colours.", review_notes=HOW)
    claim(site.shelf, site.made.accounts["rita"], version_id)
    taken = site.page(f"/dev/apps/{app_id}/submit")
    late = Page(site.post(f"/dev/versions/{version_id}/notes", notes=NEW))

    assert "the package is locked" in waiting.text
    assert ["Save"] == [each for each in waiting.buttons if each.startswith(("Submit", "Save"))]
    assert 303 == changed.status_code
    assert "A reviewer is looking at it: it is locked." in taken.text
    assert "Rita Lindqvist reviews it." in taken.text
    assert "Other colours." in taken.text
    assert [] == [each for each in taken.buttons if each.startswith(("Submit", "Save"))]
    assert 409 == late.status
    assert "comment on it, or take it back first" in late.text


def test_what_was_said_before_is_offered_again(site: Site) -> None:
    """Also if a package without a word was sent in between; but nothing of what was published."""
    app_id, version_id = submitted_with_words(site)
    reject(site.shelf, site.made.accounts["rita"], version_id, reason="not yet")
    sent(site, package(indent=2))
    _, second = sent(site, package("1.1.0"))
    offered = site.page(f"/dev/apps/{app_id}/submit")
    site.post(f"/dev/versions/{second}/submit", review_notes=HOW)
    approve(site.shelf, site.made.accounts["rita"], second)
    sent(site, package("1.2.0"))
    fresh = site.page(f"/dev/apps/{app_id}/submit")

    assert [True, True, True] == [text in offered.text for text in (NEW, HOW, WHO)]
    assert [False, False, False] == [text in fresh.text for text in (NEW, HOW, WHO)]


def test_a_draft_beside_a_submission_is_found(site: Site) -> None:
    """The overview is about what waits, and leads to the draft, which takes its place once it is submitted."""
    app_id, _ = submitted_with_words(site)
    _, second = sent(site, package("1.1.0"))
    overview = site.page(f"/dev/apps/{app_id}")
    page = site.page(overview.links["There is a draft as well: 1.1.0"])

    assert "Version 1.0.0" in overview.text
    assert "It takes the place of 1.0.0, which you submitted." in page.text
    assert f"/dev/versions/{second}/submit" in page.forms
    assert 404 == site.get(f"/dev/apps/{app_id}/submit?version={site.made.apps['Parking']}").status_code


def test_nothing_to_submit_is_said(site: Site) -> None:
    """Of an app whose last version is published."""
    app_id, version_id = submitted_with_words(site)
    approve(site.shelf, site.made.accounts["rita"], version_id)

    assert "There is nothing to submit" in site.page(f"/dev/apps/{app_id}/submit").headings
    for step in ("submit", "notes"):
        assert f"/dev/apps/{app_id}/submit" == site.get(f"/dev/versions/{version_id}/{step}").headers["location"]


def test_how_long_reviews_take_is_told_by_those_there_were(site: Site) -> None:
    """Nothing before the first on this shelf; then what it took, where one submits and where one waits."""
    app_id, version_id = submitted_with_words(site)
    before = site.page(f"/dev/apps/{app_id}")
    reject(site.shelf, site.made.accounts["rita"], version_id, reason="not yet")
    sent(site, package("1.1.0"))
    pages = [site.page(f"/dev/apps/{app_id}{path}") for path in ("", "/submit")]

    assert "It has waited for less than a minute." in before.text
    assert "review on this shelf" not in before.text
    for page in pages:
        assert "The only review on this shelf so far took less than a minute." in page.text
