"""Certification: the questionnaire, its answers, and the three tiers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from teamshelf.catalogue.apps.listing import app as listed_app
from teamshelf.catalogue.certification.answering import Given, answer, answers_to
from teamshelf.catalogue.certification.certifying import attest, certify, revoke, standing_of, verify_publisher
from teamshelf.catalogue.certification.evidence import questions_with_evidence
from teamshelf.catalogue.certification.questionnaire import MAX_ANSWER, QUESTIONS
from teamshelf.catalogue.certification.tiers import DISCLAIMERS, Tier
from teamshelf.server.api.shapes import Name, Shape, Text, Wish
from teamshelf.server.exchange import header_of, language_of
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.permissions import MANAGE_SETTINGS, PUBLIC, SUBMIT

Link = Annotated[str, Meta(max_length=2048)]


class AnswerShape(Shape, frozen=True, kw_only=True):
    """A question, and the publisher's newest answer; null where there is none.

    Attributes:
        has_files: reviewers have files that back it.
    """

    question: str
    section: str
    text: str
    choices: list[str]
    is_required: bool
    answer: str | None
    evidence_url: str | None
    answered_at: datetime | None
    has_files: bool


class CertificationShape(Shape, frozen=True, kw_only=True):
    """Where an app stands, what that means, and what its publisher says.

    Attributes:
        verified_publisher_id: null for whoever is not signed in.
    """

    tier: Tier
    disclaimer: str
    verified_at: datetime | None
    verified_publisher: str | None
    verified_publisher_id: str | None
    attested_at: datetime | None
    certified_at: datetime | None
    expires_at: datetime | None
    is_expired: bool
    details_url: str | None
    based_on: str | None
    is_outdated: bool
    answers: list[AnswerShape]


class GivenShape(Wish, frozen=True, kw_only=True):
    """An answer, and where it can be read up."""

    answer: Annotated[str, Meta(max_length=MAX_ANSWER)]
    evidence_url: Link | None = None


class AnswersWish(Wish, frozen=True, kw_only=True):
    """Answers by the names of their questions."""

    answers: Annotated[dict[str, GivenShape], Meta(max_length=200)]


class PublisherWish(Wish, frozen=True, kw_only=True):
    """As whom the publisher was verified."""

    name: Name
    publisher_id: Name | None = None


class CertificateWish(Wish, frozen=True, kw_only=True):
    """The certificate: where the report is, and until when it holds; a year where nothing is said."""

    details_url: Link | None = None
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class RevocationWish(Wish, frozen=True, kw_only=True):
    """Which tier is taken away, and why."""

    tier: Tier
    reason: Text


@get("/apps/{app_id:str}/certification", permission=PUBLIC, sync_to_thread=True)
def show_certification(
    request: Request[Any, Any, Any], shelf: TheShelf, actor: TheActor, app_id: FromPath[str]
) -> CertificationShape:
    """Where an app stands, and what its publisher answers: for everybody, as on its page."""
    language = language_of(header_of(request.scope, b"accept-language"))
    with shelf.reading() as session:
        app = listed_app(session, actor, app_id)
        standing = standing_of(session, app, shelf.clock())
        known = answers_to(session, app)
        filed = questions_with_evidence(session, app)
    special = ("disclaimer", "answers", "verified_publisher_id")
    same = [name for name in CertificationShape.__struct_fields__ if name not in special]
    return CertificationShape(
        **{name: getattr(standing, name) for name in same},
        verified_publisher_id=standing.verified_publisher_id if actor.account_id is not None else None,
        disclaimer=DISCLAIMERS[standing.tier].in_language(language),
        answers=[
            AnswerShape(
                question=name,
                section=question.section.value,
                text=question.text.in_language(language),
                choices=list(question.choices),
                is_required=question.is_required,
                answer=known[name].answer if name in known else None,
                evidence_url=known[name].evidence_url if name in known else None,
                answered_at=known[name].answered_at if name in known else None,
                has_files=name in filed,
            )
            for name, question in QUESTIONS.items()
        ],
    )


@put("/apps/{app_id:str}/certification/answers", permission=SUBMIT, sync_to_thread=True, status_code=204)
def give_answers(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[AnswersWish]) -> None:
    """Answer questions, as the owner of the app."""
    given = {name: Given(answer=each.answer, evidence_url=each.evidence_url) for name, each in data.answers.items()}
    answer(shelf, actor, app_id, given)


@post("/apps/{app_id:str}/certification/attested", permission=SUBMIT, sync_to_thread=True, status_code=204)
def attest_app(shelf: TheShelf, actor: TheActor, app_id: FromPath[str]) -> None:
    """Stand by the answers, as the owner of the app."""
    attest(shelf, actor, app_id)


@put("/apps/{app_id:str}/certification/verified", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def verify(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[PublisherWish]) -> None:
    """Record that the publisher is who they say they are."""
    verify_publisher(shelf, actor, app_id, name=data.name, publisher_id=data.publisher_id)


@put("/apps/{app_id:str}/certification/certified", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def certify_app(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[CertificateWish]) -> None:
    """Record that an assessor has looked at the evidence."""
    certify(shelf, actor, app_id, details_url=data.details_url, expires_at=data.expires_at)


@post("/apps/{app_id:str}/certification/revoked", permission=MANAGE_SETTINGS, sync_to_thread=True, status_code=204)
def take_tier(shelf: TheShelf, actor: TheActor, app_id: FromPath[str], data: JSONBody[RevocationWish]) -> None:
    """Take a tier away, and those above it."""
    revoke(shelf, actor, app_id, data.tier, reason=data.reason)


HANDLERS = [show_certification, give_answers, attest_app, verify, certify_app, take_tier]
