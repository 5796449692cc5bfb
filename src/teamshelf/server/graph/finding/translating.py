"""Conditions about apps, put into SQL as far as an index can answer them.

A translation never excludes what the condition lets through. Where it lets more through it says so, and the condition
itself decides about each resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from teamshelf.catalogue.apps.facts import folded
from teamshelf.catalogue.tables import App
from teamshelf.server.graph.odata.expressions import (
    Call,
    Comparison,
    Conjunction,
    Disjunction,
    Literal,
    Membership,
    Negation,
    Path,
)
from teamshelf.server.graph.resources.definitions import ORGANIZATION

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    from teamshelf.server.graph.odata.expressions import Condition, Value
    from teamshelf.server.graph.odata.searching import Sought, Terms


class Translation(Struct, frozen=True):
    """A condition in SQL.

    Attributes:
        condition: lets everything through that the original does.
        is_exact: and nothing else.
    """

    condition: ColumnElement[bool]
    is_exact: bool


ANYTHING = Translation(true(), is_exact=False)
"""SQL cannot say it."""

_WORDS: dict[str, InstrumentedAttribute[str]] = {"id": App.id, "externalId": App.external_id}


def translated(condition: Condition) -> Translation:
    """What SQL can say of a bound condition about `teamsApp`."""
    match condition:
        case Conjunction(conditions):
            parts = [translated(each) for each in conditions]
            return Translation(and_(*(part.condition for part in parts)), all(part.is_exact for part in parts))
        case Disjunction(conditions):
            parts = [translated(each) for each in conditions]
            return Translation(or_(*(part.condition for part in parts)), all(part.is_exact for part in parts))
        case Negation(inner):
            part = translated(inner)
            return Translation(not_(part.condition), is_exact=True) if part.is_exact else ANYTHING
        case Comparison("eq" | "ne" as operator, Path((name,)), Literal(value)):
            return _compared(name, operator, value)
        case Comparison("eq" | "ne" as operator, Literal(value), Path((name,))):
            return _compared(name, operator, value)
        case Membership(Path((name,)), values) if name in _WORDS and None not in values:
            words = [value.casefold() for value in values if isinstance(value, str)]
            return Translation(_WORDS[name].in_(words), is_exact=True)
        case Call("startswith" | "contains" | "endswith", (Path(("displayName",)), Literal(str(value)))):
            return _named(App.display_name.icontains(value, autoescape=True))
    return ANYTHING


def searched(sought: Sought) -> ColumnElement[bool]:
    """What is searched for, in SQL."""
    return or_(*(_terms(terms) for terms in sought.alternatives))


def _terms(terms: Terms) -> ColumnElement[bool]:
    return and_(
        true(),
        *(App.search_text.contains(folded(term), autoescape=True) for term in terms.wanted),
        *(not_(App.search_text.contains(folded(term), autoescape=True)) for term in terms.excluded),
    )


def _compared(name: str, operator: str, value: Value) -> Translation:
    if name in _WORDS:
        if not isinstance(value, str):
            return ANYTHING
        equal = _WORDS[name] == value.casefold()
        return Translation(equal if operator == "eq" else not_(equal), is_exact=True)
    if name == "distributionMethod":
        equal = true() if isinstance(value, str) and value.casefold() == ORGANIZATION else false()
        return Translation(equal if operator == "eq" else not_(equal), is_exact=True)
    if name == "displayName" and operator == "eq" and isinstance(value, str):
        return _named(App.display_name == value)
    return ANYTHING


def _named(condition: ColumnElement[bool]) -> Translation:
    """Apps that have never been published have no name of their own yet: Graph shows that of their newest version."""
    return Translation(or_(condition, App.display_name == ""), is_exact=False)
