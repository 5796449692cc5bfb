"""Customising: before and after, drafted, published, reset, and only what the publisher allows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from teamshelf.catalogue.versions.publishing import publish
from tests.server.pages.dev.sending import package
from tests.server.pages.site import Page, Site, sent_to

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

    assert {"By the publisher", "What people see", "Once published"} <= set(page.headings)
    assert all(name in page.text for name in ("Parking", "Car park", "Garage"))


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
    assert "What people see" not in everything[1].headings


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
    assert "Once published" in right.headings


def test_an_app_that_lets_nothing_be_changed_says_so(site: Site) -> None:
    """All of it is shown, nothing can be saved."""
    page = site.page(f"/admin/apps/{site.made.apps['Quiz Night']}/customise")

    assert "The publisher lets nothing be changed." in page.text
    assert "Save as a draft" not in page.buttons


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
