"""What programs read of the pages for everybody: JSON twins, the data in an app's page, the table of permissions."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import App, Trait, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.consent import sentences_for
from tests.server.pages.hostile import put_hostile_apps
from tests.server.pages.stocked import Sample, package

if TYPE_CHECKING:
    from tests.server.pages.site import Site


def answer(site: Site, path: str, **headers: str) -> Any:
    """What the API says at a path."""
    found = site.get(f"/api/v1{path}", **headers)
    assert 200 == found.status_code, found.text
    return found.json()


def test_the_front_is_the_page_in_json(site: Site) -> None:
    """The same rows, apps and buttons as the page, for the same person."""
    change_settings(site.shelf, site.made.accounts["ada"], picks=(site.made.external("Expenses"),))
    site.sign_in("uma")
    page, twin = site.page("/"), answer(site, "/store")

    listed = [name for row in twin["rows"] for name in (row["title"], *(app["name"] for app in row["apps"]))]
    assert page.headings[1:] == listed
    assert (16, 2, False) == (twin["amount"], twin["updates"], twin["isOff"])
    for app in (app for row in twin["rows"] for app in row["apps"] if app["state"]["url"]):
        assert page.links[f"{app['state']['label']}: {app['name']}"] == app["state"]["url"]
    states = {app["name"]: app["state"]["kind"] for row in twin["rows"] for app in row["apps"]}
    assert ("update", "open", "request", "add") == tuple(
        states[name] for name in ("Pulse Check", "Field Notes", "Quiz Night", "Ticket Desk")
    )


@pytest.mark.parametrize(
    "query", ["", "?q=tick", "?capability=bot&sort=installs", "?q=tickit", "?certification=certified"]
)
def test_a_search_is_the_page_in_json(site: Site, query: str) -> None:
    """The same apps in the same order, the same facets with their counts, the same word in place of a misspelt one."""
    page, twin = site.page(f"/search{query}"), answer(site, f"/search{query}")

    cards = [heading for heading in page.headings if heading in site.made.apps or heading == "Car park"]
    assert cards == [app["name"] for app in twin["apps"]]
    assert ("One app" if twin["amount"] == 1 else f"{twin['amount']} apps") in page.text
    offered = re.findall(r'name="(\w+)" value="([^"]*)"(?: checked)?>[^\n]*?<span class="count">(\d+)', page.source)
    counted = [
        (facet["name"], option["value"], str(option["apps"])) for facet in twin["facets"] for option in facet["options"]
    ]
    assert [(name, value.replace("&amp;", "&"), amount) for name, value, amount in offered] == counted
    assert twin["instead"] == ("Ticket" if "tickit" in query else "")


def test_a_search_goes_on_where_it_ended(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page after page, in each order, every app comes once and in the order of a single page."""
    for order in ("relevance", "name", "updated", "installs"):
        whole = [app["id"] for app in answer(site, f"/search?q=e&sort={order}")["apps"]]
        monkeypatch.setattr("teamshelf.server.pages.searching.ON_A_PAGE", 4)
        seen, after = [], ""
        while True:
            found = answer(site, f"/search?q=e&sort={order}&after={after}")
            seen += [app["id"] for app in found["apps"]]
            after = found["after"]
            if not after:
                break
        monkeypatch.undo()
        assert len(whole) > 8
        assert whole == seen


def test_the_best_match_comes_first(site: Site) -> None:
    """An app of that very name before one whose name begins so, before one that has it in its name, before texts."""
    admin = site.made.accounts["ada"]
    for name, short in (
        ("Roulette", "One word."),
        ("Roulette wheel", "Two words."),
        ("Zero", "Not the name but the text speaks of roulette."),
    ):
        sample = Sample(name, "#445566", "Casino", ("tab",), short)
        publish(site.shelf, admin, package(sample))

    found = [app["name"] for app in answer(site, "/search?q=ROULETTE")["apps"]]

    assert ["Roulette", "Roulette wheel", "Lunch Roulette", "Zero"] == found


def test_an_app_is_told_as_its_page_shows_it(site: Site) -> None:
    """Names as the organization gave them, the digest, the links, what can be done, and what one should know."""
    site.sign_in("uma")
    page, twin = site.page(site.app_path("Parking")), answer(site, f"/apps/{site.made.external('Parking')}")

    assert ("Car park", "Parking") == (twin["name"], twin["originalName"])
    assert twin["packageDigest"] in page.text
    assert site.made.apps["Parking"] == twin["catalogueId"]
    assert "add" == twin["state"]["kind"]
    assert [notice["text"] for notice in twin["notices"]]
    assert all(notice["text"] in page.text for notice in twin["notices"])
    for label, name in (("Website", "websiteUrl"), ("Privacy", "privacyUrl"), ("Terms of use", "termsOfUseUrl")):
        assert label in page.text
        assert twin[name] in page.links.values()


def test_a_token_sees_what_it_may(site: Site) -> None:
    """A submission is there for its publisher's token, unless that token does not read the catalogue."""
    sample = Sample("Brand New", "#445566", "Harbour Street Software", ("tab",), "Not to be seen yet.")
    paul = site.made.accounts["paul"]
    publish(site.shelf, paul, package(sample), for_review=True)
    path = f"/api/v1/apps/{site.made.external('Brand New')}"

    found = {}
    for scopes in (("AppCatalog.Read.All",), ("Token.ReadWrite",)):
        token = create_token(site.shelf, paul, paul.account_id or "", label="test", scopes=scopes).text
        found[scopes[0]] = site.get(path, authorization=f"Bearer {token}").status_code

    assert {"AppCatalog.Read.All": 200, "Token.ReadWrite": 404} == found
    assert 404 == site.get(path).status_code


def test_permissions_are_told_in_sentences(site: Site) -> None:
    """Every sentence with its key, place and granter, in the language that was asked for; and as a table."""
    with site.shelf.reading() as session:
        version = session.get_one(Version, session.get_one(App, site.made.apps["Pulse Check"]).current_id)
        sentences = sentences_for(manifest_of(session, version))
    path = f"{site.made.external('Pulse Check')}/permissions"

    twin = answer(site, f"/apps/{path}", accept_language="fr")
    table = site.get(f"/apps/{path}.csv", accept_language="fr")

    assert [(each.key, each.text.in_language("fr"), each.pointer) for each in sentences] == [
        (each["key"], each["text"], each["pointer"]) for each in twin["sentences"]
    ]
    assert ["pulse.example.com", "pulse-check.example.com"] == twin["validDomains"]
    assert "attachment" in table.headers["content-disposition"]
    lines = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(sentences) + 1 == len(lines)
    assert [(each.text.in_language("fr"), each.key, each.pointer) for each in sentences] == [
        (line[1], line[3], line[7]) for line in lines[1:]
    ]


def test_releases_say_which_of_them_asked(site: Site) -> None:
    """The newest first, with what changed."""
    twin = answer(site, f"/apps/{site.made.external('Pulse Check')}/releases")

    assert [("1.1.0", True, True), ("1.0.0", False, None)] == [
        (each["number"], each["isCurrent"], each["asks"]) for each in twin
    ]
    assert twin[0]["changes"]


def test_publishers_are_all_listed(site: Site) -> None:
    """However many there are, page after page, each with its number of apps."""
    with site.shelf.database.writing() as session:
        for number in range(200):
            session.add(Trait(kind="publisher", value=f"Maker {number:03}", app_id=site.made.apps["Expenses"]))

    names, after = [], ""
    while True:
        found = answer(site, f"/publishers?after={after}")
        names += [each["name"] for each in found["publishers"]]
        after = found["after"]
        if not after:
            break
    shown, path = [], "/publishers"
    while path:
        page = site.page(path)
        shown += [heading for heading in page.headings if heading != "Publishers"]
        path = page.links.get("Next page", "")

    assert len(names) > 200
    assert len(set(names)) == len(names)
    assert names == shown
    assert {"Lighthouse Labs": 4}.items() <= {
        each["name"]: each["apps"] for each in answer(site, "/publishers?after=Li")["publishers"]
    }.items()


@pytest.mark.parametrize(
    ("name", "kind", "label", "message"),
    [
        ("Pulse Check", "version", "Pulse Check", "1.1.0"),
        ("Ticket Desk", "certification", "Ticket Desk", "Certified"),
        ("Expenses", "add", "Expenses", "Add to Teams"),
        ("Quiz Night", "version", "Quiz Night", "unavailable"),
        ("nobody's", "version", "Teams", "unknown app"),
    ],
)
def test_a_badge_is_told_in_parts(site: Site, name: str, kind: str, label: str, message: str) -> None:
    """As the picture says it, in the shape that shields.io reads."""
    twin = answer(site, f"/apps/{site.made.external(name)}/badge?kind={kind}")

    assert (1, label, message) == (twin["schemaVersion"], twin["label"], twin["message"])
    assert re.fullmatch("#[0-9a-f]{6}", twin["color"])


def test_an_apps_page_describes_it_to_programs(site: Site) -> None:
    """JSON-LD, the canonical address and OpenGraph name the app, its version, its publisher and its picture."""
    source = site.get(site.app_path("Ticket Desk")).text

    data = data_in(source)

    base, external = "http://shelf.test", site.made.external("Ticket Desk")
    assert ("https://schema.org", "SoftwareApplication") == (data["@context"], data["@type"])
    assert ("Ticket Desk", "1.0.0") == (data["name"], data["softwareVersion"])
    assert f"{base}/apps/{external}" == data["url"]
    assert f"{base}/l/app/{external}" == data["installUrl"]
    assert "Harbour Street Software" == data["author"]["name"]
    assert data["image"].startswith(f"{base}/icons/")
    assert f'<link rel="canonical" href="{base}/apps/{external}">' in source
    assert f'<meta property="og:image" content="{data["image"]}">' in source
    assert '<meta property="og:title" content="Ticket Desk">' in source


def test_no_text_ends_the_block_of_data(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a manifest says, the block is one text of JSON that says it, and has no sign of HTML in it."""
    for _, external in put_hostile_apps(site.shelf, site.made, monkeypatch):
        source = site.get(f"/apps/{external}").text
        data = data_in(source)
        assert external == data["identifier"]
        block = source.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert not set("<>&'") & set(block)


def data_in(source: str) -> Any:
    """The block of data of a page."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source)
    assert 1 == len(blocks)
    return json.loads(blocks[0])
