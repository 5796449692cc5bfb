"""The four families of addresses that have installed apps, alike but for what they call their places."""

from __future__ import annotations

from msgspec import Struct

from teamshelf.catalogue.tables.directory import PlaceKind
from teamshelf.server.graph.addressees import CHATS, TEAMS, USERS


class Family(Struct, frozen=True):
    """Addresses of one kind of place.

    Attributes:
        path: below the version of Graph.
        word: what Graph's permissions call such places: `Team`, `Chat` or `User`.
        kinds: what such places are.
    """

    path: str
    word: str
    kinds: frozenset[PlaceKind]

    @property
    def is_personal(self) -> bool:
        """Whether the places are people's own."""
        return self.kinds is USERS

    @property
    def kind(self) -> PlaceKind | None:
        """What a place is that comes to be by an installation; None where its id says that."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None


FAMILIES = (
    Family("/teams/{place_id:str}", "Team", TEAMS),
    Family("/chats/{place_id:str}", "Chat", CHATS),
    Family("/users/{place_id:str}/teamwork", "User", USERS),
    Family("/me/teamwork", "User", USERS),
)
