"""What if: an edited manifest is compared under all rule sets, and nothing of it is stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.tables import AuditEvent, Package, Surface, Version
from teamshelf.catalogue.versions.reviewing import approve
from teamshelf.package.source import open_source
from tests.server.pages.dev.sending import package, sent, submitted
from tests.server.pages.site import Page, Site

MANIFEST = json.loads(open_source(package("1.1.0"), name="package.zip").read("manifest.json", 2**20) or b"")
"""The manifest of an update that asks nobody."""


@pytest.fixture
def app_id(site: Site) -> str:
    """A published app of Paul's."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    return app_id


def tried(site: Site, app_id: str, **members: Any) -> Page:
    """The page after a manifest was tried, some members of which were changed."""
    return Page(site.post(f"/dev/apps/{app_id}/what-if", manifest=json.dumps(MANIFEST | members, indent=2)))


def rows(site: Site) -> list[int | None]:
    """How many rows there are of what an update would store."""
    with site.shelf.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(each)) for each in (AuditEvent, Package, Surface, Version)
        ]


def test_the_form_offers_the_manifest_that_comes_next(site: Site, app_id: str) -> None:
    """It leads on from what people will be asked, and is filled with the text as it is stored."""
    link = site.page(f"/dev/apps/{app_id}/consent").links["What if …"]

    assert f"/dev/apps/{app_id}/what-if" == link
    assert "&#34;manifestVersion&#34;" in site.page(link).source


def test_a_change_that_asks_is_told_with_why_and_whom(site: Site, app_id: str) -> None:
    """The verdict of each rule set, the reason, and what people would read; nothing is written anywhere."""
    before = rows(site)
    quiet = tried(site, app_id)
    asking = tried(site, app_id, permissions=["identity", "messageTeamMembers"])

    assert '<div class="verdict good">' in quiet.source
    assert '<div class="verdict bad">' in asking.source
    assert "1.0.0 → 1.1.0" in asking.text
    assert "/permissions" in asking.text
    assert "What people will read" in asking.headings
    assert before == rows(site)


def test_what_is_no_update_at_all_says_so(site: Site, app_id: str) -> None:
    """A version that is not greater, and another id, are pointed out above the verdict."""
    older = tried(site, app_id, version="0.9.0")
    other = tried(site, app_id, id="00000000-0000-4000-8000-000000000001")

    assert "0.9.0" in older.text.partition("Users must")[0]
    assert "notice bad" in older.source
    assert "notice bad" in other.source


def test_of_a_first_version_all_that_it_asks_is_shown(site: Site) -> None:
    """Where nothing is published, whoever adds the app reads everything."""
    site.sign_in("paul")
    app_id, _ = sent(site, package())
    page = tried(site, app_id, permissions=["identity"])

    assert "This is the first version" in page.text
    assert "Know who you are" in page.text


@pytest.mark.parametrize("text", ["{", "[]", "null", "nonsense", '{"id": 1,}', '"\ufffd"'])
def test_what_cannot_be_compared_has_its_report(site: Site, app_id: str, text: str) -> None:
    """A text with faults is no manifest yet: its findings are shown in place of a verdict."""
    page = Page(site.post(f"/dev/apps/{app_id}/what-if", manifest=text))

    assert 200 == page.status
    assert "This text cannot be compared" in page.text
    assert "<article" in page.source


@pytest.mark.parametrize(
    "members",
    [
        {"version": 7, "id": None, "name": [], "bots": "x", "staticTabs": [7], "permissions": {"a": 1}},
        {"bots": [{"botId": {}, "scopes": 1}], "webApplicationInfo": [], "validDomains": [None, 1]},
        {
            "authorization": {"permissions": {"resourceSpecific": [{"name": 1, "type": []}, 2]}},
            "composeExtensions": [[]],
        },
        {"version": "<script>trap()</script>"},
    ],
)
def test_values_of_any_kind_are_compared(site: Site, app_id: str, members: dict[str, Any]) -> None:
    """What fits no schema is compared as far as it can be read."""
    page = tried(site, app_id, **members)

    assert 200 == page.status
    assert "<script>trap" not in page.source


@pytest.mark.parametrize("text", ["", " ", "x" * 200_001])
def test_nothing_and_too_much_are_refused(site: Site, app_id: str, text: str) -> None:
    """The message says what the form wants."""
    page = Page(site.post(f"/dev/apps/{app_id}/what-if", manifest=text))

    assert 400 == page.status
    assert "Paste the text of a manifest" in page.text


def test_it_is_for_whoever_has_the_app(site: Site, app_id: str) -> None:
    """Somebody else's app is not there; nor is a version of another app to compare with."""
    assert 404 == site.post(f"/dev/apps/{app_id}/what-if", manifest="{}", old="nonsense").status_code
    site.sign_in("rita")
    assert 404 == site.post(f"/dev/apps/{app_id}/what-if", manifest="{}").status_code
    assert 404 == site.get(f"/dev/apps/{app_id}/what-if").status_code
