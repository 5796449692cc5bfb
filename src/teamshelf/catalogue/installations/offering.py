"""What the dialog for adding an app shows: where it can be added and where not, what is set up, and what it asks for.

Source: lifecycle rules 18, 30 and 39 to 42; Microsoft's page on default install options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from teamshelf.catalogue.apps.contents import manifest_of
from teamshelf.catalogue.apps.holding import unknown_app
from teamshelf.catalogue.apps.seeing import may_see_app
from teamshelf.catalogue.installations.consenting import SCOPES, GrantedPermission, required_permissions
from teamshelf.catalogue.installations.installing import NextStep, next_step
from teamshelf.catalogue.installations.rights import Wish, obstacles_to_installing, published_version
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.places.directory import places_of
from teamshelf.catalogue.policy.access import Decision, decide
from teamshelf.catalogue.settings import settings
from teamshelf.catalogue.tables import Account, App, Installation, Place
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.update.installation import (
    SCOPES as IN_ORDER,
)
from teamshelf.update.installation import (
    default_capability,
    default_scope,
    offered_capabilities,
    offered_scopes,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.refusals import Refusal
    from teamshelf.model.manifest import Manifest


class OfferedPlace(Struct, frozen=True, kw_only=True):
    """A place of whoever asks, as the dialog offers it.

    Attributes:
        place_id, kind, display_name: which.
        scope: in which the app is added there.
        is_recommended: its scope is the one that the app wants to be offered first.
        obstacle: why the app cannot be added there; None where it can.
        installation_id: the app is there already.
        capabilities: what can be set up there; the first is the app's choice.
        next_step: what follows on that choice.
    """

    place_id: str
    kind: str
    display_name: str
    scope: str
    is_recommended: bool
    obstacle: Refusal | None
    installation_id: str | None
    capabilities: tuple[str, ...]
    next_step: NextStep


class Offer(Struct, frozen=True, kw_only=True):
    """An app as it is offered to somebody.

    Attributes:
        app_id, version_id, number: of what.
        digest: of the very bytes that the dialog speaks of: to be handed to
            :func:`~teamshelf.catalogue.installations.installing.install`.
        manifest: what the app says of itself.
        scopes: where it can be added.
        default_scope: the scope that is offered first; None where it can be added nowhere.
        places: all places of whoever asks, those of the default scope first.
        decision: whether they may use the app, and why.
        permissions: what is consented to besides what the app can do.
    """

    app_id: str
    version_id: str
    number: str
    digest: str
    manifest: Manifest
    scopes: tuple[str, ...]
    default_scope: str | None
    places: tuple[OfferedPlace, ...]
    decision: Decision
    permissions: tuple[GrantedPermission, ...]


def offer(session: Session, actor: Actor, app_id: str) -> Offer:
    """What the dialog for adding an app shows to whoever asks.

    Raises:
        Refusal: FORBIDDEN `account-needed`; NOT_FOUND `unknown-app`, `not-published`.
    """
    account_id = require_account(actor)
    app = session.get(App, app_id)
    if app is None or not may_see_app(session, actor, app):
        raise unknown_app(app_id)
    version = published_version(session, app)
    manifest = manifest_of(session, version)
    settled = settings(session)
    first = default_scope(manifest).value
    there = select(Installation.place_id, Installation.id).where(Installation.app_id == app.id)
    places = _places(session, account_id)
    known = {
        row.place_id: row.id
        for row in session.execute(there.where(Installation.place_id.in_([place.id for place in places])))
    }
    offered = [
        _offered(session, Wish(actor, app, manifest, place, settled), first, known.get(place.id)) for place in places
    ]
    offered.sort(key=lambda place: (not place.is_recommended, IN_ORDER.index(place.scope)))
    return Offer(
        app_id=app.id,
        version_id=version.id,
        number=version.number,
        digest=version.package_digest,
        manifest=manifest,
        scopes=offered_scopes(manifest),
        default_scope=first,
        places=tuple(offered),
        decision=decide(session, app, account_id, settled=settled),
        permissions=required_permissions(manifest),
    )


def _places(session: Session, account_id: str) -> list[Place]:
    """The places of somebody; their own also before they have ever added anything to it."""
    places = places_of(session, account_id)
    account = session.get(Account, account_id)
    if account is None or any(place.id == account_id for place in places):
        return places
    own = Place(id=account.id, kind=PlaceKind.USER, display_name=account.display_name, created_at=account.created_at)
    return [own, *places]


def _offered(session: Session, wish: Wish, first: str | None, installation_id: str | None) -> OfferedPlace:
    place, manifest = wish.place, wish.manifest
    scope = SCOPES[place.kind]
    choice = default_capability(manifest, scope).value
    others = tuple(each for each in offered_capabilities(manifest, scope) if each != choice)
    return OfferedPlace(
        place_id=place.id,
        kind=place.kind,
        display_name=place.display_name,
        scope=scope,
        is_recommended=scope == first,
        obstacle=next(obstacles_to_installing(session, wish), None),
        installation_id=installation_id,
        capabilities=() if choice is None else (choice, *others),
        next_step=next_step(manifest, scope, choice),
    )
