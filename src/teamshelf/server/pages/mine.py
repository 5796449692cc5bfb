"""What somebody has: their apps in all their places, the receipts of what they agreed to, and the way to remove an app.

Source: web/pages, section 0, `/my/apps`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.seeing import visible_apps
from teamshelf.catalogue.installations.consenting import SCOPES
from teamshelf.catalogue.installations.installing import uninstall, unknown_installation
from teamshelf.catalogue.installations.receipts import Verdict, receipt, receipts_of
from teamshelf.catalogue.installations.rights import refuse_removing
from teamshelf.catalogue.installations.running import running_versions
from teamshelf.catalogue.installations.updating import pending_updates
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.places.directory import find_place
from teamshelf.catalogue.policy.equipping import setup_of
from teamshelf.catalogue.refusals import Refusal
from teamshelf.catalogue.tables import App, Installation, Membership, Place, Version
from teamshelf.messages import Message, say
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.cards import Card, cards_of
from teamshelf.server.pages.consents import ShownGroup, groups_stored
from teamshelf.server.pages.rendering import page
from teamshelf.server.pages.steps import KIND_NAMES, PLACE_DRAWINGS
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import language_word
from teamshelf.server.permissions import SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.server.pages.visiting import Visit

DECISIONS: dict[str, Message] = {
    Verdict.INSTALLED: say("Added"),
    Verdict.UPDATED: say("Update accepted"),
    Verdict.DECLINED: say("Update declined"),
}
"""What somebody decided, in words."""

_RECEIPTS = 20


class Held(Struct, frozen=True, kw_only=True):
    """An app in a place.

    Attributes:
        remove_url: empty where whoever looks cannot remove it, and ``kept`` says why.
        update_url: where its update is decided; empty where none asks.
    """

    card: Card | None
    name: str
    number: str
    since: datetime
    by_policy: bool
    remove_url: str
    kept: Message | str
    update_url: str


class HeldPlace(Struct, frozen=True):
    """A place with its apps."""

    name: str
    kind: Message
    drawing: str
    apps: tuple[Held, ...]


class Line(Struct, frozen=True, kw_only=True):
    """A receipt in the list."""

    url: str
    decision: Message
    name: str
    number: str
    place: str
    at: datetime


class Slip(Struct, frozen=True, kw_only=True):
    """A receipt: what was decided, when and where, for which bytes, and in which words."""

    id: str
    decision: Message
    name: str
    app_url: str
    number: str
    place: str
    at: datetime
    language: str
    digest: str
    groups: tuple[ShownGroup, ...]


@get("/my/apps", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_my_apps(shelf: TheShelf, visit: TheVisit, removed: Annotated[str, QueryParameter()] = "") -> Response[Any]:
    """The apps of all places, place by place, and the latest receipts."""
    with shelf.reading() as session:
        at = shelf.clock()
        order = _pinned(session, visit)
        pinned = tuple(cards_of(session, visit, order, at))
        places = _places(session, visit, at, [app.id for app in order])
        lines = _lines(session, visit)
    return page(visit, "my_apps.html", pinned=pinned, places=places, receipts=lines, is_removed=bool(removed))


@get("/my/receipts/{receipt_id:str}", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_receipt(shelf: TheShelf, actor: TheActor, visit: TheVisit, receipt_id: FromPath[str]) -> Response[Any]:
    """One receipt, word for word."""
    with shelf.reading() as session:
        row = receipt(session, actor, receipt_id)
        app = session.get_one(App, row.app_id)
        place = session.get(Place, row.place_id)
        slip = Slip(
            id=row.id,
            decision=DECISIONS[row.decision],
            name=app.display_name,
            app_url=f"/apps/{app.external_id}",
            number=session.get_one(Version, row.version_id).number,
            place=place.display_name if place is not None else row.place_id,
            at=row.created_at,
            language=language_word(row.language),
            digest=row.package_digest,
            groups=groups_stored(row.sentences),
        )
    return page(visit, "receipt.html", slip=slip)


@get("/my/apps/{installation_id:str}/remove", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_remove(shelf: TheShelf, actor: TheActor, visit: TheVisit, installation_id: FromPath[str]) -> Response[Any]:
    """The question whether to remove it."""
    with shelf.reading() as session:
        installation = session.get(Installation, installation_id)
        place = None if installation is None else find_place(session, actor, installation.place_id)
        if installation is None or place is None:
            raise unknown_installation(installation_id)
        refuse_removing(session, actor, installation, place)
        app = session.get_one(App, installation.app_id)
        return page(
            visit,
            "remove.html",
            name=app.display_name,
            place=place.display_name,
            is_own=place.id == actor.account_id,
            action=f"/my/apps/{installation.id}/remove",
        )


@post("/my/apps/{installation_id:str}/remove", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def do_remove(shelf: TheShelf, actor: TheActor, installation_id: FromPath[str]) -> Response[Any]:
    """Remove it; what is gone already stays gone."""
    try:
        uninstall(shelf, actor, installation_id)
    except Refusal as refusal:
        if refusal.rule != "unknown-installation":
            raise
    return Redirect("/my/apps?removed=1", status_code=303)


def _pinned(session: Session, visit: Visit) -> list[App]:
    """The apps that the setup policy of whoever looks pins and that are on the shelf, in its order."""
    policy = setup_of(session, require_account(visit.actor))
    if policy is None or not policy.pinned:
        return []
    apps = select(App).where(App.id.in_(policy.pinned), App.current_id.is_not(None), visible_apps(visit.actor))
    return sorted(session.scalars(apps), key=lambda app: policy.pinned.index(app.id))


def _places(session: Session, visit: Visit, at: datetime, order: Sequence[str]) -> tuple[HeldPlace, ...]:
    """Place by place, one's own first, and there the pinned apps first, in their order."""
    account_id = require_account(visit.actor)
    found = session.execute(
        select(Installation, Place, App)
        .join(Place, Place.id == Installation.place_id)
        .join(Membership, Membership.place_id == Place.id)
        .join(App, App.id == Installation.app_id)
        .where(Membership.account_id == account_id)
        .order_by(Place.id != account_id, Place.display_name, Place.id, App.sort_name, App.id)
    ).all()
    ranks = {app_id: rank for rank, app_id in enumerate(order)}
    last = len(order)
    rows = sorted(found, key=lambda row: ranks.get(row[2].id, last) if row[1].id == account_id else last + 1)
    listed = list({app.id: app for _, _, app in rows if app.current_id is not None}.values())
    cards = dict(zip((app.id for app in listed), cards_of(session, visit, listed, at), strict=True))
    running = running_versions(session, [installation for installation, _, _ in rows], at)
    asking = {update.installation_id for update in pending_updates(session, visit.actor, at) if update.asks}
    held: dict[str, list[Held]] = {}
    for installation, place, app in rows:
        kept = _kept(session, visit, installation, place)
        number = running[installation.id].number if installation.id in running else ""
        held.setdefault(place.id, []).append(
            Held(
                card=cards.get(app.id),
                name=app.display_name,
                number=number,
                since=installation.installed_at,
                by_policy=installation.by_policy,
                remove_url="" if kept else f"/my/apps/{installation.id}/remove",
                kept=kept,
                update_url=f"/updates/{installation.id}" if installation.id in asking else "",
            )
        )
    known = {place.id: place for _, place, _ in rows}
    return tuple(
        HeldPlace(
            known[place_id].display_name,
            KIND_NAMES[SCOPES[known[place_id].kind]],
            PLACE_DRAWINGS[SCOPES[known[place_id].kind]],
            tuple(apps),
        )
        for place_id, apps in held.items()
    )


def _kept(session: Session, visit: Visit, installation: Installation, place: Place) -> Message | str:
    """Why whoever looks cannot remove an app; empty where they can."""
    try:
        refuse_removing(session, visit.actor, installation, place)
    except Refusal as refusal:
        return refusal.message
    return ""


def _lines(session: Session, visit: Visit) -> tuple[Line, ...]:
    rows = receipts_of(session, visit.actor, limit=_RECEIPTS)
    apps = {app.id: app for app in session.scalars(select(App).where(App.id.in_({row.app_id for row in rows})))}
    numbers = {
        each.id: each.number
        for each in session.scalars(select(Version).where(Version.id.in_({row.version_id for row in rows})))
    }
    places = {
        place.id: place.display_name
        for place in session.scalars(select(Place).where(Place.id.in_({row.place_id for row in rows})))
    }
    return tuple(
        Line(
            url=f"/my/receipts/{row.id}",
            decision=DECISIONS[row.decision],
            name=apps[row.app_id].display_name,
            number=numbers[row.version_id],
            place=places.get(row.place_id, row.place_id),
            at=row.created_at,
        )
        for row in rows
    )
