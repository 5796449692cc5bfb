"""`$filter` is read as OData writes it, and what cannot be read is refused with its place."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Value,
)
from teamshelf.server.graph.odata.faults import QueryFault
from teamshelf.server.graph.odata.parsing import MAX_DEPTH, MAX_VALUES, parse_filter
from teamshelf.server.graph.odata.tokens import MAX_LENGTH

GUID = "b5561ec9-8cab-4aa3-8aa2-d8d7172e4311"


def eq(name: str, value: Value, position: int = 0) -> Comparison:
    """A property equals a value."""
    return Comparison("eq", Path((name,), position), Literal(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"externalId eq '{GUID}'", eq("externalId", GUID)),
        (f"id eq {GUID}", eq("id", GUID)),
        ("ID EQ 'x'", eq("ID", "x")),
        ("displayName eq 'it''s'", eq("displayName", "it's")),
        ("displayName eq ''", eq("displayName", "")),
        ("bot eq null", eq("bot", None)),
        ("isX eq TRUE", Comparison("eq", Path(("isX",)), Literal(value=True))),
        ("n eq -12", eq("n", -12)),
        ("n eq 1.5", eq("n", 1.5)),
        ("at eq 2024-01-18", eq("at", datetime(2024, 1, 18, tzinfo=UTC))),
        ("at eq 2024-01-18T21:47:58.5Z", eq("at", datetime(2024, 1, 18, 21, 47, 58, 500000, tzinfo=UTC))),
        ("(((a eq 'b')))", eq("a", "b", 3)),
        ("not not a eq 'b'", eq("a", "b", 8)),
        ("not a eq 'b'", Negation(eq("a", "b", 4))),
        ("a in ('x', 'y')", Membership(Path(("a",)), ("x", "y"))),
        ("contains(a,'x')", Call("contains", (Path(("a",), 9), Literal("x")))),
        (
            "startswith(tolower(a/b),'x') eq true",
            Comparison(
                "eq",
                Call("startswith", (Call("tolower", (Path(("a", "b"), 19),), 11), Literal("x"))),
                Literal(value=True),
            ),
        ),
        ("appDefinitions/any()", Quantified(Path(("appDefinitions",)), "any", "", None)),
        (
            "appDefinitions/any(a:a/bot ne null)",
            Quantified(Path(("appDefinitions",)), "any", "a", Comparison("ne", Path(("a", "bot"), 21), Literal(None))),
        ),
    ],
)
def test_a_condition_is_read_as_it_is_written(text: str, expected: object) -> None:
    """Every form of OData that Graph's clients send has its own expression."""
    assert expected == parse_filter(text)


def test_and_binds_more_tightly_than_or() -> None:
    """`a or b and c` is a, or both b and c."""
    expected = Disjunction((eq("a", 1), Conjunction((eq("b", 2, 10), eq("c", 3, 21)))))

    assert expected == parse_filter("a eq 1 or b eq 2 and c eq 3")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a property, a value or a condition was expected at the end of"),
        ("a eq", "a property, a value or a condition was expected at the end of"),
        ("a eq 'x", "a text is not closed, which begins at position 6"),
        ('a eq "x"', "texts stand between apostrophes, not quotation marks, at position 6"),
        ("(a eq 1", "`)` was expected at the end of"),
        ("a eq 1)", "`and`, `or` or the end was expected at position 7"),
        ("a eq 1 b eq 2", "`and`, `or` or the end was expected at position 8"),
        ("a # b", "nothing can begin at position 3"),
        ("a in 'x'", "`(` was expected at position 6"),
        ("a in (b)", "only values can be listed at position 8"),
        ("round(a) eq 1", '"round" is no function here'),
        ("contains(a)", "contains takes 2 arguments, not 1"),
        ("a/any(b:b eq 1", "`)` was expected at the end of"),
        ("a/all()", "`all` needs a condition"),
        ("a/any(1:b eq 1)", "the name of a variable was expected at position 7"),
        ("a/", "a property was expected at the end of"),
        ("a eq 2024-13-45", '"2024-13-45" is no point in time'),
        ("a eq b/any()", "`any` and `all` are conditions, no values"),
        ("not", "a property, a value or a condition was expected at the end of"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, reason: str) -> None:
    """The sentence says what was expected, and where."""
    with pytest.raises(QueryFault) as caught:
        parse_filter(text)

    assert str(caught.value).startswith(f"Invalid $filter: {reason}")


def test_depth_length_and_lists_are_bounded() -> None:
    """As much as is allowed is read; one more is refused, and no stack overflows."""
    deepest = MAX_DEPTH - 1
    parse_filter("(" * deepest + "a eq 1" + ")" * deepest)
    with pytest.raises(QueryFault, match="nested deeper"):
        parse_filter("(" * MAX_DEPTH + "a eq 1" + ")" * MAX_DEPTH)
    with pytest.raises(QueryFault, match="nested deeper"):
        parse_filter("tolower(" * 200 + "a" + ")" * 200 + " eq 'x'")
    parse_filter("not " * 1000 + "a eq 1")

    parse_filter(f"a eq '{'x' * (MAX_LENGTH - 7)}'")
    with pytest.raises(QueryFault, match=f"{MAX_LENGTH + 1} characters"):
        parse_filter(f"a eq '{'x' * (MAX_LENGTH - 6)}'")

    parse_filter(f"a in ({','.join(['1'] * MAX_VALUES)})")
    with pytest.raises(QueryFault, match=f"{MAX_VALUES + 1} values"):
        parse_filter(f"a in ({','.join(['1'] * (MAX_VALUES + 1))})")


_PIECES = st.sampled_from(
    [
        "a",
        "b/c",
        "eq",
        "ne",
        "and",
        "or",
        "not",
        "in",
        "(",
        ")",
        ",",
        "/",
        ":",
        "'x'",
        "''",
        "'",
        "1",
        "-1",
        "null",
        "any(",
        "all(x:",
        "contains(",
        " ",
        '"',
        "\x00",
        "é",
        GUID,
        "2024-01-01",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=100))
def test_nothing_but_a_query_fault_comes_of_any_text(text: str) -> None:
    """Whatever a client sends, it is a condition or it is refused."""
    with suppress(QueryFault):
        parse_filter(text)


@given(st.text(max_size=80))
def test_any_text_can_be_written_as_a_value(text: str) -> None:
    """Apostrophes are doubled; nothing else needs to be escaped."""
    quoted = text.replace("'", "''")

    assert eq("a", text) == parse_filter(f"a eq '{quoted}'")
