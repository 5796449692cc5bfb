"""What else there is of one app, for those who look after it: what it is, what it asks for, who asks for it, the audit.

Source: web/pages, section 6, the areas of an app; what can be changed is on the page of the app itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps import listing
from teamshelf.catalogue.apps.contents import contents_of
from teamshelf.catalogue.apps.describing import CATEGORIES
from teamshelf.catalogue.apps.facts import Facts, from_stored
from teamshelf.catalogue.policy.requests import Outcome, requests_for
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Account, Version
from teamshelf.catalogue.trail import Wanted, events
from teamshelf.messages import Message, say
from teamshelf.server.given import TheShelf
from teamshelf.server.pages.admin.app import view_of
from teamshelf.server.pages.admin.desk import rooms_of
from teamshelf.server.pages.cards import capabilities_of
from teamshelf.server.pages.consents import groups_of
from teamshelf.server.pages.dev.areas import Pill
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import SCOPE_NAMES, language_word, name_in
from teamshelf.server.permissions import ADMINISTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.tables import App, AuditEvent

MOST_REQUESTS = 50
"""Requests that are listed, the newest first."""

MOST_EVENTS = 50
"""Entries of the audit that are listed, the latest first."""

_OUTCOMES: dict[str | None, Pill] = {
    None: Pill(say("waits"), "warn"),
    Outcome.ALLOWED: Pill(say("allowed"), "good"),
    Outcome.DISMISSED: Pill(say("dismissed"), "plain"),
}


class Stated(Struct, frozen=True, kw_only=True):
    """Something that is known of an app.

    Attributes:
        values: one or several, in words.
        is_code: names that are written exactly so.
    """

    label: Message
    values: tuple[Message | str, ...]
    is_code: bool = False


class Asked(Struct, frozen=True, kw_only=True):
    """A request for the app."""

    who: str
    at: datetime
    reason: str
    outcome: Pill
    closed_at: datetime | None


@get("/admin/apps/{app_id:str}/{area:str}", permission=ADMINISTER, sync_to_thread=True, include_in_schema=False)
def show_app_area(*, shelf: TheShelf, visit: TheVisit, app_id: FromPath[str], area: FromPath[str]) -> Response[bytes]:
    """One of the areas."""
    if area not in _AREAS:
        raise Refusal(Kind.NOT_FOUND, "not-found", say("there is nothing at this address"))
    with shelf.reading() as session:
        app = listing.app(session, visit.actor, app_id)
        view = view_of(session, visit, app)
        version = session.get(Version, app.current_id) if app.current_id else None
        values: dict[str, Any] = {}
        if area == "about":
            values["stated"] = tuple(_about(app, from_stored(version.facts))) if version is not None else ()
        elif area == "permissions":
            values["sentences"] = groups_of(contents_of(session, version).manifest, in_full=True) if version else ()
        elif area == "requests":
            values["asked"] = _asked(session, app)
        else:
            values["events"] = _events(session, app)
    return page(
        visit,
        "admin/app_area.html",
        rooms=rooms_of(visit),
        app=view,
        area=area,
        **values,
    )


_AREAS = frozenset({"about", "permissions", "requests", "history"})


def _about(app: App, facts: Facts) -> Iterator[Stated]:
    """What the published manifest and the listing say, as far as they say it."""
    developer = facts.developer
    plain: tuple[tuple[Message, str], ...] = (
        (say("Full name"), facts.full_name),
        (say("Short description"), facts.short_description),
        (say("Full description"), facts.description),
        (say("Publisher"), developer.name),
    )
    links = (
        (say("Website"), developer.website_url),
        (say("Privacy"), developer.privacy_url),
        (say("Terms of use"), developer.terms_of_use_url),
        (say("Support"), str(app.listing.get("supportUrl", ""))),
        (say("Guidance of the publisher"), facts.publisher_docs_url),
    )
    ids = (
        (say("Id in the manifest"), app.external_id),
        (say("Catalogue id"), app.id),
        (say("Package name"), facts.package_name),
        (say("Partner id of the publisher"), developer.mpn_id),
        (say("Registration in Microsoft Entra ID"), facts.web_application_id),
        (say("Manifest version"), facts.manifest_version),
    )
    category = CATEGORIES.get(app.category or "")
    yield from (Stated(label=label, values=(value,)) for label, value in plain if value)
    if category is not None:
        yield Stated(label=say("Category"), values=(category,))
    yield Stated(label=say("What it has"), values=tuple(each.label for each in capabilities_of(facts)))
    yield Stated(label=say("Where it works"), values=tuple(name_in(SCOPE_NAMES, scope) for scope in facts.scopes))
    yield Stated(label=say("Languages"), values=tuple(language_word(tag) for tag in facts.languages))
    yield Stated(label=say("Domains"), values=facts.valid_domains, is_code=True)
    yield from (Stated(label=label, values=(value,), is_code=True) for label, value in (*links, *ids) if value)


def _asked(session: Session, app: App) -> tuple[Asked, ...]:
    found = requests_for(session, app.id, MOST_REQUESTS)
    ids = {request.account_id for request in found}
    names = dict(session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids))).all())
    return tuple(
        Asked(
            who=names.get(request.account_id, ""),
            at=request.created_at,
            reason=request.reason,
            outcome=_OUTCOMES[request.outcome],
            closed_at=request.closed_at,
        )
        for request in found
    )


def _events(session: Session, app: App) -> list[AuditEvent]:
    return events(session, Wanted(app_id=app.id), MOST_EVENTS)
