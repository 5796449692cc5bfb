"""The questionnaire about security and data protection: answered part by part, and stood by in the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.certification.answering import Given, answer, answers_to, earlier_answers, unanswered
from teamshelf.catalogue.certification.certifying import Standing, attest, standing_of
from teamshelf.catalogue.certification.evidence import MAX_FILE, evidence_of
from teamshelf.catalogue.certification.questionnaire import MAX_ANSWER, QUESTIONS, SECTIONS, Section
from teamshelf.catalogue.certification.renewing import renewal_of
from teamshelf.catalogue.certification.tiers import DISCLAIMERS, Tier
from teamshelf.catalogue.refusals import Refusal
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import CERTIFICATION, area_of, kept_versions, own_app
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import TIER_NAMES
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.certification.questionnaire import Question
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit

MOST_EARLIER = 20
"""Earlier answers to a question that are shown."""

CHOICE_NAMES: dict[str, Message] = {
    "yes": say("Yes"),
    "no": say("No"),
    "partial": say("Partly"),
    "not-stated": say("Not stated"),
    "iaas": say("On rented machines (IaaS)"),
    "paas": say("On a platform (PaaS)"),
    "isv": say("By its maker (ISV)"),
    "hybrid": say("In several of these ways"),
}
"""The answers there are to choose, in words."""


class Choice(Struct, frozen=True):
    """An answer to choose."""

    name: str
    label: Message
    is_chosen: bool


class EvidenceRow(Struct, frozen=True, kw_only=True):
    """A file that backs an answer."""

    id: str
    url: str
    name: str
    size: str
    added_at: datetime


class EarlierAnswer(Struct, frozen=True):
    """What a question was answered before, in words, and when."""

    said: Message | str
    at: datetime


class QuestionRow(Struct, frozen=True, kw_only=True):
    """A question with what was answered.

    Attributes:
        said: the answer in words, of a reader; empty where there is none.
        earlier: the answers it had before this one, the newest first.
        files: that back it; none for whoever may not read them.
    """

    name: str
    text: Message
    is_required: bool
    choices: tuple[Choice, ...]
    answer: str
    said: Message | str
    evidence_url: str
    answered_at: datetime | None
    earlier: tuple[EarlierAnswer, ...]
    files: tuple[EvidenceRow, ...]


class Part(Struct, frozen=True):
    """A part of the questionnaire."""

    name: str
    label: Message
    answered: int
    questions: int
    is_here: bool


class Rung(Struct, frozen=True, kw_only=True):
    """A tier on the ladder; `look` is a class of the style sheet."""

    label: Message
    text: Message
    look: str
    at: datetime | None


@get("/dev/apps/{app_id:str}/certification", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_questionnaire(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    app_id: FromPath[str],
    part: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """One part of the questionnaire, and how far the app has come."""
    return questionnaire_page(shelf, visit, app_id, section_named(part), done=done)


@post("/dev/apps/{app_id:str}/certification", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_answer(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    app_id: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
) -> Response[Any]:
    """Save the answers of one part."""
    section = section_named(data.get("part"))
    try:
        answer(shelf, actor, app_id, _given(data, section))
    except Refusal as refusal:
        return questionnaire_page(shelf, visit, app_id, section, problem=refusal, sent=data)
    return going_to(f"/dev/apps/{app_id}/certification?part={section.value}", "answered")


@post("/dev/apps/{app_id:str}/attest", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_attest(*, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str]) -> Response[Any]:
    """Stand by the answers."""
    try:
        attest(shelf, actor, app_id)
    except Refusal as refusal:
        return questionnaire_page(shelf, visit, app_id, Section.GENERAL, problem=refusal)
    return going_to(f"/dev/apps/{app_id}/certification", "attested")


def ladder_of(standing: Standing) -> tuple[Rung, ...]:
    """The three tiers, and which of them the app has; nothing looks good that nobody has looked at."""
    certified = "expired" if standing.is_expired else "done" if standing.certified_at else "none"
    if standing.is_expired:
        certified_text = say("Expired")
    else:
        certified_text = DISCLAIMERS[Tier.CERTIFIED] if standing.certified_at else say("Nobody has looked at evidence")
    return (
        Rung(
            label=TIER_NAMES["verified"],
            text=DISCLAIMERS[Tier.VERIFIED] if standing.verified_at else say("Nobody has verified the publisher"),
            look="done" if standing.verified_at else "none",
            at=standing.verified_at,
        ),
        Rung(
            label=TIER_NAMES["attested"],
            text=DISCLAIMERS[Tier.ATTESTED] if standing.attested_at else say("The publisher does not stand by answers"),
            look="declared" if standing.attested_at else "none",
            at=standing.attested_at,
        ),
        Rung(
            label=TIER_NAMES["certified"],
            text=certified_text,
            look=certified,
            at=standing.expires_at if standing.is_expired else standing.certified_at,
        ),
    )


def answered_parts(session: Session, actor: Actor, app: App) -> tuple[tuple[Message, tuple[QuestionRow, ...]], ...]:
    """All questions that were answered, part by part."""
    rows = _rows(session, actor, app, None, {})
    parts = []
    for section, label in SECTIONS.items():
        answered = tuple(row for row in rows if QUESTIONS[row.name].section is section and (row.answer or row.files))
        if answered:
            parts.append((label, answered))
    return tuple(parts)


def section_named(name: str | None) -> Section:
    """The part of a name; the first for any other."""
    return Section(name) if name in {section.value for section in Section} else Section.GENERAL


def _given(sent: Mapping[str, str], section: Section) -> dict[str, Given]:
    """What was answered in a part; what was left empty is no answer."""
    return {
        name: Given(sent[name], sent.get(f"{name}-evidence") or None)
        for name, question in QUESTIONS.items()
        if question.section is section and sent.get(name, "").strip()
    }


def questionnaire_page(
    shelf: TheShelf,
    visit: Visit,
    app_id: str,
    section: Section,
    *,
    problem: Refusal | None = None,
    sent: Mapping[str, str] | None = None,
    done: str | None = None,
) -> Response[bytes]:
    """One part of the questionnaire; with why a form was refused."""
    with shelf.reading() as session:
        app = own_app(session, visit.actor, app_id)
        standing = standing_of(session, app, shelf.clock())
        rows = _rows(session, visit.actor, app, section, sent or {})
        known = answers_to(session, app)
        missing = unanswered(session, app)
        values: dict[str, Any] = {
            "area": area_of(app, kept_versions(session, visit.actor, app), CERTIFICATION),
            "is_published": app.current_id is not None,
            "renewal": renewal_of(app, shelf.clock()),
        }
    parts = tuple(
        Part(
            each.value,
            label,
            sum(QUESTIONS[name].section is each for name in known),
            sum(question.section is each for question in QUESTIONS.values()),
            each is section,
        )
        for each, label in SECTIONS.items()
    )
    return page(
        visit,
        "dev/certification.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        wrong=problem.details.get("question", "") if problem else "",
        done=done_of(done),
        rungs=ladder_of(standing),
        standing=standing,
        parts=parts,
        part=section.value,
        questions=rows,
        missing=len(missing),
        limit=MAX_ANSWER,
        most_bytes=MAX_FILE // 2**20,
        can_attest=standing.tier.includes(Tier.VERIFIED) and not missing,
        **values,
    )


def _files(session: Session, actor: Actor, app: App) -> dict[str, tuple[EvidenceRow, ...]]:
    found: dict[str, tuple[EvidenceRow, ...]] = {}
    for row in evidence_of(session, actor, app):
        shown = EvidenceRow(
            id=row.id,
            url=f"/dev/apps/{app.id}/evidence/{row.digest}",
            name=row.name,
            size=f"{max(1, round(row.size / 1000))} kB",
            added_at=row.added_at,
        )
        found[row.question] = (*found.get(row.question, ()), shown)
    return found


def _earlier(session: Session, app: App, question: Question) -> tuple[EarlierAnswer, ...]:
    rows = earlier_answers(session, app, question.name)[1 : MOST_EARLIER + 1]
    return tuple(EarlierAnswer(_said(question, row.answer), row.answered_at) for row in rows)


def _said(question: Question, answer: str) -> Message | str:
    return CHOICE_NAMES.get(answer, answer) if question.choices else answer


def _rows(
    session: Session, actor: Actor, app: App, section: Section | None, sent: Mapping[str, str]
) -> tuple[QuestionRow, ...]:
    known = answers_to(session, app)
    files = _files(session, actor, app)
    rows = []
    for name, question in QUESTIONS.items():
        if section is not None and question.section is not section:
            continue
        row = known.get(name)
        said = sent.get(name, row.answer if row else "")
        rows.append(
            QuestionRow(
                name=name,
                text=question.text,
                is_required=question.is_required,
                choices=tuple(Choice(each, CHOICE_NAMES[each], each == said) for each in question.choices),
                answer=said,
                said=_said(question, said),
                evidence_url=sent.get(f"{name}-evidence", (row.evidence_url or "") if row else ""),
                answered_at=row.answered_at if row else None,
                earlier=_earlier(session, app, question) if row and row.number > 1 else (),
                files=files.get(name, ()),
            )
        )
    return tuple(rows)
