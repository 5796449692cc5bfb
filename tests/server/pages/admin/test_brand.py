"""The shelf as its organisation knows it: name, picture, colour, what stands at its head, and that it is shut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.policy.branding import set_logo
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.settings import change_settings, settings
from teamshelf.server.pages.accents import BRAND, accent_style, color_of, contrast
from tests.catalogue.looking import refused
from tests.manifests import icons
from tests.server.pages.deeds import form
from tests.server.pages.page_deeds import settings_form
from tests.server.pages.site import Page, Site, sent_to

if TYPE_CHECKING:
    from httpx import Response

    from teamshelf.catalogue.people.actors import Actor

PICTURE = icons()["color.png"]
REMOVE = b'--edge\r\nContent-Disposition: form-data; name="remove"\r\n\r\nyes\r\n--edge--\r\n'


@pytest.fixture(autouse=True)
def _admin(site: Site) -> None:
    site.sign_in("ada")


def ada(site: Site) -> Actor:
    """The administrator."""
    return site.made.accounts["ada"]


def send(site: Site, content: bytes) -> Response:
    """What the forms for the picture do."""
    kind = {"content-type": "multipart/form-data; boundary=edge", "sec-fetch-site": "same-origin"}
    body = content if content == REMOVE else form("picture", content, "image/png")
    answer: Response = site.client.post("/admin/settings/logo", content=body, headers=kind, follow_redirects=False)
    return answer


def test_the_name_and_colour_are_on_every_page(site: Site) -> None:
    """Also where nothing was found, and for visitors; escaped as any text."""
    change_settings(site.shelf, ada(site), brand_name="Harbour <b>& Co", brand_color="#FFD400")
    site.client.cookies.clear()
    pages = [site.page(path) for path in ("/", "/search?q=zzz", "/sign-in", site.app_path("Expenses"))]
    lost = site.page("/nowhere")

    for page in (*pages, lost):
        assert "· Harbour &lt;b&gt;&amp; Co</title>" in page.source
        assert 'href="/accents/ffd400.brand.css"' in page.source
    assert 200 == site.get("/accents/ffd400.brand.css").status_code
    assert 404 == site.get("/accents/ffd400.other.css").status_code


@pytest.mark.parametrize("digits", ["ffffff", "000000", "ffd400", "0b6e6e", "7f7f7f", "ff0000", "1c202b", "00ff00"])
def test_any_colour_can_be_read(digits: str) -> None:
    """Links on the page, on cards, on sunken and tinted grounds, and what is written on a button: by day and night."""
    style = accent_style(f"{digits}.{BRAND}") or ""
    found = dict(re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", style))
    grounds = {0: ("#ffffff", "#f5f6f9"), 1: ("#1c202b", "#13161d")}

    assert {"accent", "accent-strong", "on-accent", "tint"} == set(found)
    for at, own in grounds.items():
        token = {name: color_of(value.split(", ")[at][1:]) for name, value in found.items()}
        for ground in (*(color_of(each[1:]) for each in own), token["tint"]):
            assert contrast(token["accent-strong"], ground) >= 4.5
            assert contrast(token["accent"], ground) >= 4.5
        assert contrast(token["accent"], token["on-accent"]) >= 4.5
        assert contrast(token["accent-strong"], token["on-accent"]) >= 4.5


def test_the_picture_is_sent_shown_and_taken_back(site: Site) -> None:
    """Only its pixels are kept; what is no square PNG file is refused, and the form says so."""
    sent_to(send(site, PICTURE))
    shown = site.page("/").source
    url = re.search(r'<a class="brand" href="/"><img src="(/icons/[0-9a-f]{64}\.png)" alt="" width="32"', shown)
    wrong = [send(site, content) for content in (b"", b"<svg/>", PICTURE[:-20], b"x" * 5_000_000)]
    kept = site.page("/admin/settings")
    sent_to(send(site, REMOVE))

    assert url is not None
    assert "image/png" == site.get(url[1]).headers["content-type"]
    assert {400} == {answer.status_code for answer in wrong}
    assert "The picture is a square PNG file of 48 to 512 pixels." in Page(wrong[0]).text
    assert url[1] in kept.source
    assert "<img" not in site.page("/").source.partition('class="brand"')[2].partition("</a>")[0]


def test_saving_the_settings_keeps_the_picture(site: Site) -> None:
    """It has a form of its own; by its digest only a picture of the shelf can be chosen."""
    digest = set_logo(site.shelf, ada(site), PICTURE)
    sent_to(site.post("/admin/settings", **settings_form(brand_name="Harbour")))
    with site.shelf.reading() as session:
        holds = settings(session)

    assert (digest, "Harbour") == (holds.brand_logo, holds.brand_name)
    unknown = refused(change_settings, site.shelf, ada(site), brand_logo="0" * 64)
    assert (Kind.INVALID, "setting-malformed") == unknown
    assert (Kind.FORBIDDEN, "role-needed") == refused(set_logo, site.shelf, site.made.accounts["rita"], PICTURE)
    assert 400 == site.post("/admin/settings", **settings_form(brand_color="red")).status_code


def test_the_head_of_the_store_front_is_written_by_administrators(site: Site) -> None:
    """In both languages; what is missing in French is shown in English, and what is nowhere is ours."""
    change_settings(site.shelf, ada(site), hero_title_en="Welcome <i>", hero_title_fr="Bienvenue")
    english, french = site.page("/"), site.page("/?lang=fr")
    change_settings(site.shelf, ada(site), hero_text_en="Ask Ada.", hero_title_en="", hero_title_fr="")
    later = site.page("/?lang=fr")

    assert "Welcome <i>" in english.headings
    assert "<i>" not in english.source
    assert "Bienvenue" in french.headings
    assert "Everything on this shelf can be added" in english.text
    assert "Ask Ada." in later.text
    assert "Trouvez une application pour votre travail" in later.headings


def test_buttons_and_badges_can_be_switched_off(site: Site) -> None:
    """A picture that is embedded somewhere says that there is nothing; the page says why."""
    badge = f"/badge/{site.made.external('Expenses')}.svg"
    before = site.get(badge).text
    change_settings(site.shelf, ada(site), allow_badges=False)
    after, page = site.get(badge), site.page(f"{site.app_path('Expenses')}/button")

    assert "Expenses" in before
    assert "Expenses" not in after.text
    assert "unavailable" in after.text
    assert 403 == page.status
    assert "an administrator has switched them off" in page.text


def test_a_read_only_shelf_says_so_on_every_page(site: Site) -> None:
    """To everybody, where nothing was found too, and no longer than it is."""
    said = "The shelf is read-only at present"
    before = site.page("/").text
    change_settings(site.shelf, ada(site), is_read_only=True)
    shut = [site.page(path).text for path in ("/", "/admin/settings", "/my/apps", "/nowhere")]
    change_settings(site.shelf, ada(site), is_read_only=False)

    assert all(said in text for text in shut)
    assert said not in before + site.page("/").text
