"""What a publisher says with a version: to whom it goes, until when, and what is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import AuditEvent, Version
from teamshelf.catalogue.versions.accompanying import MAX_NOTES, Words, say_with, words_of
from teamshelf.catalogue.versions.drafting import draft, submit
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve, claim, reject, release_claim
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

WORDS = Words(notes="More room.", review_notes="Try the second tab.", test_accounts="tess@example.com, s3cret")


def said(shelf: Shelf, version_id: str) -> Words:
    """What is said with a version."""
    with shelf.reading() as session:
        return words_of(session.get_one(Version, version_id))


def told(shelf: Shelf) -> list[object]:
    """What the audit keeps of what was said."""
    with shelf.reading() as session:
        wanted = select(AuditEvent.after).where(AuditEvent.action == Action.NOTES_CHANGED).order_by(AuditEvent.id)
        return list(session.scalars(wanted))


def test_words_can_be_changed_until_a_reviewer_takes_the_version(shelf: Shelf, people: People) -> None:
    """As a draft and while it waits; not while somebody looks at it; again once it was put back."""
    version_id = draft(shelf, people.publisher, package()).version_id
    say_with(shelf, people.publisher, version_id, WORDS)
    submit(shelf, people.publisher, version_id)
    assert WORDS == said(shelf, version_id)

    say_with(shelf, people.publisher, version_id, Words(notes=" Less. "))
    assert Words(notes="Less.") == said(shelf, version_id)

    claim(shelf, people.reviewer, version_id)
    with pytest.raises(Refusal) as refused:
        say_with(shelf, people.publisher, version_id, WORDS)
    assert "in-review" == refused.value.rule
    release_claim(shelf, people.reviewer, version_id)
    say_with(shelf, people.publisher, version_id, WORDS)
    assert WORDS == said(shelf, version_id)


def test_what_is_said_again_changes_nothing(shelf: Shelf, people: People) -> None:
    """No row of the audit and no other revision; a form from before a change is refused."""
    version_id = draft(shelf, people.publisher, package()).version_id
    say_with(shelf, people.publisher, version_id, WORDS, revision=1)
    say_with(shelf, people.publisher, version_id, WORDS, revision=2)

    assert [{"notes": True, "reviewNotes": True, "testAccounts": True}] == told(shelf)
    with pytest.raises(Refusal) as refused:
        say_with(shelf, people.publisher, version_id, Words(), revision=1)
    assert "changed-since" == refused.value.rule


def test_test_accounts_are_forgotten_once_the_version_is_published(shelf: Shelf, people: People) -> None:
    """What was rejected keeps them for the next try; what is published has only its notes."""
    first = draft(shelf, people.publisher, package()).version_id
    submit(shelf, people.publisher, first, words=WORDS)
    reject(shelf, people.reviewer, first, reason="not yet")
    second = draft(shelf, people.publisher, package(indent=2)).version_id
    submit(shelf, people.publisher, second, words=WORDS)
    approve(shelf, people.reviewer, second)

    assert WORDS == said(shelf, first)
    assert Words(notes=WORDS.notes, review_notes=WORDS.review_notes) == said(shelf, second)


def test_only_those_who_work_on_an_app_speak_for_it(shelf: Shelf, people: People) -> None:
    """Others do not even learn that there is a draft; a reviewer who sees a submission may not speak for it."""
    version_id = draft(shelf, people.publisher, package()).version_id
    with pytest.raises(Refusal) as hidden:
        say_with(shelf, people.other_publisher, version_id, WORDS)
    submit(shelf, people.publisher, version_id)
    with pytest.raises(Refusal) as refused:
        say_with(shelf, people.reviewer, version_id, WORDS)

    assert ("unknown-version", "not-the-owner") == (hidden.value.rule, refused.value.rule)
    assert Words() == said(shelf, version_id)


def test_of_a_published_version_only_what_is_new_is_said(shelf: Shelf, people: People) -> None:
    """By whoever could have published it without a review; nothing for reviewers, who are done."""
    by_reviewer = publish(shelf, people.reviewer, package()).version_id
    say_with(shelf, people.reviewer, by_reviewer, Words(notes="Here at last."))
    with pytest.raises(Refusal) as late:
        say_with(shelf, people.reviewer, by_reviewer, WORDS)
    reviewed = draft(shelf, people.publisher, package(id="6b2f9a30-77c1-4b0e-a4cd-1d2e3f405162")).version_id
    submit(shelf, people.publisher, reviewed)
    approve(shelf, people.reviewer, reviewed)
    with pytest.raises(Refusal) as refused:
        say_with(shelf, people.publisher, reviewed, Words(notes="Much better than it was reviewed."))

    assert Words(notes="Here at last.") == said(shelf, by_reviewer)
    assert ("decided-already", "decided-already") == (late.value.rule, refused.value.rule)


@pytest.mark.parametrize("field", ["notes", "review_notes", "test_accounts"])
def test_texts_have_an_end_and_no_nul(shelf: Shelf, people: People, field: str) -> None:
    """As much as there is room for; a character that PostgreSQL cannot keep is refused on both engines."""
    version_id = draft(shelf, people.publisher, package()).version_id
    say_with(shelf, people.publisher, version_id, Words(**{field: "x" * MAX_NOTES}))
    for text, rule in (("x" * (MAX_NOTES + 1), "notes-too-long"), ("a\0b", "notes-malformed")):
        with pytest.raises(Refusal) as refused:
            say_with(shelf, people.publisher, version_id, Words(**{field: text}))
        assert rule == refused.value.rule
        with pytest.raises(Refusal) as submitting:
            submit(shelf, people.publisher, version_id, words=Words(**{field: text}))
        assert rule == submitting.value.rule
