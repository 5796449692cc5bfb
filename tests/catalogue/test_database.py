"""What the database says, told in the shelf's own terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.refusals import Kind, Refusal

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf


def test_half_a_surrogate_pair_is_refused(shelf: Shelf) -> None:
    """A text that cannot be encoded is the sender's mistake, on both engines."""
    with pytest.raises(Refusal) as refused:
        create_account(shelf, OPERATOR, "ann", Role.USER, display_name="Ann \ud800")

    assert (Kind.INVALID, "text-not-storable") == (refused.value.kind, refused.value.rule)


def test_nul_is_no_failure(shelf: Shelf) -> None:
    """SQLite keeps it, PostgreSQL cannot; neither ends in an error of the program."""
    if shelf.database.is_sqlite:
        create_account(shelf, OPERATOR, "ann", Role.USER, display_name="Ann\0")
    else:
        with pytest.raises(Refusal, match="such as NUL"):
            create_account(shelf, OPERATOR, "ann", Role.USER, display_name="Ann\0")


@pytest.mark.parametrize("url", ["", "shelf", "mysql://a/b", "postgresql:/"])
def test_what_is_no_database_of_ours_is_refused(url: str) -> None:
    """Before anything is opened."""
    with pytest.raises(ValueError, match=r"URL|runs on"):
        open_database(url)
