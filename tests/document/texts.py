"""Values and texts for tests of the JSON reader, and a conforming parser to compare it with."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from teamshelf.document import MAX_BYTES, MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Sequence

FAULTY = object()
"""The oracle's answer to what is not JSON."""

# Includes characters beyond U+FFFF, brackets and quotes, and everything that has to be escaped but NUL.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["", '"', "\\", "[]", "}{", "😀", "a😀b", "\n", "é", "//", "/* */", "#", "“”", "it's", "\ufeff", "1" * 25, "\u2028"]
)

NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)

VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
)

_SPACING = st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", "\r\n:\n"), (",\n\n", " : ")])


@st.composite
def written(draw: st.DrawFn, values: st.SearchStrategy[Any] = VALUES) -> tuple[Any, str]:
    """A value, and JSON text that says it: in any spacing, with or without escapes."""
    value = draw(values)
    text = json.dumps(
        value,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=draw(_SPACING),
    )
    return value, draw(st.sampled_from(["", " ", "\n"])) + text + draw(st.sampled_from(["", "\r\n", "\t"]))


_TOKENS = [
    *"{}[],:;\"'\\/#=-+.0159aeutnf \n\r\t\0\x01\x7f\u00a0\u2028\ufeff“”\u2018\u2019😀<",
    *(
        "//",
        "/*",
        "*/",
        "# ",
        "{{",
        "}}",
        "{{x}}",
        "...",
        "true",
        "True",
        "null",
        "None",
        "NaN",
        "Infinity",
        "-Infinity",
    ),
    *("undefined", "0x1F", "1_000", "01", ".5", "1.", "1e999", "18446744073709551616", "-9223372036854775809", "1.0.0"),
    *(
        '"a"',
        '"a":',
        "'a'",
        "a:",
        '"a": 1',
        '"a" 1',
        "“a”",
        '"a”',
        "\\u0000",
        "\\ud800",
        "\\udc00",
        "\\u0022",
        "\\x41",
        "\\'",
    ),
    *(
        ",,",
        "[,",
        "{,",
        ",]",
        ",}",
        "}{",
        "][",
        "[[",
        "]]",
        "{}",
        "[]",
        '""',
        '","',
        '":"',
        '": "',
        "],\n",
        "},\n",
        "\ufffd",
    ),
]


def mutated(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """The text with a few stretches (start and length, taken modulo its size) replaced."""
    for start, length, new in changes:
        place = start % (len(text) + 1)
        text = text[:place] + new + text[place + length :]
    return text


CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from([0, 0, 1, 1, 2, 5, 100]), st.sampled_from(["", "", *_TOKENS])),
    min_size=1,
    max_size=4,
)

MUTATED = st.builds(lambda pair, changes: mutated(pair[1], changes), written(), CHANGES)
"""Texts that were JSON before something happened to them; some still are."""

SOUP = st.lists(st.sampled_from(_TOKENS), max_size=40).map("".join)
"""Texts that never were."""


def parsed(data: bytes) -> Any:
    """What a conforming, strict parser within the limits of this project says: the value, or :data:`FAULTY`."""
    if len(data) > MAX_BYTES:
        return FAULTY
    try:
        value = json.loads(
            data.decode(), parse_constant=_refuse, parse_int=_integer, parse_float=_number, object_pairs_hook=_unique
        )
    except (ValueError, RecursionError):
        return FAULTY
    return value if _within_limits(value, MAX_DEPTH) else FAULTY


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, types included: 1 is neither 1.0 nor True, and 0.0 not -0.0."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


def _refuse(written: str) -> Any:
    raise ValueError(written)


def _integer(digits: str) -> int:
    value = int(digits)
    if not -(2**63) <= value < 2**64:
        raise ValueError(digits)
    return value


def _number(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(digits)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError(pairs)
    return members


def _within_limits(value: Any, depth: int) -> bool:
    if isinstance(value, str):
        return not any(character == "\0" or 0xD800 <= ord(character) <= 0xDFFF for character in value)
    if isinstance(value, dict):
        return depth > 0 and all(_within_limits(part, depth - 1) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return depth > 0 and all(_within_limits(item, depth - 1) for item in value)
    return True
