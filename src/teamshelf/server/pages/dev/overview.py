"""Where an app stands, and what its owner can do next: submit, take back, answer a reviewer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps.describing import CATEGORIES
from teamshelf.catalogue.certification.renewing import renewal_of
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Account, Review
from teamshelf.catalogue.tables.reviews import Verdict
from teamshelf.catalogue.versions.accompanying import Words, words_of
from teamshelf.catalogue.versions.reviewing import MAX_REASON, comment, reviews_of
from teamshelf.catalogue.versions.states import PENDING, RUNNABLE, State
from teamshelf.catalogue.versions.withdrawing import withdraw
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.dev.areas import (
    OVERVIEW,
    VersionRow,
    area_of,
    kept_versions,
    leading,
    own_app,
    own_app_of,
    own_version,
    row_of,
)
from teamshelf.server.pages.dev.asking import AskingView, asking_of
from teamshelf.server.pages.dev.reviewing import Expecting, expecting
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App, Version
    from teamshelf.server.pages.visiting import Visit

VERDICT_NAMES: dict[str, Message] = {
    Verdict.APPROVED: say("Approved"),
    Verdict.REJECTED: say("Rejected"),
    Verdict.CHANGES_REQUESTED: say("Changes requested"),
    Verdict.COMMENT: say("Comment"),
}
VERDICT_LOOKS: dict[str, str] = {
    Verdict.APPROVED: "good",
    Verdict.REJECTED: "bad",
    Verdict.CHANGES_REQUESTED: "warn",
    Verdict.COMMENT: "plain",
}

DONE, HERE, NEXT, STOPPED = "done", "here", "next", "stopped"


class Step(Struct, frozen=True):
    """A step of a version's way; `state` is one of done, here, next and stopped."""

    label: Message
    state: str
    at: datetime | None = None
    detail: Message | None = None


class Remark(Struct, frozen=True, kw_only=True):
    """Something that was said of a version."""

    who: str
    name: Message
    look: str
    text: str
    at: datetime
    is_internal: bool


class Standing(Struct, frozen=True, kw_only=True):
    """Where the version stands that something is to be done about."""

    version: VersionRow
    steps: tuple[Step, ...]
    next_step: Message
    next_url: str
    next_label: Message | None
    other_draft: VersionRow | None
    expecting: Expecting | None
    can_submit: bool
    can_withdraw: bool
    words: Words
    asking: AskingView | None


class WithdrawForm(Struct):
    """What the form that takes back sends."""

    revision: int | None = None


class CommentForm(Struct):
    """What the form for a comment sends."""

    text: str = ""


@get("/dev/apps/{app_id:str}", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_own_app(
    *, shelf: TheShelf, visit: TheVisit, actor: TheActor, app_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """Where the app stands."""
    return _overview(shelf, visit, actor, app_id, done=done)


@post("/dev/versions/{version_id:str}/withdraw", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_withdraw(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[WithdrawForm],
) -> Response[Any]:
    """Take a version back; the app goes with it if nothing is left of it."""
    with shelf.reading() as session:
        app, version = own_version(session, actor, version_id)
        app_id, is_gone = app.id, version.state == State.WITHDRAWN
    if not is_gone:
        try:
            withdraw(shelf, actor, version_id, revision=data.revision)
        except Refusal as refusal:
            return _overview(shelf, visit, actor, app_id, problem=refusal)
    with shelf.reading() as session:
        try:
            own_app(session, actor, app_id)
        except Refusal:
            return going_to("/dev", "withdrawn")
    return going_to(f"/dev/apps/{app_id}", "withdrawn")


@post("/dev/versions/{version_id:str}/comment", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_comment(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[CommentForm],
) -> Response[Any]:
    """Answer a reviewer."""
    app_id = own_app_of(shelf, actor, version_id)
    try:
        comment(shelf, actor, version_id, data.text)
    except Refusal as refusal:
        return _overview(shelf, visit, actor, app_id, problem=refusal)
    return going_to(f"/dev/apps/{app_id}", "commented")


def remarks_of(session: Session, actor: Actor, version: Version) -> tuple[Remark, ...]:
    """What was said of a version that the actor may read, with names."""
    reviews = reviews_of(session, actor, version)
    return tuple(_remark(session, review) for review in reviews)


def _remark(session: Session, review: Review) -> Remark:
    reviewer = session.get(Account, review.reviewer_id) if review.reviewer_id else None
    return Remark(
        who=reviewer.display_name if reviewer else "teamshelf",
        name=VERDICT_NAMES[review.verdict],
        look=VERDICT_LOOKS[review.verdict],
        text=review.reason,
        at=review.created_at,
        is_internal=review.is_internal,
    )


def _overview(
    shelf: TheShelf,
    visit: Visit,
    actor: Actor,
    app_id: str,
    *,
    problem: Refusal | None = None,
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        app = own_app(session, actor, app_id)
        versions = kept_versions(session, actor, app)
        lead = leading(versions)
        at = shelf.clock()
        values: dict[str, Any] = {
            "area": area_of(app, versions, OVERVIEW),
            "standing": _standing(session, app, versions, lead, at) if lead is not None else None,
            "remarks": remarks_of(session, actor, lead) if lead is not None else (),
            "renewal": renewal_of(app, at),
            "category": CATEGORIES.get(app.category or ""),
            "published": next((row_of(each) for each in versions if each.id == app.current_id), None),
        }
    return page(
        visit,
        "dev/overview.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        limit=MAX_REASON,
        **values,
    )


def _standing(session: Session, app: App, versions: Sequence[Version], lead: Version, at: datetime) -> Standing:
    current = next((version for version in versions if version.id == app.current_id), None)
    is_open = lead.state in PENDING or lead.state == State.DRAFT
    asking = None
    if is_open:
        asking = asking_of(session, app, current, lead, settled_in(session).consent_rules)
    return Standing(
        version=row_of(lead),
        steps=_steps(session, lead),
        next_step=_NEXT_STEPS[lead.state],
        next_url=_next_url(app, lead),
        next_label=_NEXT_LABELS.get(lead.state),
        other_draft=next((row_of(each) for each in versions if each.state == State.DRAFT and each is not lead), None),
        expecting=expecting(session, lead, at) if is_open else None,
        can_submit=lead.state == State.DRAFT,
        can_withdraw=is_open,
        words=words_of(lead),
        asking=asking,
    )


_NEXT_STEPS: dict[str, Message] = {
    State.DRAFT: say("Look at the report and at what people will be asked. Then submit it."),
    State.SUBMITTED: say("A reviewer takes it next. You can take it back and change it until then, and after."),
    State.IN_REVIEW: say("A reviewer is looking at it. To change it, take it back first."),
    State.PUBLISHED: say("It is published. For the next update, send a package with a greater version."),
    State.REJECTED: say("Read why below, mend it, and send it again: the number may stay the same."),
    State.SUPERSEDED: say("A newer version is published."),
    State.WITHDRAWN: say("It was taken back. Send a package to go on."),
    State.QUARANTINED: say("It was stopped wherever it ran. Send a package with a greater version."),
}


_NEXT_LABELS: dict[str, Message] = {
    State.DRAFT: say("On to submitting"),
    State.SUBMITTED: say("What is submitted"),
    State.IN_REVIEW: say("What is submitted"),
    State.PUBLISHED: say("Send an update"),
    State.REJECTED: say("Send it again"),
    State.SUPERSEDED: say("Send an update"),
    State.WITHDRAWN: say("Send a package"),
    State.QUARANTINED: say("Send an update"),
}


def _next_url(app: App, version: Version) -> str:
    """Where the next step is taken."""
    is_open = version.state in PENDING or version.state == State.DRAFT
    return f"/dev/apps/{app.id}/submit?version={version.id}" if is_open else f"/dev/new?app={app.id}"


def _steps(session: Session, version: Version) -> tuple[Step, ...]:
    """The way of a version: what is behind it, where it is, and what is to come."""
    is_decided = version.state in RUNNABLE or version.state in (State.REJECTED, State.QUARANTINED)
    reviewer = session.get(Account, version.claimed_by) if version.claimed_by else None
    with_whom = say("with {name}", name=reviewer.display_name) if reviewer else None
    first = Step(say("Checked and stored"), DONE, version.created_at)
    if version.state == State.DRAFT:
        return (first, Step(say("Submit"), HERE), Step(say("Review"), NEXT), Step(say("Published"), NEXT))
    sent = Step(say("Submitted"), DONE, version.submitted_at or version.created_at)
    if version.state in PENDING:
        here = say("In review") if version.state == State.IN_REVIEW else say("Waits for a reviewer")
        return (first, sent, Step(here, HERE, None, with_whom), Step(say("Published"), NEXT))
    if version.state == State.WITHDRAWN:
        return (first, Step(say("Withdrawn"), STOPPED, version.changed_at))
    reviewed = Step(say("Reviewed"), DONE) if is_decided else Step(say("Review"), NEXT)
    if version.state == State.REJECTED:
        return (first, sent, Step(say("Rejected"), STOPPED, version.changed_at), Step(say("Published"), NEXT))
    last = Step(say("Published"), DONE, version.published_at)
    if version.state == State.QUARANTINED:
        return (first, sent, last, Step(say("Stopped"), STOPPED, version.changed_at))
    return (first, sent, reviewed, last)
