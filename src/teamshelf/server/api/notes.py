"""What a publisher says with a version: what is new, and how reviewers try it."""

from __future__ import annotations

from typing import Annotated

from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from teamshelf.catalogue.apps.holding import works_on_or_reviews
from teamshelf.catalogue.apps.listing import find_app
from teamshelf.catalogue.apps.listing import version as listed_version
from teamshelf.catalogue.versions.accompanying import MAX_NOTES, Words, say_with, words_of
from teamshelf.server.api.shapes import Shape, Wish
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import READ_CATALOGUE, SUBMIT

NoteText = Annotated[str, Meta(max_length=MAX_NOTES)]


class NotesShape(Shape, frozen=True, kw_only=True):
    """What is said with a version.

    Attributes:
        notes: what is new, for everybody.
        review_notes, test_accounts: for reviewers and those who work on the app; null for others.
    """

    notes: str
    review_notes: str | None
    test_accounts: str | None


class NotesWish(Wish, frozen=True, kw_only=True):
    """What is said with a version from now on; test accounts are forgotten once it is published."""

    notes: NoteText = ""
    review_notes: NoteText = ""
    test_accounts: NoteText = ""


@get("/versions/{version_id:str}/notes", permission=READ_CATALOGUE, sync_to_thread=True)
def show_notes(shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> NotesShape:
    """What is said with a version, as far as whoever asks may read it."""
    with shelf.reading() as session:
        found = listed_version(session, actor, version_id)
        app = find_app(session, actor, found.app_id)
        may_read = app is not None and works_on_or_reviews(session, actor, app)
        words = words_of(found)
    return NotesShape(
        notes=words.notes,
        review_notes=words.review_notes if may_read else None,
        test_accounts=words.test_accounts if may_read else None,
    )


@put("/versions/{version_id:str}/notes", permission=SUBMIT, sync_to_thread=True, status_code=204)
def say_notes(shelf: TheShelf, actor: TheActor, version_id: FromPath[str], data: JSONBody[NotesWish]) -> None:
    """Say it, until a reviewer takes the version; what was said before is replaced."""
    words = Words(notes=data.notes, review_notes=data.review_notes, test_accounts=data.test_accounts)
    say_with(shelf, actor, version_id, words)


HANDLERS = [show_notes, say_notes]
