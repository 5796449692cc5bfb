"""Conditions and orders, decided for resources. A resource is a dict as it would be shown, with what it leads to."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, TypeAlias

from teamshelf.server.graph.odata.expressions import (
    Call,
    Comparison,
    Conjunction,
    Disjunction,
    Literal,
    Membership,
    Negation,
    Path,
    Quantified,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.server.graph.odata.expressions import Condition, Operand

Resource: TypeAlias = dict[str, Any]
Names: TypeAlias = dict[str, Any]
"""What the variables of lambdas stand for."""

Test: TypeAlias = "Callable[[Resource, Names], bool]"
Reading: TypeAlias = "Callable[[Resource, Names], Any]"

_ORDERS = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": operator.contains,
    "tolower": str.lower,
    "toupper": str.upper,
    "length": len,
}


def test_of(condition: Condition) -> Callable[[Resource], bool]:
    """A function that says whether a bound condition holds for a resource.

    Null follows OData: it equals null and nothing else, has no order, and a path through it ends in it.
    """
    test = _test(condition)
    return lambda resource: test(resource, {})


def value_at(resource: Resource, names: tuple[str, ...]) -> Any:
    """What stands at the end of a path; None where the path breaks off."""
    value: Any = resource
    for name in names:
        if value is None:
            return None
        value = value.get(name)
    return value


def _test(condition: Condition) -> Test:
    match condition:
        case Conjunction(conditions):
            tests = [_test(each) for each in conditions]
            return lambda resource, names: all(test(resource, names) for test in tests)
        case Disjunction(conditions):
            tests = [_test(each) for each in conditions]
            return lambda resource, names: any(test(resource, names) for test in tests)
        case Negation(inner):
            test = _test(inner)
            return lambda resource, names: not test(resource, names)
        case Comparison():
            return _comparison(condition)
        case Membership(operand, values, folds):
            read = _reading(operand, folds=folds)
            wanted = {_folded(value) if folds else value for value in values}
            return lambda resource, names: read(resource, names) in wanted
        case Quantified():
            return _quantified(condition)
        case _:
            read = _reading(condition)
            return lambda resource, names: read(resource, names) is True


def _comparison(condition: Comparison) -> Test:
    left = _reading(condition.left, folds=condition.folds)
    right = _reading(condition.right, folds=condition.folds)
    if condition.operator == "eq":
        return lambda resource, names: bool(left(resource, names) == right(resource, names))
    if condition.operator == "ne":
        return lambda resource, names: bool(left(resource, names) != right(resource, names))
    compare = _ORDERS[condition.operator]

    def ordered(resource: Resource, names: Names) -> bool:
        one, other = left(resource, names), right(resource, names)
        return one is not None and other is not None and bool(compare(one, other))

    return ordered


def _quantified(condition: Quantified) -> Test:
    read = _reading(condition.path)
    if condition.condition is None:
        return lambda resource, names: bool(read(resource, names))
    decide = any if condition.quantifier == "any" else all
    test, variable = _test(condition.condition), condition.variable

    def quantified(resource: Resource, names: Names) -> bool:
        return decide(test(resource, {**names, variable: item}) for item in read(resource, names) or ())

    return quantified


def _reading(operand: Operand, *, folds: bool = False) -> Reading:
    read = _as_it_is(operand)
    if not folds:
        return read
    return lambda resource, names: _folded(read(resource, names))


def _as_it_is(operand: Operand) -> Reading:
    match operand:
        case Literal(value):
            return lambda _resource, _names: value
        case Path(path):
            first, rest = path[0], path[1:]
            return lambda resource, names: value_at(names[first], rest) if first in names else value_at(resource, path)
        case Call(function, arguments):
            call, reads = _FUNCTIONS[function], [_reading(argument) for argument in arguments]

            def called(resource: Resource, names: Names) -> Any:
                values = [read(resource, names) for read in reads]
                return None if None in values else call(*values)

            return called


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
