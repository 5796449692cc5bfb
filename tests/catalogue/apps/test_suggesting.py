"""A word in place of one that found nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from teamshelf.catalogue.apps import suggesting
from teamshelf.catalogue.apps.suggesting import suggestion
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.withdrawing import withdraw
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People


def put(shelf: Shelf, people: People, *names: str) -> list[str]:
    """Publish apps of these names; their versions' ids."""
    return [
        publish(
            shelf,
            people.admin,
            package(id=str(uuid4()), packageName=None, name={"short": name, "full": f"{name} in full"}),
        ).version_id
        for name in names
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tickit", "Ticket"),
        ("BIBLIOTEQUE", "Bibliothèque"),
        ("zzzz", ""),
        ("", ""),
        ("\0", ""),
        ("Ticket Dezk", "Ticket Desk"),
    ],
)
def test_a_word_is_answered_with_one_like_it(shelf: Shelf, people: People, text: str, said: str) -> None:
    """A word of a name, or a whole name, that is spelled much alike, whatever its case and accents; else nothing."""
    put(shelf, people, "Ticket Desk", "Bibliothèque partagée")

    with shelf.reading() as session:
        assert said == suggestion(session, text)


def test_only_what_is_published_is_named(shelf: Shelf, people: People) -> None:
    """Nobody learns of an app that they could not find."""
    (version_id,) = put(shelf, people, "Secret Garden")
    withdraw(shelf, people.admin, version_id)

    with shelf.reading() as session:
        assert "" == suggestion(session, "secrit")


def test_names_that_begin_alike_are_found_among_many(
    shelf: Shelf, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few names are compared, one that begins as the word does is among them."""
    monkeypatch.setattr(suggesting, "NAMES", 1)
    put(shelf, people, "Ticket Desk", *(f"App {number}" for number in range(4)))

    with shelf.reading() as session:
        assert "Ticket" == suggestion(session, "tickit")
