"""A condition bound to a shape: its names spelled as the resource spells them, and nothing compared that cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import shown
from teamshelf.server.graph.odata.expressions import (
    PREDICATES,
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
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.odata.shapes import Kind, Member

if TYPE_CHECKING:
    from teamshelf.server.graph.odata.expressions import Condition, Operand, Value
    from teamshelf.server.graph.odata.shapes import Shape

_TEXTS = (Kind.TEXT, Kind.WORD)
_KINDS: dict[type, tuple[Kind, ...]] = {
    str: _TEXTS,
    bool: (Kind.FLAG,),
    int: (Kind.NUMBER,),
    float: (Kind.NUMBER,),
    datetime: (Kind.MOMENT,),
}


class Bound(Struct, frozen=True):
    """A condition that can be evaluated.

    Attributes:
        needs: the names, from the resource on, of what leads to other resources and must be there to decide.
    """

    condition: Condition
    needs: frozenset[tuple[str, ...]]


def bind(condition: Condition, shape: Shape) -> Bound:
    """The condition, about resources of this shape.

    Raises:
        QueryFault: it names a property that there is not, or compares what cannot be compared.
    """
    binder = _Binder(shape)
    bound = binder.condition(condition)
    return Bound(bound, frozenset(binder.needs))


def follow(shape: Shape, names: tuple[str, ...], option: str) -> tuple[tuple[str, ...], Member]:
    """The path as the resource spells it, and the property at its end.

    Raises:
        QueryFault: there is no such property, or a list stands in the way.
    """
    member = Member(Kind.OBJECT, shape)
    spelled: list[str] = []
    for name in names:
        if member.shape is None:
            raise QueryFault(option, f"{shown(spelled[-1])} has no properties")
        if member.is_many:
            raise QueryFault(option, f"{shown(spelled[-1])} is a list: ask with `any` or `all`")
        spelled.append(member.shape.spelling(name, option))
        member = member.shape.members[spelled[-1]]
    return tuple(spelled), member


class _Binder:
    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._variables: dict[str, tuple[Shape, tuple[str, ...]]] = {}
        self.needs: set[tuple[str, ...]] = set()

    def condition(self, condition: Condition) -> Condition:
        match condition:
            case Conjunction(conditions):
                return Conjunction(tuple(self.condition(each) for each in conditions))
            case Disjunction(conditions):
                return Disjunction(tuple(self.condition(each) for each in conditions))
            case Negation(inner):
                return Negation(self.condition(inner))
            case Quantified():
                return self._quantified(condition)
            case Comparison(operator, left, right):
                return self._comparison(operator, left, right)
            case Membership(operand, values):
                bound, kind = self._operand(operand)
                fitting = tuple(self._fitting(value, kind) for value in values)
                return Membership(bound, fitting, folds=kind is Kind.WORD)
            case _:
                return self._by_itself(condition)

    def _by_itself(self, condition: Operand) -> Condition:
        """A flag, a value `true` or `false`, or a function that is a condition."""
        bound, kind = self._operand(condition)
        is_condition = kind is Kind.FLAG and not (isinstance(bound, Call) and bound.function not in PREDICATES)
        if not is_condition:
            raise QueryFault("$filter", f"{_words(condition)} is no condition: compare it with something")
        return bound

    def _comparison(self, operator: str, left: Operand, right: Operand) -> Comparison:
        bound_left, left_kind = self._operand(left)
        bound_right, right_kind = self._operand(right)
        bound_left = self._fitted(bound_left, right_kind)
        bound_right = self._fitted(bound_right, left_kind)
        if not _comparable(bound_left, left_kind, bound_right, right_kind):
            raise QueryFault("$filter", f"{_words(left)} cannot be compared with {_words(right)}")
        kinds = {kind for kind in (left_kind, right_kind) if kind is not None}
        if operator not in ("eq", "ne") and kinds & {Kind.FLAG, Kind.OBJECT}:
            raise QueryFault("$filter", f"{_words(left)} has no order: only `eq` and `ne` compare it")
        if Kind.OBJECT in kinds and Literal(None) not in (left, right):
            raise QueryFault("$filter", f"{_words(left)} is an object: it can only be compared with null")
        folds = Kind.WORD in kinds and operator in ("eq", "ne")
        return Comparison(operator, bound_left, bound_right, folds=folds)

    def _quantified(self, condition: Quantified) -> Quantified:
        path, member = self._path(condition.path)
        if not member.is_many or member.shape is None:
            raise QueryFault("$filter", f"{_words(condition.path)} is no list that `{condition.quantifier}` could ask")
        inner = None
        if condition.condition is not None:
            if condition.variable in self._variables:
                raise QueryFault("$filter", f"the variable {shown(condition.variable)} is used twice")
            self._variables[condition.variable] = (member.shape, self._origin(path))
            inner = self.condition(condition.condition)
            del self._variables[condition.variable]
        return Quantified(path, condition.quantifier, condition.variable, inner)

    def _operand(self, operand: Operand) -> tuple[Operand, Kind | None]:
        """The operand bound, and its kind; None for a value, which takes the kind of what it is compared with."""
        match operand:
            case Literal(value):
                return operand, Kind.FLAG if isinstance(value, bool) else None
            case Path():
                path, member = self._path(operand)
                if member.is_many:
                    raise QueryFault("$filter", f"{_words(operand)} is a list: ask with `any` or `all`")
                return path, member.kind
            case Call(function, arguments, position):
                bound = tuple(self._text(function, argument) for argument in arguments)
                kinds = {"length": Kind.NUMBER, "tolower": Kind.TEXT, "toupper": Kind.TEXT}
                return Call(function, bound, position), kinds.get(function, Kind.FLAG)

    def _text(self, function: str, operand: Operand) -> Operand:
        bound, kind = self._operand(operand)
        is_text = isinstance(bound, Literal) and (bound.value is None or isinstance(bound.value, str))
        if kind not in _TEXTS and not is_text:
            raise QueryFault("$filter", f"{function} takes texts, and {_words(operand)} is none")
        return bound

    def _path(self, path: Path) -> tuple[Path, Member]:
        shape, names = self._shape, path.names
        prefix: tuple[str, ...] = ()
        if names[0] in self._variables:
            prefix = (names[0],)
            shape, names = self._variables[names[0]][0], names[1:]
        spelled, member = follow(shape, names, "$filter") if names else ((), Member(Kind.OBJECT, shape))
        bound = Path((*prefix, *spelled), path.position)
        self._note_needs(bound, shape, spelled)
        return bound, member

    def _note_needs(self, path: Path, shape: Shape | None, spelled: tuple[str, ...]) -> None:
        origin = self._origin(path)[: -len(spelled) or None]
        for count, name in enumerate(spelled, start=1):
            member = shape.members[name] if shape else Member()
            if member.leads:
                self.needs.add((*origin, *spelled[:count]))
            shape = member.shape

    def _origin(self, path: Path) -> tuple[str, ...]:
        """The path from the resource on, through the lists that variables stand for."""
        if path.names and path.names[0] in self._variables:
            return (*self._variables[path.names[0]][1], *path.names[1:])
        return path.names

    def _fitted(self, operand: Operand, kind: Kind | None) -> Operand:
        if isinstance(operand, Literal) and kind is not None:
            return Literal(self._fitting(operand.value, kind))
        return operand

    def _fitting(self, value: Value, kind: Kind | None) -> Value:
        """The value as the property it is compared with has it."""
        if value is None or kind is None or kind is Kind.OBJECT:
            return value
        if kind is Kind.MOMENT and isinstance(value, str):
            value = _moment(value)
        if kind not in _KINDS[type(value)]:
            raise QueryFault("$filter", f"{_words(Literal(value))} cannot be compared with {kind}")
        return value


def _comparable(left: Operand, left_kind: Kind | None, right: Operand, right_kind: Kind | None) -> bool:
    """Whether both are of one kind: two properties or two values; a value beside a property has been seen to fit."""
    if isinstance(left, Literal) and isinstance(right, Literal):
        return None in (left.value, right.value) or _KINDS[type(left.value)] == _KINDS[type(right.value)]
    return None in (left_kind, right_kind) or left_kind == right_kind or {left_kind, right_kind} == set(_TEXTS)


def _moment(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _words(operand: Operand) -> str:
    match operand:
        case Literal(value):
            return shown(value) if isinstance(value, str | bool | int | float | None) else value.isoformat()
        case Path(names):
            return shown("/".join(names))
        case Call(function):
            return function
