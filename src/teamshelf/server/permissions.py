"""What one must be to use a route: declared beside each route and method, and the shelf does not start without.

A permission names the least role, and the permissions of Graph of which a token must grant one. Whose the thing is that
a request is about is for the services to judge: they know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from teamshelf.catalogue.people import scopes
from teamshelf.catalogue.people.actors import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar import Litestar

    from teamshelf.catalogue.people.actors import Actor


class Permission(Struct, frozen=True):
    """What a route asks of whoever uses it.

    Attributes:
        role: the least role; None where everybody may.
        scopes: a token must grant one of them; empty where no token will do, only a signed-in browser.
        looks: whether it matters who asks, where everybody may. Where it does not, credentials are not even read.
    """

    role: Role | None
    scopes: frozenset[str] = frozenset()
    looks: bool = True

    def is_granted_to(self, actor: Actor) -> bool:
        """Whether the actor may use the route."""
        if self.role is None:
            return True
        if not actor.may_act_as(self.role):
            return False
        return scopes.has_scope(actor, *self.scopes)


PUBLIC = Permission(None)
"""For everybody; who asks decides what they see."""

UNSEEN = Permission(None, looks=False)
"""For everybody, whoever they are: health, keys, the ways to sign in."""

SIGNED_IN = Permission(Role.USER)
"""For whoever is signed in with a browser."""

DEVELOP = Permission(Role.PUBLISHER)
"""For whoever publishes apps, with a browser."""

REVIEW = Permission(Role.REVIEWER)
"""For whoever reviews apps, with a browser."""

ADMINISTER = Permission(Role.ADMIN)
"""For administrators, with a browser."""

READ_CATALOGUE = Permission(
    Role.USER,
    frozenset({scopes.CATALOGUE_SUBMIT, scopes.CATALOGUE_READ, scopes.CATALOGUE_WRITE})
    | {scopes.DIRECTORY_READ, scopes.DIRECTORY_WRITE},
)
SUBMIT = Permission(
    Role.PUBLISHER, frozenset({scopes.CATALOGUE_SUBMIT, scopes.CATALOGUE_WRITE, scopes.DIRECTORY_WRITE})
)
"""To send packages; whether they are published at once is the service's decision."""

MANAGE_CATALOGUE = Permission(Role.REVIEWER, frozenset({scopes.CATALOGUE_WRITE}))
"""To review, and whatever else changes the catalogue for all."""

READ_INSTALLATIONS = Permission(Role.USER, scopes.INSTALLATIONS_READ)
INSTALL = Permission(Role.USER, scopes.INSTALLATIONS_WRITE)

READ_SETTINGS = Permission(Role.ADMIN, frozenset({scopes.SETTINGS_READ, scopes.SETTINGS_WRITE}))
MANAGE_SETTINGS = Permission(Role.ADMIN, frozenset({scopes.SETTINGS_WRITE}))
READ_AUDIT = Permission(Role.ADMIN, frozenset({scopes.AUDIT_READ}))
MANAGE_ACCOUNTS = Permission(Role.ADMIN, frozenset({scopes.DIRECTORY_WRITE}))
READ_ACCOUNTS = Permission(Role.ADMIN, frozenset({scopes.DIRECTORY_READ, scopes.DIRECTORY_WRITE}))
OWN_TOKENS = Permission(Role.USER, frozenset({scopes.TOKENS_WRITE}))
OWN_PROFILE = Permission(Role.USER, frozenset({scopes.PROFILE_READ, scopes.PEOPLE_READ, scopes.DIRECTORY_READ}))
READ_PEOPLE = Permission(Role.USER, frozenset({scopes.PEOPLE_READ, scopes.DIRECTORY_READ}))
READ_TEAMS = Permission(Role.USER, frozenset({scopes.TEAMS_READ, scopes.DIRECTORY_READ}))
READ_CHATS = Permission(Role.USER, frozenset({scopes.CHATS_READ, scopes.DIRECTORY_READ}))


class Guarded(Struct, frozen=True):
    """A route and one of its methods, and what they ask."""

    method: str
    path: str
    permission: Permission
    name: str


def guarded_routes(app: Litestar) -> Iterator[Guarded]:
    """Every route and method of the app with its permission.

    Raises:
        RuntimeError: one declares none, or one function answers several methods, which would let a permission to read
            guard a change.
    """
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]:  # type: ignore[union-attr]
            methods = sorted(str(method) for method in getattr(handler, "http_methods", ("GET",)))
            if methods == ["OPTIONS"]:
                continue  # Litestar's own: says which methods there are, and nothing else
            permission = handler.opt.get("permission")
            if not isinstance(permission, Permission):
                raise RuntimeError(  # noqa: TRY004 - a mistake of ours, whatever the value is
                    f"{'/'.join(methods)} {route.path} declares no permission"
                )
            if len(methods) != 1:
                raise RuntimeError(f"{'/'.join(methods)} {route.path} must be a function for each method")
            yield Guarded(methods[0], route.path, permission, str(handler))


def permission_of(handler: Any, method: str) -> Permission:
    """What a handler asks, when it is called with the method."""
    found = handler.opt.get("permission")
    if isinstance(found, Permission):
        return found
    if method == "OPTIONS":
        return UNSEEN
    raise RuntimeError(f"{handler} declares no permission")
