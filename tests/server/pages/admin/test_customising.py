"""Customising: before and after, drafted, published, reset, and only what the publisher allows."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from teamshelf.catalogue.versions.publishing import publish
from tests.server.pages.dev.sending import package
from tests.server.pages.site import Page, Site, sent_to
from tests.server.pages.stocked import Sample
from tests.server.pages.stocked import package as stocked_package

if TYPE_CHECKING:
    from httpx import Response


@pytest.fixture(autouse=True)
def _admin(site: Site) -> None:
    site.sign_in("ada")


@pytest.fixture
def path(site: Site) -> str:
    """Where the app that an administrator may rename is."""
    return f"/admin/apps/{site.made.apps['Parking']}/customise"


def test_before_and_after_stand_side_by_side(site: Site, path: str) -> None:
    """What the publisher says, what people see, and what they would see once it is published."""
    site.client.post(
        path, files={"name": (None, "Garage")}, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False
    )
    page = site.page(path)

    before, after = page.text.split("What people see")[1].split("Once published")
    assert ("Add Car park", "Add Garage") == (_added(before), _added(after))
    assert "By the publisher: Parking" in page.text


def test_a_draft_is_seen_once_it_is_published(site: Site, path: str) -> None:
    """Until then people see what they saw; then the new name with the publisher's own beside it."""
    saved = _save(site, path, name="Garage", accentColor="#B146C2")
    user_before = site.page(site.app_path("Parking")).text
    published = site.page(sent_to(site.post(f"{path}/publish")))
    user_after = site.page(site.app_path("Parking")).text

    assert "Saved as a draft." in site.page(sent_to(saved)).text
    assert "Garage" not in user_before
    assert "Garage" in user_after
    assert "Publish the draft" not in published.buttons


def test_what_is_not_changed_is_not_saved(site: Site, path: str) -> None:
    """Sending the form as it is drafts nothing."""
    answer = _save(site, path, name="Car park", accentColor="#B146C2")

    assert sent_to(answer).endswith("done=nothing-to-save")
    assert "Publish the draft" not in site.page(path).buttons


def test_what_is_written_is_shown_and_not_kept(site: Site, path: str) -> None:
    """The preview has the new name and colour in all four places, beside what people see; nothing is drafted by it."""
    page = Page(_save(site, f"{path}/preview", name="Garage", accentColor="#B00020", shortDescription="Ours"))
    before, after = page.source.split('id="face-after"')

    assert 200 == page.status
    assert (0, 4) == (before.split('id="face-before"')[1].count("Garage"), after.count("Garage"))
    assert ("/accents/b146c2.before.css" in before, "/accents/b00020.after.css" in after) == (True, True)
    assert "Ours" not in page.text
    assert ("Garage", "#B00020") == (page.forms[path]["name"], page.forms[path]["accentColor"])
    assert "Publish the draft" not in site.page(path).buttons


def test_every_fault_stands_beside_its_field(site: Site) -> None:
    """A name that is too long, a page without https, a picture that is none: all of them at once, and only they."""
    names = ["name", "developerUrl", "privacyUrl", "largeImageUrl", "accentColor"]
    app_id = publish(site.shelf, site.made.accounts["ada"], package(configurableProperties=names)).app_id
    files: dict[str, tuple[str | None, str | bytes] | tuple[str | None, bytes, str]] = {
        "name": (None, "x" * 31),
        "developerUrl": (None, "http://www.example.com"),
        "privacyUrl": (None, "https://www.example.com/privacy"),
        "accentColor": (None, "#FFE9A0"),
        "largeImageUrl": ("icon.png", b"<svg onload=trap()>", "image/png"),
    }
    answer = site.client.post(
        f"/admin/apps/{app_id}/customise/preview", files=files, headers={"sec-fetch-site": "same-origin"}
    )
    wrong = re.findall(r'class="question wrong" id="row-(\w+)"', answer.text)

    assert {"name", "developerUrl", "largeImageUrl"} == set(wrong)
    assert "at most 30" in answer.text
    assert "is no address that begins with https://" in answer.text
    assert "is a PNG file of 192 x 192 pixels" in answer.text
    assert "a contrast of 1.2 to 1 on it" in answer.text


def test_a_new_version_takes_a_property_back(site: Site, path: str) -> None:
    """People see the publisher's name again, the first page and the form say so, and the value can be forgotten."""
    app_id = site.made.apps["Parking"]
    sample = Sample("Parking", "#0078D4", "Building Services", ("tab",), "Find a place for the car.")
    update = stocked_package(sample, "1.1.0", configurableProperties=["accentColor"])
    quiet = site.page("/admin")
    publish(site.shelf, site.made.accounts["ada"], update, app_id=app_id)
    home, form = site.page("/admin"), site.page(path)
    forgotten = site.page(sent_to(site.post(f"{path}/reset", property="name")))

    assert "Publishers have taken back" not in quiet.text
    assert path == home.links["Parking 1.1.0"]
    assert "Version 1.1.0 does not let these be changed any more" in form.text
    assert "Forget your value Short name" in form.buttons
    assert "does not let these be changed" not in forgotten.text
    assert "Publishers have taken back" not in site.page("/admin").text


def test_limits_hold(site: Site, path: str) -> None:
    """A name that is too long is refused, marked, and stays in the form."""
    page = Page(_save(site, path, name="x" * 31, accentColor="#B146C2"))

    assert 400 == page.status
    assert 'class="question wrong"' in page.source
    assert "x" * 31 == page.forms[path]["name"]


def test_one_property_or_all_are_reset(site: Site, path: str) -> None:
    """Back to what the publisher says, one by one or at once; twice is no mistake."""
    one = site.page(sent_to(site.post(f"{path}/reset", property="name")))
    everything = [site.page(sent_to(site.post(f"{path}/reset"))) for _ in range(2)]

    assert "By the publisher: Parking" not in one.text
    assert "By the publisher: #" in one.text
    assert "By the publisher: #" not in everything[1].text
    assert "Reset all to the publisher's" not in everything[1].buttons


def test_what_the_publisher_keeps_is_locked(site: Site, path: str) -> None:
    """The other fields are shown and cannot be changed, not even by hand."""
    page = site.page(path)
    answer = _save(site, path, shortDescription="Ours")

    assert "the publisher does not allow it" in page.text
    assert sent_to(answer).endswith("done=nothing-to-save")


def test_a_picture_is_checked(site: Site) -> None:
    """A PNG of the right size is taken, anything else refused."""
    content = package(configurableProperties=["largeImageUrl"])
    app_id = publish(site.shelf, site.made.accounts["ada"], content).app_id
    path = f"/admin/apps/{app_id}/customise"

    wrong = Page(_picture(site, path, b"<svg onload=trap()>"))
    small = Page(_picture(site, path, _png(32)))
    right = site.page(sent_to(_picture(site, path, _png(192))))

    assert (400, 400) == (wrong.status, small.status)
    assert "Publish the draft" in right.buttons


def test_an_app_that_lets_nothing_be_changed_says_so(site: Site) -> None:
    """All of it is shown, nothing can be saved."""
    page = site.page(f"/admin/apps/{site.made.apps['Quiz Night']}/customise")

    assert "The publisher lets nothing be changed." in page.text
    assert "Save as a draft" not in page.buttons


def _added(text: str) -> str:
    """What the dialog of a face is headed by."""
    found = re.search(r"When it is added (Add \w+( park)?)", text)
    return found[1] if found else ""


def _save(site: Site, path: str, **fields: str) -> Response:
    files = {name: (None, value) for name, value in fields.items()}
    answer: Response = site.client.post(
        path, files=files, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False
    )
    return answer


def _picture(site: Site, path: str, content: bytes) -> Response:
    files = {"largeImageUrl": ("icon.png", content, "image/png")}
    answer: Response = site.client.post(
        path, files=files, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False
    )
    return answer


def _png(side: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), (10, 120, 200)).save(buffer, "PNG")
    return buffer.getvalue()
