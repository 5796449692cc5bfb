"""What an owner says of an app beside its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from teamshelf.catalogue.apps.counting import facets
from teamshelf.catalogue.apps.describing import CATEGORIES, describe_app
from teamshelf.catalogue.apps.searching import Query, search
from teamshelf.catalogue.apps.showing import Facet
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, AuditEvent
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


def _published(shelf: Shelf, people: People) -> str:
    done = publish(shelf, people.publisher, package(), for_review=True)
    approve(shelf, people.reviewer, done.version_id)
    return done.app_id


def test_an_app_stands_in_a_category(shelf: Shelf, people: People) -> None:
    """The owner chooses a category, by which the app is found; an update does not take it away."""
    app_id = _published(shelf, people)

    describe_app(shelf, people.publisher, app_id, category="productivity", support_url="https://example.com/help")
    publish(shelf, people.admin, package(version="1.1.0"), app_id=app_id)

    with shelf.reading() as session:
        found = search(session, people.user, Query(chosen={Facet.CATEGORY: ("productivity",)}))
        assert [app_id] == [app.id for app in found.apps]
        assert {"supportUrl": "https://example.com/help"} == found.apps[0].listing
        assert ["productivity"] == [each.value for each in facets(session, people.user, Query())[Facet.CATEGORY]]


def test_saying_the_same_again_is_no_change(shelf: Shelf, people: People) -> None:
    """What is said already is not written into the audit twice; taking it back is a change again."""
    app_id = _published(shelf, people)

    for category in ("social", "social", None):
        describe_app(shelf, people.publisher, app_id, category=category)

    with shelf.reading() as session:
        wanted = select(AuditEvent.after).where(AuditEvent.action == Action.LISTING_CHANGED).order_by(AuditEvent.id)
        assert [{"category": "social"}, {"category": None}] == session.scalars(wanted).all()
        assert () == facets(session, people.user, Query())[Facet.CATEGORY]
        assert session.get_one(App, app_id).category is None


CANNOT: list[tuple[str, dict[str, Any], Kind, str]] = [
    ("publisher", {"category": "games"}, Kind.INVALID, "unknown-category"),
    ("publisher", {"support_url": "http://example.com"}, Kind.INVALID, "url-malformed"),
    ("other_publisher", {"category": "social"}, Kind.FORBIDDEN, "not-the-owner"),
]
"""Who says what, and why that is refused."""


@pytest.mark.parametrize("case", CANNOT, ids=lambda case: case[3])
def test_what_cannot_be_said(shelf: Shelf, people: People, case: tuple[str, dict[str, Any], Kind, str]) -> None:
    """There are the store's categories and no others, help is behind https, and only the owner says so."""
    who, said, kind, rule = case
    app_id = _published(shelf, people)

    with pytest.raises(Refusal) as refused:
        describe_app(shelf, getattr(people, who), app_id, **said)

    assert (kind, rule) == (refused.value.kind, refused.value.rule)
    assert 8 == len(CATEGORIES)
