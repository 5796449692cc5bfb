"""The pages of an app."""

from __future__ import annotations

import html
import re
import shutil
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.describing import describe_app
from teamshelf.catalogue.apps.screenshots import add_screenshot
from teamshelf.catalogue.database import FILE_NAME, open_database
from teamshelf.catalogue.policy.access import Access
from teamshelf.catalogue.policy.customising import customise, publish_customisation
from teamshelf.catalogue.policy.policies import set_access
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App, RateWindow, Version
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.withdrawing import withdraw
from teamshelf.consent import GROUPS, sentences_for
from teamshelf.server.pages.accents import TEXT_CONTRAST, accent_style, contrast
from teamshelf.server.pages.buttons import PACE
from teamshelf.server.settings import ServerSettings
from tests.server.pages.pictures import screenshot
from tests.server.pages.site import Site, sent_to
from tests.server.pages.stocked import SAMPLES, Sample, Stocked, package

if TYPE_CHECKING:
    from pathlib import Path


def test_the_overview_says_what_the_app_is(site: Site) -> None:
    """Description, where it works, what it brings, and ids stand on the first page."""
    page = site.page(site.app_path("Ticket Desk"))

    assert 200 == page.status
    for heading in ("Ticket Desk", "About this app", "Where it works", "What you get", "Details"):
        assert heading in page.headings
    assert site.made.external("Ticket Desk") in page.text
    assert "<em>quick</em>" in page.source
    assert "https://www.example.com/help" == page.links["our pages"]


def test_a_problem_is_reported_where_the_settings_say(site: Site) -> None:
    """The page of an app leads to the organization's page for it, with the app's id; by default to ours."""
    path, external = site.app_path("Ticket Desk"), site.made.external("Ticket Desk")
    before = site.page(path).links
    url = "https://desk.example.com/apps?about=[id]"
    change_settings(site.shelf, site.made.accounts["ada"], report_url=url)

    assert f"{path}/remark" == before["Report a problem with this app"]
    assert f"https://desk.example.com/apps?about={external}" == site.page(path).links["Report a problem with this app"]


@pytest.mark.parametrize("way", ["external", "catalogue", "upper", "braces"])
def test_an_app_is_found_by_either_id_in_any_form(site: Site, way: str) -> None:
    """The manifest's id and the catalogue's lead to the same page."""
    external = site.made.external("Expenses")
    ids = {
        "external": external,
        "catalogue": site.made.apps["Expenses"],
        "upper": external.upper(),
        "braces": f"{{{external}}}",
    }

    assert "Expenses" in site.page(f"/apps/{ids[way]}").headings


def test_what_is_no_id_is_told_from_what_is_not_there(site: Site) -> None:
    """A malformed id is a bad request, an unknown one is not found, with a way on."""
    malformed, unknown = site.page("/apps/tickets"), site.page("/apps/00000000-0000-0000-0000-00000000000a")

    assert (400, 404) == (malformed.status, unknown.status)
    assert "Show all apps" in unknown.links


def test_the_name_of_an_app_leads_to_its_page(site: Site) -> None:
    """A name as addresses have it leads to the id; one that several apps have to a search; any other is a bad one."""
    led = site.get("/apps/ticket-desk")
    assert (302, site.app_path("Ticket Desk")) == (led.status_code, led.headers["location"])
    for slug in ("Bibliothèque partagée", "bibliotheque-partagee", "quarterly-objectives-results"):
        assert 302 == site.get(f"/apps/{slug}").status_code
    for slug in ("ticket", "ticket-desks", "desk", "-", "%F0%9F%90%88", "x" * 3000):
        assert 400 == site.get(f"/apps/{slug}").status_code

    publish(
        site.shelf,
        site.made.accounts["ada"],
        package(Sample("Ticket-Desk!", "#112233", "Somebody Else", ("tab",), "Another one.")),
    )
    several = site.get("/apps/ticket-desk")
    assert (302, "/search?q=ticket+desk") == (several.status_code, several.headers["location"])


def test_what_an_organization_says_otherwise_is_noticed(site: Site) -> None:
    """An app whose name is its publisher's, but not its description, says that it was adapted."""
    made = site.made
    sample = Sample("Harbour Map", "#112233", "Building Services", ("tab",), "Where the boats are.")
    content = package(sample, configurableProperties=["shortDescription"])
    app_id = publish(site.shelf, made.accounts["ada"], content).app_id
    assert "has adapted" not in site.page(site.app_path("Harbour Map")).text
    customise(site.shelf, made.accounts["ada"], app_id, {"shortDescription": "Boats, and where they are moored today."})
    publish_customisation(site.shelf, made.accounts["ada"], app_id)

    text = site.page(site.app_path("Harbour Map")).text
    assert "Your organization has adapted what is said of this app here." in text


def test_a_withdrawn_app_says_that_it_is_gone(site: Site) -> None:
    """What was on the shelf once is told from what never was; its publisher still sees it."""
    with site.shelf.reading() as session:
        version = session.get_one(App, site.made.apps["Expenses"]).current_id
    assert version is not None
    withdraw(site.shelf, site.made.accounts["ada"], version)

    gone = site.page(site.app_path("Expenses"))
    assert (404, ["No longer here"]) == (gone.status, gone.headings)
    site.sign_in("ada")
    assert "Nothing of this app is published" in site.page(site.app_path("Expenses")).text


def test_a_submitted_app_is_seen_by_its_publisher_alone(site: Site) -> None:
    """What waits for a review is not there for anybody else."""
    sample = Sample("Brand New", "#445566", "Harbour Street Software", ("tab",), "Not to be seen yet.")
    publish(site.shelf, site.made.accounts["paul"], package(sample), for_review=True)

    assert 404 == site.get(site.app_path("Brand New")).status_code
    site.sign_in("uma")
    assert 404 == site.get(site.app_path("Brand New")).status_code
    site.sign_in("paul")
    seen = site.page(site.app_path("Brand New"))
    assert 200 == seen.status
    assert "Nothing of this app is published" in seen.text


def test_permissions_are_the_sentences_of_consent(site: Site) -> None:
    """The page has every sentence, and no other words for them."""
    with site.shelf.reading() as session:
        version = session.get_one(Version, session.get_one(App, site.made.apps["Pulse Check"]).current_id)
        sentences = sentences_for(manifest_of(session, version))

    page = site.page(f"{site.app_path('Pulse Check')}/permissions")

    assert len(sentences) > 5
    for sentence in sentences:
        assert str(sentence.text) in page.text
        assert str(GROUPS[sentence.group]) in page.headings


def test_a_certified_app_shows_its_ladder(site: Site) -> None:
    """Three tiers with their dates; what nobody answered says so and looks like nothing good."""
    page = site.page(f"{site.app_path('Ticket Desk')}/certification")

    assert "Verified as Harbour Street Software Ltd" in page.text
    assert "Evidence was examined" in page.text
    assert "The certificate holds until" in page.text
    assert page.source.count('<li class="done">') == 2
    unanswered = re.findall(r'<span class="chip (\w+)">Not answered</span>', page.source)
    assert {"warn"} == set(unanswered)


def test_an_expired_certificate_is_never_green(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year later the certification has expired, on the panel, the card and the badge."""
    from datetime import timedelta

    later = site.shelf.clock() + timedelta(days=400)
    monkeypatch.setattr(site.shelf, "clock", lambda: later)

    page = site.page(f"{site.app_path('Ticket Desk')}/certification")

    assert '<li class="expired">' in page.source
    assert "The certificate holds until" not in page.text
    assert 'class="tier certified"' not in page.source
    assert (
        "Certification expired" in site.get(f"/badge/{site.made.external('Ticket Desk')}.svg?kind=certification").text
    )


def test_an_app_nobody_looked_at_has_an_empty_panel(site: Site) -> None:
    """Without answers there is no table of them, and no tier looks reached."""
    page = site.page(f"{site.app_path('Expenses')}/certification")

    assert "The publisher has not answered the questions" in page.text
    assert 3 == page.source.count('<li class="open">')
    assert 'class="tier' not in page.source


def test_versions_say_which_of_them_asked(site: Site) -> None:
    """The list is newest first, with a mark on what needed consent."""
    page = site.page(f"{site.app_path('Pulse Check')}/versions")

    assert ["1.1.0 Published Asks for consent", "1.0.0"] == page.headings[1:]
    assert "ChannelMessage.Read.Group" in page.text


def test_an_adapted_app_names_its_publishers_own(site: Site) -> None:
    """The organization's name and colour are shown, and the publisher's own name is told beside them."""
    page = site.page(site.app_path("Parking"))

    assert "Car park" == page.headings[0]
    assert "Its publisher calls it “Parking”" in page.text
    assert "/accents/b146c2.css" in page.source


@pytest.mark.parametrize("color", [sample.color.lower()[1:] for sample in SAMPLES] + ["777777", "ffff00", "808080"])
def test_text_on_an_apps_colour_can_be_read(color: str) -> None:
    """Whatever colour a publisher chose, the text of a button in it has a contrast of 4.5 to 1 in light and dark."""
    style = accent_style(color)
    assert style is not None
    tokens = dict(re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", style))

    for ground in ("app", "app-strong"):
        for background, text in zip(tokens[ground].split(", "), tokens["on-app"].split(", "), strict=True):
            assert contrast(_rgb(background), _rgb(text)) >= TEXT_CONTRAST, (ground, background, text)


@pytest.mark.parametrize(
    "name",
    [
        "red.css",
        "12345.css",
        "0b6e6e.body.css",
        "0b6e6e..css",
        "0b6e6e.after.css.css",
        "0B6E6E.css",
        "0b6e6e",
        "0b6e6e;}.css",
    ],
)
def test_only_colours_have_a_style_sheet(site: Site, name: str) -> None:
    """Nothing but six digits gets into a style sheet."""
    assert 404 == site.get(f"/accents/{name}").status_code


def test_a_colour_can_be_for_a_part_of_a_page(site: Site) -> None:
    """Two colours stand side by side on one page; the rest of the page keeps its own."""
    whole, part = (site.get(f"/accents/0b6e6e{each}.css").text for each in ("", ".after"))

    assert whole.startswith(":root {")
    assert whole.replace(":root", ".accent-after") == part


def test_icons_are_kept_for_good(site: Site) -> None:
    """A picture is served under its digest as PNG; another digest is not there."""
    source = site.get(site.app_path("Expenses")).text
    url = re.search(r"/icons/[0-9a-f]{64}\.png", source)
    assert url is not None

    answer = site.get(url[0])

    assert ("image/png", 200) == (answer.headers["content-type"], answer.status_code)
    assert "immutable" in answer.headers["cache-control"]
    assert 404 == site.get(f"/icons/{'0' * 64}.png").status_code


def test_pages_are_small(site: Site) -> None:
    """No page has 60 kB, and the front neither, whoever looks."""
    paths = [
        "/",
        "/search",
        *(f"{site.app_path('Ticket Desk')}{end}" for end in ("", "/permissions", "/certification")),
    ]

    for name in ("", "uma"):
        if name:
            site.sign_in(name)
        assert all(len(site.get(path).content) < 60_000 for path in paths)


def test_a_blocked_app_says_who_blocked_it_to_visitors(site: Site) -> None:
    """A visitor sees that an administrator has blocked an app."""
    assert "An administrator has blocked this app." in site.page(site.app_path("Quiz Night")).text


def test_the_button_page_makes_what_it_shows(site: Site) -> None:
    """The snippets name this shelf, the app and the chosen picture."""
    path = f"{site.app_path('Expenses')}/button"
    page = site.page(f"{path}?language=fr&theme=dark&size=large")

    assert "lang=fr&amp;theme=dark&amp;size=large" in page.source
    assert f"http://shelf.test/l/app/{site.made.external('Expenses')}" in page.text
    teams = site.page(f"{path}?target=teams&kind=version")
    assert f"https://teams.microsoft.com/l/app/{site.made.external('Expenses')}" in teams.text
    assert "kind=version" in teams.source


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("Expenses", "", "Add to Teams"),
        ("Expenses", "?lang=fr", "Ajouter à Teams"),
        ("Pulse Check", "?kind=version", "1.1.0"),
        ("Pulse Check", "?kind=installs", "in 2 places"),
        ("Ticket Desk", "?kind=certification", "Certified"),
        ("Quiz Night", "", "unavailable"),
        ("Nobody's app", "", "unknown app"),
    ],
)
def test_badges_say_what_they_are_asked(site: Site, name: str, query: str, says: str) -> None:
    """A picture can be embedded anywhere, is kept for an hour, and is never broken."""
    import html

    answer = site.get(f"/badge/{site.made.external(name)}.svg{query}")

    assert (200, "image/svg+xml") == (answer.status_code, answer.headers["content-type"].partition(";")[0])
    assert says in html.unescape(answer.text)
    assert "cross-origin" == answer.headers["cross-origin-resource-policy"]
    again = site.get(f"/badge/{site.made.external(name)}.svg{query}", if_none_match=answer.headers["etag"])
    assert (304, b"") == (again.status_code, again.content)


def test_a_button_follows_the_readers_device(site: Site) -> None:
    """One snippet names a picture for light and one for dark, which both are there; a compact button has one."""
    external = site.made.external("Expenses")
    page = site.page(f"{site.app_path('Expenses')}/button?theme=auto")
    named = re.findall(r'http://shelf\.test(/badge/[^"]+)"', page.text.partition("Markdown")[0])

    assert ["dark", "light"] == [re.findall(r"theme=(\w+)", path)[0] for path in named]
    assert '<source media="(prefers-color-scheme: dark)"' in page.text
    pictures = [site.get(path.replace("&amp;", "&")).text for path in named]
    assert all("Add to Teams" in picture for picture in pictures)
    assert pictures[0] != pictures[1]
    compact = site.page(f"{site.app_path('Expenses')}/button?theme=auto&kind=compact")
    assert f"/badge/{external}.svg?lang=en&amp;kind=compact" in compact.source
    assert "<source" not in compact.text
    assert "Expenses: Add to Teams" in site.get(f"/badge/{external}.svg?kind=compact").text


def test_a_picture_can_be_asked_for_by_its_height(site: Site) -> None:
    """`h=` is the height in pixels, and `kind=cert` is short for the certification."""
    external = site.made.external("Ticket Desk")

    for height, size in ((32, "small"), (40, "medium"), (48, "large")):
        assert site.get(f"/badge/{external}.svg?h={height}").text == site.get(f"/badge/{external}.svg?size={size}").text
    assert f'height="{32}"' in site.get(f"/badge/{external}.svg?h=32").text
    cert = [site.get(f"/badge/{external}.svg?kind={kind}").text for kind in ("cert", "certification")]
    assert cert[0] == cert[1]
    assert "Certified" in cert[0]


@pytest.mark.parametrize("lever", ["publisher", "settings", "access"])
def test_a_badge_promises_nothing_that_is_blocked(site: Site, lever: str) -> None:
    """However an app is kept from people, its button says that it is unavailable."""
    admin = site.made.accounts["ada"]
    if lever == "publisher":
        sample = Sample("Caution", "#445566", "Harbour Street Software", ("tab",), "Waits for an administrator.")
        publish(site.shelf, admin, package(sample, defaultBlockUntilAdminAction=True))
    elif lever == "settings":
        change_settings(site.shelf, admin, allow_apps=False)
    else:
        set_access(site.shelf, admin, site.made.apps["Expenses"], Access.NOBODY)
    name = "Caution" if lever == "publisher" else "Expenses"

    assert "unavailable" in site.get(f"/badge/{site.made.external(name)}.svg").text


def test_a_signed_in_page_goes_where_it_was_asked(site: Site) -> None:
    """Whoever signs in from an app comes back to it, and nobody is sent to another site."""
    answer = site.post("/sign-in", name="uma@example.com", password="harbour-lantern-27", **{"return": "/apps"})
    assert "/apps" == sent_to(answer)
    site.client.cookies.clear()
    away = site.post("/sign-in", name="uma@example.com", password="harbour-lantern-27", **{"return": "//evil.example"})
    assert "/" == sent_to(away)


def _rgb(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def test_a_button_is_a_picture_for_those_who_take_no_svg(site: Site) -> None:
    """The page gives HTML with both densities; each is a PNG that is kept an hour; what is not to be had says so."""
    external = site.made.external("Expenses")
    page = site.page(f"/apps/{external}/button?language=fr&theme=dark")
    found = html.unescape(page.source.partition('id="png"')[2].partition("</code>")[0])
    once, twice = re.findall(r"http://shelf\.test(/badge/\S+) [12]x", html.unescape(found))

    assert once == f"/badge/{external}.png?lang=fr&theme=dark&size=medium"
    one, two, blocked = site.get(once), site.get(twice), site.get(f"/badge/{site.made.external('Quiz Night')}.png")
    sizes = [struct.unpack(">II", each.content[16:24]) for each in (one, two)]
    assert [side * 2 for side in sizes[0]] == list(sizes[1])
    assert "image/png" == one.headers["content-type"]
    assert "public, max-age=3600" == one.headers["cache-control"]
    assert 304 == site.get(once, if_none_match=one.headers["etag"]).status_code
    assert 200 == blocked.status_code
    assert blocked.content != site.get(f"/badge/{external}.png").content
    assert blocked.content == site.get(f"/badge/{site.made.external('Lunch Roulette')}.png").content
    unknown = site.get("/badge/00000000-0000-4000-8000-00000000ffff.png")
    assert (200, "image/png") == (unknown.status_code, unknown.headers["content-type"])
    assert "PNG" not in site.page(f"/apps/{external}/button?kind=version").text


def test_pictures_are_given_out_at_a_pace(filled: tuple[Path, Stocked], tmp_path: Path) -> None:
    """Whoever asks for more in a minute than anybody shows is told when to come back; nothing is written for it."""
    shutil.copyfile(filled[0], tmp_path / FILE_NAME)
    (tmp_path / FILE_NAME).chmod(0o600)
    shelf = Shelf(open_database(data=tmp_path), clock=lambda: datetime(2026, 5, 4, 10, 0, 20, tzinfo=UTC))
    with Site(shelf, filled[1], ServerSettings()) as site:
        path = f"/badge/{site.made.external('Expenses')}.svg"
        answers = [site.get(path) for _ in range(PACE.times + 1)]
    with shelf.reading() as session:
        written = session.scalar(select(func.count()).select_from(RateWindow))

    assert [200] * PACE.times + [429] == [each.status_code for each in answers]
    assert "40" == answers[-1].headers["retry-after"]
    assert 0 == written


def test_screenshots_and_a_video_come_first(site: Site) -> None:
    """The video is a link and nothing of it is loaded; pictures are ours, have words and lead to themselves."""
    made, path = site.made, site.app_path("Expenses")
    assert "Video and screenshots" not in site.page(path).headings
    ada, app_id = made.accounts["ada"], made.apps["Expenses"]
    describe_app(site.shelf, ada, app_id, video_url="https://video.example.com/watch?v=1")
    digests = [add_screenshot(site.shelf, ada, app_id, screenshot(number), caption=words) for number, words in WORDS]
    page = site.page(path)

    assert page.headings.index("Video and screenshots") < page.headings.index("About this app")
    assert "https://video.example.com/watch?v=1" == page.links["Watch the video on video.example.com"]
    assert 1 == page.source.count("video.example.com/watch")
    shown = re.findall(r'<a href="(/icons/\w+\.png)"><img src="(/icons/\w+\.png)" alt="([^"]*)"', page.source)
    urls = [f"/icons/{digest}.png" for digest in digests]
    assert list(zip(urls, urls, ["The board &amp; more", "Screenshot 2"], strict=True)) == shown
    assert "image/png" == site.get(urls[0]).headers["content-type"]
    twin = site.get(f"/api/v1/apps/{app_id}").json()
    assert [{"url": urls[0], "text": "The board & more"}, {"url": urls[1], "text": "Screenshot 2"}] == twin[
        "screenshots"
    ]
    assert "https://video.example.com/watch?v=1" == twin["videoUrl"]


WORDS = ((1, "The board & more"), (2, ""))
