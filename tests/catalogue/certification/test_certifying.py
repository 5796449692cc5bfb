"""The three tiers of trust, the questionnaire, and what is left of both over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.certification.answering import Given, answer, answers_to, earlier_answers
from teamshelf.catalogue.certification.certifying import (
    Standing,
    attest,
    certify,
    history_of,
    revoke,
    standing_of,
    verify_publisher,
)
from teamshelf.catalogue.certification.questionnaire import QUESTIONS, Section
from teamshelf.catalogue.certification.tiers import DISCLAIMERS, Tier
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, AuditEvent
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.catalogue.versions.reviewing import approve
from tests.catalogue.packages import package

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import Clock, People


def _published(shelf: Shelf, people: People) -> str:
    done = publish(shelf, people.publisher, package(), for_review=True)
    approve(shelf, people.reviewer, done.version_id)
    return done.app_id


def _answers() -> dict[str, Given]:
    return {
        name: Given("yes" if "yes" in question.choices else (question.choices or ("In words.",))[0])
        for name, question in QUESTIONS.items()
        if question.is_required
    }


def _attested(shelf: Shelf, people: People) -> str:
    app_id = _published(shelf, people)
    verify_publisher(shelf, people.admin, app_id, name="Harbour Street Software Ltd", publisher_id="4711")
    answer(shelf, people.publisher, app_id, _answers())
    attest(shelf, people.publisher, app_id)
    return app_id


def _standing(shelf: Shelf, app_id: str) -> Standing:
    with shelf.reading() as session:
        return standing_of(session, session.get_one(App, app_id), shelf.clock())


def _refused(act: Callable[..., object], *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act(*arguments, **named)
    return refused.value


def test_an_app_begins_with_nothing(shelf: Shelf, people: People) -> None:
    """An app about which nobody has said anything has no tier, and that is all there is to see."""
    assert Standing(tier=Tier.NONE) == _standing(shelf, _published(shelf, people))


def test_the_three_tiers_are_reached_one_after_the_other(shelf: Shelf, people: People, clock: Clock) -> None:
    """Verified, attested, certified: each with its date, and all of them kept."""
    app_id = _published(shelf, people)

    verify_publisher(shelf, people.admin, app_id, name="Harbour Street Software Ltd", publisher_id="4711")
    verified = clock.at
    clock.pass_by(days=1)
    answer(shelf, people.publisher, app_id, _answers())
    attest(shelf, people.publisher, app_id)
    attested = clock.at
    clock.pass_by(days=1)
    certify(shelf, people.admin, app_id, details_url="https://example.com/report")

    standing = _standing(shelf, app_id)
    assert (Tier.CERTIFIED, verified, attested, clock.at) == (
        standing.tier,
        standing.verified_at,
        standing.attested_at,
        standing.certified_at,
    )
    assert ("Harbour Street Software Ltd", "4711") == (standing.verified_publisher, standing.verified_publisher_id)
    assert ("https://example.com/report", "1.0.0", False) == (
        standing.details_url,
        standing.based_on,
        standing.is_outdated,
    )
    assert attested == standing.answered_at
    assert standing.expires_at is not None
    assert 365 == (standing.expires_at - clock.at).days
    with shelf.reading() as session:
        app = session.get_one(App, app_id)
        assert [3, 2, 1] == [row.number for row in history_of(session, app)]
        assert ("certified", standing.expires_at) == (app.certification, app.certified_until)


def test_no_tier_is_skipped(shelf: Shelf, people: People) -> None:
    """Attesting takes a verified publisher and answers, certifying an attestation."""
    app_id = _published(shelf, people)

    assert "not-verified" == _refused(attest, shelf, people.publisher, app_id).rule
    assert "not-attested" == _refused(certify, shelf, people.admin, app_id).rule
    verify_publisher(shelf, people.admin, app_id, name="Harbour")
    refusal = _refused(attest, shelf, people.publisher, app_id)
    assert "questions-open" == refusal.rule
    assert {name for name, question in QUESTIONS.items() if question.is_required} == set(
        refusal.details["questions"].split()
    )


def test_rule_32_only_published_apps_are_certified(shelf: Shelf, people: People) -> None:
    """An app that is not published cannot be verified, attested, certified or asked about."""
    app_id = publish(shelf, people.publisher, package(), for_review=True).app_id

    assert "not-published" == _refused(verify_publisher, shelf, people.admin, app_id, name="Harbour").rule
    assert "not-published" == _refused(attest, shelf, people.publisher, app_id).rule
    assert "not-published" == _refused(certify, shelf, people.admin, app_id).rule
    assert "not-published" == _refused(answer, shelf, people.publisher, app_id, _answers()).rule


def test_rule_32_an_update_keeps_the_certificate(shelf: Shelf, people: People) -> None:
    """After an update the tier stays, and says that it is based on the version before."""
    app_id = _attested(shelf, people)

    publish(shelf, people.admin, package(version="1.1.0"), app_id=app_id)

    standing = _standing(shelf, app_id)
    assert (Tier.ATTESTED, "1.0.0", True) == (standing.tier, standing.based_on, standing.is_outdated)
    attest(shelf, people.publisher, app_id)
    assert ("1.1.0", False) == ((again := _standing(shelf, app_id)).based_on, again.is_outdated)


def test_a_certificate_expires(shelf: Shelf, people: People, clock: Clock) -> None:
    """From its last day on a certificate is none; the tiers below stay, and one sees that there was one."""
    app_id = _attested(shelf, people)
    certify(shelf, people.admin, app_id)

    clock.pass_by(days=364, hours=23, minutes=59)
    assert (Tier.CERTIFIED, False) == ((now := _standing(shelf, app_id)).tier, now.is_expired)
    clock.pass_by(minutes=1)
    assert (Tier.ATTESTED, True) == ((now := _standing(shelf, app_id)).tier, now.is_expired)
    certify(shelf, people.admin, app_id)
    assert Tier.CERTIFIED == _standing(shelf, app_id).tier


def test_a_certificate_ends_in_the_future(shelf: Shelf, people: People, clock: Clock) -> None:
    """One that has expired before it is written is a mistake."""
    app_id = _attested(shelf, people)

    assert "expired-already" == _refused(certify, shelf, people.admin, app_id, expires_at=clock.at).rule


@pytest.mark.parametrize(
    ("tier", "left"),
    [
        (Tier.VERIFIED, Tier.NONE),
        (Tier.ATTESTED, Tier.VERIFIED),
        (Tier.CERTIFIED, Tier.ATTESTED),
    ],
)
def test_a_tier_is_taken_away_with_those_on_it(shelf: Shelf, people: People, tier: Tier, left: Tier) -> None:
    """What stood on the tier goes with it, what it stood on stays; the reason is in the audit."""
    app_id = _attested(shelf, people)
    certify(shelf, people.admin, app_id)

    revoke(shelf, people.admin, app_id, tier, reason="moved")
    revoke(shelf, people.admin, app_id, tier, reason="again")

    assert left == _standing(shelf, app_id).tier
    with shelf.reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert (Action.CERTIFICATION_CHANGED, {"tier": "certified"}) == (event.action, event.before)
        assert {"tier": left.value, "reason": "moved"} == event.after
        assert left.value == session.get_one(App, app_id).certification


def test_who_says_what(shelf: Shelf, people: People) -> None:
    """Administrators verify, certify and revoke; the owner answers and attests; nobody else does either."""
    app_id = _attested(shelf, people)

    for act, named in (
        (verify_publisher, {"name": "x"}),
        (certify, {}),
        (revoke, {"tier": Tier.VERIFIED, "reason": "x"}),
    ):
        for actor in (people.publisher, people.reviewer):
            assert (Kind.FORBIDDEN, "role-needed") == (
                (refusal := _refused(act, shelf, actor, app_id, **named)).kind,
                refusal.rule,
            )
    assert "not-the-owner" == _refused(attest, shelf, people.other_publisher, app_id).rule
    assert "not-the-owner" == _refused(answer, shelf, people.other_publisher, app_id, _answers()).rule


def test_the_newest_answer_holds_and_the_older_ones_stay(shelf: Shelf, people: People) -> None:
    """An answer is corrected by another one; the same again is not written twice."""
    app_id = _published(shelf, people)

    answer(shelf, people.publisher, app_id, {"gdpr": Given("no"), "soc-2": Given("yes", "https://example.com/soc")})
    answer(shelf, people.publisher, app_id, {"gdpr": Given(" yes "), "soc-2": Given("yes", "https://example.com/soc")})

    with shelf.reading() as session:
        app = session.get_one(App, app_id)
        newest = answers_to(session, app)
        assert ["gdpr", "soc-2"] == list(newest)
        assert ("yes", "https://example.com/soc") == (newest["gdpr"].answer, newest["soc-2"].evidence_url)
        assert ["yes", "no"] == [row.answer for row in earlier_answers(session, app, "gdpr")]
        assert 1 == len(earlier_answers(session, app, "soc-2"))


@pytest.mark.parametrize(
    ("name", "given", "rule"),
    [
        ("colour", Given("yes"), "unknown-question"),
        ("gdpr", Given("maybe"), "answer-malformed"),
        ("hosting", Given("yes"), "answer-malformed"),
        ("summary", Given("  "), "answer-malformed"),
        ("summary", Given("x" * 4001), "answer-malformed"),
        ("summary", Given("a\0b"), "answer-malformed"),
        ("gdpr", Given("yes", "http://example.com"), "url-malformed"),
        ("gdpr", Given("yes", "javascript:alert(1)"), "url-malformed"),
        ("gdpr", Given("yes", "https://user@example.com"), "url-malformed"),
        ("gdpr", Given("yes", "https://[::1"), "url-malformed"),
        ("gdpr", Given("yes", "https://"), "url-malformed"),
    ],
)
def test_what_is_no_answer_is_refused(shelf: Shelf, people: People, name: str, given: Given, rule: str) -> None:
    """Questions take their own answers, and evidence stands behind https."""
    app_id = _published(shelf, people)

    refusal = _refused(answer, shelf, people.publisher, app_id, {"iso-27001": Given("yes"), name: given})

    assert (Kind.INVALID, rule) == (refusal.kind, refusal.rule)
    with shelf.reading() as session:
        assert {} == answers_to(session, session.get_one(App, app_id))


def test_each_part_of_the_questionnaire_has_questions() -> None:
    """General, data handling, security and compliance are asked about, and each tier says what it means."""
    assert set(Section) == {question.section for question in QUESTIONS.values()}
    assert all(name == question.name for name, question in QUESTIONS.items())
    assert set(Tier) == set(DISCLAIMERS)
