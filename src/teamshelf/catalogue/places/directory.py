"""Where apps can be installed and who is there: people, teams, chats and meetings, as far as installing needs them.

The directory is fed by sign-in and by an import (:mod:`teamshelf.catalogue.places.importing`). In the embedded database
places come to be when somebody first adds an app to them, so that a test suite need not describe its organisation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from teamshelf.catalogue.auditing import Action
from teamshelf.catalogue.inserting import insert_if_absent
from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.places.own import ensure_own_place
from teamshelf.catalogue.policy.equipping import equip_account
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.catalogue.settings import creates_places, settings
from teamshelf.catalogue.tables import Account, Membership, Place
from teamshelf.catalogue.tables.base import new_guid
from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.messages import printable, say, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.catalogue.shelf import Change, Shelf

MAX_ID = 250
"""Characters of a place's id at most."""

KINDS = {
    PlaceKind.USER: say("user"),
    PlaceKind.TEAM: say("team"),
    PlaceKind.CHAT: say("chat"),
    PlaceKind.MEETING: say("meeting"),
}
"""What people call each kind of place."""

_GUID = re.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_THREAD = re.compile(r"19:[!-~]{1,200}@[a-z0-9.]{1,40}")
_MEETING = "19:meeting_"


def canonical_id(text: str) -> str:
    """The id of a place as it is stored: GUIDs in lower case, thread ids as they are."""
    return text.lower() if _GUID.fullmatch(text.lower()) else text


def kind_of(place_id: str) -> PlaceKind | None:
    """What a place with this id would be, if it is not a user's own; None for what is no id of a place.

    >>> kind_of("19:meeting_NzQ1@thread.v2").value
    'meeting'
    """
    if _GUID.fullmatch(place_id):
        return PlaceKind.TEAM
    if len(place_id) > MAX_ID or not _THREAD.fullmatch(place_id):
        return None
    return PlaceKind.MEETING if place_id.startswith(_MEETING) else PlaceKind.CHAT


def membership(session: Session, place_id: str, account_id: str | None) -> Membership | None:
    """How somebody is in a place; None if they are not."""
    return None if account_id is None else session.get(Membership, (place_id, account_id))


def find_place(session: Session, actor: Actor, place_id: str) -> Place | None:
    """A place that the one who asks is in, or any for an administrator; None if there is no such place.

    The own place of somebody who has never added an app is there too, though no row says so yet.
    """
    wanted = canonical_id(place_id)
    place = session.get(Place, wanted)
    if place is None and (wanted == actor.account_id or actor.may_act_as(Role.ADMIN)):
        account = session.get(Account, wanted)
        return (
            None
            if account is None
            else Place(
                id=account.id, kind=PlaceKind.USER, display_name=account.display_name, created_at=account.created_at
            )
        )
    if place is None or wanted == actor.account_id or actor.may_act_as(Role.ADMIN):
        return place
    return place if membership(session, wanted, actor.account_id) else None


def place(session: Session, actor: Actor, place_id: str) -> Place:
    """As :func:`find_place`.

    Raises:
        Refusal: NOT_FOUND `unknown-place`: there is none, or the one who asks is not in it.
    """
    found = find_place(session, actor, place_id)
    if found is None:
        raise unknown_place(place_id)
    return found


def places_of(session: Session, account_id: str) -> list[Place]:
    """The places somebody is in, their own included, by their names."""
    named = (
        select(Place)
        .join(Membership, Membership.place_id == Place.id)
        .where(Membership.account_id == account_id)
        .order_by(Place.display_name, Place.id)
    )
    return list(session.scalars(named))


def owners_of(session: Session, place_ids: Iterable[str], *, limit: int = 5) -> dict[str, list[Account]]:
    """Some owners of each place, by their names: those who can still sign in, whom members can turn to."""
    wanted = (
        select(Membership.place_id, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.place_id.in_(set(place_ids)), Membership.is_owner, Account.disabled_at.is_(None))
        .order_by(Account.display_name, Account.id)
    )
    owners: dict[str, list[Account]] = {}
    for place_id, account in session.execute(wanted):
        known = owners.setdefault(place_id, [])
        if len(known) < limit:
            known.append(account)
    return owners


def place_for_use(change: Change, place_id: str, kind: PlaceKind | None = None) -> Place:
    """A place in which something is about to be installed; where settled so, it comes to be by that.

    Whoever is the first to use a place owns it. Only an administrator brings a place of somebody else to be.

    Raises:
        Refusal: NOT_FOUND `unknown-place`; INVALID `place-id-malformed`.
    """
    session, actor = change.session, change.actor
    wanted = canonical_id(place_id)
    if wanted != actor.account_id and session.get(Place, wanted) is None:
        _create_on_use(change, wanted, kind)
    found = place(session, actor, wanted)
    account = session.get(Account, wanted) if found.kind == PlaceKind.USER else None
    if account is not None:
        ensure_own_place(session, account, change.at)
    return session.get_one(Place, wanted)


def _create_on_use(change: Change, place_id: str, kind: PlaceKind | None) -> None:
    session, actor = change.session, change.actor
    account = session.get(Account, place_id)
    if account is not None:
        if actor.may_act_as(Role.ADMIN):
            ensure_own_place(session, account, change.at)
        return
    if not creates_places(session, settings(session)) or not actor.may_act_as(Role.USER):
        return
    wanted = kind or kind_of(place_id)
    if kind_of(place_id) is None or (wanted in (PlaceKind.TEAM, PlaceKind.USER)) != bool(_GUID.fullmatch(place_id)):
        raise Refusal(
            Kind.INVALID, "place-id-malformed", say("{id} is no id of a team, a chat or a meeting", id=shown(place_id))
        )
    if wanted == PlaceKind.USER:
        if actor.may_act_as(Role.ADMIN):
            _create_user(change, place_id)
        return
    if insert_if_absent(session, Place, id=place_id, kind=wanted, display_name=place_id, created_at=change.at):
        if actor.account_id is not None:
            insert_if_absent(session, Membership, place_id=place_id, account_id=actor.account_id, is_owner=True)
        change.record(Action.PLACE_CREATED, place_id, label=place_id, after={"kind": str(wanted)})


def _create_user(change: Change, account_id: str) -> None:
    if insert_if_absent(
        change.session,
        Account,
        id=account_id,
        name=account_id,
        display_name=account_id,
        role=Role.USER,
        created_at=change.at,
    ):
        ensure_own_place(change.session, change.session.get_one(Account, account_id), change.at)
        change.record(Action.ACCOUNT_CREATED, account_id, label=account_id, after={"role": Role.USER.value})
        equip_account(change, account_id)


def create_place(shelf: Shelf, actor: Actor, kind: PlaceKind, display_name: str, place_id: str | None = None) -> Place:
    """Make a team, a chat or a meeting that its maker owns. Without an id it gets one, as Teams would give it.

    Raises:
        Refusal: FORBIDDEN `account-needed`; INVALID `place-id-malformed`; CONFLICT `place-exists`.
    """
    account_id = require_account(actor)
    wanted = canonical_id(place_id) if place_id else _new_id(kind)
    if kind == PlaceKind.USER or kind_of(wanted) is not kind:
        raise Refusal(
            Kind.INVALID,
            "place-id-malformed",
            say("{id} is not the id of a {kind}", id=shown(wanted), kind=KINDS[kind]),
        )
    with shelf.changing(actor) as change:
        if not insert_if_absent(
            change.session, Place, id=wanted, kind=kind, display_name=display_name or wanted, created_at=change.at
        ):
            raise Refusal(Kind.CONFLICT, "place-exists", say("there is a place with the id {id}", id=shown(wanted)))
        insert_if_absent(change.session, Membership, place_id=wanted, account_id=account_id, is_owner=True)
        change.record(Action.PLACE_CREATED, wanted, label=display_name, after={"kind": kind.value})
        return change.session.get_one(Place, wanted)


def set_member(shelf: Shelf, actor: Actor, place_id: str, account_id: str, *, is_owner: bool = False) -> None:
    """Let somebody be in a place, as its owner or as one of its members.

    Raises:
        Refusal: NOT_FOUND `unknown-place`, `unknown-account`; FORBIDDEN `owner-needed`.
    """
    with shelf.changing(actor) as change:
        found = _place_to_lead(change, place_id)
        if change.session.get(Account, account_id) is None:
            raise Refusal(Kind.NOT_FOUND, "unknown-account", say("there is no account {id}", id=shown(account_id)))
        values = {"place_id": found.id, "account_id": account_id, "is_owner": is_owner}
        if not insert_if_absent(change.session, Membership, **values):
            known = change.session.get_one(Membership, (found.id, account_id))
            if known.is_owner == is_owner:
                return
            known.is_owner = is_owner
        after = {"account": account_id, "membership": "owner" if is_owner else "member"}
        change.record(Action.MEMBERSHIP_CHANGED, found.id, label=found.display_name, after=after)


def remove_member(shelf: Shelf, actor: Actor, place_id: str, account_id: str) -> None:
    """Let somebody be in a place no longer; nobody leaves their own.

    Raises:
        Refusal: NOT_FOUND `unknown-place`; FORBIDDEN `owner-needed`.
    """
    with shelf.changing(actor) as change:
        found = _place_to_lead(change, place_id, leaving=account_id)
        known = membership(change.session, found.id, account_id)
        if known is not None:
            change.session.delete(known)
            before = {"account": account_id}
            change.record(Action.MEMBERSHIP_CHANGED, found.id, label=found.display_name, before=before)


def _place_to_lead(change: Change, place_id: str, leaving: str | None = None) -> Place:
    """A shared place whose members the one who asks may change: its owners, administrators, and who leaves it."""
    found = place(change.session, change.actor, place_id)
    if found.kind == PlaceKind.USER:
        raise unknown_place(place_id)
    leaves = leaving is not None and leaving == change.actor.account_id
    if not (leaves or leads(change.session, change.actor, found)):
        raise owner_needed(found)
    return found


def leads(session: Session, actor: Actor, found: Place) -> bool:
    """Whether somebody owns a place, or is an administrator, who may lead any that is shared."""
    own = membership(session, found.id, actor.account_id)
    if own is not None and own.is_owner:
        return True
    return found.kind != PlaceKind.USER and actor.may_act_as(Role.ADMIN)


def owner_needed(found: Place) -> Refusal:
    """The refusal that only owners of a place may do what was asked."""
    return Refusal(
        Kind.FORBIDDEN,
        "owner-needed",
        say("only owners of `{place}` may do this", place=printable(found.display_name)),
        details={"placeId": found.id},
    )


def unknown_place(place_id: str) -> Refusal:
    """The refusal that there is no such place, or none for the one who asks."""
    return Refusal(
        Kind.NOT_FOUND, "unknown-place", say("there is no place {id}, or you are not in it", id=shown(place_id))
    )


def _new_id(kind: PlaceKind) -> str:
    if kind == PlaceKind.TEAM:
        return new_guid()
    prefix = "meeting_" if kind == PlaceKind.MEETING else ""
    return f"19:{prefix}{new_guid().replace('-', '')}@thread.v2"
