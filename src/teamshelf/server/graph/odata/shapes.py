"""What a resource has: its properties, and the resources it leads to. Names are matched without regard to case."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from teamshelf.messages import shown
from teamshelf.server.graph.odata.faults import QueryFault


class Kind(StrEnum):
    """What kind of value a property has."""

    TEXT = "a text"
    WORD = "a word"
    """A GUID or a value of an enumeration: upper and lower case are the same."""
    FLAG = "true or false"
    MOMENT = "a point in time"
    NUMBER = "a number"
    OBJECT = "an object"


class Member(Struct, frozen=True):
    """A property.

    Attributes:
        shape: what an object has, or the resource it leads to.
        leads: it leads to other resources, which are only shown when `$expand` asks for them.
        is_many: it is a list.
        on_request: shown only when `$select` names it.
    """

    kind: Kind = Kind.TEXT
    shape: Shape | None = None
    leads: bool = False
    is_many: bool = False
    on_request: bool = False


class Shape(Struct, frozen=True):
    """A type of resource, or of object inside one."""

    name: str
    members: dict[str, Member]

    def spelling(self, name: str, option: str) -> str:
        """The property's name as the resource spells it.

        Raises:
            QueryFault: there is no such property.
        """
        if name in self.members:
            return name
        folded = name.lower()
        for member in self.members:
            if member.lower() == folded:
                return member
        raise QueryFault(
            option, f"{shown(name)} is no property of {self.name}, which has {', '.join(sorted(self.members))}"
        )
