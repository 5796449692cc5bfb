"""The preview of a version on the shelf, and its package to be saved."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.policy.access import Access
from teamshelf.catalogue.policy.policies import set_access
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import App, Package, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.package.app import App as Contents
from teamshelf.package.source import open_source
from teamshelf.preview import SURFACES, Addresses, options_from, render
from tests.server.pages.stocked import Sample, package

if TYPE_CHECKING:
    from tests.server.pages.site import Site


def current(site: Site, name: str) -> tuple[str, str, bytes]:
    """The published version of an app: its id, its digest and its bytes."""
    with site.shelf.reading() as session:
        version = session.get_one(Version, session.get_one(App, site.made.apps[name]).current_id)
        content = session.get_one(Package, version.package_digest).content
        return version.id, version.package_digest, content


def test_the_app_page_leads_to_its_preview_and_back(site: Site) -> None:
    """The tab opens the published version, which names the page that it came from."""
    version_id, _, _ = current(site, "Ticket Desk")
    page = site.page(site.app_path("Ticket Desk"))

    preview = site.page(page.links["Preview"])

    assert f"/preview/{version_id}" == page.links["Preview"]
    assert "Ticket Desk" in preview.headings
    assert "Ticket Desk" in site.page(preview.links["Back to the app"]).headings


@pytest.mark.parametrize("surface", [surface.name for surface in SURFACES])
def test_its_pages_are_those_of_the_toolkit(site: Site, surface: str) -> None:
    """Every surface is what the toolkit makes of the same bytes, but for the addresses."""
    version_id, _, content = current(site, "Field Notes")

    answer = site.get(f"/preview/{version_id}/{surface}?lang=fr&theme=dark")

    static = re.search(r'href="(/static/\w+/)design.css"', answer.text)
    assert static is not None
    expected = render(
        Contents(open_source(content)),
        surface,
        options_from({"lang": "fr", "theme": "dark"}, "en"),
        addresses=Addresses(
            pages=f"/preview/{version_id}/",
            static=static[1],
            pictures=f"/preview/{version_id}/pictures/",
            back=f"/apps/{site.made.apps['Field Notes']}",
        ),
    )
    assert expected == answer.text
    assert "fr" == answer.headers["content-language"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'se")


def test_what_a_preview_page_loads_is_there(site: Site) -> None:
    """Style sheets, script and icons are all on the shelf, each as what it is."""
    version_id, _, _ = current(site, "Ticket Desk")
    source = site.get(f"/preview/{version_id}").text

    wanted = set(re.findall(r'(?:src|href)="(/(?:static|preview)/[^"?]+\.\w+)"', source))
    kinds = {path.rpartition("/")[2].partition("-")[0]: site.get(path) for path in wanted}

    assert {"design.css", "preview.css", "preview.js", "mark.svg", "color"} == set(kinds)
    assert {200} == {answer.status_code for answer in kinds.values()}
    assert "image/png" == kinds["color"].headers["content-type"]
    assert "immutable" in kinds["color"].headers["cache-control"]
    assert "immutable" in kinds["preview.css"].headers["cache-control"]


def test_a_first_look_is_in_the_readers_language(site: Site) -> None:
    """Whoever reads French sees the app's French texts at once, and can choose its own language."""
    version_id, _, _ = current(site, "Ticket Desk")

    assert "En français : Tickets" in site.page(f"/preview/{version_id}", accept_language="fr").text
    assert "En français : Tickets" not in site.page(f"/preview/{version_id}?lang=fr&reader=").text


def test_what_is_not_published_is_previewed_by_those_who_see_it(site: Site) -> None:
    """A submission is there for its publisher and for reviewers; for others neither it nor its pictures are."""
    sample = Sample("Brand New", "#445566", "Harbour Street Software", ("tab",), "Not to be seen yet.")
    made = publish(site.shelf, site.made.accounts["paul"], package(sample), for_review=True)
    path = f"/preview/{made.version_id}"

    for name in ("paul", "rita"):
        site.sign_in(name)
        source = site.get(path).text
        assert "Not to be seen yet." in source
    picture = re.search(rf"{path}/pictures/color-[0-9a-f]+\.png", source)
    assert picture is not None
    assert 200 == site.get(picture[0]).status_code

    site.client.cookies.clear()
    for name in ("", "uma"):
        if name:
            site.sign_in(name)
        assert {404} == {site.get(each).status_code for each in (path, f"{path}/store", picture[0])}


@pytest.mark.parametrize("end", ["/nothing", "/pictures/nothing.png", "/pictures/color-0.png"])
def test_there_is_no_other_surface_or_picture(site: Site, end: str) -> None:
    """An address that no page names is not there."""
    version_id, _, _ = current(site, "Ticket Desk")

    assert 404 == site.get(f"/preview/{version_id}{end}").status_code


def test_a_package_is_saved_as_it_is_stored(site: Site) -> None:
    """The very bytes whose digest the page shows, as a file to be saved; whoever has them is sent none."""
    _, digest, content = current(site, "Expenses")
    site.sign_in("uma")
    page = site.page(site.app_path("Expenses"))

    answer = site.get(page.links["Download the package"])

    assert digest in page.text
    assert (content, digest) == (answer.content, sha256(answer.content).hexdigest())
    assert "application/zip" == answer.headers["content-type"]
    name = f"{site.made.external('Expenses')}-1.0.0.zip"
    assert f'attachment; filename="{name}"' == answer.headers["content-disposition"]
    again = site.get(page.links["Download the package"], if_none_match=answer.headers["etag"])
    assert (304, b"") == (again.status_code, again.content)


def test_a_visitor_signs_in_to_have_a_package(site: Site) -> None:
    """The link leads through signing in to the file."""
    page = site.page(site.app_path("Expenses"))

    answer = site.get(page.links["Sign in to download the package"])

    assert 303 == answer.status_code
    assert answer.headers["location"].startswith("/sign-in?return=%2Fapps%2F")


@pytest.mark.parametrize("lever", ["status", "access", "setting"])
def test_whoever_may_not_use_an_app_gets_no_package(site: Site, lever: str) -> None:
    """A block, a restriction and the setting each take the link and the file away; its publisher keeps both."""
    admin = site.made.accounts["ada"]
    name = "Quiz Night" if lever == "status" else "Expenses"
    if lever == "access":
        set_access(site.shelf, admin, site.made.apps[name], Access.NOBODY)
    if lever == "setting":
        change_settings(site.shelf, admin, allow_downloads=False)
    path = f"{site.app_path(name)}/package"

    site.sign_in("uma")
    page, answer = site.page(site.app_path(name)), site.get(path)
    assert not [label for label in page.links if "ownload" in label]
    assert 403 == answer.status_code

    site.sign_in("ada")
    assert 200 == site.get(path).status_code
    assert "Download the package" in site.page(site.app_path(name)).links


def test_the_package_of_a_submission_is_its_publishers(site: Site) -> None:
    """What waits for review is saved by its publisher and reviewers, whatever is settled for users."""
    change_settings(site.shelf, site.made.accounts["ada"], allow_downloads=False)
    sample = Sample("Brand New", "#445566", "Harbour Street Software", ("tab",), "Not to be seen yet.")
    publish(site.shelf, site.made.accounts["paul"], package(sample), for_review=True)
    path = f"{site.app_path('Brand New')}/package"

    found = {}
    for name in ("paul", "rita", "uma"):
        site.sign_in(name)
        found[name] = site.get(path).status_code

    assert {"paul": 200, "rita": 200, "uma": 404} == found
