"""Who asks the shelf for something, and what they may do."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """What an account is for. Each role may do what the ones before it may."""

    USER = "user"
    PUBLISHER = "publisher"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether whoever has this role may do what the other one may."""
        return _RANKS[self] >= _RANKS[other]


_RANKS = {role: rank for rank, role in enumerate(Role)}


class Actor(Struct, frozen=True):
    """Somebody who asks, as the request or the command line has established.

    Attributes:
        account_id: GUID of the account; None for a visitor, and for the operator at the command line.
        name: sign-in name, for the audit.
        role: None for a visitor.
        scopes: Graph's permissions that the token grants; None where no token narrows the role (a web session, the
            command line).
        request_id: joins the audit row with the log of the request.
        address: the network address the request came from.
    """

    account_id: str | None
    name: str
    role: Role | None
    scopes: frozenset[str] | None = None
    request_id: str | None = None
    address: str | None = None

    def may_act_as(self, role: Role) -> bool:
        """Whether the actor's role includes the other one."""
        return self.role is not None and self.role.includes(role)


VISITOR = Actor(account_id=None, name="", role=None)
"""Somebody who has not signed in."""

OPERATOR = Actor(account_id=None, name="operator", role=Role.ADMIN)
"""Whoever runs the command line beside the database: they could change it anyway."""
