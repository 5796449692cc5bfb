"""Changing what a text says leaves alone how it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.document import apply_edits, read
from teamshelf.document.rewrite import edits_for, rewritten

TEXTS = st.text(alphabet='ab"\\{}[],: é😀\n', max_size=3)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcdefg"), inner, max_size=5),
    max_leaves=15,
)

WRITTEN = """{
    "name" : "Polls",
    "scopes": [ "team","groupchat" ],
    "bots": [
        {"id": 1, "note": "first"},
        {"id": 2, "note": "second"}
    ]
}
"""


def says(text: str) -> Any:
    """What a text says, read by somebody else."""
    return json.loads(text)


@given(old=VALUES, new=VALUES, indent=st.sampled_from([None, 2, "\t"]))
def test_the_rewritten_text_says_the_new_value(old: Any, new: Any, indent: Any) -> None:
    """Whatever a text says and is to say, the rewritten text is faultless JSON that says the new value."""
    document = read(json.dumps(old, indent=indent).encode())

    text = rewritten(document, new)

    assert json.dumps(new, sort_keys=True) == json.dumps(says(text), sort_keys=True)
    assert () == read(text.encode()).findings


@given(value=VALUES, indent=st.sampled_from([None, 2, "\t"]))
def test_a_text_that_says_it_already_is_left_alone(value: Any, indent: Any) -> None:
    """No edit is made to a text that says the value already, in whatever order its members stand."""
    document = read(json.dumps(value, indent=indent).encode())

    assert () == edits_for(document, json.loads(json.dumps(value, sort_keys=True)))


@pytest.mark.parametrize(
    ("change", "line", "becomes"),
    [
        (lambda v: v["scopes"].__setitem__(1, "groupChat"), '"team","groupchat"', '"team","groupChat"'),
        (lambda v: v.__setitem__("name", "Votes"), '"name" : "Polls"', '"name" : "Votes"'),
        (lambda v: v["bots"][1].pop("note"), '{"id": 2, "note": "second"}', '{"id": 2}'),
        (lambda v: v["bots"][0].pop("id"), '{"id": 1, "note": "first"}', '{"note": "first"}'),
        (lambda v: v.pop("scopes"), '    "scopes": [ "team","groupchat" ],\n', ""),
        (
            lambda v: v["bots"].pop(0),
            '        {"id": 1, "note": "first"},\n        {"id": 2',
            '        {"id": 2',
        ),
        (lambda v: v["bots"][0].__setitem__("x", [1, 2]), '"first"}', '"first", "x": [1, 2]}'),
        (
            lambda v: v.__setitem__("version", "1.0.0"),
            '"second"}\n    ]\n}',
            '"second"}\n    ],\n    "version": "1.0.0"\n}',
        ),
        (lambda v: v["scopes"].insert(0, "personal"), '[ "team"', '[ "personal", "team"'),
    ],
)
def test_only_what_differs_is_touched(change: Any, line: str, becomes: str) -> None:
    """A change shows where it was made, in the text's own style, and nowhere else."""
    document = read(WRITTEN.encode())
    value = says(WRITTEN)
    change(value)

    assert WRITTEN.replace(line, becomes) == rewritten(document, value)


def test_line_ends_stay_what_they_are() -> None:
    """A new member in a text with Windows line ends brings no other kind."""
    text = '{\r\n  "a": 1\r\n}'

    out = rewritten(read(text.encode()), {"a": 1, "b": {"c": [{"d": 2}]}})

    assert 0 == out.replace("\r\n", "").count("\n")
    assert {"a": 1, "b": {"c": [{"d": 2}]}} == says(out)


def test_true_is_not_one() -> None:
    """A change from `1` to `true` is a change, although Python calls them equal."""
    assert '{"a": true}' == rewritten(read(b'{"a": 1}'), {"a": True})


def test_edits_are_those_of_the_text() -> None:
    """The edits, made to the text, give the rewritten text."""
    document = read(WRITTEN.encode())
    new: dict[str, Any] = {"bots": [], "name": "x"}

    assert rewritten(document, new) == apply_edits(document.text, edits_for(document, new))


def test_a_text_without_a_value_cannot_be_changed() -> None:
    """An empty text holds nothing that could be changed, and says so."""
    with pytest.raises(ValueError, match="holds no value"):
        edits_for(read(b""), {})
