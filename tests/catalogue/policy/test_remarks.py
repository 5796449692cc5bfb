"""What people write, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.apps.collaborating import add_collaborator
from teamshelf.catalogue.apps.removing import remove
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.policy.remarks import (
    LONGEST_REMARK,
    MOST_OPEN,
    About,
    Ending,
    answer_remark,
    open_count,
    open_remarks,
    remark,
    remarks_of,
    wish,
)
from teamshelf.catalogue.refusals import Kind
from teamshelf.catalogue.settings import change_settings
from teamshelf.catalogue.tables import AuditEvent
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.looking import own, refused
from tests.catalogue.stocking import EVERYWHERE, package, put

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def waiting(shelf: Shelf, app_id: str | None = None) -> list[tuple[str, str]]:
    """The kinds and texts of what nobody has answered."""
    with shelf.reading() as session:
        return [(row.kind, row.text) for row, _ in open_remarks(session, app_id)]


def became(shelf: Shelf, actor: Actor) -> list[tuple[str | None, str]]:
    """What became of what somebody wrote, the newest first."""
    with shelf.reading() as session:
        return [(row.outcome, row.answer) for row in remarks_of(session, own(actor))]


def test_what_is_written_waits_for_an_answer(shelf: Shelf, people: People, clock: Clock) -> None:
    """A wish, a correction and a problem are read in the order they came, and whoever wrote reads the answer."""
    app_id = put(shelf, people)
    first = wish(shelf, people.user, "  A calendar\r\nof the harbour ")
    clock.pass_by(minutes=1)
    remark(shelf, people.user, app_id, About.CORRECTION, "It is in Dublin.")
    clock.pass_by(minutes=1)
    remark(shelf, people.other_user, app_id, About.PROBLEM, "It is slow.")

    about = [("correction", "It is in Dublin."), ("problem", "It is slow.")]
    assert [("wish", "A calendar\nof the harbour"), *about] == waiting(shelf)
    assert about == waiting(shelf, app_id)
    answer_remark(shelf, people.admin, first, Ending.DONE, " It is here now. ")
    assert about == waiting(shelf)
    assert [(None, ""), ("done", "It is here now.")] == became(shelf, people.user)
    with shelf.reading() as session:
        assert (2, 2) == (open_count(session), open_count(session, app_id))
        told = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("Remark%"))).all()
    assert [Action.REMARK_MADE] * 3 + [Action.REMARK_ANSWERED] == sorted(told, key=lambda name: name != "RemarkMade")


def test_writing_the_same_again_is_writing_once(shelf: Shelf, people: People) -> None:
    """While it is open; once it is answered, the same can be said again, and an answer is not answered again."""
    app_id = put(shelf, people)
    first = remark(shelf, people.user, app_id, About.PROBLEM, "It is slow.")

    assert first == remark(shelf, people.user, app_id, About.PROBLEM, "It is slow. ")
    assert first != remark(shelf, people.other_user, app_id, About.PROBLEM, "It is slow.")
    assert first != remark(shelf, people.user, app_id, About.CORRECTION, "It is slow.")
    assert first != wish(shelf, people.user, "It is slow.")
    answer_remark(shelf, people.admin, first, Ending.DECLINED)
    answer_remark(shelf, people.admin, first, Ending.DONE, "after all")
    assert ("declined", "") in became(shelf, people.user)
    assert first != remark(shelf, people.user, app_id, About.PROBLEM, "It is slow.")


def test_those_who_work_on_an_app_answer_what_is_about_it(shelf: Shelf, people: People) -> None:
    """Its owner, their team and administrators; nobody else, and wishes are for administrators alone."""
    sent = publish(shelf, people.publisher, package(**EVERYWHERE), for_review=True)
    approve(shelf, people.admin, sent.version_id)
    app_id = sent.app_id
    ids = [remark(shelf, people.user, app_id, About.PROBLEM, text) for text in ("one", "two", "three")]
    wished = wish(shelf, people.user, "Something")

    for actor in (people.user, people.other_publisher, people.reviewer, VISITOR):
        assert (Kind.FORBIDDEN, "not-the-owner") == refused(answer_remark, shelf, actor, ids[0], Ending.DONE)
    assert (Kind.FORBIDDEN, "role-needed") == refused(answer_remark, shelf, people.publisher, wished, Ending.DONE)
    add_collaborator(shelf, people.publisher, app_id, own(people.other_publisher))
    for actor, remark_id in zip((people.publisher, people.other_publisher, people.admin), ids, strict=True):
        answer_remark(shelf, actor, remark_id, Ending.DONE)
    assert [("wish", "Something")] == waiting(shelf)


@pytest.mark.parametrize("text", ["", " \r\n ", "x" * (LONGEST_REMARK + 1)], ids=["empty", "blank", "long"])
def test_a_remark_says_something_and_not_too_much(shelf: Shelf, people: People, text: str) -> None:
    """What is empty or too long is refused by its name, and so is an answer that is too long."""
    app_id = put(shelf, people)
    rule = "remark-too-long" if text.strip() else "remark-missing"

    assert (Kind.INVALID, rule) == refused(wish, shelf, people.user, text)
    assert (Kind.INVALID, rule) == refused(remark, shelf, people.user, app_id, About.PROBLEM, text)
    longest = remark(shelf, people.user, app_id, About.PROBLEM, "x" * LONGEST_REMARK)
    too_long = "x" * (LONGEST_REMARK + 1)
    assert (Kind.INVALID, "remark-too-long") == refused(
        answer_remark, shelf, people.admin, longest, Ending.DONE, too_long
    )


def test_nobody_floods_those_who_answer(shelf: Shelf, people: People) -> None:
    """So many may wait, and one more when one of them is answered."""
    ids = [wish(shelf, people.user, f"App {number}") for number in range(MOST_OPEN)]

    assert (Kind.CONFLICT, "too-many-remarks") == refused(wish, shelf, people.user, "One more")
    wish(shelf, people.other_user, "One more")
    answer_remark(shelf, people.admin, ids[0], Ending.DECLINED)
    wish(shelf, people.user, "One more")


def test_what_is_not_there_is_not_written_about(shelf: Shelf, people: People) -> None:
    """An app that is gone, or was never public; a visitor; a shelf that takes no requests; a remark that is none."""
    hidden = publish(shelf, people.publisher, package(**EVERYWHERE), for_review=True).app_id
    unknown = (Kind.NOT_FOUND, "unknown-app")

    assert unknown == refused(remark, shelf, people.user, hidden, About.PROBLEM, "x")
    assert unknown == refused(remark, shelf, people.user, "nothing", About.PROBLEM, "x")
    assert (Kind.FORBIDDEN, "account-needed") == refused(wish, shelf, VISITOR, "x")
    assert (Kind.NOT_FOUND, "unknown-remark") == refused(answer_remark, shelf, people.admin, "x", Ending.DONE)
    assert (Kind.FORBIDDEN, "role-needed") == refused(answer_remark, shelf, people.user, "x", Ending.DONE)
    change_settings(shelf, people.admin, allow_user_requests_for_app_access=False)
    assert (Kind.FORBIDDEN, "requests-off") == refused(wish, shelf, people.user, "x")


def test_what_is_about_an_app_that_is_gone_is_not_answered(shelf: Shelf, people: People) -> None:
    """It stays with whoever wrote it, as it was."""
    app_id = put(shelf, people)
    left = remark(shelf, people.user, app_id, About.PROBLEM, "It is slow.")
    remove(shelf, people.admin, app_id)

    assert (Kind.NOT_FOUND, "unknown-remark") == refused(answer_remark, shelf, people.admin, left, Ending.DONE)
    assert [] == waiting(shelf)
    assert [(None, "")] == became(shelf, people.user)
