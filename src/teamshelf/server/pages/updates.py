"""Updates that wait: what changed, why it asks, and the choice to accept once for all places or to stay.

Source: web/pages, section 3; lifecycle rules 14 to 16, 21 and 27.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.installations.consenting import SCOPES, required_permissions
from teamshelf.catalogue.installations.installing import unknown_installation
from teamshelf.catalogue.installations.updating import PendingUpdate, accept, decline, pending_updates
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import App, Installation, Place, Version
from teamshelf.catalogue.telling import text_of
from teamshelf.messages import Message, printable, say
from teamshelf.server.faults import STATUS
from teamshelf.server.given import TheActor, TheShelf
from teamshelf.server.pages.app_head import seen_app
from teamshelf.server.pages.cards import Card, cards_of
from teamshelf.server.pages.consents import ShownGroup, groups_of
from teamshelf.server.pages.rendering import page, sentence
from teamshelf.server.pages.steps import PLACE_DRAWINGS
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.permissions import SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.pages.visiting import Visit

ACCEPT, STAY = "accept", "stay"


class Waiting(Struct, frozen=True, kw_only=True):
    """An update in the list.

    Attributes:
        why: what it asks consent for.
        url: where it is decided; empty where it comes by itself.
    """

    card: Card
    place: str
    drawing: str
    from_number: str
    to_number: str
    why: tuple[str, ...]
    comes_at: datetime | None
    is_declined: bool
    url: str


class Decision(Struct, frozen=True, kw_only=True):
    """An update that is to be decided.

    Attributes:
        places: the names of all places that accepting reaches.
        digest: of the package that the sentences are about.
    """

    place: str
    drawing: str
    places: tuple[str, ...]
    from_number: str
    to_number: str
    notes: str
    why: tuple[str, ...]
    groups: tuple[ShownGroup, ...]
    digest: str
    declined_at: datetime | None


class DecisionForm(Struct):
    """What the form sends."""

    answer: str = ""
    digest: str = ""


@get("/updates", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_updates(
    shelf: TheShelf,
    actor: TheActor,
    visit: TheVisit,
    *,
    accepted: Annotated[str, QueryParameter()] = "",
    stayed: Annotated[str, QueryParameter()] = "",
) -> Response[Any]:
    """What waits in all places of whoever looks: what asks first, then what comes by itself."""
    with shelf.reading() as session:
        pending = pending_updates(session, actor, shelf.clock())
        waiting = _listed(session, visit, pending, shelf.clock())
    done: Message | str = ""
    if accepted.isdecimal():
        done = (
            say("Accepted. The update is in place.")
            if accepted in ("0", "1")
            else say("Accepted. The update is in place in {count} of your places.", count=int(accepted[:6]))
        )
    elif stayed:
        done = say("Nothing changed: you stay with the version that you have.")
    return page(
        visit,
        "updates.html",
        asking=[each for each in waiting if each.url],
        coming=[each for each in waiting if not each.url],
        done=done,
    )


@get("/updates/{installation_id:str}", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_update(shelf: TheShelf, visit: TheVisit, installation_id: FromPath[str]) -> Response[Any]:
    """What changed, why it asks, and the choice."""
    return _decision_page(shelf, visit, installation_id)


@post("/updates/{installation_id:str}", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def do_update(
    shelf: TheShelf,
    actor: TheActor,
    visit: TheVisit,
    installation_id: FromPath[str],
    data: URLEncodedBody[DecisionForm],
) -> Response[Any]:
    """Accept or stay; whoever sends the form twice has decided once."""
    try:
        if data.answer == STAY:
            decline(shelf, actor, installation_id, language=visit.language, digest=data.digest or None)
            return Redirect("/updates?stayed=1", status_code=303)
        consented = _required(shelf, installation_id)
        accepted = accept(
            shelf, actor, installation_id, consented=consented, language=visit.language, digest=data.digest or None
        )
    except Refusal as refusal:
        if refusal.rule == "nothing-to-decide":
            return Redirect("/updates", status_code=303)
        if refusal.kind in (Kind.NOT_FOUND, Kind.UNAVAILABLE):
            raise
        return _decision_page(shelf, visit, installation_id, refusal=refusal)
    query = urlencode({"accepted": len(accepted.installation_ids)})
    return Redirect(f"/updates?{query}", status_code=303)


def _required(shelf: Shelf, installation_id: str) -> Any:
    """What the version asks for whose digest the form names: whoever accepts has read all of it."""
    with shelf.reading() as session:
        found = session.execute(
            select(Version)
            .join(App, App.current_id == Version.id)
            .join(Installation, Installation.app_id == App.id)
            .where(Installation.id == installation_id)
        ).scalar()
        return None if found is None else required_permissions(manifest_of(session, found))


def _listed(session: Session, visit: Visit, pending: Sequence[PendingUpdate], at: datetime) -> list[Waiting]:
    apps = {app.id: app for app in session.scalars(select(App).where(App.id.in_({each.app_id for each in pending})))}
    cards = dict(zip(apps, cards_of(session, visit, list(apps.values()), at), strict=True))
    places = {
        place.id: place
        for place in session.scalars(select(Place).where(Place.id.in_({each.place_id for each in pending})))
    }
    return [
        Waiting(
            card=cards[each.app_id],
            place=places[each.place_id].display_name,
            drawing=PLACE_DRAWINGS[SCOPES[places[each.place_id].kind]],
            from_number=each.from_number or "",
            to_number=each.to_number,
            why=_why(visit, each),
            comes_at=each.comes_at,
            is_declined=each.declined_at is not None,
            url=f"/updates/{each.installation_id}" if each.asks else "",
        )
        for each in pending
    ]


def _why(visit: Visit, update: PendingUpdate) -> tuple[str, ...]:
    texts = dict.fromkeys(text_of(trigger["message"], visit.language) for trigger in update.triggers)
    return tuple(f"{text[:1].upper()}{text[1:]}" for text in texts)


def _decision_page(
    shelf: Shelf, visit: Visit, installation_id: str, *, refusal: Refusal | None = None
) -> Response[Any]:
    at = shelf.clock()
    with shelf.reading() as session:
        pending = pending_updates(session, visit.actor, at)
        update = next((each for each in pending if each.installation_id == installation_id), None)
        if update is None or not update.asks:
            _refuse_unknown(session, visit, installation_id)
            return Redirect("/updates", status_code=303)
        app = session.get_one(App, update.app_id)
        seen = seen_app(session, visit, app.external_id, at)
        decision = _decision(session, visit, pending, update)
    return page(
        visit,
        "update.html",
        status=STATUS[refusal.kind] if refusal is not None else 200,
        app=seen.head,
        decision=decision,
        action=f"/updates/{installation_id}",
        problem=sentence(refusal.message, visit.language) if refusal is not None else "",
    )


def _decision(session: Session, visit: Visit, pending: Sequence[PendingUpdate], update: PendingUpdate) -> Decision:
    place = session.get_one(Place, update.place_id)
    version = session.get_one(Version, update.to_id)
    scope = SCOPES[place.kind]
    before = manifest_of(session, session.get_one(Version, update.from_id)) if update.from_id else None
    others = [each.place_id for each in pending if each.app_id == update.app_id and each.asks]
    names = session.scalars(select(Place.display_name).where(Place.id.in_(others)).order_by(Place.display_name))
    return Decision(
        place=printable(place.display_name),
        drawing=PLACE_DRAWINGS[scope],
        places=tuple(names),
        from_number=update.from_number or "",
        to_number=update.to_number,
        notes=version.notes or "",
        why=_why(visit, update),
        groups=groups_of(manifest_of(session, version), scope, before=before),
        digest=version.package_digest,
        declined_at=update.declined_at,
    )


def _refuse_unknown(session: Session, visit: Visit, installation_id: str) -> None:
    """Go on only if there is such an installation in a place of whoever looks."""
    from teamshelf.catalogue.places.directory import find_place

    installation = session.get(Installation, installation_id)
    if installation is None or find_place(session, visit.actor, installation.place_id) is None:
        raise unknown_installation(installation_id)
