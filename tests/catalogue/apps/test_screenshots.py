"""Pictures of an app at work."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from teamshelf.catalogue.apps.describing import describe_app
from teamshelf.catalogue.apps.listing import icon_bytes
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.apps.screenshots import (
    HEIGHT,
    LONGEST_CAPTION,
    MAX_SCREENSHOT,
    MOST_SCREENSHOTS,
    WIDTH,
    add_screenshot,
    remove_screenshot,
    screenshots_of,
    show_first,
)
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.tables import App, AuditEvent, Screenshot, Version
from teamshelf.catalogue.upkeep.verifying import verify
from tests.catalogue.looking import refused
from tests.catalogue.stocking import put
from tests.server.pages.pictures import screenshot

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


def shown(shelf: Shelf, app_id: str) -> list[tuple[str, str]]:
    """Digests and captions, in their order."""
    with shelf.reading() as session:
        return [(row.digest, row.caption) for row in screenshots_of(session, session.get_one(App, app_id))]


def test_pictures_are_shown_in_the_order_of_their_owner(shelf: Shelf, people: People) -> None:
    """One after the other, any of them first; the same one is there once, with its latest caption."""
    app_id = put(shelf, people)
    one = add_screenshot(shelf, people.admin, app_id, screenshot(1), caption="  The  board ")
    two = add_screenshot(shelf, people.admin, app_id, screenshot(2))
    three = add_screenshot(shelf, people.admin, app_id, screenshot(3))

    assert [(one, "The board"), (two, ""), (three, "")] == shown(shelf, app_id)
    show_first(shelf, people.admin, app_id, three)
    show_first(shelf, people.admin, app_id, two.upper())
    assert [two, three, one] == [digest for digest, _ in shown(shelf, app_id)]
    assert one == add_screenshot(shelf, people.admin, app_id, screenshot(1), caption="Another")
    assert (one, "Another") == shown(shelf, app_id)[-1]
    with shelf.reading() as session:
        content = icon_bytes(session, one)
    assert content is not None
    assert one == sha256(content).hexdigest()
    verified = verify(shelf.database)
    assert (3, ()) == (verified.counts["screenshots"], verified.faults)


def test_those_who_work_on_an_app_alone_show_pictures(shelf: Shelf, people: People) -> None:
    """Nobody else adds one, takes one away or changes the order."""
    app_id = put(shelf, people)
    one = add_screenshot(shelf, people.admin, app_id, screenshot(1))
    for actor in (people.user, people.publisher, people.reviewer, VISITOR):
        assert (Kind.FORBIDDEN, "not-the-owner") == refused(add_screenshot, shelf, actor, app_id, screenshot(2))
        assert (Kind.FORBIDDEN, "not-the-owner") == refused(remove_screenshot, shelf, actor, app_id, one)
        assert (Kind.FORBIDDEN, "not-the-owner") == refused(show_first, shelf, actor, app_id, one)
    remove_screenshot(shelf, people.admin, app_id, one)
    remove_screenshot(shelf, people.admin, app_id, one)
    assert [] == shown(shelf, app_id)
    assert (Kind.NOT_FOUND, "unknown-screenshot") == refused(show_first, shelf, people.admin, app_id, one)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "screenshot-missing"),
        (b"\x89PNG" + b"x" * MAX_SCREENSHOT, "screenshot-too-large"),
        (screenshot(1, (HEIGHT, WIDTH)), "screenshot-invalid"),
        (b"<svg onload='trap()'></svg>", "screenshot-invalid"),
        (screenshot(1)[:-30], "screenshot-invalid"),
    ],
    ids=["nothing", "large", "size", "svg", "cut"],
)
def test_a_picture_is_what_it_has_to_be(shelf: Shelf, people: People, content: bytes, rule: str) -> None:
    """A PNG file of the one size; anything else is refused by its name, and nothing is written."""
    app_id = put(shelf, people)

    assert (Kind.INVALID, rule) == refused(add_screenshot, shelf, people.admin, app_id, content)
    long = "x" * (LONGEST_CAPTION + 1)
    assert (Kind.INVALID, "caption-too-long") == refused(
        add_screenshot, shelf, people.admin, app_id, screenshot(1), caption=long
    )
    assert [] == shown(shelf, app_id)


def test_an_app_has_only_so_many(shelf: Shelf, people: People) -> None:
    """The next one takes the place of one that is taken away; with the app, all of them go."""
    app_id = put(shelf, people)
    digests = [add_screenshot(shelf, people.admin, app_id, screenshot(number)) for number in range(MOST_SCREENSHOTS)]

    another = screenshot(MOST_SCREENSHOTS + 1)
    assert (Kind.CONFLICT, "too-many-screenshots") == refused(add_screenshot, shelf, people.admin, app_id, another)
    remove_screenshot(shelf, people.admin, app_id, digests[0])
    add_screenshot(shelf, people.admin, app_id, another)
    remove(shelf, people.admin, app_id)
    with shelf.reading() as session:
        assert 0 == session.scalar(select(func.count()).select_from(Screenshot))
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == "ListingChanged")).all()
    assert MOST_SCREENSHOTS + 2 == len(told)
    assert all(event.digest for event in told)


def test_a_screenshot_that_is_none_is_told(shelf: Shelf, people: People) -> None:
    """A row that names a picture of another kind is found by whoever verifies the shelf."""
    app_id = put(shelf, people)
    add_screenshot(shelf, people.admin, app_id, screenshot(1))
    with shelf.reading() as session:
        color = session.get_one(Version, session.get_one(App, app_id).current_id).color_icon
    with shelf.database.writing() as session:
        session.execute(update(Screenshot).values(digest=color))

    assert ["screenshot-damaged"] == [fault.rule for fault in verify(shelf.database).faults]


def test_a_video_stands_beside_help(shelf: Shelf, people: People) -> None:
    """Both are https, and each is taken away alone."""
    app_id = put(shelf, people)
    describe_app(
        shelf, people.admin, app_id, support_url="https://example.com/help", video_url="https://v.example.com/"
    )
    assert (Kind.INVALID, "url-malformed") == refused(
        describe_app, shelf, people.admin, app_id, video_url="javascript:trap()"
    )
    with shelf.reading() as session:
        listing = session.get_one(App, app_id).listing
    assert {"supportUrl": "https://example.com/help", "videoUrl": "https://v.example.com/"} == listing
    describe_app(shelf, people.admin, app_id, video_url="https://v.example.com/")
    with shelf.reading() as session:
        assert {"videoUrl": "https://v.example.com/"} == session.get_one(App, app_id).listing
