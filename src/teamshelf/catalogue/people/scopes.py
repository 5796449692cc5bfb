"""Graph's permissions, and which of them each role can hold in a token.

Source: Graph's reference of `teamsApp` and `teamsAppInstallation`, the permissions of each request; one thing of our
own, for what Graph has no word for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from teamshelf.catalogue.people.actors import Role

if TYPE_CHECKING:
    from teamshelf.catalogue.people.actors import Actor

CATALOGUE_SUBMIT = "AppCatalog.Submit"
CATALOGUE_READ = "AppCatalog.Read.All"
CATALOGUE_WRITE = "AppCatalog.ReadWrite.All"
DIRECTORY_READ = "Directory.Read.All"
DIRECTORY_WRITE = "Directory.ReadWrite.All"
SETTINGS_READ = "TeamworkAppSettings.Read.All"
SETTINGS_WRITE = "TeamworkAppSettings.ReadWrite.All"
AUDIT_READ = "AuditLog.Read.All"
PROFILE_READ = "User.Read"
PEOPLE_READ = "User.ReadBasic.All"
TEAMS_READ = "Team.ReadBasic.All"
CHATS_READ = "Chat.ReadBasic"
TOKENS_WRITE = "Token.ReadWrite"
"""Our own: to make and revoke tokens of the same account."""

PLACES = ("Team", "Chat", "User")
"""What the names of the installation permissions end in."""


def installation_scopes(*starts: str) -> frozenset[str]:
    """The installation permissions that start so, for each kind of place."""
    return frozenset(f"TeamsAppInstallation.{start}For{place}" for start in starts for place in PLACES)


INSTALLATIONS_WRITE = installation_scopes("ReadWrite", "ReadWriteAndConsent")
"""To install, upgrade and remove any app; the second also one that asks for resource-specific permissions."""

INSTALLATIONS_READ = installation_scopes("Read") | INSTALLATIONS_WRITE
"""To see what is installed."""

_ADDED = {
    Role.USER: {CATALOGUE_READ, PROFILE_READ, PEOPLE_READ, TEAMS_READ, CHATS_READ, TOKENS_WRITE} | INSTALLATIONS_READ,
    Role.PUBLISHER: {CATALOGUE_SUBMIT},
    Role.REVIEWER: {CATALOGUE_WRITE},
    Role.ADMIN: {DIRECTORY_READ, DIRECTORY_WRITE, SETTINGS_READ, SETTINGS_WRITE, AUDIT_READ},
}


@cache
def scopes_of(role: Role) -> frozenset[str]:
    """The permissions that a token of somebody with this role can grant."""
    return frozenset().union(*(scopes for added, scopes in _ADDED.items() if role.includes(added)))


def has_scope(actor: Actor, *scopes: str) -> bool:
    """Whether the actor's token grants one of the permissions; without a token, the role alone decides."""
    return actor.scopes is None or not actor.scopes.isdisjoint(scopes)
