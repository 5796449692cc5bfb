"""Deciding on a submission: approve, reject, send back, take it, put it back, say something.

Whoever comes second sees what was decided; whoever sends a form twice has done nothing wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, post
from litestar.params import FromPath, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.policy.granting import BLOCKED, EVERYBODY, Grant, only_for
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables.reviews import Verdict
from teamshelf.catalogue.versions.reviewing import (
    approve,
    claim,
    comment,
    reject,
    release_claim,
    request_changes,
    reviews_of,
)
from teamshelf.messages import say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.app import holders_named
from teamshelf.server.pages.admin.choices import ALL, NOBODY, SOME, Written
from teamshelf.server.pages.admin.review import HISTORY, REPORT, review_page
from teamshelf.server.pages.going import going_to
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import REVIEW

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.catalogue.people.actors import Actor

APPROVE, REJECT, CHANGES = "approve", "reject", "changes"
"""What the buttons of the form say."""


class DecisionForm(Struct):
    """What the form that decides sends.

    Attributes:
        ready: reasons that were ticked.
        access: one of :data:`teamshelf.server.pages.admin.choices.CHOICES`, or nothing where there was no choice.
        holders: users and places, one a line.
    """

    verdict: str = ""
    reason: str = ""
    ready: str | list[str] = []
    revision: int | None = None
    access: str = ""
    holders: str = ""

    @property
    def ticked(self) -> tuple[str, ...]:
        """The reasons that were ticked."""
        return (self.ready,) if isinstance(self.ready, str) else tuple(self.ready)

    @property
    def said(self) -> str:
        """What the publisher reads: the reasons that were ticked, and what was written."""
        return "\n".join([*(each.strip() for each in self.ticked), self.reason.strip()]).strip()


class ClaimForm(Struct):
    """What the form that takes or puts back sends."""

    put_back: bool = False
    revision: int | None = None


class RemarkForm(Struct):
    """What the form for a comment sends."""

    text: str = ""
    is_internal: bool = False


@post("/admin/reviews/{version_id:str}/decision", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def do_decide(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[DecisionForm],
) -> Response[Any]:
    """Approve, reject, or send back. Whoever comes second sees what was decided."""
    try:
        done = _DECISIONS[data.verdict](shelf, actor, version_id, data) if data.verdict in _DECISIONS else ""
    except Refusal as refusal:
        done = _decided_so(shelf, actor, version_id, data.verdict) if refusal.rule in _LATE else ""
        if not done:
            written = Written(data.reason, data.ticked, data.access, data.holders)
            return review_page(shelf, visit, version_id, REPORT, problem=refusal, written=written)
    return going_to(f"/admin/reviews/{version_id}", done) if done else going_to("/admin/reviews", "")


@post("/admin/reviews/{version_id:str}/claim", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def do_claim(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[ClaimForm],
) -> Response[Any]:
    """Take a submission, or put it back."""
    try:
        if data.put_back:
            release_claim(shelf, actor, version_id)
        else:
            claim(shelf, actor, version_id)
    except Refusal as refusal:
        return review_page(shelf, visit, version_id, REPORT, problem=refusal)
    return going_to(f"/admin/reviews/{version_id}", "put-back" if data.put_back else "claimed")


@post("/admin/reviews/{version_id:str}/comment", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def do_remark(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[RemarkForm],
) -> Response[Any]:
    """Say something to the publisher, or to the other reviewers."""
    try:
        comment(shelf, actor, version_id, data.text, is_internal=data.is_internal)
    except Refusal as refusal:
        return review_page(shelf, visit, version_id, HISTORY, problem=refusal)
    return going_to(f"/admin/reviews/{version_id}/history", "commented")


def _approve(shelf: TheShelf, actor: Actor, version_id: str, form: DecisionForm) -> str:
    grant = _grant(shelf, form)
    approve(shelf, actor, version_id, revision=form.revision, reason=form.said, grant=grant)
    return {None: "approved", EVERYBODY: "approved", BLOCKED: "approved-blocked"}.get(grant, "approved-for-some")


def _grant(shelf: TheShelf, form: DecisionForm) -> Grant | None:
    """Whom the app shall be for, as the form says; None where it does not say."""
    if form.access != SOME:
        return {ALL: EVERYBODY, NOBODY: BLOCKED}.get(form.access)
    with shelf.reading() as session:
        return only_for(holders_named(session, form.holders))


def _reject(shelf: TheShelf, actor: Actor, version_id: str, form: DecisionForm) -> str:
    if not form.said:
        raise Refusal(Kind.INVALID, "reason-missing", say("say why it is rejected: the publisher reads it"))
    reject(shelf, actor, version_id, revision=form.revision, reason=form.said)
    return "rejected"


def _send_back(shelf: TheShelf, actor: Actor, version_id: str, form: DecisionForm) -> str:
    request_changes(shelf, actor, version_id, revision=form.revision, reason=form.said)
    return "changes-requested"


_DECISIONS: dict[str, Callable[[TheShelf, Actor, str, DecisionForm], str]] = {
    APPROVE: _approve,
    REJECT: _reject,
    CHANGES: _send_back,
}


_LATE = frozenset({"changed-since", "not-pending"})
_VERDICTS = {
    Verdict.APPROVED: (APPROVE, "approved"),
    Verdict.REJECTED: (REJECT, "rejected"),
    Verdict.CHANGES_REQUESTED: (CHANGES, "changes-requested"),
}


def _decided_so(shelf: TheShelf, actor: Actor, version_id: str, wanted: str) -> str:
    """What is said if the actor has decided the same before: whoever sends a form twice has done nothing wrong."""
    with shelf.reading() as session:
        reviews = reviews_of(session, actor, listing.version(session, actor, version_id))
    last = next((each for each in reversed(reviews) if each.verdict in _VERDICTS), None)
    if last is None or last.reviewer_id != actor.account_id:
        return ""
    verdict, done = _VERDICTS[Verdict(last.verdict)]
    return done if verdict == wanted else ""
