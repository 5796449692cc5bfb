"""Apps for a shelf: packages from a few members of a manifest, published, and places to install them in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from teamshelf.catalogue.people.actors import OPERATOR
from teamshelf.catalogue.places.importing import import_directory
from teamshelf.catalogue.versions.publishing import publish
from teamshelf.package.build import package_of
from tests.manifests import icons, manifest

if TYPE_CHECKING:
    from teamshelf.catalogue.shelf import Shelf
    from tests.catalogue.shelves import People

TEAM = "7d5f4b0e-6a55-4f5e-9d0b-3c1f0c6f2f10"
OTHER_TEAM = "0a9d2c44-1f3e-4c58-8d21-5e7b90c6a312"
CHAT = "19:lunch@thread.v2"
MEETING = "19:meeting_monday@thread.v2"

BOT_ID = "5b2f9a30-77c1-4b0e-a4cd-1d2e3f405162"

TAB: dict[str, Any] = {
    "entityId": "home",
    "name": "Home",
    "contentUrl": "https://www.example.com/home",
    "websiteUrl": "https://www.example.com/home",
    "scopes": ["personal"],
}
SHARED_TAB: dict[str, Any] = {"configurationUrl": "https://www.example.com/setup", "scopes": ["team", "groupChat"]}
BOT: dict[str, Any] = {"botId": BOT_ID, "scopes": ["personal", "team", "groupChat"]}
EVERYWHERE: dict[str, Any] = {"staticTabs": [TAB], "configurableTabs": [SHARED_TAB]}


def asking_for(*permissions: tuple[str, str]) -> dict[str, Any]:
    """The members of a manifest that asks for resource-specific permissions: names and types."""
    asked = [{"name": name, "type": kind} for name, kind in permissions]
    return {
        "webApplicationInfo": {"id": BOT_ID, "resource": "api://www.example.com/polls"},
        "authorization": {"permissions": {"resourceSpecific": asked}},
    }


def package(**members: Any) -> bytes:
    """A package without faults, with these members laid over its manifest."""
    return package_of({"manifest.json": json.dumps(manifest(**members)).encode(), **icons()})


def put(shelf: Shelf, people: People, version: str = "1.0.0", app_id: str | None = None, **members: Any) -> str:
    """Publish an app that can be added everywhere, or an update of it; the catalogue's id."""
    content = package(version=version, **(EVERYWHERE | members))
    return publish(shelf, people.admin, content, app_id=app_id).app_id


def settle(shelf: Shelf, people: People) -> None:
    """Teams, a chat and a meeting: the user owns the first team, and the other user is a member of all."""
    user, other = people.user.name, people.other_user.name
    places = [
        {"kind": "team", "id": TEAM, "displayName": "Harbour Street"},
        {"kind": "team", "id": OTHER_TEAM, "displayName": "Lighthouse"},
        {"kind": "chat", "id": CHAT, "displayName": "Lunch"},
        {"kind": "meeting", "id": MEETING, "displayName": "Monday"},
    ]
    members = [
        {"kind": "member", "place": TEAM, "user": user, "membership": "owner"},
        {"kind": "member", "place": TEAM, "user": other},
        {"kind": "member", "place": OTHER_TEAM, "user": other, "membership": "owner"},
        {"kind": "member", "place": CHAT, "user": user},
        {"kind": "member", "place": CHAT, "user": other},
        {"kind": "member", "place": MEETING, "user": user, "membership": "owner"},
        {"kind": "member", "place": MEETING, "user": other},
    ]
    lines = "\n".join(json.dumps(line) for line in [*places, *members])
    import_directory(shelf, OPERATOR, lines.encode(), "places.jsonl")
