"""Submitting a draft: what is in the package, what is in the way, and what is said with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.describing import CATEGORIES
from teamshelf.catalogue.apps.facts import Facts, from_stored
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Package
from teamshelf.catalogue.versions.accompanying import MAX_NOTES, Words, say_with, words_of
from teamshelf.catalogue.versions.drafting import submit
from teamshelf.catalogue.versions.readiness import Guard, Guarded, readiness_of
from teamshelf.catalogue.versions.states import PENDING, State
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.cards import Named, capabilities_of
from teamshelf.server.pages.dev.areas import (
    SUBMITTING,
    VersionRow,
    area_of,
    chosen_from,
    kept_versions,
    leading,
    own_app,
    own_app_of,
    row_of,
)
from teamshelf.server.pages.dev.asking import asking_of
from teamshelf.server.pages.dev.reviewing import Expecting, expecting
from teamshelf.server.pages.going import done_of, going_to, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import SCOPE_NAMES, name_in
from teamshelf.server.permissions import DEVELOP

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App, Version
    from teamshelf.server.pages.dev.asking import AskingView
    from teamshelf.server.pages.visiting import Visit

HOLDS, STOPS, OPEN = "good", "bad", "plain"
"""How a row of the checklist looks: it holds, it is in the way, it is for the publisher to decide."""

GUARD_NAMES: dict[Guard, Message] = {
    Guard.CHECK: say("No mandatory findings"),
    Guard.ID: say("The same app"),
    Guard.NUMBER: say("A greater version"),
    Guard.QUEUE: say("Nothing in its way"),
}
_LEADS = {Guard.CHECK: ("report", say("Report")), Guard.NUMBER: ("versions", say("Versions"))}
"""Where more about a condition is."""


class Check(Struct, frozen=True):
    """A row of the checklist."""

    name: Message
    look: str
    message: Message
    url: str = ""
    label: Message | None = None


class Summary(Struct, frozen=True, kw_only=True):
    """What is in the package."""

    name: str
    full_name: str
    publisher: str
    color_url: str
    outline_url: str
    description: str
    manifest_version: str
    capabilities: tuple[Named, ...]
    scopes: tuple[Named, ...]
    kilobytes: int
    digest: str


class Submission(Struct, frozen=True, kw_only=True):
    """The version that is submitted, or was.

    Attributes:
        checks: of a draft; empty for what waits already.
        is_ready: nothing is in the way.
        words: what is said with it; of a draft with which nothing is said yet, what was said before it.
        can_say: that can still be changed.
    """

    version: VersionRow
    summary: Summary
    published_number: str
    checks: tuple[Check, ...]
    is_ready: bool
    words: Words
    can_say: bool
    is_draft: bool
    is_in_review: bool
    expecting: Expecting


class SubmitForm(Struct):
    """What the form sends."""

    notes: str = ""
    review_notes: str = ""
    test_accounts: str = ""
    revision: int | None = None

    @property
    def words(self) -> Words:
        """What it says with the version."""
        return Words(notes=self.notes, review_notes=self.review_notes, test_accounts=self.test_accounts)


@get("/dev/apps/{app_id:str}/submit", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def show_submission(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    app_id: FromPath[str],
    version: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What is to be submitted, with what is in the way; or what waits."""
    return _page(shelf, visit, app_id, version, done=done)


@post("/dev/versions/{version_id:str}/submit", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_submit(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[SubmitForm],
) -> Response[Any]:
    """Ask for the review of a draft."""
    app_id = own_app_of(shelf, actor, version_id)
    try:
        submit(shelf, actor, version_id, words=data.words, revision=data.revision)
    except Refusal as refusal:
        return _page(shelf, visit, app_id, version_id, problem=refusal, written=data.words)
    return going_to(f"/dev/apps/{app_id}", "submitted")


@post("/dev/versions/{version_id:str}/notes", permission=DEVELOP, sync_to_thread=True, include_in_schema=False)
def do_say(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    actor: TheActor,
    version_id: FromPath[str],
    data: URLEncodedBody[SubmitForm],
) -> Response[Any]:
    """Save what is said with a version, without submitting it."""
    app_id = own_app_of(shelf, actor, version_id)
    try:
        say_with(shelf, actor, version_id, data.words)
    except Refusal as refusal:
        return _page(shelf, visit, app_id, version_id, problem=refusal, written=data.words)
    return going_to(f"/dev/apps/{app_id}/submit?version={version_id}", "noted")


def _page(
    shelf: TheShelf,
    visit: Visit,
    app_id: str,
    version_id: str | None,
    *,
    problem: Refusal | None = None,
    written: Words | None = None,
    done: str | None = None,
) -> Response[bytes]:
    with shelf.reading() as session:
        app = own_app(session, visit.actor, app_id)
        versions = kept_versions(session, visit.actor, app)
        chosen = chosen_from(versions, version_id.lower() if version_id else None) or _next(versions)
        submission = None
        if chosen is not None and chosen.state in _OPEN:
            submission = _submission(session, visit.actor, app, chosen, shelf.clock())
        values: dict[str, Any] = {"area": area_of(app, versions, SUBMITTING), "submission": submission}
        if submission is not None:
            values["words"] = written or submission.words
    return page(
        visit,
        "dev/submit.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        limit=MAX_NOTES,
        **values,
    )


def _next(versions: Sequence[Version]) -> Version | None:
    """The version that is submitted next: a draft, also while another version waits; else what waits."""
    return next((each for each in versions if each.state == State.DRAFT), leading(versions))


_OPEN = PENDING | {State.DRAFT}


def _submission(session: Session, actor: Actor, app: App, version: Version, at: datetime) -> Submission:
    published = session.get(type(version), app.current_id) if app.current_id else None
    is_draft = version.state == State.DRAFT
    checks: tuple[Check, ...] = ()
    is_ready = False
    if is_draft:
        guards = readiness_of(session, actor, app, version)
        asking = asking_of(session, app, published, version, settled_in(session).consent_rules)
        path = f"/dev/apps/{app.id}"
        checks = (*(_check(each, path, version) for each in guards), *_told(app, asking, path, version))
        is_ready = all(each.holds for each in guards)
    return Submission(
        version=row_of(version),
        summary=_summary(session, version, from_stored(version.facts)),
        published_number=published.number if published else "",
        checks=checks,
        is_ready=is_ready,
        words=_words(session, actor, app, version),
        can_say=version.state != State.IN_REVIEW,
        is_draft=is_draft,
        is_in_review=version.state == State.IN_REVIEW,
        expecting=expecting(session, version, at),
    )


def _words(session: Session, actor: Actor, app: App, version: Version) -> Words:
    """What is said with a version; with a draft that has nothing yet, what was said with those before it.

    Not with one that was published: what was new in that is not new any more.
    """
    if version.state != State.DRAFT or words_of(version) != Words():
        return words_of(version)
    earlier = [each for each in listing.versions_of(session, actor, app) if each.created_at < version.created_at]
    for each in sorted(earlier, key=lambda found: found.created_at, reverse=True):
        if each.published_at is not None:
            break
        if words_of(each) != Words():
            return words_of(each)
    return Words()


def _check(guarded: Guarded, path: str, version: Version) -> Check:
    lead, label = _LEADS.get(guarded.guard, ("", None))
    url = f"{path}/{lead}?version={version.id}" if lead == "report" else f"{path}/{lead}" if lead else ""
    return Check(GUARD_NAMES[guarded.guard], HOLDS if guarded.holds else STOPS, guarded.message, url, label)


def _told(app: App, asking: AskingView, path: str, version: Version) -> tuple[Check, ...]:
    """What else is worth a look before submitting; none of it is in the way."""
    ours = asking.ours
    consent = Check(
        say("What people are asked"),
        OPEN,
        ours.verdict if ours is not None else say("everything, where the app is added"),
        f"{path}/consent?new={version.id}",
        say("Consent"),
    )
    category = CATEGORIES.get(app.category or "")
    support_url = app.listing.get("supportUrl", "")
    if category is not None and support_url:
        listed = say("{category}; users find help at {url}", category=category, url=support_url)
    elif category is not None:
        listed = say("{category}; it is not said where users find help", category=category)
    else:
        listed = say("no category is chosen: only a search finds the app")
    entry = Check(
        say("Entry in the store"),
        HOLDS if category is not None and support_url else OPEN,
        listed,
        f"{path}/listing",
        say("Change"),
    )
    return consent, entry


def _summary(session: Session, version: Version, facts: Facts) -> Summary:
    package = session.get_one(Package, version.package_digest)
    return Summary(
        name=facts.name,
        full_name=facts.full_name if facts.full_name != facts.name else "",
        publisher=facts.developer.name,
        color_url=icon_url(version.color_icon),
        outline_url=icon_url(version.outline_icon),
        description=facts.short_description,
        manifest_version=facts.manifest_version,
        capabilities=capabilities_of(facts),
        scopes=tuple(Named(scope, name_in(SCOPE_NAMES, scope)) for scope in facts.scopes),
        kilobytes=max(1, round(package.size / 1000)),
        digest=version.package_digest,
    )
