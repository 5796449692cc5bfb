"""The fast way through faultless JSON, and what it must not let pass."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec
import pytest

from teamshelf.document import MAX_BYTES, MAX_DEPTH, NOT_CLEAN, decode_clean, decode_distinct, is_bounded, read
from teamshelf.document import clean as clean_module
from tests.document.texts import same

REFUSED_BY_MSGSPEC = {
    "empty": b"",
    "blank": b" \n",
    "NaN": b"NaN",
    "Infinity": b"[Infinity]",
    "minus Infinity": b"-Infinity",
    "high surrogate": rb'"\ud800"',
    "low surrogate": rb'"\udc00"',
    "surrogates swapped": rb'"\udc00\ud800"',
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "Latin-1": '"é"'.encode("latin-1"),
    "surrogate in UTF-8": b'"\xed\xa0\x80"',
    "overlong UTF-8": b'"\xc0\x80"',
    "raw tab": b'"a\tb"',
    "raw line break": b'"a\nb"',
    "raw NUL": b'"\x00"',
    "NUL behind": b"{}\x00",
    "trailing content": b"{} {}",
    "float too large": b"1e400",
    "float too small": b"-1e400",
    "long float too large": b"1" * 400 + b".0",
    "trailing comma": b"[1,]",
    "comment": b"{} // x",
    "single quotes": b"{'a': 1}",
    "unknown escape": rb'"\x41"',
    "leading zero": b"01",
    "bare point": b"1.",
    "integer that Python will not convert": b"1" * 5000,
}

LET_PASS_BY_MSGSPEC = {
    "duplicate name": b'{"a": 1, "a": 2}',
    "duplicate name far inside": b'[{"x": [{"a": 1, "b": {"c": "d"}, "a": 1}]}]',
    "duplicate name, escaped differently": rb'{"a": 1, "\u0061": 2}',
    "duplicate name with quotes in what is lost": rb'{"a": "\"\"", "a": 2}',
    "duplicate name, as many escaped quotes gained as lost": rb'{"a": 1, "a": "\u0022\u0022"}',
    "empty duplicate name": b'{"": 1, "": 1}',
    "NUL": rb'"\u0000"',
    "NUL in a name": rb'{"a\u0000": 1}',
    "positive integer of 65 bits": b"18446744073709551616",
    "negative integer of 65 bits": b"-9223372036854775809",
    "long integer": b"[" + b"7" * 100 + b"]",
    "arrays too deep": b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
    "objects too deep": b'{"a":' * MAX_DEPTH + b"{}" + b"}" * MAX_DEPTH,
    "too deep behind brackets in strings": b'["]]]", ' * MAX_DEPTH + b'["]"]' + b"]" * MAX_DEPTH,
    "too deep behind escaped quotes": rb'["\"]", ' * MAX_DEPTH + rb'["\\"]' + b"]" * MAX_DEPTH,
    "too large": b"[" + b" " * MAX_BYTES + b"]",
}

CLEAN = {
    "null": b"null",
    "escaped quotes": rb'{"a": "\"", "b\"": "\\\"", "c": "\\"}',
    "escaped quotes the long way": rb'{"a": "\u0022x\u0022"}',
    "what looks like the escape of NUL": rb'"\\u0000"',
    "escapes": rb'"\n\r\t\b\f\/\\\u00e9\ud83d\ude00"',
    "delete": b'"\x7f"',
    "byte order mark in a string": '"\ufeff"'.encode(),
    "largest integer": b"18446744073709551615",
    "smallest integer": b"-9223372036854775808",
    "long row of digits in a string": b'["12345678901234567890123"]',
    "many digits in a float": b"3.14159265358979323846",
    "many small numbers": json.dumps(list(range(100))).encode(),
    "GUID of digits": b'"00000000-0000-0000-0000-000000000000"',
    "float that is nothing": b"1e-400",
    "arrays just not too deep": b"[" * MAX_DEPTH + b"]" * MAX_DEPTH,
    "many brackets, none deep": b"[" + b"[{}],[]," * 100 + b"{}]",
    "just not too large": b"[" + b" " * (MAX_BYTES - 2) + b"]",
    "many brackets in strings": json.dumps(["{{[[" * 30, '"[', "\\[", {"[": ["]", {}]}] * 10).encode(),
}


@pytest.mark.parametrize("data", REFUSED_BY_MSGSPEC.values(), ids=REFUSED_BY_MSGSPEC)
def test_msgspec_refuses(data: bytes) -> None:
    """What the fast way does not look for itself, msgspec refuses."""
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        msgspec.json.decode(data)

    assert decode_clean(data) is NOT_CLEAN


@pytest.mark.parametrize("data", LET_PASS_BY_MSGSPEC.values(), ids=LET_PASS_BY_MSGSPEC)
def test_what_msgspec_lets_pass_is_caught(data: bytes) -> None:
    """What msgspec lets pass although it is a fault here, the fast way finds."""
    msgspec.json.decode(data)

    assert decode_clean(data) is NOT_CLEAN


@pytest.mark.parametrize("name", LET_PASS_BY_MSGSPEC)
def test_what_is_distinct_may_only_be_deep_or_long(name: str) -> None:
    """Without a look at depth and long numbers, everything else is found all the same, and these two by that look."""
    data = LET_PASS_BY_MSGSPEC[name]
    is_out_of_bounds = "integer" in name or "too deep" in name

    assert (decode_distinct(data) is not NOT_CLEAN) == is_out_of_bounds
    assert is_bounded(data) != is_out_of_bounds


@pytest.mark.parametrize("data", CLEAN.values(), ids=CLEAN)
def test_unusual_but_faultless_json_is_clean(data: bytes) -> None:
    """What only looks like a fault is decoded."""
    value = decode_clean(data)

    assert value is not NOT_CLEAN
    assert same(json.loads(data), value)


@pytest.mark.parametrize("data", [*REFUSED_BY_MSGSPEC.values(), *LET_PASS_BY_MSGSPEC.values(), *CLEAN.values()])
def test_both_ways_agree(data: bytes) -> None:
    """The fast way accepts exactly what the tolerant reader finds nothing in."""
    assert (decode_clean(data) is NOT_CLEAN) == bool(read(data).findings)


@pytest.mark.parametrize("data", [CLEAN["escapes"], CLEAN["many brackets in strings"], CLEAN["many small numbers"]])
def test_common_texts_are_never_read_twice(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escapes, brackets in strings and rows of small numbers are no reason for the slow way."""

    def fail(data: bytes) -> Any:
        raise AssertionError(data)

    monkeypatch.setattr(clean_module, "_decide", fail)

    assert decode_clean(data) is not NOT_CLEAN


def test_a_deep_stack_gives_no_exception() -> None:
    """Called with hardly any stack left, the fast way gives up on nested values instead of raising."""
    data = b"[" * 60 + b"]" * 60

    def dig(depth: int) -> object:
        return dig(depth - 1) if depth else decode_clean(data)

    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1

    assert dig(sys.getrecursionlimit() - depth - 30) is NOT_CLEAN
