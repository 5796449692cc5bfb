"""Conditions, as values: what `$filter` says."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

Value: TypeAlias = str | bool | int | float | datetime | None
"""What can stand in a condition as it is."""


class Literal(Struct, frozen=True):
    """A value."""

    value: Value


class Path(Struct, frozen=True):
    """A property, by way of others: `teamsApp/externalId`. Inside a lambda it may begin with the variable's name.

    Attributes:
        names: as written; with the spelling of the resource once bound.
        position: where it stands in the text.
    """

    names: tuple[str, ...]
    position: int = 0


class Call(Struct, frozen=True):
    """One of the functions of :data:`FUNCTIONS`."""

    function: str
    arguments: tuple[Operand, ...]
    position: int = 0


class Comparison(Struct, frozen=True):
    """Two values compared by `eq`, `ne`, `gt`, `ge`, `lt` or `le`.

    Attributes:
        folds: upper and lower case are the same, as in GUIDs and enumerations.
    """

    operator: str
    left: Operand
    right: Operand
    folds: bool = False


class Membership(Struct, frozen=True):
    """A value is one of several: `in`."""

    operand: Operand
    values: tuple[Value, ...]
    folds: bool = False


class Negation(Struct, frozen=True):
    """`not`."""

    condition: Condition


class Conjunction(Struct, frozen=True):
    """All of them hold: `and`."""

    conditions: tuple[Condition, ...]


class Disjunction(Struct, frozen=True):
    """One of them holds: `or`."""

    conditions: tuple[Condition, ...]


class Quantified(Struct, frozen=True):
    """Something is true of any or of all in a collection.

    Attributes:
        quantifier: `any` or `all`.
        variable: the name by which the condition speaks of the one it looks at.
        condition: None asks only whether there is any.
    """

    path: Path
    quantifier: str
    variable: str
    condition: Condition | None


Operand: TypeAlias = Literal | Path | Call
Condition: TypeAlias = (
    Comparison | Membership | Negation | Conjunction | Disjunction | Quantified | Call | Path | Literal
)

FUNCTIONS: dict[str, int] = {"startswith": 2, "endswith": 2, "contains": 2, "tolower": 1, "toupper": 1, "length": 1}
"""The functions there are, and how many arguments each takes."""

PREDICATES = frozenset({"startswith", "endswith", "contains"})
"""The functions that are conditions by themselves."""
