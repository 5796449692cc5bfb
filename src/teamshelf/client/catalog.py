"""The catalogue of a server: what is in it, and the life of an app there.

The paths and shapes are Graph's: `/appCatalogs/teamsApps`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from teamshelf.client.connection import Connection

_APPS = "appCatalogs/teamsApps"


class Permission(Struct, frozen=True, rename="camel"):
    """A resource-specific permission as Graph has it."""

    permission_value: str
    permission_type: str


class PermissionSet(Struct, frozen=True, rename="camel"):
    """Several of them."""

    resource_specific_permissions: list[Permission] = []


class Authorization(Struct, frozen=True, rename="camel"):
    """What a version asks for."""

    client_app_id: str | None = None
    required_permission_set: PermissionSet | None = None


class Definition(Struct, frozen=True, rename="camel"):
    """A version of an app in a catalogue.

    Attributes:
        publishing_state: ``submitted``, ``published`` or ``rejected``.
        etag: by which a decision is about this very state; None where the server gives none.
    """

    id: str
    display_name: str | None = None
    version: str | None = None
    publishing_state: str | None = None
    authorization: Authorization | None = None
    etag: str | None = msgspec.field(default=None, name="@odata.etag")

    @property
    def asked_permissions(self) -> tuple[Permission, ...]:
        """The resource-specific permissions that an installation has to grant."""
        asked = self.authorization.required_permission_set if self.authorization else None
        return tuple(asked.resource_specific_permissions) if asked else ()


class AppEntry(Struct, frozen=True, rename="camel"):
    """An app in a catalogue.

    Attributes:
        id: the catalogue's own.
        external_id: the manifest's.
        app_definitions: its versions, the newest last, where they were asked for.
    """

    id: str
    external_id: str | None = None
    display_name: str | None = None
    distribution_method: str | None = None
    app_definitions: list[Definition] = []

    def newest(self, state: str) -> Definition | None:
        """The newest version in a publishing state."""
        return next((each for each in reversed(self.app_definitions) if each.publishing_state == state), None)


class Catalog:
    """The apps of an organisation on a server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def apps(self) -> list[AppEntry]:
        """The organisation's own apps, with their versions."""
        return self._listed("distributionMethod eq 'organization'")

    def find(self, app_id: str) -> AppEntry | None:
        """The app with this id, be it the manifest's or the catalogue's."""
        key = app_id.lower().replace("'", "''")
        for name in ("externalId", "id"):
            for entry in self._listed(f"{name} eq '{key}'"):
                return entry
        return None

    def publish(self, package: bytes, *, for_review: bool = False) -> AppEntry | None:
        """Add a new app; None where the server does not say what it made of it."""
        answer = self._connection.post_package(_APPS, package, **_review(asked=for_review))
        return msgspec.json.decode(answer, type=AppEntry) if answer else None

    def update(self, entry: AppEntry, package: bytes, *, for_review: bool = False) -> None:
        """Add a version to an app."""
        self._connection.post_package(f"{_path(entry)}/appDefinitions", package, **_review(asked=for_review))

    def decide(self, entry: AppEntry, definition: Definition, state: str, reason: str = "") -> None:
        """Publish or reject a submitted version, if nobody has changed it meanwhile.

        The reason goes along as an annotation, which a server that does not know it ignores.
        """
        body = {"publishingState": state, **({"@teamshelf.reason": reason} if reason else {})}
        path = f"{_path(entry)}/appDefinitions/{quote(definition.id, safe='')}"
        self._connection.patch(path, body, definition.etag)

    def withdraw(self, entry: AppEntry, definition: Definition) -> None:
        """Take back a version that was submitted."""
        self._connection.delete(f"{_path(entry)}/appDefinitions/{quote(definition.id, safe='')}")

    def remove(self, entry: AppEntry) -> None:
        """Remove an app and all its versions."""
        self._connection.delete(_path(entry))

    def _listed(self, condition: str) -> list[AppEntry]:
        return list(self._connection.each(_APPS, AppEntry, filter=condition, expand="appDefinitions"))


def _path(entry: AppEntry) -> str:
    return f"{_APPS}/{quote(entry.id, safe='')}"


def _review(*, asked: bool) -> dict[str, str]:
    return {"requiresReview": "true"} if asked else {}
