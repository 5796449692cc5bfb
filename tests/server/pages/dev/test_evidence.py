"""Files that back answers: sent, saved by those who may, and never shown by a browser."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.certification.answering import Given, answer
from teamshelf.catalogue.certification.certifying import certify, verify_publisher
from teamshelf.catalogue.versions.reviewing import approve
from tests.server.pages.dev.sending import NEW_APP, package, sent, submitted
from tests.server.pages.site import Page, Site, sent_to

if TYPE_CHECKING:
    from httpx import Response

PDF = b"%PDF-1.7 our pen test"


@pytest.fixture
def app_id(site: Site) -> str:
    """A published app of Paul's."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    return app_id


def add(
    site: Site, app_id: str, content: bytes, question: str = "multi-factor", name: str = "pen test.pdf"
) -> Response:
    """The answer to the form with a file."""
    answer: Response = site.client.post(
        f"/dev/apps/{app_id}/evidence",
        files={"file": (name, content, "text/html")},
        data={"question": question},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    return answer


def test_a_file_is_added_saved_and_removed(site: Site, app_id: str) -> None:
    """The form leads back to the part of the question; the file is a link, and gone when it is taken away."""
    where = sent_to(add(site, app_id, PDF))
    page = site.page(where)
    file = site.get(page.links["pen test.pdf"])
    remove = next(each for each in page.forms if each.endswith("/remove"))
    gone = site.page(sent_to(site.post(remove, part="security")))

    assert f"/dev/apps/{app_id}/certification?part=security&done=evidence-added" == where
    assert PDF == file.content
    assert "application/pdf" == file.headers["content-type"]
    assert f'attachment; filename="evidence-{sha256(PDF).hexdigest()[:12]}.pdf"' == file.headers["content-disposition"]
    assert "nosniff" == file.headers["x-content-type-options"]
    assert "sandbox" in file.headers["content-security-policy"]
    assert "pen test.pdf" not in gone.links
    assert 404 == site.get(page.links["pen test.pdf"]).status_code
    assert 303 == site.post(remove, part="nonsense").status_code


def test_a_page_in_disguise_is_saved_as_text(site: Site, app_id: str) -> None:
    """What a browser would run is served as what its bytes are taken for, to be saved."""
    page = site.page(sent_to(add(site, app_id, b"<script>trap()</script>", name="<b>x.pdf")))
    file = site.get(next(path for path in page.links.values() if "/evidence/" in path))

    assert "text/plain" in file.headers["content-type"]
    assert file.headers["content-disposition"].startswith("attachment")
    assert "<b>x" not in page.source


@pytest.mark.parametrize(
    ("content", "question"), [(b"\x00\x01", "multi-factor"), (b"", "multi-factor"), (PDF, "nonsense")]
)
def test_what_cannot_be_evidence_is_refused(site: Site, app_id: str, content: bytes, question: str) -> None:
    """Nothing, programs, and files for no question: the questionnaire comes back with why."""
    page = Page(add(site, app_id, content, question))

    assert 400 == page.status
    assert "notice bad" in page.source


def test_reviewers_open_it_and_the_public_knows_that_it_is_there(site: Site, app_id: str) -> None:
    """A reviewer has the link on the review page; a user reads that there are files, and opens none."""
    answer(site.shelf, site.made.accounts["paul"], app_id, {"multi-factor": Given("yes")})
    path = site.page(sent_to(add(site, app_id, PDF))).links["pen test.pdf"]
    _, version_id = submitted(site, package("1.1.0"))
    site.sign_in("rita")
    review = site.page(f"/admin/reviews/{version_id}/certification")
    assert path == review.links["pen test.pdf"]
    assert PDF == site.get(path).content
    site.sign_in("uma")
    public = site.page(f"/apps/{NEW_APP}/certification")

    assert "reviewers have files" in public.text
    assert "pen test" not in public.text
    assert 403 == site.get(path).status_code


def test_evidence_is_about_published_apps_and_ones_own(site: Site, app_id: str) -> None:
    """Of a draft there is nothing to certify; somebody else's app is not there."""
    other, _ = sent(site, package(id="00000000-0000-4000-8000-0000000000d1", name={"short": "Other Board"}))

    assert 409 == add(site, other, PDF).status_code
    assert 404 == add(site, site.made.apps["Pulse Check"], PDF).status_code
    assert 404 == site.get(f"/dev/apps/{site.made.apps['Pulse Check']}/evidence/{'0' * 64}").status_code
    assert f"/dev/apps/{app_id}/certification" == site.get(f"/dev/apps/{app_id}/evidence").headers["location"]


def test_earlier_answers_are_read_again(site: Site, app_id: str) -> None:
    """Each with its date, the newest first; the present one is in the form alone."""
    for said in ("no", "partial", "yes"):
        answer(site.shelf, site.made.accounts["paul"], app_id, {"multi-factor": Given(said)})
    text = site.page(f"/dev/apps/{app_id}/certification?part=security").text

    assert "2 earlier answers" in text
    assert text.index("Partly ·") < text.index("No ·")
    assert "Yes ·" not in text


def test_a_certificate_that_ends_soon_is_reminded_of(site: Site, app_id: str) -> None:
    """Sixty days before, and not before that."""
    from datetime import timedelta

    ada, at = site.made.accounts["ada"], site.shelf.clock()
    verify_publisher(site.shelf, ada, app_id, name="Paul")
    certify_all(site, app_id)
    pages = []
    for days in (70, 50):
        certify(site.shelf, ada, app_id, expires_at=at + timedelta(days=days))
        pages.append(site.page(f"/dev/apps/{app_id}/certification").text)

    assert ["Ask an administrator for a new assessment" in text for text in pages] == [False, True]


def certify_all(site: Site, app_id: str) -> None:
    """Answer everything and stand by it."""
    from teamshelf.catalogue.certification.certifying import attest
    from teamshelf.catalogue.certification.questionnaire import QUESTIONS

    given = {each.name: Given(each.choices[0] if each.choices else "x") for each in QUESTIONS.values()}
    answer(site.shelf, site.made.accounts["paul"], app_id, given)
    attest(site.shelf, site.made.accounts["paul"], app_id)
