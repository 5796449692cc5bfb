"""The places of a server's people, and the apps installed there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct, to_builtins

from teamshelf.client.catalog import AppEntry, Definition, Permission  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from teamshelf.client.connection import Connection

_BIND = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps"
"""What Graph's own clients name the catalogue by, whatever server they talk to."""


class Place(Struct, frozen=True):
    """Where an app is installed: for a person, in a team, or in a chat.

    Attributes:
        kind: ``me``, ``user``, ``team`` or ``chat``.
        id: of the person, team or chat; "" for oneself.
    """

    kind: str = "me"
    id: str = ""

    @property
    def path(self) -> str:
        """Graph's path of what is installed there."""
        key = quote(self.id, safe="")
        return {
            "me": "me/teamwork/installedApps",
            "user": f"users/{key}/teamwork/installedApps",
            "team": f"teams/{key}/installedApps",
            "chat": f"chats/{key}/installedApps",
        }[self.kind]


class InstalledApp(Struct, frozen=True, rename="camel"):
    """An app in a place, with the version that runs there."""

    id: str
    teams_app: AppEntry | None = None
    teams_app_definition: Definition | None = None


def installed_in(connection: Connection, place: Place) -> list[InstalledApp]:
    """What is installed in a place."""
    return list(connection.each(place.path, InstalledApp, expand="teamsApp,teamsAppDefinition"))


def install(connection: Connection, place: Place, entry: AppEntry, granted: tuple[Permission, ...] = ()) -> None:
    """Install an app in a place and grant it these resource-specific permissions there."""
    body: dict[str, object] = {"teamsApp@odata.bind": f"{_BIND}/{entry.id}"}
    if granted:
        body["consentedPermissionSet"] = {"resourceSpecificPermissions": to_builtins(granted)}
    connection.post(place.path, body)


def uninstall(connection: Connection, place: Place, installed: InstalledApp) -> None:
    """Remove an app from a place."""
    connection.delete(f"{place.path}/{quote(installed.id, safe='')}")


def upgrade(
    connection: Connection, place: Place, installed: InstalledApp, granted: tuple[Permission, ...] = ()
) -> None:
    """Accept the newest version of an app in a place, with these resource-specific permissions."""
    body: dict[str, object] = {}
    if granted:
        body["consentedPermissionSet"] = {"resourceSpecificPermissions": to_builtins(granted)}
    connection.post(f"{place.path}/{quote(installed.id, safe='')}/upgrade", body)
