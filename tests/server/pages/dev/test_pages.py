"""What the portal shows of versions: their list, differences, what they ask, their numbers, and their packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.apps.transferring import transfer
from teamshelf.catalogue.installations.installing import install
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.stocking import BOT
from tests.server.pages.dev.sending import package, sent, submitted

if TYPE_CHECKING:
    from tests.server.pages.site import Site


@pytest.fixture
def app_id(site: Site) -> str:
    """An app of Paul's: published, in two places, with an update that asks in a draft."""
    site.sign_in("paul")
    app_id, version_id = submitted(site, package())
    approve(site.shelf, site.made.accounts["rita"], version_id)
    uma = site.made.accounts["uma"]
    assert uma.account_id is not None
    install(site.shelf, uma, app_id, uma.account_id)
    sent(site, package("1.1.0", bots=[BOT], permissions=["identity"], description={"short": "New", "full": "Longer."}))
    return app_id


def test_the_difference_is_told_in_the_apps_own_terms(site: Site, app_id: str) -> None:
    """The draft is compared with what is published, gravest changes first, each with the rule sets that ask."""
    page = site.page(f"/dev/apps/{app_id}/diff")

    assert "Changes that people are asked to accept" in page.headings
    assert "asks for consent: seed, docs-2021, admin-2024" in page.text
    assert page.text.index("Changes that people are asked to accept") < page.text.index("presents itself")
    assert "/bots/0" in page.text


def test_what_will_be_asked_is_told_for_each_rule_set(site: Site, app_id: str) -> None:
    """The verdict of the shelf's own rules, all three sets side by side, in how many places, and the new sentences."""
    page = site.page(f"/dev/apps/{app_id}/consent")

    assert "Users must accept" in page.text
    assert "1 of 1 places have to accept" in page.text
    assert all(name in page.text for name in ("seed", "docs-2021", "admin-2024"))
    assert "Know who you are" in page.text
    assert "this shelf" in page.text


def test_a_first_version_asks_where_it_is_added(site: Site) -> None:
    """There is nothing to compare it with: all that people read is listed."""
    site.sign_in("paul")
    new, _ = sent(site, package(permissions=["identity"]))

    assert "everything is asked where the app is added" in site.page(f"/dev/apps/{new}/consent").text
    assert "Know who you are" in site.page(f"/dev/apps/{new}/consent").text
    assert "There is nothing to compare with" in site.page(f"/dev/apps/{new}/diff").text


def test_two_versions_are_chosen(site: Site, app_id: str) -> None:
    """Any two are compared, in either direction; a version of another app is none."""
    ids = [part.split('"')[0] for part in site.page(f"/dev/apps/{app_id}/diff").source.split('<option value="')[2:4]]
    page = site.page(f"/dev/apps/{app_id}/diff?old={ids[0]}&new={ids[1]}")

    assert "From 1.1.0 to 1.0.0" in page.headings
    assert 404 == site.get(f"/dev/apps/{app_id}/diff?old=nonsense").status_code
    assert 404 == site.get(f"/dev/apps/{app_id}/report?version=nonsense").status_code


def test_packages_are_downloaded_as_they_are_stored(site: Site, app_id: str) -> None:
    """The bytes come as a file to save, under a name of ours."""
    page = site.page(f"/dev/apps/{app_id}/versions")
    answer = site.get(page.links["Download 1.0.0"])

    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["content-disposition"]
    assert "-1.0.0.zip" in answer.headers["content-disposition"]


def test_the_numbers_count_places_and_decisions(site: Site, app_id: str) -> None:
    """Where it is, which version runs, and how many have to accept what is published."""
    before = site.page(f"/dev/apps/{app_id}/statistics")
    page = site.page(f"/dev/apps/{app_id}/submit")
    version_id = next(path for path in page.forms if path.endswith("/submit")).split("/")[3]
    site.post(f"/dev/versions/{version_id}/submit", revision="1")
    approve(site.shelf, site.made.accounts["rita"], version_id)
    after = site.page(f"/dev/apps/{app_id}/statistics")

    assert "1 places where it is installed 0 places that have to accept" in before.text
    assert "For one person 1" in before.text
    assert "1 places that have to accept" in after.text
    assert "1.0.0 1" in after.text


def test_an_administrator_works_on_any_app(site: Site) -> None:
    """The area of an app is there for its owner, and for administrators in their place."""
    transfer(site.shelf, site.made.accounts["ada"], site.made.apps["Pulse Check"], _account(site, "paul"))
    site.sign_in("paul")
    assert 200 == site.page(f"/dev/apps/{site.made.apps['Pulse Check']}").status
    site.sign_in("ada")
    assert 200 == site.page(f"/dev/apps/{site.made.apps['Pulse Check']}").status


def _account(site: Site, name: str) -> str:
    return site.made.accounts[name].account_id or ""
