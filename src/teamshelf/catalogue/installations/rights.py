"""Who may add, update and remove an app in a place, and why somebody may not: the same for the dialog and the deed.

For oneself everybody may; in a team its owners, and its members where the shelf is settled so; in a chat or a meeting
those who are in it. Source: Microsoft's pages on installing apps and on granting resource-specific consent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.gates import NO_INSTALLS, READ_ONLY, refusal_of
from teamshelf.catalogue.installations.consenting import SCOPES, asks_in, is_for_owners
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require, require_account
from teamshelf.catalogue.places.directory import leads, owner_needed
from teamshelf.catalogue.policy.access import decide
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.tables import Installation, Version
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.messages import printable, say
from teamshelf.update.installation import offered_scopes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.installations.consenting import GrantedPermission
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.settings import Settings
    from teamshelf.catalogue.tables import App, Place
    from teamshelf.model.manifest import Manifest


class Wish(Struct, frozen=True):
    """What somebody wants to do with an app in a place.

    Attributes:
        actor: who.
        app: the app.
        manifest: of the version that it is about.
        place: where.
        settled: the settings of the shelf.
        by_policy: an administrator does it for others.
    """

    actor: Actor
    app: App
    manifest: Manifest
    place: Place
    settled: Settings
    by_policy: bool = False


def published_version(session: Session, app: App) -> Version:
    """The version of an app that is offered.

    Raises:
        Refusal: NOT_FOUND `not-published`.
    """
    version = None if app.current_id is None else session.get(Version, app.current_id, populate_existing=True)
    if version is None:
        raise Refusal(Kind.NOT_FOUND, "not-published", say("no version of the app is published"))
    return version


def obstacles_to_installing(session: Session, wish: Wish) -> Iterator[Refusal]:
    """Why an app cannot be added to a place, the most telling reason first."""
    if wish.settled.is_read_only:
        yield refusal_of(READ_ONLY)
    if not wish.settled.allow_installs:
        yield refusal_of(NO_INSTALLS)
    yield from obstacles_to_use(session, wish)
    yield from _of_the_actor(session, wish)
    scope = SCOPES[wish.place.kind]
    if scope not in offered_scopes(wish.manifest):
        yield Refusal(
            Kind.INVALID,
            "scope-not-offered",
            say("the app cannot be added to a place like `{place}`", place=printable(wish.place.display_name)),
            details={"scope": scope, "offered": ", ".join(offered_scopes(wish.manifest))},
        )
    yield from _of_consent(session, wish, ())


def obstacles_to_updating(session: Session, wish: Wish, known: Collection[GrantedPermission]) -> Iterator[Refusal]:
    """Why somebody cannot accept an update in a place, where some permissions are granted already."""
    yield from obstacles_to_use(session, wish)
    place = wish.place
    if place.kind == PlaceKind.TEAM and not wish.settled.allow_members_to_update:
        if not leads(session, wish.actor, place):
            yield owner_needed(place)
    elif place.kind == PlaceKind.USER:
        yield from _of_the_actor(session, wish)
    yield from _of_consent(session, wish, known)


def obstacles_to_use(session: Session, wish: Wish) -> Iterator[Refusal]:
    """Why an app cannot be used at all, by whoever it is for."""
    account_id = wish.actor.account_id
    if wish.by_policy:
        account_id = wish.place.id if wish.place.kind == PlaceKind.USER else None
    for reason in decide(session, wish.app, account_id, wish.place.id, wish.settled).against:
        yield Refusal(Kind.FORBIDDEN, reason.rule, reason.message)


def refuse_removing(session: Session, actor: Actor, installation: Installation, place: Place) -> None:
    """Go on only for somebody who may remove an app from a place: in a team its owners, and who added it.

    Raises:
        Refusal: FORBIDDEN `installed-by-policy`, `owner-needed`.
    """
    if actor.may_act_as(Role.ADMIN):
        return
    if installation.by_policy:
        raise Refusal(
            Kind.FORBIDDEN, "installed-by-policy", say("an administrator has added the app: only they remove it")
        )
    is_own = installation.installed_by is not None and installation.installed_by == actor.account_id
    if place.kind == PlaceKind.TEAM and not (is_own or leads(session, actor, place)):
        raise owner_needed(place)


def _of_the_actor(session: Session, wish: Wish) -> Iterator[Refusal]:
    actor, place = wish.actor, wish.place
    try:
        if wish.by_policy:
            require(actor, Role.ADMIN)
            return
        require_account(actor)
    except Refusal as refusal:
        yield refusal
        return
    if place.kind == PlaceKind.USER:
        if place.id != actor.account_id:
            yield Refusal(Kind.FORBIDDEN, "not-yours", say("everybody adds apps for themselves"))
        return
    # Who sees a place at all is in it, or an administrator.
    members_may = place.kind != PlaceKind.TEAM or wish.settled.allow_members_to_install
    if not members_may and not leads(session, actor, place):
        yield owner_needed(place)


def _of_consent(session: Session, wish: Wish, known: Collection[GrantedPermission]) -> Iterator[Refusal]:
    place, settled = wish.place, wish.settled
    if place.kind == PlaceKind.USER:
        is_on = settled.is_user_personal_scope_resource_specific_consent_enabled
        if not is_on and asks_in(wish.manifest, place.kind):
            why = say("apps that ask for permissions of this kind cannot be added for oneself here")
            yield Refusal(Kind.FORBIDDEN, "personal-consent-off", why)
    elif place.kind in (PlaceKind.CHAT, PlaceKind.MEETING):
        is_on = settled.is_chat_resource_specific_consent_enabled
        if not is_on and asks_in(wish.manifest, place.kind):
            why = say("apps that ask for permissions of this kind cannot be added to chats and meetings here")
            yield Refusal(Kind.FORBIDDEN, "chat-consent-off", why)
    elif not (wish.by_policy or settled.allow_members_to_consent or leads(session, wish.actor, place)):
        name = printable(place.display_name)
        why = say("the app asks for permissions that only owners of `{place}` grant", place=name)
        if is_for_owners(wish.manifest, known):
            yield Refusal(Kind.FORBIDDEN, "consent-needs-owner", why, details={"placeId": place.id})
