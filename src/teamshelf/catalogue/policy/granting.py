"""Whom an app is for, decided in the same breath as something else, such as its approval: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.people.permitting import require
from teamshelf.catalogue.policy.access import Access
from teamshelf.catalogue.policy.policies import set_access_in, set_status_in
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Change
    from teamshelf.catalogue.tables import App


class Grant(Struct, frozen=True):
    """What an administrator grants.

    Attributes:
        is_blocked: nobody may use the app until an administrator allows it.
        holders: the accounts and places that may use it; empty: everybody.
    """

    is_blocked: bool = False
    holders: tuple[str, ...] = ()


EVERYBODY = Grant()
BLOCKED = Grant(is_blocked=True)


def only_for(holders: tuple[str, ...]) -> Grant:
    """Allowed for some accounts and places, and for nobody else.

    Raises:
        Refusal: INVALID `holders-missing`: for nobody at all is something else.
    """
    if not holders:
        raise Refusal(Kind.INVALID, "holders-missing", say("name at least one user or place that the app is for"))
    return Grant(holders=holders)


def grant_in(change: Change, app: App, grant: Grant) -> None:
    """Block an app that is held or allow it, and say whom it is for; whoever had it assigned and is not named loses it.

    Raises:
        Refusal: FORBIDDEN `role-needed`; NOT_FOUND `unknown-holder`.
    """
    require(change.actor, Role.ADMIN)
    set_status_in(change, app, is_blocked=grant.is_blocked)
    if not grant.is_blocked:
        set_access_in(change, app, Access.ASSIGNED if grant.holders else Access.EVERYONE, grant.holders)
