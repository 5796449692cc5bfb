"""`$filter`, read by recursive descent.

The grammar is OData 4.01's, section 5.1.1, as far as Graph has it; words are taken in any case, as Graph takes them:

    condition   = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | comparison
    comparison  = "(" condition ")" | operand [ operator operand | "in" "(" value { "," value } ")" ]
    operator    = "eq" | "ne" | "gt" | "ge" | "lt" | "le"
    operand     = value | function "(" operand { "," operand } ")" | path
    path        = name { "/" name } [ "/" ("any" | "all") "(" [ name ":" condition ] ")" ]
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from teamshelf.messages import shown
from teamshelf.server.graph.odata.expressions import (
    FUNCTIONS,
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
from teamshelf.server.graph.odata.faults import QueryFault, at
from teamshelf.server.graph.odata.tokens import Sort, Token, tokens_of

if TYPE_CHECKING:
    from teamshelf.server.graph.odata.expressions import Condition, Operand, Value

MAX_DEPTH = 24
"""Parentheses, negations and lambdas inside each other: the parser calls itself for each."""

MAX_VALUES = 200
"""Values in the list of one `in`."""

COMPARISONS = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})

_WORDS: dict[str, Value] = {"null": None, "true": True, "false": False}


def parse_filter(text: str) -> Condition:
    """The condition that a `$filter` says.

    Raises:
        QueryFault: it cannot be read; the reason names the place.
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of("$filter", text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Condition:
        condition = self._condition()
        if self._token.sort is not Sort.END:
            raise self._fault("`and`, `or` or the end was expected")
        return condition

    # --- the rules of the grammar, top to bottom

    def _condition(self) -> Condition:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault(f"conditions are nested deeper than {MAX_DEPTH}")
        conditions = [self._conjunction()]
        while self._takes_word("or"):
            conditions.append(self._conjunction())
        self._depth -= 1
        return conditions[0] if len(conditions) == 1 else Disjunction(tuple(conditions))

    def _conjunction(self) -> Condition:
        conditions = [self._negation()]
        while self._takes_word("and"):
            conditions.append(self._negation())
        return conditions[0] if len(conditions) == 1 else Conjunction(tuple(conditions))

    def _negation(self) -> Condition:
        negations = 0
        while self._takes_word("not"):
            negations += 1
        condition = self._comparison()
        return Negation(condition) if negations % 2 else condition

    def _comparison(self) -> Condition:
        if self._takes_sign("("):
            condition = self._condition()
            self._needs_sign(")")
            return condition
        left = self._operand()
        if isinstance(left, Quantified):
            return left
        word = self._token.text.lower() if self._token.sort is Sort.NAME else ""
        if word in COMPARISONS:
            self._next += 1
            right = self._operand()
            if isinstance(right, Quantified):
                raise self._fault("`any` and `all` are conditions, no values")
            return Comparison(word, left, right)
        if word == "in":
            self._next += 1
            return Membership(left, self._values())
        return left

    def _values(self) -> tuple[Value, ...]:
        self._needs_sign("(")
        values = [self._value()]
        while self._takes_sign(","):
            values.append(self._value())
        self._needs_sign(")")
        if len(values) > MAX_VALUES:
            raise QueryFault("$filter", f"`in` lists {len(values)} values, more than {MAX_VALUES}")
        return tuple(values)

    def _value(self) -> Value:
        operand = self._operand()
        if not isinstance(operand, Literal):
            raise self._fault("only values can be listed")
        return operand.value

    def _operand(self) -> Operand | Quantified:
        token = self._token
        self._next += 1
        if token.sort is Sort.STRING:
            return Literal(token.text[1:-1].replace("''", "'"))
        if token.sort is Sort.GUID:
            return Literal(token.text)
        if token.sort is Sort.NUMBER:
            return Literal(float(token.text) if "." in token.text else int(token.text))
        if token.sort is Sort.MOMENT:
            return Literal(self._moment(token))
        if token.sort is Sort.NAME and token.text.lower() in _WORDS:
            return Literal(_WORDS[token.text.lower()])
        if token.sort is Sort.NAME:
            is_call = self._token.sort is Sort.SIGN and self._token.text == "("
            return self._call(token) if is_call else self._path(token)
        self._next -= 1
        raise self._fault("a property, a value or a condition was expected")

    def _call(self, name: Token) -> Call:
        function = name.text.lower()
        if function not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise QueryFault("$filter", f"{shown(name.text)} is no function here; there are {known}")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault(f"conditions are nested deeper than {MAX_DEPTH}")
        self._needs_sign("(")
        arguments = [self._argument()]
        while self._takes_sign(","):
            arguments.append(self._argument())
        self._needs_sign(")")
        self._depth -= 1
        if len(arguments) != FUNCTIONS[function]:
            raise QueryFault("$filter", f"{function} takes {FUNCTIONS[function]} arguments, not {len(arguments)}")
        return Call(function, tuple(arguments), name.position)

    def _argument(self) -> Operand:
        operand = self._operand()
        if isinstance(operand, Quantified):
            raise self._fault("`any` and `all` are conditions, no values")
        return operand

    def _path(self, first: Token) -> Path | Quantified:
        names = [first.text]
        while self._takes_sign("/"):
            token = self._token
            if token.sort is not Sort.NAME:
                raise self._fault("a property was expected")
            self._next += 1
            if token.text.lower() in ("any", "all") and self._takes_sign("("):
                return self._quantified(Path(tuple(names), first.position), token.text.lower())
            names.append(token.text)
        return Path(tuple(names), first.position)

    def _quantified(self, path: Path, quantifier: str) -> Quantified:
        if self._takes_sign(")"):
            if quantifier == "all":
                raise self._fault("`all` needs a condition")
            return Quantified(path, quantifier, "", None)
        variable = self._token
        if variable.sort is not Sort.NAME:
            raise self._fault("the name of a variable was expected")
        self._next += 1
        self._needs_sign(":")
        condition = self._condition()
        self._needs_sign(")")
        return Quantified(path, quantifier, variable.text, condition)

    # --- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[min(self._next, len(self._tokens) - 1)]

    def _takes_word(self, word: str) -> bool:
        token = self._token
        if token.sort is Sort.NAME and token.text.lower() == word:
            self._next += 1
            return True
        return False

    def _takes_sign(self, sign: str) -> bool:
        token = self._token
        if token.sort is Sort.SIGN and token.text == sign:
            self._next += 1
            return True
        return False

    def _needs_sign(self, sign: str) -> None:
        if not self._takes_sign(sign):
            raise self._fault(f"`{sign}` was expected")

    def _moment(self, token: Token) -> datetime:
        try:
            moment = datetime.fromisoformat(token.text)
        except ValueError:
            raise QueryFault("$filter", f"{shown(token.text)} is no point in time") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _fault(self, reason: str) -> QueryFault:
        return QueryFault("$filter", f"{reason} {at(self._text, self._token.position)}")
