"""Whoever has asked for an app is told on the front that they were answered, until they have read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from teamshelf.catalogue.policy.requests import allow_requests, dismiss_requests, request_access
from teamshelf.catalogue.tables import AccessRequest
from teamshelf.server.pages.answers import ANSWERS_COOKIE, FRESH

if TYPE_CHECKING:
    from tests.server.pages.site import Site

ONE, SEVERAL = "Something that you asked for was answered.", "What you asked for was answered."


def answered(site: Site, name: str = "Lunch Roulette") -> None:
    """Answer all who have asked for an app."""
    dismiss_requests(site.shelf, site.made.accounts["ada"], site.made.apps[name])


def test_an_answer_is_told_on_the_front_until_it_is_read(site: Site) -> None:
    """Not while nobody has answered; then until the list was opened; and again for the next answer."""
    site.sign_in("uma")
    before = site.page("/")
    answered(site)
    told = site.page("/")
    request_access(site.shelf, site.made.accounts["uma"], site.made.apps["Quiz Night"])
    allow_requests(site.shelf, site.made.accounts["ada"], site.made.apps["Quiz Night"])
    twice = site.page("/")
    read = site.page(twice.links["Read the answers"])
    after = site.page("/")

    assert ONE not in before.text
    assert ONE in told.text
    assert "/my/requests" == told.links["Read the answer"]
    assert SEVERAL in twice.text
    assert {"Allowed", "Not"} <= set(read.text.split())
    assert ONE not in after.text
    assert SEVERAL not in after.text


def test_nobody_is_told_of_answers_to_others(site: Site) -> None:
    """Neither other users, nor administrators who gave them, nor visitors."""
    answered(site)
    pages = [site.page("/")]
    for name in ("noor", "ada"):
        site.sign_in(name)
        pages.append(site.page("/"))

    assert [] == [page.text for page in pages if ONE in page.text]


def test_an_old_answer_is_no_news(site: Site) -> None:
    """A browser that has never seen it does not hear of it any more after a while."""
    answered(site)
    long_ago = site.shelf.clock() - FRESH - timedelta(hours=1)
    with site.shelf.database.writing() as session:
        session.execute(update(AccessRequest).values(closed_at=long_ago, created_at=long_ago))
    site.sign_in("uma")

    assert ONE not in site.page("/").text


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "9" * 5000, "1e9"])
def test_a_cookie_that_is_none_of_ours_hides_nothing(site: Site, value: str) -> None:
    """Whatever it says, the pages are there, and what is news is told."""
    answered(site)
    site.sign_in("uma")
    header = "; ".join([f"{name}={held}" for name, held in site.client.cookies.items()] + [f"{ANSWERS_COOKIE}={value}"])
    answer = site.client.get("/", headers=[(b"cookie", header.encode())])

    assert 200 == answer.status_code
    assert ONE in answer.text
