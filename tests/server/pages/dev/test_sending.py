"""Sending a package: its report, its draft, what is refused, and what is sent twice."""

from __future__ import annotations

import json

import pytest

from teamshelf.server.pages.dev.reports import MOST_SHOWN
from tests.catalogue.packages import package as faultless
from tests.server.pages.dev.sending import NEW_APP, broken, package, send, sent
from tests.server.pages.site import Page, Site, sent_to
from tests.server.pages.stocked import SAMPLES, id_of
from tests.server.pages.stocked import package as stocked_package


@pytest.fixture(autouse=True)
def _publisher(site: Site) -> None:
    site.sign_in("paul")


def test_a_package_without_errors_becomes_a_draft_with_a_report(site: Site) -> None:
    """The form leads to the report of the draft, which says what was done and goes on to submitting."""
    where = sent_to(send(site, package()))
    page = site.page(where)

    assert where.endswith("&done=drafted")
    assert 200 == page.status
    assert "Report on 1.0.0" in page.headings
    assert "stored as a draft" in page.text
    assert "On to submitting" in page.links


def test_a_draft_is_for_nobody_else(site: Site) -> None:
    """A user finds neither the draft's app on the shelf, nor its pages in the portal."""
    app_id, version_id = sent(site, package())
    site.sign_in("uma")

    assert 404 == site.get(f"/apps/{NEW_APP}").status_code
    assert 403 == site.get(f"/dev/apps/{app_id}").status_code
    assert 403 == site.get(f"/dev/versions/{version_id}/package").status_code


def test_a_package_with_errors_is_refused_and_its_report_shown(site: Site) -> None:
    """Nothing is stored; each finding stands with its line and column, and the marked line of the text."""
    answer = send(site, broken())
    page = Page(answer)

    assert 422 == page.status
    assert "The report on what you sent" in page.headings
    assert "manifest.json:" in page.text
    assert '"botId": "<script>trap()</script>"' in page.text
    assert "^^^^" in page.text
    assert "<script>trap" not in page.source
    assert "You have no apps here yet" in site.page("/dev").text


def test_what_is_no_package_is_refused(site: Site) -> None:
    """Nonsense has a report that says so; nothing at all is asked for again."""
    nonsense, nothing = Page(send(site, b"nonsense")), Page(send(site, b""))

    assert (422, 400) == (nonsense.status, nothing.status)
    assert "Choose a package first: a .zip file." in nothing.text
    assert any("error" in word for word in nonsense.text.split())


def test_a_manifest_alone_is_reported_on_and_not_stored(site: Site) -> None:
    """Somebody who pastes a manifest sees what is wrong with it, and how it becomes a package."""
    page = Page(send(site, json.dumps({"manifestVersion": "1.17", "version": "x"}).encode()))

    assert 422 == page.status
    assert "manifest without its icons" in page.text
    assert "The report on what you sent" in page.headings
    assert "You have no apps here yet" in site.page("/dev").text


def test_a_package_that_is_too_large_is_not_read(site: Site) -> None:
    """More than the limit is refused whatever it is."""
    assert 413 == send(site, b"PK" + bytes(10 * 1024 * 1024)).status_code


def test_many_findings_stay_a_page_of_a_bearable_size(site: Site) -> None:
    """The gravest are shown, the others counted; the page stays below 60 kB."""
    commands = [{"title": f"<b>{number}</b>" * 9, "description": ""} for number in range(200)]
    bots = [{"botId": "x", "scopes": ["team"], "commandLists": [{"scopes": ["team"], "commands": commands}]}]
    answer = send(site, package(indent=1, bots=bots))
    page = Page(answer)

    assert 422 == page.status
    assert MOST_SHOWN == page.source.count("<article")
    assert "more are not shown" in page.text
    assert len(answer.content) < 60_000


def test_the_same_package_sent_twice_is_one_draft(site: Site) -> None:
    """A form that is sent again leads to the same version, and another package takes its place."""
    first, again, other = sent(site, package()), sent(site, package()), sent(site, package("1.1.0"))

    assert first == again
    assert first[0] == other[0]
    assert first[1] != other[1]
    assert 1 == site.page(f"/dev/apps/{first[0]}/versions").text.count("Draft")


def test_an_id_that_belongs_to_somebody_else_is_refused(site: Site) -> None:
    """The owner is named; the publisher goes on with another id."""
    page = Page(send(site, stocked_package(SAMPLES[0], "9.0.0")))

    assert 409 == page.status
    assert "belongs to Ada Lindqvist" in page.text


def test_an_update_has_to_be_of_the_app_and_greater(site: Site) -> None:
    """Sent on the page of an app, a package with another id is refused; so is a version that is not greater."""
    site.sign_in("ada")
    app_id = site.made.apps["Pulse Check"]
    other = Page(send(site, package(), app_id))
    older = Page(send(site, stocked_package(SAMPLES[0], "1.0.1"), app_id))

    assert (400, 400) == (other.status, older.status)
    assert "with another id it is another app" in other.text
    assert 'id="report"' not in older.source


def test_uploads_are_counted(site: Site) -> None:
    """Where tries are limited, the twenty-first package within an hour is refused with the time to wait."""
    from teamshelf.server.settings import ServerSettings

    with Site(site.shelf, site.made, ServerSettings()) as limited:
        limited.sign_in("paul")
        answers = [send(limited, b"nonsense") for _ in range(21)]

    assert {422} == {answer.status_code for answer in answers[:20]}
    assert 429 == answers[20].status_code
    assert int(answers[20].headers["retry-after"]) > 0


def test_a_stranger_to_the_portal_is_sent_to_sign_in(site: Site) -> None:
    """Whoever is not signed in signs in and comes back; a form that was sent too late leads to where it stood."""
    site.client.cookies.clear()

    assert "/sign-in?return=%2Fdev" == sent_to(site.get("/dev"))
    late = sent_to(send(site, b""))
    assert "/sign-in?return=%2Fdev%2Fupload" == late
    site.sign_in("paul")
    assert "/dev/new" == sent_to(site.get("/dev/upload"))


def test_a_name_of_another_app_is_a_warning_in_the_report(site: Site) -> None:
    """What only the shelf can know stands among the findings of the check."""
    app_id, _ = sent(site, faultless(id=id_of("Copy"), name={"short": "Pulse Check"}, staticTabs=[]))

    assert "Pulse Check" in site.page(f"/dev/apps/{app_id}/report").text
    assert "1 warning" in site.page(f"/dev/apps/{app_id}/report").text
