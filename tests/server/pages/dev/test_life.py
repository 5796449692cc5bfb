"""The way of a version in the portal: submitted, taken back, answered, sent again."""

from __future__ import annotations

from functools import partial

import pytest

from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, claim, comment, reject
from tests.server.pages.dev.sending import package, sent, submitted
from tests.server.pages.pictures import screenshot
from tests.server.pages.site import Page, Site, sent_to


@pytest.fixture(autouse=True)
def _publisher(site: Site) -> None:
    site.sign_in("paul")


def test_a_draft_is_submitted_once_however_often_the_form_is_sent(site: Site) -> None:
    """The second sending of the form changes nothing and says the same."""
    app_id, version_id = sent(site, package())
    path = f"/dev/versions/{version_id}/submit"
    answers = [site.post(path, review_notes="please look", revision="1") for _ in range(2)]
    page = site.page(sent_to(answers[1]))

    assert f"/dev/apps/{app_id}?done=submitted" == sent_to(answers[0])
    assert "Waits for a reviewer" in page.text
    assert "please look" in page.text
    assert "Submit for review" not in page.headings


def test_the_overview_follows_the_version(site: Site) -> None:
    """With whom it is, what was said of it, and that it is published."""
    app_id, version_id = submitted(site, package())
    rita = site.made.accounts["rita"]
    claim(site.shelf, rita, version_id)
    comment(site.shelf, rita, version_id, "<b>Which</b> team uses it?")
    comment(site.shelf, rita, version_id, "looks odd", is_internal=True)
    during = site.page(f"/dev/apps/{app_id}")
    approve(site.shelf, rita, version_id, reason="fine")
    after = site.page(f"/dev/apps/{app_id}")

    assert "with Rita Lindqvist" in during.text
    assert "<b>Which</b> team uses it?" in during.text
    assert "looks odd" not in during.text
    assert "It is published." in after.text
    assert "In the store" in after.links


def test_a_rejected_version_says_why_and_comes_again(site: Site) -> None:
    """The reason is there, and the same number may be sent again."""
    app_id, version_id = submitted(site, package())
    reject(site.shelf, site.made.accounts["rita"], version_id, reason="the privacy page is missing")
    page = site.page(f"/dev/apps/{app_id}")
    again = submitted(site, package(description={"short": "Notices", "full": "Notices for everyone."}))

    assert "the privacy page is missing" in page.text
    assert "the number may stay the same" in page.text
    assert app_id == again[0]
    assert version_id != again[1]


def test_what_nobody_has_decided_on_is_taken_back(site: Site) -> None:
    """The app that nothing is left of is gone with it; sending the form again is no mistake."""
    app_id, version_id = submitted(site, package())
    answer = site.post(f"/dev/versions/{version_id}/withdraw", revision="2")

    assert "/dev?done=withdrawn" == sent_to(answer)
    assert 404 == site.get(f"/dev/apps/{app_id}").status_code
    assert 404 == site.post(f"/dev/versions/{version_id}/withdraw", revision="2").status_code


def test_a_form_from_before_a_change_is_refused_with_what_holds_now(site: Site) -> None:
    """Whoever takes back what a reviewer has approved meanwhile sees that it is published."""
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    page = Page(site.post(f"/dev/versions/{version_id}/withdraw", revision="2"))

    assert 412 == page.status
    assert "is published by now" in page.text
    assert "It is published." in page.text
    assert 200 == site.page(f"/dev/apps/{app_id}").status


def test_an_answer_to_a_reviewer_needs_a_text(site: Site) -> None:
    """An empty comment is refused, another is there for the reviewer."""
    _, version_id = submitted(site, package())
    empty = Page(site.post(f"/dev/versions/{version_id}/comment", text=" "))
    told = site.post(f"/dev/versions/{version_id}/comment", text="It is for all teams.")

    assert 400 == empty.status
    assert "It is for all teams." in site.page(sent_to(told)).text
    site.sign_in("rita")
    assert "It is for all teams." in site.page(f"/admin/reviews/{version_id}/history").text


def test_the_list_says_where_each_app_stands(site: Site) -> None:
    """Published and next version, how many have it, and an order of one's choice that the head of the table names."""
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    sent(site, package("1.1.0"))
    page = site.page("/dev?sort=name")

    assert "Notice Board" in page.links
    assert "1.0.0 1.1.0" in page.text
    assert 'aria-sort="ascending"' in page.source
    assert f"/dev/apps/{app_id}" == page.links["Notice Board"]
    assert 200 == site.page("/dev?sort=nonsense").status


def test_apps_of_others_are_not_there(site: Site) -> None:
    """A publisher gets 404 for every page of somebody else's app, as if there were none."""
    other = site.made.apps["Pulse Check"]
    version_id = publish(site.shelf, site.made.accounts["ada"], package(), for_review=True).version_id

    for path in ("", "/report", "/versions", "/diff", "/consent", "/certification", "/statistics"):
        assert 404 == site.get(f"/dev/apps/{other}{path}").status_code, path
    assert 404 == site.get(f"/dev/versions/{version_id}/package").status_code
    assert 404 == site.post(f"/dev/versions/{version_id}/withdraw").status_code
    assert 404 == site.post(f"/dev/versions/{version_id}/submit").status_code


def test_the_entry_in_the_store_is_the_owners(site: Site) -> None:
    """Category and help are saved and shown again; what is no address is refused."""
    app_id, _ = sent(site, package())
    saved = site.post(f"/dev/apps/{app_id}/listing", category="education", support_url="https://help.example/")
    assert f"/dev/apps/{app_id}/listing" in site.page(f"/dev/apps/{app_id}").links.values()
    page = site.page(sent_to(saved))
    bad = Page(site.post(f"/dev/apps/{app_id}/listing", category="education", support_url="javascript:trap()"))

    assert "The entry in the store is saved." in page.text
    assert '<option value="education" selected>' in page.source
    assert "https://help.example/" == page.forms[f"/dev/apps/{app_id}/listing"]["support_url"]
    assert 400 == bad.status
    assert 400 == site.post(f"/dev/apps/{app_id}/listing", category="nonsense").status_code
    assert 404 == site.post(f"/dev/apps/{site.made.apps['Quiz Night']}/listing").status_code


def test_screenshots_are_added_ordered_and_taken_away(site: Site) -> None:
    """By three forms of the entry; what is no screenshot is refused with its size, and so is somebody else's app."""
    app_id, _ = sent(site, package())
    path = f"/dev/apps/{app_id}"
    send = partial(
        site.client.post, f"{path}/screenshots", headers={"sec-fetch-site": "same-origin"}, follow_redirects=False
    )
    for number, caption in ((1, "First"), (2, "Second")):
        files = {"file": ("x.png", screenshot(number), "image/png")}
        assert 303 == send(files=files, data={"caption": caption}).status_code
    bad = send(files={"file": ("x.png", b"<svg></svg>", "image/png")})
    page = site.page(f"{path}/listing")

    assert 400 == bad.status_code
    assert "screenshot is a PNG file of 1366 x 768 pixels" in bad.text
    assert page.text.index("First") < page.text.index("Second")
    (first,) = (form for form in page.forms if form.endswith("/first"))
    assert 303 == site.post(first).status_code
    page = site.page(f"{path}/listing")
    assert page.text.index("Second") < page.text.index("First")
    gone = next(form for form in page.forms if form.endswith("/remove"))
    assert f"{path}/listing?done=screenshot-removed" == sent_to(site.post(gone))
    assert f"{path}/listing" == sent_to(site.get(gone))
    assert "Second" not in site.page(f"{path}/listing").text
    assert 404 == site.post(f"{path}/screenshots/{'0' * 64}/first").status_code
    assert 404 == site.post(f"/dev/apps/{site.made.apps['Quiz Night']}/screenshots/{'0' * 64}/remove").status_code
