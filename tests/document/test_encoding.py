"""Bytes that are not plain UTF-8: what is said of them, and how far they are read all the same."""

from __future__ import annotations

import codecs

import pytest

from teamshelf.document import apply_edits, read
from teamshelf.findings import Severity, Span

TEXT = '{"né": "😀", "a": 1,}'


def findings(data: bytes) -> list[tuple[str, str]]:
    """Rule and English message of each finding."""
    return [(finding.rule, str(finding.message)) for finding in read(data).findings]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_other_encodings_of_unicode_are_named_and_read(encoding: str, mark: str) -> None:
    """UTF-16 and UTF-32 are recognised with and without a mark, and the text is checked all the same."""
    document = read((mark + TEXT).encode(encoding))

    assert TEXT == document.text
    assert {"né": "😀", "a": 1} == document.value
    assert ["json-not-utf8", "json-extra-comma"] == [finding.rule for finding in document.findings]
    assert f"the file is encoded as {encoding[:6].upper()}" == str(document.findings[0].message)


def test_another_encoding_is_mended_by_writing_the_text_back() -> None:
    """The finding about the encoding counts as fixable, and its edit leaves the decoded text as it is."""
    document = read('{"a": 1}'.encode("utf-16"))

    finding = document.findings[0]
    assert finding.fixable
    assert '{"a": 1}' == apply_edits(document.text, finding.edits)


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF16_LE + b"{\0}", codecs.BOM_UTF16_BE + b"\xd8\x00", b"\xff\xfe\xfd\xfc\xfb"]
)
def test_broken_utf16_is_not_fixable(data: bytes) -> None:
    """UTF-16 with something that is not is read as far as possible, and has to be saved anew by its author."""
    document = read(data)

    assert "json-not-utf8" == document.findings[0].rule
    assert not document.findings[0].fixable
    assert "\ufffd" in document.text


def test_a_nul_byte_alone_makes_no_utf16() -> None:
    """Bytes with NULs that are not UTF-16 or UTF-32 as a whole are read as UTF-8."""
    assert ["json-unexpected"] == [rule for rule, _ in findings(b"\0{}")]
    assert ["json-nul", "json-nul"] == [rule for rule, _ in findings(b'{\0"a\0": 1}')]
    assert ["json-trailing-content", "json-not-utf8"] == [rule for rule, _ in findings(b"1\0 \0\0\xd8")]


def test_a_byte_order_mark_is_a_warning() -> None:
    """A mark before UTF-8 is warned of, left out of the text, and does not count in columns."""
    document = read(b'\xef\xbb\xbf{"a" 1}')

    mark, colon = document.findings
    assert ("json-bom", Severity.WARNING, True) == (mark.rule, mark.severity, mark.fixable)
    assert '{"a" 1}' == document.text
    assert Span(1, 2, 1, 5) == colon.span


def test_only_the_first_mark_is_a_mark() -> None:
    """A second byte order mark is an invisible character that has no place in JSON."""
    assert ["json-bom", "json-odd-space"] == [rule for rule, _ in findings(b"\xef\xbb\xbf\xef\xbb\xbf{}")]


@pytest.mark.parametrize(
    ("data", "message", "column"),
    [
        (b'{"a": "caf\xe9"}', "the byte 0xE9 at offset 10 is not UTF-8", 11),
        (b'\xef\xbb\xbf["\xff\xff"]', "the byte 0xFF at offset 5 is not UTF-8", 3),
        ('["é", "😀'.encode() + b'\xed\xa0\x80"]', "the byte 0xED at offset 12 is not UTF-8", 10),
    ],
)
def test_the_first_byte_that_is_not_utf8_is_named(data: bytes, message: str, column: int) -> None:
    """One finding names the first such byte, counted from the start of the file, and points at what it became."""
    document = read(data)

    finding = document.findings[-1]
    assert ("json-not-utf8", message) == (finding.rule, str(finding.message))
    assert Span(1, column, 1, column + 1) == finding.span
    assert not finding.fixable
    assert "\ufffd" in document.text
