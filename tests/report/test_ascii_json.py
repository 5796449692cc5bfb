"""JSON in nothing but ASCII."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.report.ascii_json import encode

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_decoding_gives_the_value_back(value: object) -> None:
    """Text without lone surrogates survives, whatever it holds."""
    assert value == json.loads(encode(value))


@given(st.text(st.characters(codec=None)))
def test_the_output_is_ascii_on_one_line_and_strict_readers_take_it(text: str) -> None:
    """Any text at all gives JSON that even readers that refuse lone surrogates accept."""
    encoded = encode({"a": [text]})
    msgspec.json.decode(encoded)

    assert encoded.isascii()
    assert encoded.isprintable()


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("caf\udce9.zip", '"caf\\ufffd.zip"'),
        ("\ud83d\ude00", '"\\ufffd\\ufffd"'),
        ("😀", '"\\ud83d\\ude00"'),
        ("\\ud800", '"\\\\ud800"'),
    ],
)
def test_only_a_lone_surrogate_is_replaced(text: str, encoded: str) -> None:
    """A name that is not UTF-8 loses those bytes; emoji, and texts that look like escapes, do not."""
    assert encoded == encode(text)
    assert f"[{encoded}]" == encode((text,))
