"""The rooms of the admin centre, and which of them somebody may enter: reviewers review, administrators do the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.catalogue.people.actors import Role
from teamshelf.messages import Message, say

if TYPE_CHECKING:
    from teamshelf.server.pages.visiting import Visit


class Room(Struct, frozen=True):
    """A part of the admin centre."""

    path: str
    label: Message
    role: Role = Role.ADMIN
    is_here: bool = False


_ROOMS = (
    Room("/admin", say("At a glance"), Role.REVIEWER),
    Room("/admin/reviews", say("Reviews"), Role.REVIEWER),
    Room("/admin/apps", say("Apps")),
    Room("/admin/requests", say("Requests")),
    Room("/admin/policies", say("Policies")),
    Room("/admin/audit", say("Audit")),
    Room("/admin/settings", say("Settings")),
)


def rooms_of(visit: Visit) -> tuple[Room, ...]:
    """The rooms that the one who looks may enter, and in which they are."""
    return tuple(
        Room(room.path, room.label, room.role, is_here=_is_here(room.path, visit.path))
        for room in _ROOMS
        if visit.actor.may_act_as(room.role)
    )


def _is_here(room: str, path: str) -> bool:
    return path == room if room == "/admin" else path == room or path.startswith(f"{room}/")
