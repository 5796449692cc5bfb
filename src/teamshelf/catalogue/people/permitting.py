"""Refusing those who may not, in one wording for all services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.catalogue.people.actors import Role
from teamshelf.catalogue.refusals import Kind, Refusal
from teamshelf.messages import say

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor
    from teamshelf.messages import Message

_NEEDED: dict[Role, Message] = {
    Role.USER: say("sign in first"),
    Role.PUBLISHER: say("only publishers, reviewers and administrators may do this"),
    Role.REVIEWER: say("only reviewers and administrators may do this"),
    Role.ADMIN: say("only administrators may do this"),
}


def require(actor: Actor, role: Role) -> None:
    """Go on only for whoever has the role or a greater one.

    Raises:
        Refusal: FORBIDDEN `role-needed`.
    """
    if not actor.may_act_as(role):
        raise Refusal(Kind.FORBIDDEN, "role-needed", _NEEDED[role], details={"role": role.value})


def require_account(actor: Actor) -> str:
    """The account of somebody who must have one, because what they do is theirs.

    Raises:
        Refusal: FORBIDDEN `account-needed`.
    """
    if actor.account_id is None or actor.role is None:
        raise Refusal(Kind.FORBIDDEN, "account-needed", say("sign in with an account first"))
    return actor.account_id
