"""The questionnaire: saved part by part, stood by in the end, and never green before."""

from __future__ import annotations

import pytest

from teamshelf.catalogue.certification.answering import Given, answer
from teamshelf.catalogue.certification.certifying import verify_publisher
from teamshelf.catalogue.certification.questionnaire import QUESTIONS
from teamshelf.catalogue.versions.reviewing import approve
from tests.server.pages.dev.sending import package, sent, submitted
from tests.server.pages.site import Page, Site, sent_to


@pytest.fixture
def app_id(site: Site) -> str:
    """A published app of Paul's."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    return app_id


def test_it_opens_with_the_publication(site: Site) -> None:
    """Of a draft there is nothing to certify."""
    site.sign_in("paul")
    app_id, _ = sent(site, package())

    assert "The questionnaire opens once it is." in site.page(f"/dev/apps/{app_id}/certification").text


def test_answers_are_saved_part_by_part(site: Site, app_id: str) -> None:
    """What was answered stands in the form, with its date; the count of what is missing falls."""
    path = f"/dev/apps/{app_id}/certification"
    before = site.page(f"{path}?part=security")
    where = sent_to(
        site.post(
            path, part="security", **{"encryption-at-rest": "no", "encryption-at-rest-evidence": "https://a.example/"}
        )
    )
    after = site.page(where)

    assert "26 questions have to be answered" in before.text
    assert "25 questions have to be answered" in after.text
    assert "no" == after.forms[path]["encryption-at-rest"]
    assert "https://a.example/" == after.forms[path]["encryption-at-rest-evidence"]
    assert "Answered on" in after.text


def test_a_bad_answer_is_refused_and_nothing_lost(site: Site, app_id: str) -> None:
    """The form comes back with all that was written, and with what is wrong."""
    path = f"/dev/apps/{app_id}/certification"
    page = Page(site.post(path, part="security", **{"gdpr": "yes", "multi-factor": "maybe", "data-audit-trail": "yes"}))

    assert 400 == page.status
    assert "multi-factor" in page.text
    assert "yes" == page.forms[path]["data-audit-trail"]


def test_one_stands_by_all_answers_or_none(site: Site, app_id: str) -> None:
    """Neither before the publisher is verified nor before all is answered; then once, and the tier says so."""
    paul, ada = site.made.accounts["paul"], site.made.accounts["ada"]
    early = Page(site.post(f"/dev/apps/{app_id}/attest"))
    verify_publisher(site.shelf, ada, app_id, name="Paul")
    open_yet = Page(site.post(f"/dev/apps/{app_id}/attest"))
    given = {each.name: Given(each.choices[0] if each.choices else "x") for each in QUESTIONS.values()}
    answer(site.shelf, paul, app_id, given)
    ready = site.page(f"/dev/apps/{app_id}/certification")
    done = site.page(sent_to(site.post(f"/dev/apps/{app_id}/attest")))

    assert (409, 409) == (early.status, open_yet.status)
    assert "I stand by these answers" in ready.buttons
    assert 'class="declared"' not in ready.source
    assert 'class="declared"' in done.source
