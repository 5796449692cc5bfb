"""The certification panel of an app: three tiers with their dates, what they do not mean, and the publisher's answers.

An answer that nobody has given never looks like a good one, and one that has run out says so. Source: web/pages,
section 2, "certification panel"; seed A, the app certificate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Struct

from teamshelf.catalogue.certification.answering import answers_to
from teamshelf.catalogue.certification.certifying import standing_of
from teamshelf.catalogue.certification.evidence import questions_with_evidence
from teamshelf.catalogue.certification.questionnaire import QUESTIONS, SECTIONS
from teamshelf.catalogue.certification.tiers import DISCLAIMERS, Tier
from teamshelf.links import InstallLink
from teamshelf.messages import Message, printable, say
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.apps import tabs_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import PUBLIC
from teamshelf.texts.addressing import web_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.certification.certifying import Standing
    from teamshelf.catalogue.tables import Answer, App

ANSWER_WORDS: dict[str, Message] = {
    "yes": say("Yes"),
    "no": say("No"),
    "partial": say("Partly"),
    "not-stated": say("Not stated"),
}
"""The answers to a question of yes or no, in words."""


class Step(Struct, frozen=True, kw_only=True):
    """A tier on the ladder.

    Attributes:
        look: ``done``, ``declared``, ``expired`` or ``open``: a class of the style sheet.
    """

    title: Message
    look: str
    drawing: str
    text: Message
    at: datetime | None = None


class AnswerLine(Struct, frozen=True, kw_only=True):
    """A question with its answer; ``answer`` is None where nobody has given one; ``has_files``: for reviewers only."""

    question: Message
    answer: Message | str | None
    evidence_url: str = ""
    has_files: bool = False


class AnswerSection(Struct, frozen=True):
    """A part of the questionnaire."""

    heading: Message
    lines: tuple[AnswerLine, ...]
    answered: int


class Panel(Struct, frozen=True, kw_only=True):
    """The whole panel.

    Attributes:
        disclaimer: what the tier does not mean.
        has_answers: the publisher has answered anything.
    """

    steps: tuple[Step, ...]
    disclaimer: Message
    based_on: str
    is_outdated: bool
    answered_at: datetime | None
    expires_at: datetime | None
    is_expired: bool
    report_url: str
    has_answers: bool
    sections: tuple[AnswerSection, ...]
    teams_url: str


@get("/apps/{app_id:str}/certification", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_certification(shelf: TheShelf, visit: TheVisit, app_id: FromPath[str]) -> Response[Any]:
    """The certification panel."""
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        panel = _panel(session, seen.app, shelf.clock())
    return page(visit, "app_certification.html", app=seen.head, tabs=tabs_of(seen), here="certification", panel=panel)


def _panel(session: Session, app: App, at: datetime) -> Panel:
    standing = standing_of(session, app, at)
    answers = answers_to(session, app)
    return Panel(
        steps=tuple(_steps(standing)),
        disclaimer=DISCLAIMERS[standing.tier],
        based_on=standing.based_on or "",
        is_outdated=standing.is_outdated,
        answered_at=standing.answered_at,
        expires_at=standing.expires_at,
        is_expired=standing.is_expired,
        report_url=web_link(standing.details_url or ""),
        has_answers=bool(answers),
        sections=tuple(_sections(answers, questions_with_evidence(session, app))) if answers else (),
        teams_url=InstallLink(app.external_id).url(),
    )


def _steps(standing: Standing) -> Iterator[Step]:
    if standing.verified_at is None:
        yield Step(title=say("Publisher verified"), look="open", drawing="other", text=say("Not verified"))
    else:
        name = printable(standing.verified_publisher or "")
        yield Step(
            title=say("Publisher verified"),
            look="done",
            drawing="check",
            text=say("Verified as {name}", name=name),
            at=standing.verified_at,
        )
    if standing.attested_at is None:
        yield Step(title=say("Publisher attestation"), look="open", drawing="other", text=say("Not attested"))
    else:
        yield Step(
            title=say("Publisher attestation"),
            look="declared",
            drawing="info",
            text=say("Declared by the publisher"),
            at=standing.attested_at,
        )
    if standing.certified_at is None:
        yield Step(title=say("Certification"), look="open", drawing="other", text=say("Not certified"))
    elif standing.is_expired:
        yield Step(
            title=say("Certification"), look="expired", drawing="clock", text=say("Expired"), at=standing.expires_at
        )
    elif standing.tier.includes(Tier.CERTIFIED):
        yield Step(
            title=say("Certification"),
            look="done",
            drawing="shield",
            text=say("Evidence was examined"),
            at=standing.certified_at,
        )
    else:
        yield Step(title=say("Certification"), look="open", drawing="other", text=say("No longer holds"))


def _sections(answers: dict[str, Answer], filed: frozenset[str]) -> Iterator[AnswerSection]:
    for section, heading in SECTIONS.items():
        lines = []
        for question in QUESTIONS.values():
            if question.section is section:
                given = answers.get(question.name)
                text = None if given is None else ANSWER_WORDS.get(given.answer, given.answer)
                if given is not None and not question.choices:
                    text = given.answer
                evidence = web_link(given.evidence_url or "") if given is not None else ""
                has_files = question.name in filed
                lines.append(
                    AnswerLine(question=question.text, answer=text, evidence_url=evidence, has_files=has_files)
                )
        yield AnswerSection(heading, tuple(lines), sum(line.answer is not None for line in lines))
