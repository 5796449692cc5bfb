"""The page of one review: everything that a decision needs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.facts import Facts, from_stored
from teamshelf.catalogue.apps.holding import unknown_version
from teamshelf.catalogue.certification.certifying import standing_of
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import settings as settled_in
from teamshelf.catalogue.tables import Account, AuditEvent, Version
from teamshelf.catalogue.versions.releasing import current_version
from teamshelf.catalogue.versions.reviewing import MAX_REASON
from teamshelf.catalogue.versions.risk import risk_beside
from teamshelf.catalogue.versions.states import PENDING, State
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.admin.choices import NOTHING, Written, choices_for, reasons_from
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.admin.queue import shown_risk
from teamshelf.server.pages.cards import Named, capabilities_of
from teamshelf.server.pages.consents import groups_of
from teamshelf.server.pages.dev.areas import Pill, Tab, VersionRow, pill_of, row_of
from teamshelf.server.pages.dev.asking import asking_of
from teamshelf.server.pages.dev.certification import answered_parts, ladder_of
from teamshelf.server.pages.dev.differences import difference_between
from teamshelf.server.pages.dev.overview import remarks_of
from teamshelf.server.pages.dev.reports import report_of_version
from teamshelf.server.pages.downloading import package_answer
from teamshelf.server.pages.going import done_of, status_of
from teamshelf.server.pages.picture_addresses import icon_url
from teamshelf.server.pages.previewing import preview_path
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import SCOPE_NAMES, name_in
from teamshelf.server.permissions import REVIEW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.tables import App
    from teamshelf.server.pages.visiting import Visit

REPORT, DIFFERENCE, ASKING, PERMISSIONS, CERTIFICATION, HISTORY = (
    "report",
    "diff",
    "consent",
    "permissions",
    "certification",
    "history",
)
_TABS: dict[str, Message] = {
    REPORT: say("Validation report"),
    DIFFERENCE: say("Differences"),
    ASKING: say("Consent"),
    PERMISSIONS: say("Permissions"),
    CERTIFICATION: say("Certification"),
    HISTORY: say("History"),
}


class Summary(Struct, frozen=True, kw_only=True):
    """What is under review, on every tab."""

    version: VersionRow
    path: str
    name: str
    full_name: str
    publisher: str
    icon_url: str
    outline_url: str
    description: str
    capabilities: tuple[Named, ...]
    scopes: tuple[Named, ...]
    domains: tuple[str, ...]
    website_url: str
    manifest_version: str
    is_new: bool
    published_number: str
    submitter: str
    notes: str
    review_notes: str
    test_accounts: str
    reviewer: str
    app_path: str
    tabs: tuple[Tab, ...]


class Deciding(Struct, frozen=True, kw_only=True):
    """What the one who looks can do.

    Attributes:
        decided: what became of it, where it does not wait any more.
        obstacle: why they cannot decide though it waits.
    """

    can_decide: bool
    can_claim: bool
    can_put_back: bool
    decided: Pill | None = None
    obstacle: Message | None = None


class Event(Struct, frozen=True, kw_only=True):
    """A line of the history."""

    at: datetime
    who: str
    action: str
    reason: str


@get("/admin/reviews/{version_id:str}", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def show_review(
    *, shelf: TheShelf, visit: TheVisit, version_id: FromPath[str], done: FromQuery[str | None] = None
) -> Response[bytes]:
    """The report on a submission, and the decision."""
    return review_page(shelf, visit, version_id, REPORT, done=done)


@get("/admin/reviews/{version_id:str}/{tab:str}", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def show_review_tab(
    *,
    shelf: TheShelf,
    visit: TheVisit,
    version_id: FromPath[str],
    tab: FromPath[str],
    done: FromQuery[str | None] = None,
) -> Response[bytes]:
    """What else a decision needs."""
    if tab not in _TABS:
        raise Refusal(Kind.NOT_FOUND, "not-found", say("there is nothing at this address"))
    return review_page(shelf, visit, version_id, tab, done=done)


@get("/admin/versions/{version_id:str}/package", permission=REVIEW, sync_to_thread=True, include_in_schema=False)
def download_for_review(*, shelf: TheShelf, actor: TheActor, version_id: FromPath[str]) -> Response[bytes]:
    """The package of a version as it is stored."""
    with shelf.reading() as session:
        app, version = _held(session, actor, version_id)
        return package_answer(app, version, listing.package_bytes(session, version))


def _held(session: Session, actor: Actor, version_id: str) -> tuple[App, Version]:
    version = listing.version(session, actor, version_id)
    app = listing.find_app(session, actor, version.app_id)
    if app is None:
        raise unknown_version(version_id)
    return app, version


def review_page(
    shelf: TheShelf,
    visit: Visit,
    version_id: str,
    tab: str,
    *,
    problem: Refusal | None = None,
    done: str | None = None,
    written: Written = NOTHING,
) -> Response[bytes]:
    """A review, on one of its tabs; with why a form was refused."""
    actor = visit.actor
    with shelf.reading() as session:
        app, version = _held(session, actor, version_id)
        published = _replaced(session, app, version)
        settled = settled_in(session)
        rules = settled.consent_rules
        values: dict[str, Any] = {}
        if tab == REPORT:
            values["report"] = report_of_version(session, version, visit.language)
        elif tab == DIFFERENCE:
            values["difference"] = difference_between(session, published, version, rules) if published else None
        elif tab == ASKING:
            values["asking"] = asking_of(session, app, published, version, rules)
        elif tab == PERMISSIONS:
            values["sentences"] = groups_of(contents_of(session, version).manifest, in_full=True)
        elif tab == CERTIFICATION:
            values["rungs"] = ladder_of(standing_of(session, app, shelf.clock()))
            values["parts"] = answered_parts(session, actor, app)
        else:
            values["events"] = _events(session, version)
        values["summary"] = _summary(session, app, version, published, tab)
        values["deciding"] = _deciding(session, actor, version)
        values["risk"] = shown_risk(risk_beside(app, version, published))
        values["remarks"] = remarks_of(session, actor, version)
    return page(
        visit,
        "admin/review.html",
        status=status_of(problem),
        problem=problem.message if problem else None,
        done=done_of(done),
        rooms=rooms_of(visit),
        tab=tab,
        written=written,
        choices=choices_for(actor, version, settled, written, is_new=published is None),
        reasons=reasons_from(settled, visit.language),
        limit=MAX_REASON,
        **values,
    )


def _replaced(session: Session, app: App, version: Version) -> Version | None:
    """What the version would replace, or has replaced; None for the first of an app."""
    current = current_version(session, app)
    if version.sequence is None:
        return current
    earlier = (
        select(Version)
        .where(Version.app_id == app.id, Version.sequence < version.sequence)
        .order_by(Version.sequence.desc())
    )
    return session.scalars(earlier.limit(1)).first()


def _summary(session: Session, app: App, version: Version, published: Version | None, here: str) -> Summary:
    facts: Facts = from_stored(version.facts)
    path = f"/admin/reviews/{version.id}"
    return Summary(
        version=row_of(version),
        path=path,
        name=facts.name,
        full_name=facts.full_name if facts.full_name != facts.name else "",
        publisher=facts.developer.name,
        icon_url=icon_url(version.color_icon),
        outline_url=icon_url(version.outline_icon),
        description=facts.short_description,
        capabilities=capabilities_of(facts),
        scopes=tuple(Named(scope, name_in(SCOPE_NAMES, scope)) for scope in facts.scopes),
        domains=facts.valid_domains[:MOST_DOMAINS],
        website_url=facts.developer.website_url,
        manifest_version=facts.manifest_version,
        is_new=published is None,
        published_number=published.number if published else "",
        submitter=_name(session, version.created_by),
        notes=version.notes or "",
        review_notes=version.review_notes or "",
        test_accounts=version.test_accounts or "",
        reviewer=_name(session, version.claimed_by),
        app_path=f"/admin/apps/{app.id}",
        tabs=(
            *(
                Tab(label, path if name == REPORT else f"{path}/{name}", is_here=name == here)
                for name, label in _TABS.items()
            ),
            Tab(say("Preview"), preview_path(version)),
        ),
    )


MOST_DOMAINS = 12
"""Domains that the summary names; the report has what is wrong with any."""


def _deciding(session: Session, actor: Actor, version: Version) -> Deciding:
    if version.state not in PENDING:
        return Deciding(can_decide=False, can_claim=False, can_put_back=False, decided=pill_of(version.state))
    if settled_in(session).four_eyes and version.created_by == actor.account_id:
        why = say("nobody reviews their own submission here: another reviewer has to look at it")
        return Deciding(can_decide=False, can_claim=False, can_put_back=False, obstacle=why)
    is_mine = version.claimed_by == actor.account_id
    is_free = version.claimed_by is None
    may = is_mine or is_free or actor.may_act_as(Role.ADMIN)
    why_not = None if may else say("it is with {name}", name=_name(session, version.claimed_by))
    return Deciding(
        can_decide=may,
        can_claim=not is_mine and may,
        can_put_back=may and version.state == State.IN_REVIEW,
        obstacle=why_not,
    )


def _events(session: Session, version: Version) -> tuple[Event, ...]:
    wanted = select(AuditEvent).where(AuditEvent.subject == version.id).order_by(AuditEvent.id.desc()).limit(50)
    return tuple(
        Event(
            at=event.at,
            who=event.actor,
            action=event.action,
            reason=str((event.after or {}).get("reason") or ""),
        )
        for event in session.scalars(wanted)
    )


def _name(session: Session, account_id: str | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.display_name if account else ""
