"""YAML as it is read for OpenAPI descriptions: what it says, where it stands, and what is not read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamshelf.document import join_pointer
from teamshelf.document.faults import MAX_BYTES, MAX_DEPTH
from teamshelf.document.yaml_text import MAX_VALUES, NotYaml, read_yaml

TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff"), max_size=8)
TREES = st.recursive(
    st.none() | st.booleans() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(lambda name: name != "<<"), inner, max_size=4)
    ),
    max_leaves=20,
)


def refusal_of(text: str) -> str:
    """Why a text is not read."""
    with pytest.raises(NotYaml) as caught:
        read_yaml(text.encode())
    return str(caught.value.message)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b", {"a": "b"}),
        ("- a\n- [b, {c: d}]", ["a", ["b", {"c": "d"}]]),
        ("a: {b: true, c: False, d: NULL, e: ~, f: }", {"a": {"b": True, "c": False, "d": None, "e": None, "f": None}}),
        ("a: 'true'", {"a": "true"}),
        ('a: "null"', {"a": "null"}),
        ("a: !!str true", {"a": "true"}),
        ("a: yes", {"a": "yes"}),
        ("swagger: 2.0", {"swagger": "2.0"}),
        ("200: ok", {"200": "ok"}),
        ("true: ok\nnull: no", {"true": "ok", "null": "no"}),
        ("a: 2024-01-01", {"a": "2024-01-01"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: first\na: last", {"a": "last"}),
        ("? [a, b]\n: c\nd: e", {"d": "e"}),
        ("{}", {}),
        ("[]", []),
        ("text", "text"),
        ("# nothing", None),
        ("", None),
    ],
)
def test_values(text: str, value: object) -> None:
    """Names and numbers are texts; of bare words only true, false and null are not."""
    assert value == read_yaml(text.encode()).value


def test_nothing_is_built_on_demand() -> None:
    """A tag that asks for an object of the program gives the plain value."""
    assert {"a": ["ls"]} == read_yaml(b"a: !!python/object/apply:os.system [ls]").value


def test_alias_shares_its_value() -> None:
    """An alias is the value it stands for, not a copy, so a text cannot grow by repeating itself."""
    value = read_yaml(b"a: &x {b: c}\nd: *x\ne: [*x]").value

    assert isinstance(value, dict)
    assert {"b": "c"} == value["d"]
    assert value["d"] is value["a"]


def test_laughing_stays_small() -> None:
    """Aliases of aliases of aliases take no more room than they do in the text."""
    lines = ["a0: &a0 [ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 50)]

    value = read_yaml("\n".join(lines).encode()).value

    assert isinstance(value, dict)
    assert 50 == len(value)


def test_merge() -> None:
    """A merge key adds the members of another mapping, but none that the mapping has itself, before or after."""
    value = read_yaml(b"x: &x {a: 1, b: 1, c: 1}\ny: {a: 2, <<: *x, b: 2}").value

    assert isinstance(value, dict)
    assert {"a": "2", "b": "2", "c": "1"} == value["y"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "the file is not YAML: line 1, column 5"),
        ("a: b\n\tc: d", "the file is not YAML: line 2, column 1"),
        ("a: \x01", "the file is not YAML: line 1, column 4"),
        ("a: *b", "the alias `*b` on line 1 stands for nothing"),
        ("a: b\nc: &d\n  - *d", "the alias `*d` on line 3 stands for what it lies in"),
        ("a: b\n---\nc: d", "the file holds several YAML documents; the second begins on line 2"),
        ("[" * (MAX_DEPTH + 1), f"line 1 is nested more than {MAX_DEPTH} deep"),
        ("- - - - a\n" * (MAX_VALUES // 4 + 1), f"the file has more than {MAX_VALUES} values"),
        (" " * (MAX_BYTES + 1), f"the file is larger than {MAX_BYTES} bytes"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    """What is no YAML, or too much of it, is refused with a reason and a place."""
    assert reason == refusal_of(text)


def test_merging_counts() -> None:
    """Merging the same mapping again and again is counted, so that it cannot take for ever."""
    members = ", ".join(f"k{n}: v" for n in range(1000))
    merges = "".join(f"m{n}: {{<<: *x}}\n" for n in range(200))

    assert f"the file has more than {MAX_VALUES} values" == refusal_of(f"x: &x {{{members}}}\n{merges}")


def test_greatest_depth() -> None:
    """As many levels as JSON may have are read."""
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH

    assert json.loads(text) == read_yaml(text.encode()).value


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/a", "b"),
        ("/c/0", "'d'"),
        ("/c/1/e", "f"),
        ("/c", "- 'd'\n  - {e: f}"),
        ("/g", "*h"),
        ("/g/i", "😀"),
        ("/m/i", "😀"),
        ("/n", '"ö"'),
    ],
)
def test_places(pointer: str, text: str) -> None:
    """Each value stands where its text does; what an alias stands for, where it was written first."""
    source = "a: b\nc:\n  - 'd'\n  - {e: f}\n\nx: &h {i: 😀}\ng: *h\nm: {<<: *h}\nn: \"ö\"\n"

    offsets = read_yaml(source.encode()).value_offsets(pointer)

    assert offsets is not None
    assert text == source[slice(*offsets)]


def test_columns_count_as_editors_do() -> None:
    """Lines and columns count from one, an emoji counts twice, and a byte order mark not at all."""
    document = read_yaml("\ufeffa: b\r\n😀: {c: d}\r\n".encode())

    value, key = document.span("/😀/c"), document.span("/😀/c", key=True)

    assert value is not None
    assert key is not None
    assert (2, 9, 2, 10) == (value.line, value.column, value.end_line, value.end_column)
    assert (2, 6, 2, 7) == (key.line, key.column, key.end_line, key.end_column)


@given(TREES)
def test_json_is_yaml(value: object) -> None:
    """JSON without numbers says the same, and each of its values has a place."""
    document = read_yaml(json.dumps(value, ensure_ascii=False).encode())

    assert value == document.value
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while waiting:
        path, current = waiting.pop()
        assert document.value_offsets(join_pointer(path)) is not None
        inside = (
            current.items() if isinstance(current, dict) else enumerate(current) if isinstance(current, list) else ()
        )
        waiting += [((*path, step), inner) for step, inner in inside]


@given(st.binary(max_size=200) | st.text("abc:-[]{}&*!#|>'\"%@`,? \n\t~<", max_size=60).map(str.encode))
def test_never_raises_anything_else(data: bytes) -> None:
    """Whatever bytes it is given, it gives a document or says why not."""
    try:
        document = read_yaml(data)
    except NotYaml:
        return

    assert () == document.findings
