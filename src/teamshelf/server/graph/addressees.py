"""Whom and what Graph's addresses name: users by id or sign-in name, teams and chats by id, and `me`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.people.accounts import find_account
from teamshelf.catalogue.people.permitting import require_account
from teamshelf.catalogue.places.directory import canonical_id, kind_of, unknown_place
from teamshelf.catalogue.tables import Account, Place
from teamshelf.catalogue.tables.directory import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from litestar import Request
    from sqlalchemy.orm import Session

    from teamshelf.catalogue.people.actors import Actor

USERS = frozenset({PlaceKind.USER})
TEAMS = frozenset({PlaceKind.TEAM})
CHATS = frozenset({PlaceKind.CHAT, PlaceKind.MEETING})
"""Graph calls the chat of a meeting a chat as well."""


def place_id_of(session: Session, actor: Actor, request: Request[Any, Any, Any], kinds: Collection[PlaceKind]) -> str:
    """The id of the place that an address names; whether it is there, and for whom, is for others to say.

    A place of another kind is not there: permissions speak of one kind, and must not reach the others.

    Raises:
        Refusal: NOT_FOUND `unknown-place`; FORBIDDEN `account-needed`: it says `me`, and nobody is meant.
    """
    named = request.path_params.get("place_id")
    if named is None:
        return require_account(actor)
    if PlaceKind.USER in kinds:
        account = find_account(session, named)
        if account is not None:
            return account.id
    place_id = canonical_id(named)
    if _kind(session, place_id, kinds) not in kinds:
        raise unknown_place(named)
    return place_id


def _kind(session: Session, place_id: str, kinds: Collection[PlaceKind]) -> str | None:
    """What a place is, or would be if it came to be."""
    place = session.get(Place, place_id)
    if place is not None:
        return place.kind
    if session.get(Account, place_id) is not None:
        return PlaceKind.USER
    would_be = kind_of(place_id)
    return PlaceKind.USER if would_be is PlaceKind.TEAM and PlaceKind.USER in kinds else would_be
