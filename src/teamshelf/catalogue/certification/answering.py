"""Answering the questionnaire. An answer is never changed: a new one stands before it, and both can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.holding import hold_app, require_team
from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.questionnaire import MAX_ANSWER, QUESTIONS
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Answer
from teamshelf.messages import alternatives, printable, say, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.certification.questionnaire import Question
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.catalogue.tables import App


class Given(Struct, frozen=True):
    """An answer as the publisher gives it: what it is, and where it can be read up."""

    answer: str
    evidence_url: str | None = None


def require_published(app: App) -> None:
    """Refuse what can only be said, or vouched for, of an app that is published.

    Raises:
        Refusal: CONFLICT `not-published`.
    """
    if app.current_id is None:
        raise Refusal(
            Kind.CONFLICT,
            "not-published",
            say("{name} is not published: an app is certified once it is", name=printable(app.display_name)),
        )


def answer(shelf: Shelf, actor: Actor, app_id: str, given: Mapping[str, Given]) -> None:
    """Answer questions about an app, as one who works on it; what is answered the same already is not written again.

    Args:
        shelf: where.
        actor: who.
        app_id: about which app.
        given: answers by the names of their questions.

    Raises:
        Refusal: NOT_FOUND `unknown-app`; FORBIDDEN `not-the-owner`; CONFLICT `not-published`; INVALID
            `unknown-question`, `answer-malformed`, `url-malformed`.
    """
    checked = {name: _checked(name, each) for name, each in given.items()}
    with shelf.changing(actor) as change:
        app = hold_app(change, app_id)
        require_team(change.session, actor, app)
        require_published(app)
        before = answers_to(change.session, app)
        for name, each in checked.items():
            known = before.get(name)
            if known is not None and (known.answer, known.evidence_url) == (each.answer, each.evidence_url):
                continue
            change.session.add(
                Answer(
                    app_id=app.id,
                    question=name,
                    number=known.number + 1 if known else 1,
                    answer=each.answer,
                    evidence_url=each.evidence_url,
                    answered_by=actor.account_id,
                    answered_at=change.at,
                )
            )
            change.record(
                Action.QUESTION_ANSWERED,
                app.id,
                label=name,
                app_id=app.id,
                before={"answer": known.answer} if known else None,
                after={"answer": each.answer},
            )


def answers_to(session: Session, app: App) -> dict[str, Answer]:
    """The newest answer to each question about an app, in the order of the questionnaire."""
    rows = session.scalars(select(Answer).where(Answer.app_id == app.id).order_by(Answer.question, Answer.number))
    newest = {row.question: row for row in rows}
    return {name: newest[name] for name in QUESTIONS if name in newest}


def earlier_answers(session: Session, app: App, question: str) -> Sequence[Answer]:
    """Every answer that was given to a question, the newest first."""
    wanted = select(Answer).where(Answer.app_id == app.id, Answer.question == question)
    return session.scalars(wanted.order_by(Answer.number.desc())).all()


def unanswered(session: Session, app: App) -> list[str]:
    """The names of the questions that have to be answered, and are not."""
    known = answers_to(session, app)
    return [name for name, question in QUESTIONS.items() if question.is_required and name not in known]


def https_url(text: str | None) -> str | None:
    """A web address that can be shown as a link; None for nothing.

    Raises:
        Refusal: INVALID `url-malformed`.
    """
    if text is None or not text.strip():
        return None
    address = text.strip()
    try:
        parts = urlsplit(address)
        is_good = parts.scheme == "https" and bool(parts.hostname) and len(address) <= _LONGEST_URL
    except ValueError:
        is_good = False
    if not is_good or not address.isprintable() or " " in address or "@" in parts.netloc:
        raise Refusal(
            Kind.INVALID,
            "url-malformed",
            say("{url} is no https address such as `https://example.com/`", url=shown(address)),
        )
    return address


_LONGEST_URL = 2048


def _checked(name: str, given: Given) -> Given:
    question = QUESTIONS.get(name)
    if question is None:
        raise Refusal(Kind.INVALID, "unknown-question", say("there is no question `{name}`", name=printable(name[:80])))
    text = given.answer.strip()
    if question.choices and text not in question.choices:
        raise _malformed(question, say("choose {choices}", choices=alternatives(question.choices)))
    if not text or len(text) > MAX_ANSWER or "\0" in text:
        raise _malformed(question, say("write 1 to {limit} characters", limit=MAX_ANSWER))
    return Given(text, https_url(given.evidence_url))


def _malformed(question: Question, how: object) -> Refusal:
    return Refusal(
        Kind.INVALID,
        "answer-malformed",
        say("this does not answer the question `{name}`: {how}", name=question.name, how=how),
        details={"question": question.name},
    )
