"""Laws of the JSON reader, tried on generated texts."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from teamshelf.document import NOT_CLEAN, RULES, apply_edits, decode_clean, join_pointer, read
from teamshelf.findings import Severity
from teamshelf.messages import printable
from tests.document.texts import FAULTY, MUTATED, SOUP, VALUES, parsed, same, written

ANY_TEXT = MUTATED | SOUP | written().map(lambda pair: pair[1])
ANY_BYTES = ANY_TEXT.map(str.encode) | st.binary(max_size=60) | ANY_TEXT.map(lambda text: text.encode("utf-16"))


def places(value: Any, steps: tuple[str | int, ...] = ()) -> list[tuple[str, Any]]:
    """Every value inside a value, itself included, with its pointer."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(join_pointer(steps), value), *(each for step, part in inside for each in places(part, (*steps, step)))]


@given(written())
def test_any_value_is_read_back_without_findings(pair: tuple[Any, str]) -> None:
    """JSON that any value was written as reads without findings, and gives that value."""
    value, text = pair

    document = read(text.encode())

    assert () == document.findings
    assert same(value, document.value)
    assert text == document.text


@given(written())
def test_offsets_cut_out_each_value(pair: tuple[Any, str]) -> None:
    """The offsets of any value inside cut a text out of the whole that says just this value."""
    value, text = pair

    document = read(text.encode())

    for pointer, part in places(value):
        start, end = document.value_offsets(pointer) or (0, 0)
        assert same(part, json.loads(text[start:end]))


@given(written(st.dictionaries(st.text(max_size=3), VALUES, min_size=1, max_size=5)))
def test_member_offsets_cut_out_name_and_value(pair: tuple[Any, str]) -> None:
    """The offsets of a member cut out text that makes an object of just this member."""
    value, text = pair

    document = read(text.encode())

    for name, part in value.items():
        if "\0" not in name:
            start, end = document.member_offsets(join_pointer([name])) or (0, 0)
            assert same({name: part}, json.loads(f"{{{text[start:end]}}}"))


@given(ANY_BYTES)
@example(b"")
@example(b"\xff\xfe\x00\x00")
@example(b"\xef\xbb\xbf")
def test_errors_are_found_exactly_where_a_strict_parser_refuses(data: bytes) -> None:
    """Reading finds an error exactly in what a conforming parser refuses, and agrees with it on the rest."""
    expected = parsed(data.removeprefix(b"\xef\xbb\xbf"))

    document = read(data)

    errors = [finding for finding in document.findings if finding.severity is Severity.ERROR]
    assert (expected is FAULTY) == bool(errors)
    if not errors:
        assert same(expected, document.value)


@given(ANY_BYTES)
def test_decode_clean_gives_a_value_exactly_without_findings(data: bytes) -> None:
    """The fast way accepts exactly what the tolerant reader finds nothing in, and reads the same value."""
    document = read(data)

    value = decode_clean(data)

    assert (value is NOT_CLEAN) == bool(document.findings)
    if value is not NOT_CLEAN:
        assert same(document.value, value)


@given(ANY_BYTES)
def test_findings_are_well_formed(data: bytes) -> None:
    """Each finding has a known rule and a place inside the text, they come in its order, and messages can be shown."""
    document = read(data)

    starts = [(finding.span.line, finding.span.column) for finding in document.findings if finding.span]
    assert sorted(starts) == starts
    assert len(document.findings) == len(starts)
    for finding in document.findings:
        assert finding.rule in RULES
        assert RULES[finding.rule].severity is finding.severity
        assert str(finding.message) == printable(str(finding.message))
        assert finding.hint is not None
        assert str(finding.hint) == printable(str(finding.hint))
        assert document.span(finding.pointer or "", key=finding.at_key) is not None or document.root is None
        for edit in finding.edits:
            assert 0 <= edit.start <= edit.end <= len(document.text)


@given(ANY_BYTES)
def test_the_value_can_be_written_as_json(data: bytes) -> None:
    """Whatever was read, the value is JSON: strict, within all limits."""
    document = read(data)

    text = json.dumps(document.value, allow_nan=False).encode()

    assert parsed(text) is not FAULTY


@given(ANY_BYTES)
def test_edits_of_fixable_faults_mend_the_text(data: bytes) -> None:
    """All edits of a text together mend all of its faults if each has some, and change nothing it says."""
    document = read(data)

    mended = apply_edits(document.text, [edit for finding in document.findings for edit in finding.edits])

    if all(finding.fixable for finding in document.findings):
        again = read(mended.encode())
        assert () == again.findings
        assert same(document.value, again.value)


@given(MUTATED)
@settings(max_examples=50)
def test_edits_of_each_rule_can_be_made_alone(text: str) -> None:
    """The edits of the findings of one rule can be made without those of the others."""
    document = read(text.encode())

    for rule in {finding.rule for finding in document.findings}:
        edits = [edit for finding in document.findings if finding.rule == rule for edit in finding.edits]
        assert isinstance(apply_edits(document.text, edits), str)
