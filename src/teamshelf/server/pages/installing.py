"""The page behind an install link: what the app is, where to add it, what is set up there, what it asks for - and done.

Each step is a page with an address, and the consent is a plain form. What is accepted are the very bytes whose
sentences were shown: the form names their digest. Source: web/pages, section 3; lifecycle rules 28 to 30 and 39 to 42.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.installations.installing import find_installation, install, next_step
from teamshelf.catalogue.installations.offering import Offer, OfferedPlace, offer
from teamshelf.catalogue.installations.rights import published_version
from teamshelf.catalogue.installations.running import running_version
from teamshelf.catalogue.policy.downloading import obstacle_to_downloading
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import Message, say
from teamshelf.server.addresses import base_url
from teamshelf.server.given import TheActor, TheSettings, TheShelf
from teamshelf.server.pages.app_head import Seen, seen_app
from teamshelf.server.pages.arriving import Arrival, arrival_of
from teamshelf.server.pages.asking_owners import Owners, owners_to_ask
from teamshelf.server.pages.consents import ShownGroup, groups_of
from teamshelf.server.pages.finding import app_at
from teamshelf.server.pages.once import settled, waiting_for
from teamshelf.server.pages.rendering import page, sentence
from teamshelf.server.pages.states import StateKind, install_path
from teamshelf.server.pages.steps import CAPABILITY_CHOICES, KIND_NAMES, NEXT_STEPS, PLACE_DRAWINGS
from teamshelf.server.pages.visiting import TheVisit
from teamshelf.server.pages.words import name_in
from teamshelf.server.permissions import PUBLIC, SIGNED_IN
from teamshelf.texts.addressing import web_link
from teamshelf.update.installation import SCOPES, default_scope, offered_scopes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.shelf import Shelf
    from teamshelf.server.pages.visiting import Visit

_LONGEST_ID = 64
"""Characters of an id that are written into a log."""


class PlaceChoice(Struct, frozen=True, kw_only=True):
    """A place as the list offers it.

    Attributes:
        obstacle: why the app cannot be added there; empty where it can.
        is_there: the app is there already.
        owners: who could add it instead; None where that is not what is missing.
    """

    place_id: str
    name: str
    kind: Message
    drawing: str
    is_recommended: bool
    is_chosen: bool
    is_there: bool
    obstacle: str
    owners: Owners | None = None

    @property
    def is_free(self) -> bool:
        """Whether the app can be added there."""
        return not self.obstacle and not self.is_there


class Capability(Struct, frozen=True):
    """Something that can be set up first."""

    name: str
    label: Message | str
    follows: Message
    is_chosen: bool


class Dialog(Struct, frozen=True, kw_only=True):
    """What the page shows.

    Attributes:
        step: ``details``, ``where`` or ``consent``.
        places: to choose from; empty where there is no choice.
        place: the one that was chosen.
        action: where the form is sent.
        digest: of the package that the sentences are about.
        problem: why the last try came to nothing.
        installed_number: the version that runs in the chosen place already.
        update_url: where the update of what runs there is accepted.
    """

    step: str
    places: tuple[PlaceChoice, ...] = ()
    place: PlaceChoice | None = None
    action: str = ""
    back_url: str = ""
    digest: str = ""
    groups: tuple[ShownGroup, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    problem: str = ""
    installed_number: str = ""
    installation_id: str = ""
    update_url: str = ""


class InstallForm(Struct):
    """What the form sends."""

    place: str = ""
    digest: str = ""
    capability: str = ""


@get("/l/app/{app_id:str}", permission=PUBLIC, sync_to_thread=True, include_in_schema=False)
def show_install(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    settings: TheSettings,
    visit: TheVisit,
    app_id: FromPath[str],
    *,
    place: Annotated[str, QueryParameter()] = "",
    wanted_scope: Annotated[str, QueryParameter(name="scope")] = "",  # `scope` is ASGI's own
    target: Annotated[str, QueryParameter()] = "",
) -> Response[Any]:
    """The details for whoever is not signed in; for others the choice of a place, or the consent for a chosen one."""
    arrival = arrival_of(request.query_params)
    arrival.note(app_id[:_LONGEST_ID])
    base = base_url(request, settings)
    return _dialog_page(shelf, visit, app_id, arrival, base=base, place=place or target, scope=wanted_scope)


@post("/l/app/{app_id:str}", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def do_install(
    *,
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    settings: TheSettings,
    actor: TheActor,
    visit: TheVisit,
    app_id: FromPath[str],
    data: URLEncodedBody[InstallForm],
) -> Response[Any]:
    """Add the app; whoever sends the form twice finds it added."""
    arrival = arrival_of(request.query_params)
    with shelf.reading() as session:
        app = app_at(session, actor, app_id)
        granted = offer(session, actor, app.id).permissions
    try:
        made = install(
            shelf,
            actor,
            app.id,
            data.place,
            consented=granted,
            capability=data.capability or None,
            language=visit.language,
            digest=data.digest or None,
        )
    except Refusal as refusal:
        if refusal.rule == "already-installed":
            return Redirect(arrival.path(install_path(app), place=data.place), status_code=303)
        if refusal.kind is Kind.UNAVAILABLE and refusal.rule != "installs-paused":
            raise
        base = base_url(request, settings)
        return _dialog_page(shelf, visit, app_id, arrival, base=base, place=data.place, refusal=refusal)
    done = arrival.path(f"{install_path(app)}/done", place=made.place_id, receipt=made.receipt_id)
    return Redirect(done, status_code=303)


@get("/l/app/{app_id:str}/done", permission=SIGNED_IN, sync_to_thread=True, include_in_schema=False)
def show_done(
    request: Request[Any, Any, Any],
    shelf: TheShelf,
    actor: TheActor,
    visit: TheVisit,
    app_id: FromPath[str],
    *,
    place: Annotated[str, QueryParameter()] = "",
    receipt: Annotated[str, QueryParameter()] = "",
) -> Response[Any]:
    """What was added and what follows; it speaks of what is there now, whenever it is looked at."""
    arrival = arrival_of(request.query_params)
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        there = find_installation(session, place, seen.app.id) if place else None
        offered = offer(session, actor, seen.app.id)
        chosen = next((each for each in offered.places if there is not None and each.place_id == there.place_id), None)
        if there is None or chosen is None:
            return Redirect(install_path(seen.app), status_code=303)
        running = running_version(session, there, shelf.clock())
        follows = next_step(offered.manifest, chosen.scope, there.capability)
        return page(
            visit,
            "install_done.html",
            app=seen.head,
            place=_choice(visit, chosen, None, {}),
            number=running.number if running is not None else offered.number,
            follows=NEXT_STEPS[follows],
            receipt_url=f"/my/receipts/{receipt}" if receipt.replace("-", "").isalnum() else "",
            remove_url=f"/my/apps/{there.id}/remove",
            teams_url=arrival.teams_url(seen.app.external_id),
            return_path=arrival.return_path,
            package_url=f"{seen.head.path}/package" if _is_handed_out(session, visit, seen) else "",
        )


def _is_handed_out(session: Session, visit: Visit, seen: Seen) -> bool:
    return obstacle_to_downloading(session, visit.actor, seen.app, seen.version, settled=settled(session)) is None


def _dialog_page(
    shelf: Shelf,
    visit: Visit,
    app_id: str,
    arrival: Arrival,
    *,
    base: str,
    place: str = "",
    scope: str = "",
    refusal: Refusal | None = None,
) -> Response[Any]:
    status = 200
    problem = ""
    if refusal is not None:
        problem = sentence(refusal.message, visit.language)
        status = 412 if refusal.kind is Kind.PRECONDITION else 409
    with shelf.reading() as session:
        seen = seen_app(session, visit, app_id, shelf.clock())
        published_version(session, seen.app)  # refuses where nothing is
        is_closed = seen.head.state is not None and seen.head.state.kind in _CLOSED
        if is_closed or not visit.is_signed_in:
            dialog = _details(session, seen)
        else:
            offered = offer(session, visit.actor, seen.app.id)
            dialog = _asked(
                session,
                visit,
                seen,
                offered,
                arrival,
                base=base,
                place=place,
                scope=scope,
                at=shelf.clock(),
                problem=problem,
            )
    return page(
        visit,
        "install.html",
        status=status,
        app=seen.head,
        dialog=dialog,
        signs_in=not visit.is_signed_in,
        kept=arrival.given,
        teams_url=arrival.teams_url(seen.app.external_id),
        links=tuple(
            (label, web_link(seen.texts[name]))
            for label, name in ((say("Privacy"), "privacyUrl"), (say("Terms of use"), "termsOfUseUrl"))
            if web_link(seen.texts[name])
        ),
    )


_CLOSED = (StateKind.BLOCKED, StateKind.REQUEST, StateKind.REQUESTED)


def _details(session: Session, seen: Seen) -> Dialog:
    """What everybody may read: what the app asks for where it is added by default."""
    manifest = manifest_of(session, seen.version)
    return Dialog(step="details", groups=groups_of(manifest, default_scope(manifest).value))


def _asked(
    session: Session,
    visit: Visit,
    seen: Seen,
    offered: Offer,
    arrival: Arrival,
    *,
    base: str,
    place: str,
    scope: str,
    at: datetime,
    problem: str,
) -> Dialog:
    wanted = scope if scope in offered_scopes(offered.manifest) else offered.default_scope
    chosen = _chosen(offered, place)
    owners = owners_to_ask(session, seen.app, seen.head.name, offered.places, base=base, language=visit.language)
    first = _first(offered, wanted)
    choices = tuple(_choice(visit, each, first, owners) for each in _in_order(offered, wanted))
    if chosen is None:
        return Dialog(step="where", places=choices, action=install_path(seen.app), problem=problem)
    has_choice = len([each for each in offered.places if each.obstacle is None]) > 1
    there = find_installation(session, chosen.place_id, seen.app.id)
    running = running_version(session, there, at) if there is not None else None
    waiting = {each.installation_id for each in waiting_for(session, visit, at) if each.asks}
    return Dialog(
        step="consent",
        place=_choice(visit, chosen, chosen, owners),
        action=arrival.path(install_path(seen.app), place=chosen.place_id),
        back_url=arrival.path(install_path(seen.app)) if has_choice else "",
        digest=offered.digest,
        groups=groups_of(offered.manifest, chosen.scope),
        capabilities=tuple(
            Capability(
                name,
                name_in(CAPABILITY_CHOICES, name),
                NEXT_STEPS[next_step(offered.manifest, chosen.scope, name)],
                is_chosen=index == 0,
            )
            for index, name in enumerate(chosen.capabilities)
        ),
        problem=problem,
        installed_number="" if there is None else (running.number if running is not None else ""),
        installation_id=there.id if there is not None else "",
        update_url=f"/updates/{there.id}" if there is not None and there.id in waiting else "",
    )


def _chosen(offered: Offer, place: str) -> OfferedPlace | None:
    """The place that was chosen; the only one there is to choose chooses itself."""
    if place:
        return next((each for each in offered.places if each.place_id == place.lower() or each.place_id == place), None)
    possible = [each for each in offered.places if each.obstacle is None or each.installation_id is not None]
    return possible[0] if len(possible) == 1 and len(offered.scopes) == 1 else None


def _in_order(offered: Offer, wanted: str | None) -> list[OfferedPlace]:
    """The places of the wanted scope first, then by scope; what is impossible comes last."""
    order = (wanted, *SCOPES)
    return sorted(offered.places, key=lambda each: (each.obstacle is not None, order.index(each.scope)))


def _first(offered: Offer, wanted: str | None) -> OfferedPlace | None:
    """The place that is chosen to begin with: the first of the wanted scope in which nothing is in the way."""
    free = [each for each in _in_order(offered, wanted) if each.obstacle is None and each.installation_id is None]
    return free[0] if free else None


def _choice(
    visit: Visit, place: OfferedPlace, chosen: OfferedPlace | None, owners: Mapping[str, Owners]
) -> PlaceChoice:
    return PlaceChoice(
        place_id=place.place_id,
        name=place.display_name,
        kind=KIND_NAMES[place.scope],
        drawing=PLACE_DRAWINGS[place.scope],
        is_recommended=place.is_recommended,
        is_chosen=chosen is not None and place.place_id == chosen.place_id,
        is_there=place.installation_id is not None,
        obstacle=sentence(place.obstacle.message, visit.language) if place.obstacle is not None else "",
        owners=owners.get(place.place_id),
    )
