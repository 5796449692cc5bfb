"""What is said with a version, on a shelf: Graph has no words for it, so another server takes none."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct, structs

if TYPE_CHECKING:
    from teamshelf.client.catalog import AppEntry
    from teamshelf.client.connection import Connection


class Words(Struct, frozen=True, rename="camel"):
    """What is said with a version; None for what is not said, or not for whoever asks to read.

    Attributes:
        notes: what is new, for everybody.
        review_notes, test_accounts: for reviewers.
    """

    notes: str | None = None
    review_notes: str | None = None
    test_accounts: str | None = None


class _Version(Struct, frozen=True, rename="camel"):
    id: str
    state: str
    submitted_at: str | None = None
    published_at: str | None = None


def say_with_newest(connection: Connection, entry: AppEntry, words: Words, *, for_review: bool) -> bool:
    """Say something with the version that was sent last; what is None stays as it was.

    Args:
        connection: to a shelf.
        entry: the app.
        words: what is said.
        for_review: it is a version that waits, otherwise the published one.

    Returns:
        Whether there is such a version.

    Raises:
        NotReached, Refused: as for every request; Refused with status 404 by a server that is no shelf.
    """
    wanted = ("submitted", "in-review") if for_review else ("published",)
    versions = connection.get(f"{connection.shelf}/apps/{quote(entry.id, safe='')}/versions", list[_Version])
    found = next((each for each in reversed(versions) if each.state in wanted), None)
    if found is None:
        return False
    path = f"{connection.shelf}/versions/{found.id}/notes"
    before = connection.get(path, Words)
    said = structs.replace(before, **{name: text for name, text in structs.asdict(words).items() if text is not None})
    connection.put(
        path,
        {
            "notes": said.notes or "",
            "reviewNotes": said.review_notes or "",
            "testAccounts": said.test_accounts or "",
        },
    )
    return True
