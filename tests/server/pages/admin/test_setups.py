"""Setup policies on the pages: made by administrators, seen by those for whom they hold."""

from __future__ import annotations

import pytest

from tests.server.pages.deeds import FRESH
from tests.server.pages.site import Page, Site, sent_to

PAGE = "/admin/policies/setup"


@pytest.fixture(autouse=True)
def _admin(site: Site) -> None:
    site.sign_in("ada")


def test_a_setup_policy_is_made_changed_and_removed(site: Site) -> None:
    """Its form holds what is known, in the order of the pins; removing twice is no mistake."""
    pins = f"Quiz Night\r\n\r\n{site.made.external('Expenses')}"
    made = site.page(sent_to(site.post(PAGE, name="Global", installed="Room Finder", pinned=pins, allow_upload="on")))
    edit = site.page(made.links["Change Global"].partition("#")[0])
    remove = next(form for form in made.forms if form.endswith("/remove"))
    answers = [site.post(remove) for _ in range(2)]

    assert "Global everybody else Room Finder Quiz Night Expenses yes" in made.text
    assert {"name": "Global", "allow_upload": "on"} == edit.forms[PAGE]
    assert "Quiz Night\nExpenses</textarea>" in edit.source
    assert "There are no setup policies" in site.page(sent_to(answers[1])).text


def test_a_refused_setup_policy_keeps_its_form(site: Site) -> None:
    """An app that nobody knows, and one that has nothing for people by themselves."""
    unknown = Page(site.post(PAGE, name="Interns", pinned="No such app"))

    assert 404 == unknown.status
    assert "There is no app" in unknown.text
    assert "Interns" == unknown.forms[PAGE]["name"]
    assert "allow_upload" not in unknown.forms[PAGE]
    assert "No such app</textarea>" in unknown.source
    assert 400 == site.post(PAGE, name=" ").status_code
    assert 404 == site.post(f"{PAGE}/assign", user="ghost").status_code


def test_people_find_what_is_pinned_and_installed(site: Site) -> None:
    """The bar in its order, with the button of each; their own apps in the same order; nothing of what is gone."""
    site.post(PAGE, name="Global", installed="Room Finder", pinned="Room Finder\nQuiz Night\nExpenses")
    asked = site.page("/admin/policies?user=uma@example.com&app=Room+Finder").text
    site.sign_in("uma")
    page = site.page("/my/apps")
    bar = page.source.partition('class="section pinned"')[2].partition("</section>")[0]
    own = page.source.partition("</section>")[2].partition("</section>")[0]

    assert "The setup policy Global installs it for this user." in asked
    assert "The setup policy Global pins it at place 1." in asked
    assert sorted(bar.index(name) for name in ("Room Finder", "Quiz Night", "Expenses")) == [
        bar.index(name) for name in ("Room Finder", "Quiz Night", "Expenses")
    ]
    assert own.index("Room Finder") < own.index("Field Notes")
    assert "Added by your organization" in own[own.index("Room Finder") : own.index("Field Notes")]
    assert "Pinned by your organization" not in site.page("/my/requests").text


def test_whoever_may_send_no_packages_is_told(site: Site) -> None:
    """Instead of the form, and where it is sent all the same; a manifest can still be looked at."""
    made = site.page(sent_to(site.post(PAGE, name="Readers")))
    policy_id = next(form for form in made.forms if form.endswith("/remove")).split("/")[-2]
    sent_to(site.post(f"{PAGE}/assign", user="paul@example.com", policy_id=policy_id))
    site.sign_in("paul")
    form = site.page("/dev/new")
    sent = {"package": ("x.zip", FRESH, "application/zip")}
    refused = site.client.post("/dev/upload", files=sent, headers={"sec-fetch-site": "same-origin"})

    assert "The setup policy Readers lets you send no packages." in form.text
    assert "/dev/upload" not in form.forms
    assert "/dev/check#paste" in form.forms
    assert 403 == refused.status_code
    assert "The setup policy Readers lets you send no packages." in Page(refused).text
