"""What a publisher says with a version: to everybody what is new, to reviewers how to try it.

Test accounts are for reviewers and for those who work on the app. They are forgotten once the version is published:
nobody needs them after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.apps.holding import hold_version, label_of, require_team
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.versions.states import State
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import Version

MAX_NOTES = 4000
"""Characters of each of the texts."""

_WAITS = frozenset({State.DRAFT, State.SUBMITTED})
"""Nobody has begun to review it."""


class Words(Struct, frozen=True, kw_only=True):
    """What is said with a version.

    Attributes:
        notes: what is new, for everybody.
        review_notes: for reviewers: what to look at, and how to try it.
        test_accounts: for reviewers: with which accounts.
    """

    notes: str = ""
    review_notes: str = ""
    test_accounts: str = ""


def say_with(shelf: Shelf, actor: Actor, version_id: str, words: Words, *, revision: int | None = None) -> None:
    """Say something with a version, as one who works on the app; what was said before is replaced.

    It can be changed until a reviewer takes the version. Of one that is decided only what is new can be said, and by
    nobody who could not have published it.

    Raises:
        Refusal: NOT_FOUND `unknown-version`; FORBIDDEN `not-the-owner`; PRECONDITION `changed-since`; INVALID
            `notes-too-long`; CONFLICT `in-review`, `decided-already`.
    """
    refuse_too_long(words)
    with shelf.changing(actor) as change:
        app, version = hold_version(change, version_id, revision)
        require_team(change.session, actor, app)
        if version.state not in _WAITS:
            _refuse_late(actor, version, words)
        if not write_words(version, words):
            return
        version.revision += 1
        change.record(
            Action.NOTES_CHANGED,
            version.id,
            label=label_of(version),
            app_id=app.id,
            digest=version.package_digest,
            after={
                "notes": bool(version.notes),
                "reviewNotes": bool(version.review_notes),
                "testAccounts": bool(version.test_accounts),
            },
        )


def write_words(version: Version, words: Words) -> bool:
    """Write into a version that is held what is said with it; whether that is anything new."""
    before = words_of(version)
    version.notes = words.notes.strip() or None
    version.review_notes = words.review_notes.strip() or None
    version.test_accounts = words.test_accounts.strip() or None
    return words_of(version) != before


def words_of(version: Version) -> Words:
    """What is said with a version; for reviewers and those who work on the app alone."""
    return Words(
        notes=version.notes or "",
        review_notes=version.review_notes or "",
        test_accounts=version.test_accounts or "",
    )


def refuse_too_long(words: Words) -> None:
    """Go on only with texts that there is room for, and that every database keeps as they are.

    Raises:
        Refusal: INVALID `notes-too-long`, `notes-malformed`.
    """
    texts = (words.notes, words.review_notes, words.test_accounts)
    if any(len(text) > MAX_NOTES for text in texts):
        raise Refusal(
            Kind.INVALID, "notes-too-long", say("the notes have more than {limit} characters", limit=MAX_NOTES)
        )
    if any("\0" in text for text in texts):
        raise Refusal(Kind.INVALID, "notes-malformed", say("the notes have a character that is no text (U+0000)"))


def _refuse_late(actor: Actor, version: Version, words: Words) -> None:
    named = {"name": printable(version.display_name), "number": printable(version.number)}
    if version.state == State.IN_REVIEW:
        raise Refusal(
            Kind.CONFLICT,
            "in-review",
            say("a reviewer is looking at {name} {number}: comment on it, or take it back first", **named),
            details={"versionId": version.id, "state": version.state},
        )
    if not actor.may_act_as(Role.REVIEWER) or words.review_notes.strip() or words.test_accounts.strip():
        raise Refusal(
            Kind.CONFLICT,
            "decided-already",
            say("{name} {number} does not wait for a review any more", **named),
            details={"versionId": version.id, "state": version.state},
        )
