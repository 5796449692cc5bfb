"""Where the values of a document stand."""

from __future__ import annotations

import pytest

from teamshelf.document import Document, read
from teamshelf.findings import Span

TEXT = """{
  "name": {"short": "Contoso"},
  "tabs": [
    {"id": "a", "scopes": ["team"]},
    17
  ],
  "a/b": {"~": null, "": true}
}
"""


@pytest.fixture
def document() -> Document:
    """A small manifest-like document."""
    return read(TEXT.encode())


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("/name/short", Span(2, 21, 2, 30)),
        ("/name", Span(2, 11, 2, 31)),
        ("/tabs", Span(3, 11, 6, 4)),
        ("/tabs/0/scopes/0", Span(4, 28, 4, 34)),
        ("/tabs/1", Span(5, 5, 5, 7)),
        ("/a~1b/~0", Span(7, 16, 7, 20)),
        ("/a~1b/", Span(7, 26, 7, 30)),
        ("", Span(1, 1, 8, 2)),
    ],
)
def test_span_of_a_value(document: Document, pointer: str, expected: Span) -> None:
    """A pointer leads to the place of a value, brackets and quotes included."""
    assert expected == document.span(pointer)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("/name/short", Span(2, 12, 2, 19)),
        ("/tabs", Span(3, 3, 3, 9)),
        ("/tabs/0/id", Span(4, 6, 4, 10)),
        ("/a~1b/", Span(7, 22, 7, 24)),
    ],
)
def test_span_of_a_name(document: Document, pointer: str, expected: Span) -> None:
    """With ``key``, a pointer leads to the name of the property, quotes included."""
    assert expected == document.span(pointer, key=True)


@pytest.mark.parametrize("pointer", ["", "/tabs/0", "/tabs/1"])
def test_what_has_no_name_stands_for_it(document: Document, pointer: str) -> None:
    """The whole document and the items of arrays have no name; their value is pointed at instead."""
    assert document.span(pointer) == document.span(pointer, key=True)


@pytest.mark.parametrize(
    ("pointer", "ancestor"),
    [
        ("/id", ""),
        ("/name/full", "/name"),
        ("/name/full/deeper/still", "/name"),
        ("/name/short/0", "/name/short"),
        ("/tabs/2", "/tabs"),
        ("/tabs/-", "/tabs"),
        ("/tabs/00", "/tabs"),
        ("/tabs/01", "/tabs"),
        ("/tabs/+1", "/tabs"),
        ("/tabs/\N{SUPERSCRIPT ONE}", "/tabs"),
        ("/tabs/\N{ARABIC-INDIC DIGIT ONE}", "/tabs"),
        ("/tabs/99999999999999999999", "/tabs"),
        ("/tabs/id", "/tabs"),
        ("/tabs/0/scopes/1", "/tabs/0/scopes"),
    ],
)
def test_what_is_missing_is_looked_for_in_its_nearest_ancestor(document: Document, pointer: str, ancestor: str) -> None:
    """For a value that is not there, the nearest ancestor that is there is pointed at, and there are no offsets."""
    assert document.span(ancestor) == document.span(pointer) == document.span(pointer, key=True)
    assert document.value_offsets(pointer) is None
    assert document.member_offsets(pointer) is None


@pytest.mark.parametrize(
    ("pointer", "value", "member"),
    [
        ("/name/short", '"Contoso"', '"short": "Contoso"'),
        ("/tabs/0/scopes", '["team"]', '"scopes": ["team"]'),
        ("/tabs/0/scopes/0", '"team"', '"team"'),
        ("/tabs/1", "17", "17"),
        ("", TEXT.rstrip(), TEXT.rstrip()),
    ],
)
def test_offsets_cut_out_value_and_member(document: Document, pointer: str, value: str, member: str) -> None:
    """Offsets count characters; those of a member reach from its name to the end of its value."""
    start, end = document.value_offsets(pointer) or (0, 0)
    member_start, member_end = document.member_offsets(pointer) or (0, 0)

    assert value == TEXT[start:end]
    assert member == TEXT[member_start:member_end]


def test_of_two_members_with_one_name_the_last_counts() -> None:
    """A pointer leads to the last of several properties with the same name, as the value does."""
    document = read(b'{"a": 1, "b": 2, "a": 3}')

    assert {"a": 3, "b": 2} == document.value
    assert (22, 23) == document.value_offsets("/a")
    assert Span(1, 18, 1, 21) == document.span("/a", key=True)


@pytest.mark.parametrize("data", [b"", b"// nothing", b"oops", b" " * (1 << 21)])
def test_a_document_without_a_value_has_no_places(data: bytes) -> None:
    """Where nothing was read, nothing can be found."""
    document = read(data)

    assert document.value is None
    assert document.span("") is None
    assert document.span("/a", key=True) is None
    assert document.value_offsets("") is None
    assert document.member_offsets("") is None


def test_null_has_a_place() -> None:
    """The document ``null`` has no value in Python either, but a place."""
    assert Span(1, 2, 1, 6) == read(b" null").span("")


def test_a_pointer_must_be_one(document: Document) -> None:
    """A text that is no JSON pointer is an error of the program, also where nothing was read."""
    for each in (document, read(b"")):
        with pytest.raises(ValueError, match="begins with a slash"):
            each.span("name")


def test_the_file_is_named_in_findings() -> None:
    """Findings carry the name of the file, which is the manifest unless told otherwise."""
    assert "manifest.json" == read(b"[1 2]").findings[0].file
    assert "en-us.json" == read(b"[1 2]", "en-us.json").findings[0].file


@pytest.mark.parametrize(
    ("text", "pointer", "expected"),
    [
        ('["😀", 1]', "/1", Span(1, 8, 1, 9)),
        ('{"😀😀": "é😀"}', "/😀😀", Span(1, 10, 1, 15)),
        ('["\uffff", 1]', "/1", Span(1, 7, 1, 8)),
        ('["😀",\n 1]', "/1", Span(2, 2, 2, 3)),
        ('["é",\r\n"😀", 1]', "/2", Span(2, 7, 2, 8)),
        ("[\r1,\r\n\r\n2,\n3]", "/0", Span(2, 1, 2, 2)),
        ("[\r1,\r\n\r\n2,\n3]", "/1", Span(4, 1, 4, 2)),
        ("[\r1,\r\n\r\n2,\n3]", "/2", Span(5, 1, 5, 2)),
        ('["\u2028\x85\x7f", 1]', "/1", Span(1, 9, 1, 10)),
    ],
)
def test_columns_count_utf16_and_three_line_breaks_count(text: str, pointer: str, expected: Span) -> None:
    r"""Columns count UTF-16 code units; ``\n``, ``\r\n`` and ``\r`` end a line, and nothing else does."""
    assert expected == read(text.encode()).span(pointer)
