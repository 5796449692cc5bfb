"""Reports in the portal: compared with the one before, by area, as files, with the icons under a magnifying glass."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sqlalchemy import delete

from teamshelf.catalogue.tables import Version
from teamshelf.findings import Result
from teamshelf.rules import icon_examples as examples
from teamshelf.server.pages.dev.exports import badge
from teamshelf.server.pages.dev.results import MOST_CARRIED
from tests.catalogue.packages import package as faultless
from tests.server.pages.dev.sending import NEW_APP, package, send, sent
from tests.server.pages.site import Page, Site
from tests.server.pages.stocked import id_of

if TYPE_CHECKING:
    from httpx import Response


@pytest.fixture(autouse=True)
def _publisher(site: Site) -> None:
    site.sign_in("paul")


def png(picture: Image.Image) -> bytes:
    """A picture as a file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def with_red_pixels(*places: tuple[int, int]) -> bytes:
    """An outline icon with a white square, and red pixels at some places."""
    picture = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    picture.paste((255, 255, 255, 255), (2, 2, 30, 30))
    for place in places:
        picture.putpixel(place, (200, 0, 0, 255))
    return png(picture)


def sent_again(site: Site, content: bytes, before: str) -> Response:
    """The answer to a package after another one was refused; ``before`` is what the page's form holds of that."""
    answer: Response = site.client.post(
        "/dev/upload",
        files={"package": ("app.zip", content, "application/zip")},
        data={"before": before},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    return answer


def test_wrong_pixels_are_marked_and_named(site: Site) -> None:
    """Of a package that is refused and stored nowhere, the outline icon is drawn with what is wrong in it."""
    places = [(5, 4), (6, 4), (9, 20)]
    page = Page(send(site, package(files={"outline.png": with_red_pixels(*places)})))

    assert 422 == page.status
    assert '<path class="stray" d="M5 4h2M9 20h1"/>' in page.source
    assert '<path stroke="#c80000" d="M5 4h2M9 20h1"/>' in page.source
    assert "x 5, y 4: A,R,G,B 255,200,0,0" in page.text
    assert "<img" not in page.source.partition('id="icons"')[2].partition("</section>")[0]


def test_many_wrong_pixels_are_counted(site: Site) -> None:
    """Eight are named, all are marked."""
    places = [(x, 3) for x in range(4, 24, 2)]
    page = Page(send(site, package(files={"outline.png": with_red_pixels(*places)})))

    assert "And 2 more." in page.text
    assert 10 == page.source.split('class="stray" d="')[1].partition('"')[0].count("M")


def test_a_symbol_out_of_the_safe_area_is_framed(site: Site) -> None:
    """The safe square stands where Teams never cuts, and the symbol's bounds around what leaves it."""
    app_id, _ = sent(site, package(files={"color.png": examples.LARGE_SYMBOL}))
    source = site.page(f"/dev/apps/{app_id}/report").source
    frames = re.findall(
        r'<rect class="([\w ]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>', source
    )
    side = float(source.split('class="pixels color" viewBox="0 0 ')[1].split()[0])
    scaled = {name: [round(float(each) * 192 / side) for each in frame] for name, *frame in frames[:3]}

    assert [36, 36, 120, 120] == scaled["safe"]
    assert [16, 16, 160, 160] == scaled["bounds wrong"]


def test_corners_that_are_cut_off_are_marked(site: Site) -> None:
    """The four corners, and nothing else."""
    app_id, _ = sent(site, package(files={"color.png": examples.CUT_CORNERS}))
    source = site.page(f"/dev/apps/{app_id}/report").source

    assert source.count('class="stray"') == 2  # the strokes, and the legend
    assert source.split('class="stray" d="')[1].startswith("M0 0h")


def test_icons_of_noise_do_not_make_a_page_large(site: Site) -> None:
    """Pictures that compress in no way are drawn in less detail; the page stays below 60 kB."""
    noise = random.Random(27)  # noqa: S311 - the same noise each time
    color = png(Image.frombytes("RGBA", (192, 192), noise.randbytes(192 * 192 * 4)))
    outline = png(Image.frombytes("RGBA", (32, 32), noise.randbytes(32 * 32 * 4)))
    answer = send(site, package(files={"color.png": color, "outline.png": outline}))

    assert 422 == answer.status_code
    assert 2 == answer.text.count('<svg class="pixels')
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0", examples.WHITE_BAR[:60], b""])
def test_what_is_no_picture_is_not_drawn(site: Site, content: bytes) -> None:
    """A damaged file has its place and what is wrong with it, and no drawing."""
    page = Page(send(site, package(files={"outline.png": content})))

    assert 422 == page.status
    assert 1 == page.source.count('<svg class="pixels')
    assert 'class="pixels none"' in page.source


def test_a_report_says_what_is_mended_since_the_version_before(site: Site) -> None:
    """What was sent before is checked by the rules of today as well; what it had and this one has not is mended."""
    app_id, first = sent(site, package(files={"color.png": examples.CUT_CORNERS}))
    _, second = sent(site, package("1.1.0", files={"color.png": examples.LARGE_SYMBOL}))
    before = site.page(f"/dev/apps/{app_id}/report?version={second}")

    assert "Compared with what was sent before it, 1.0.0." in before.text
    assert "1 finding mended since the report before color-icon-corners-cut color.png" in before.text
    assert 1 == before.source.count('<span class="chip fresh">new</span>')
    assert first != second
    assert "mended since" not in site.page(f"/dev/apps/{app_id}/report").text.partition("Report on")[0]


def test_a_first_report_is_compared_with_nothing(site: Site) -> None:
    """Nothing in it is called new, and nothing mended."""
    app_id, _ = sent(site, package(files={"color.png": examples.CUT_CORNERS}))
    page = site.page(f"/dev/apps/{app_id}/report")

    assert "the report before" not in page.text
    assert "chip fresh" not in page.source


def test_a_package_is_compared_with_the_one_that_was_refused_before_it(site: Site) -> None:
    """The form carries what was found, so that nothing has to be stored."""
    bots = [{"botId": "x", "scopes": ["team"]}]
    first = Page(send(site, package(bots=bots, files={"outline.png": with_red_pixels((5, 5))})))
    again = Page(
        sent_again(site, package(files={"outline.png": with_red_pixels((5, 5))}), first.forms["/dev/upload"]["before"])
    )

    assert "bot-id-not-guid manifest.json /bots/0/botId" in again.text
    assert "outline-icon-not-white" not in again.text.partition("Show findings")[0].partition("mended since")[2]
    assert "chip fresh" not in again.source


@pytest.mark.parametrize(
    "before",
    [
        "nonsense",
        "[[1]]",
        "{}",
        '[["<script>","x","y"]]',
        json.dumps([["bot-id-not-guid", "a", "b"]] * (MOST_CARRIED + 1)),
        json.dumps([["bot-id-not-guid", "x" * 50_000, ""]]),
        "[" * 30_000,
    ],
)
def test_what_a_form_brings_along_is_believed_in_nothing(site: Site, before: str) -> None:
    """Points that cannot be ours are left aside."""
    page = Page(sent_again(site, package(bots=[{"botId": "x", "scopes": ["team"]}]), before))

    assert 422 == page.status
    assert "findings mended" not in page.text
    assert "<script>" not in page.source


def test_findings_are_picked_out_by_area(site: Site) -> None:
    """There is a choice for each area that has findings, with their number, and each finding says its own."""
    page = Page(
        send(site, package(bots=[{"botId": "x", "scopes": ["team"]}], files={"outline.png": with_red_pixels((5, 5))}))
    )
    areas = dict(re.findall(r'id="area-(\w+)">([\w ]+) <span class="small">\d', page.source))
    shown = re.findall(r'<article class="finding \w+ of-(\w+)"', page.source)

    assert set(shown) == set(areas)
    assert "Icons" == areas["icons"]


def test_the_store_is_a_stricter_judge(site: Site) -> None:
    """The same version has errors for the public store where Teams only warns."""
    app_id, version_id = sent(site, package(files={"color.png": examples.CUT_CORNERS}))
    teams, store = (site.page(f"/dev/apps/{app_id}/report?audience={each}") for each in ("upload", "store"))

    assert "error" not in teams.text.partition("All")[0].partition("Report on")[2]
    assert "1 error" in store.text
    assert f"/dev/versions/{version_id}/report/report.json?audience=store" in store.source
    assert 200 == site.page(f"/dev/apps/{app_id}/report?audience=nonsense").status


def exported(site: Site, version_id: str, name: str) -> Response:
    """The report on a version as a file."""
    return site.get(f"/dev/versions/{version_id}/report/{name}?audience=store")


def test_a_report_is_a_file_in_three_forms(site: Site) -> None:
    """JSON, SARIF and Markdown as the command line writes them, saved under a name of ours."""
    _, version_id = sent(site, package(files={"color.png": examples.CUT_CORNERS}))
    answers: dict[str, Any] = {
        name: exported(site, version_id, name) for name in ("report.json", "report.sarif", "report.md")
    }
    found = answers["report.json"].json()["results"][0]
    sarif = answers["report.sarif"].json()["runs"][0]

    assert {200} == {answer.status_code for answer in answers.values()}
    assert f"{NEW_APP}-1.0.0.zip" == found["path"]
    assert ("color-icon-corners-cut", "error") in [(each["rule"], each["severity"]) for each in found["findings"]]
    assert [each["rule"] for each in found["findings"]] == [each["ruleId"] for each in sarif["results"]]
    assert sarif["tool"]["driver"]["rules"][0]["shortDescription"]["text"]
    assert f"### `{NEW_APP}-1.0.0.zip`" in answers["report.md"].text
    for name, answer in answers.items():
        assert f'attachment; filename="{NEW_APP}-1.0.0-{name}"' == answer.headers["content-disposition"]
        assert "sandbox" in answer.headers["content-security-policy"]


def test_a_badge_sums_the_report_up(site: Site) -> None:
    """By its errors, else its warnings, else that there is neither; in the reader's language."""
    _, wrong = sent(site, package(files={"color.png": examples.CUT_CORNERS}))
    _, fine = sent(site, package())
    badges = [
        exported(site, wrong, "badge.svg"),
        site.get(f"/dev/versions/{wrong}/report/badge.svg", accept_language="fr"),
        site.get(f"/dev/versions/{fine}/report/badge.svg"),
    ]

    assert {"image/svg+xml"} == {each.headers["content-type"] for each in badges}
    assert "teamshelf check: 1 error" in badges[0].text
    assert "avertissement" in badges[1].text
    assert "teamshelf check: 1 warning" in badges[2].text
    assert "no error, no warning" in badge(Result(path="app.zip", kind="package"), "en")


def test_a_report_is_made_again_in_its_place(site: Site) -> None:
    """The page says that it was checked just now, and leads to itself to be checked again."""
    app_id, version_id = sent(site, package())
    page = site.page(f"/dev/apps/{app_id}/report?audience=store")
    again = site.page(page.links["Check again"])

    assert f"/dev/apps/{app_id}/report?version={version_id}&audience=store" == page.links["Check again"]
    assert "Checked just now, by the rules of today." in again.text
    assert page.text == again.text


def test_an_app_without_a_version_has_no_report(site: Site) -> None:
    """Nothing was ever checked of it: the page says so and leads to where a package is sent."""
    app_id, _ = sent(site, package())
    with site.shelf.database.writing() as session:
        session.execute(delete(Version).where(Version.app_id == app_id))
    page = site.page(f"/dev/apps/{app_id}/report")

    assert "There is no version" in page.headings
    assert f"/dev/new?app={app_id}" == page.links["Send a package"]


def zipped(*names: str, manifest: bytes = b"{}", size: int = 0) -> bytes:
    """An archive with such entries, each with the manifest's text, or with so many zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(size) if size else manifest)
    return buffer.getvalue()


UNREADABLE = {
    "not a zip": (b"PK is how it begins", "json-unexpected"),
    "cut off": (package()[:200], "package-corrupt"),
    "no manifest": (zipped("readme.txt"), "package-manifest-missing"),
    "manifest in a folder": (zipped("app/manifest.json"), "package-manifest-not-at-root"),
    "traversal": (zipped("manifest.json", "../evil.txt"), "package-entry-name"),
    "unpacks to too much": (zipped("manifest.json", size=70 * 2**20), "package-entry-too-large"),
    "unknown manifest version": (package(manifestVersion="9.99"), "manifest-version-unknown"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_has_a_report_that_names_the_reason(site: Site, name: str) -> None:
    """Whatever is wrong with the container: a page with the finding, its reason and what to do; nothing is stored."""
    content, rule = UNREADABLE[name]
    page = Page(send(site, content))

    assert 422 == page.status
    assert "The report on what you sent" in page.headings
    assert f"<code>{rule}</code>" in page.source
    assert "You have no apps here yet" in site.page("/dev").text


def test_a_file_holds_what_only_the_shelf_found(site: Site) -> None:
    """A name that passes for another app's is in it, at its place in the text and in the reader's language."""
    _, version_id = sent(site, faultless(id=id_of("Copy"), name={"short": "Pulse Check"}, staticTabs=[]))
    english = exported(site, version_id, "report.json").json()["results"][0]["findings"]
    french = site.get(f"/dev/versions/{version_id}/report/report.json?lang=fr").json()["results"][0]["findings"]
    named = [each for each in english if "Pulse Check" in each["message"]]

    assert ["/name/short"] == [each["pointer"] for each in named]
    assert named[0]["line"] == 1
    assert [each["message"] for each in french if each["rule"] == named[0]["rule"]] != [named[0]["message"]]


def test_a_file_of_somebody_elses_version_is_not_there(site: Site) -> None:
    """Nor is one in a form that nobody knows."""
    _, version_id = sent(site, package())

    assert 404 == exported(site, version_id, "report.exe").status_code
    site.sign_in("rita")
    assert 404 == exported(site, version_id, "report.json").status_code


def checked(site: Site, manifest: str, **fields: str) -> Page:
    """The page after a manifest was pasted."""
    return Page(site.post("/dev/check", manifest=manifest, **fields))


def test_a_pasted_manifest_is_checked_and_stored_nowhere(site: Site) -> None:
    """Each finding is at its place in the text, which stays in the form; nothing is said of files it does not have."""
    text = '{\r\n  "manifestVersion": "1.17",\r\n  "id": "x",\r\n  "icons": {"color": "a.png", "outline": "b.png"}\r\n}'
    page = checked(site, text)

    assert 200 == page.status
    assert "The report on this manifest" in page.headings
    assert "manifest.json:3:9" in page.text
    assert "a.png" not in page.text.partition("The report on this manifest")[2]
    assert '"id": "x"' in page.text.partition("The report on this manifest")[0]
    assert 'id="icons"' not in page.source
    assert "You have no apps here yet" in site.page("/dev").text


def test_a_pasted_manifest_is_compared_with_the_one_before(site: Site) -> None:
    """Mending the text in the form shows what is mended."""
    first = checked(site, '{"manifestVersion": "1.17", "id": "x",}')
    again = checked(site, '{"manifestVersion": "1.17", "id": "x"}', before=first.forms["/dev/check#paste"]["before"])

    assert "1 finding mended since the report before json-extra-comma" in again.text


def test_a_pasted_manifest_says_whose_its_id_is(site: Site) -> None:
    """One's own app is led to; of somebody else's there is no name."""
    app_id, _ = sent(site, package())
    own = checked(site, json.dumps({"id": NEW_APP.upper()}))
    other = checked(site, json.dumps({"id": site.made.external("Pulse Check")}))

    assert f"/dev/apps/{app_id}" == own.links["Go to that app"]
    assert "belongs to an app of somebody else" in other.text
    assert "Pulse Check" not in other.text


@pytest.mark.parametrize("text", ["", "  \n", "x" * 200_001, "PK\x03\x04 nonsense"])
def test_what_is_no_manifest_is_refused(site: Site, text: str) -> None:
    """Nothing, too much, and a package that was pasted as text."""
    page = checked(site, text)

    assert 400 == page.status
    assert 'role="alert"' in page.source or "notice bad" in page.source


@pytest.mark.parametrize(
    "text", ["nonsense", "[]", "null", '"\ud800"', "{" * 5_000, '{"id": 1}', '{"id": "' + "x" * 9_000 + '"}']
)
def test_any_text_has_a_report(site: Site, text: str) -> None:
    """Whatever is pasted, the answer is a page with findings."""
    page = checked(site, text.encode("utf-8", "replace").decode())

    assert 200 == page.status
    assert "<article" in page.source


def test_old_addresses_lead_to_the_forms(site: Site) -> None:
    """`/dev/apps/new` is where pages.md has the form, and `/dev/check` is where one comes back to after signing in."""
    assert ["/dev/new"] * 2 == [site.get(path).headers["location"] for path in ("/dev/apps/new", "/dev/check")]
