"""Finding the way again behind a fault: whole files with the mistakes people make."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.document import MAX_FAULTS, apply_edits, read

if TYPE_CHECKING:
    from teamshelf.document import Document
    from teamshelf.findings import Finding

MANIFEST: dict[str, Any] = {
    "manifestVersion": "1.17",
    "version": "2.4.0",
    "id": "6f1d0c52-93a4-4c1b-8d7e-0a5b3e2f9c11",
    "name": {"short": "Lunch Menu", "full": "Lunch Menu for the canteen"},
    "description": {"short": "What is for lunch", "full": 'Shows the "dish of the day",\nand asks who comes.'},
    "staticTabs": [
        {"entityId": "menu", "name": "Menu", "contentUrl": "https://lunch.example/menu", "scopes": ["personal"]},
        {
            "entityId": "vote",
            "name": "Vote",
            "contentUrl": "https://lunch.example/vote",
            "scopes": ["personal", "team"],
        },
    ],
    "permissions": ["identity", "messageTeamMembers"],
    "validDomains": ["lunch.example"],
    "showLoadingIndicator": False,
    "defaultGroupCapability": {"team": "tab"},
}
TEXT = json.dumps(MANIFEST, indent=2)

HANDWRITTEN = """{
  // copied from the wiki
  manifestVersion: '1.17',
  "version": 2.4.0,
  “id”: "6f1d0c52-93a4-4c1b-8d7e-0a5b3e2f9c11",
  "name": { "short": "Lunch Menu", "full": "Lunch Menu for the canteen", },
  "description": {
    "short": "What is for lunch"
    "full": "Shows the \\"dish of the day\\",
and asks who comes."
  },
  "staticTabs": [
    {
      "entityId": "menu", "name": "Menu",
      "contentUrl": "https://lunch.example/menu", // the menu
      "scopes": [ "personal" ]
    }
    {
      "entityId" = "vote", "name": "Vote",,
      "contentUrl": "https://lunch.example/vote",
      "scopes": [ "personal" "team" ]
    },
  ],
  "permissions": [ "identity", 'messageTeamMembers', ],
  "validDomains" ["lunch.example"],
  "showLoadingIndicator": False;
  "defaultGroupCapability": { "team": "tab" }
},
"""


def names(document: Document) -> list[str]:
    """The names of the properties in the document."""
    assert isinstance(document.value, dict)
    return list(document.value)


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Each finding as ``line:column rule``."""
    return [f"{finding.span.line}:{finding.span.column} {finding.rule}" for finding in findings if finding.span]


def test_a_file_full_of_mistakes_is_read_as_it_was_meant() -> None:
    """Nineteen mistakes give nineteen findings, the whole manifest, and edits that leave faultless JSON."""
    document = read(HANDWRITTEN.encode())

    assert [
        "2:3 json-comment",
        "3:3 json-unquoted-key",
        "3:20 json-single-quotes",
        "4:14 json-bad-number",
        "5:3 json-smart-quotes",
        "6:72 json-extra-comma",
        "8:33 json-missing-comma",
        "9:44 json-control-character",
        "15:51 json-comment",
        "17:6 json-missing-comma",
        "19:7 json-missing-colon",
        "19:43 json-extra-comma",
        "21:29 json-missing-comma",
        "22:6 json-extra-comma",
        "24:32 json-single-quotes",
        "24:52 json-extra-comma",
        "25:3 json-missing-colon",
        "26:27 json-bad-literal",
        "26:32 json-unexpected",
        "28:2 json-trailing-content",
    ] == told(document.findings)
    assert MANIFEST == document.value
    mended = apply_edits(document.text, [edit for finding in document.findings for edit in finding.edits])
    assert MANIFEST == json.loads(mended)
    assert "\n  // " not in mended
    assert '{\n  "manifestVersion": "1.17",' in mended


def test_messages_say_what_is_wrong_and_what_to_do() -> None:
    """Messages name what stands there, and hints the next thing to do; both lead with the words of the file."""
    document = read(HANDWRITTEN.encode())

    said = {told((finding,))[0]: (str(finding.message), str(finding.hint)) for finding in document.findings}
    assert (
        'there is no comma after `"What is for lunch"`',
        'insert a comma after `"What is for lunch"`',
    ) == said["8:33 json-missing-comma"]
    assert ("`// copied from the wiki` is a comment", "remove this comment: JSON has none") == said["2:3 json-comment"]
    assert ("there is no comma after `}`", "insert a comma after `}`") == said["17:6 json-missing-comma"]
    assert ("there is a comma before the closing `]`", "remove the comma") == said["22:6 json-extra-comma"]
    assert ("`False` is no literal of JSON", "write `false`") == said["26:27 json-bad-literal"]


MESSAGES = {
    '{"a": 1,\n\n"b": 2, "a": 3}': "the property `a` is already there, on line 1",
    '{"x": {"a": 1,\n"b": [\n1': "the file ends before the array opened on line 2 is closed",
    '{"x":\n[1, 2}': "the array opened on line 2 is not closed before `}`",
    '{"x":\n[1, 2}, "b": 3}': "`}` cannot close the array opened on line 2",
    "[1, 2\n}": "`}` cannot close the array opened on line 1",
    '{"a": "x,\n"b": 1}': "the string `x` has no closing quote",
    '{"a: "x"}': "the name `a` has no closing quote",
    "[1] x": "`x` stands after the end of the document",
    "[1,, 2]": "there is a comma with nothing before it",
    "[/* x": "`/* x` is a comment, and it is not closed",
    "[1.0.0]": "`1.0.0` is not a number but a text, and is not in double quotes",
    "[99999999999999999999]": "the integer 99999999999999999999 does not fit into 64 bits",
    "[1e999]": "the number 1e999 is too large",
    '["\t"]': "the string holds a tab",
    '["\n"]': "the string goes on over a line break",
    '["\x07"]': "the string holds the control character U+0007",
    r'["\u12"]': r"`\u` is not followed by four hexadecimal digits",
    r'["\q"]': r"JSON does not know the escape `\q`",
    "[\u00a01]": "the invisible character U+00A0 is no white space in JSON",
    '{"\x1b[31m": 1, \x1b[0m}': "`\\u001b` cannot stand here",
    '["' + "x" * 100: f"the string `{'x' * 59}…` has no closing quote",
}


@pytest.mark.parametrize(("text", "message"), MESSAGES.items())
def test_messages_name_lines_and_values(text: str, message: str) -> None:
    """A message names the value, cut to a bearable length and safe to print, and the line where something began."""
    assert message in [str(finding.message) for finding in read(text.encode()).findings]


HINTS = {
    r'["\q"]': r"write `\\` for a backslash that belongs to the text",
    r'["\x41"]': r"write `\u0041`",
    '["a\\\nb"]': "remove the backslash, and join the lines",
    '["a\nb"]': r"write `\n` instead, or join the lines",
    '["\x07"]': r"remove it, or write it as `\u0007`",
    "[1; 2]": "replace the semicolon by a comma",
    "[1;]": "remove the semicolon",
    "[010]": "write `10`",
    "[5px]": "write it as a decimal number, or in double quotes if it is a text",
    "[None]": "write `null`",
    "[undefined]": "write a value, or remove the property",
    '[{"a": [1, 2': "add `]}]`",
    '{"x": {"a": [1, 2}}': "add `]` before `}`",
    "[1, 2}": "replace it by `]`",
    "[1]\n\n2": "remove it: the document ends on line 1",
    "[red]": 'write `"red"`',
    '[red"]': 'put a `"` before `red`',
    '["red': 'put a `"` behind `red`',
}


@pytest.mark.parametrize(("text", "hint"), HINTS.items())
def test_hints_say_what_to_do(text: str, hint: str) -> None:
    """A hint says the next thing to do, with what is to be written where that is known."""
    assert hint in [str(finding.hint) for finding in read(text.encode()).findings]


@pytest.mark.parametrize("place", [match.start() for match in re.finditer(r"[,:\[\]{}]", TEXT)])
def test_one_forgotten_sign_gives_one_finding(place: int) -> None:
    """Without any one of its commas, colons or brackets, a manifest gives one finding, and no value is lost."""
    document = read((TEXT[:place] + TEXT[place + 1 :]).encode())

    in_string = TEXT[:place].count('"') - TEXT[:place].count('\\"') & 1
    assert len(document.findings) == (0 if in_string else 1)
    assert list(MANIFEST) == names(document)


NOT_CLOSED = {
    TEXT.replace('canteen"\n  }', 'canteen"'): ['8:3 the object opened on line 5 is not closed before `"description"`'],
    TEXT.replace("    }\n  ],", "    }"): [
        "30:6 there is no comma after `}`",
        '31:3 the array opened on line 13 is not closed before `"permissions"`',
    ],
    TEXT.replace("      ]\n    }\n  ]", "      ]"): [
        '30:3 the object opened on line 22 is not closed before `"permissions"`',
    ],
    '{\n\t"a":\n\t{\n\t\t"b": 1,\n\t"c": 2\n}': ['5:2 the object opened on line 3 is not closed before `"c"`'],
    '{\n  "a": {"b": 1, "c": 2,\n  "d": 3}': ['3:3 the object opened on line 2 is not closed before `"d"`'],
    '{\n  "a": {\n    "b": 1,\n  "c": {\n  "d": 2\n  }\n}': [
        '4:3 the object opened on line 2 is not closed before `"c"`'
    ],
    '{\n"a": {\n"b": 1,\n"c": 2}': ["4:8 the file ends before the object opened on line 1 is closed"],
    '{"a": {"b": 1,\n  "c": 2,\n  "d": 3}': ["3:10 the file ends before the object opened on line 1 is closed"],
}


@pytest.mark.parametrize(("text", "expected"), NOT_CLOSED.items())
def test_a_forgotten_bracket_is_missed_where_the_indentation_shows_it(text: str, expected: list[str]) -> None:
    """A bracket that is never closed is reported where a line further left shows that it should have been."""
    document = read(text.encode())

    assert expected == [
        f"{each.span.line}:{each.span.column} {each.message}" for each in document.findings if each.span
    ]
    if len(text) > 100:
        assert list(MANIFEST) == names(document)


@pytest.mark.parametrize("place", [match.start() for match in re.finditer(r'(?<!\\)"', TEXT)])
def test_one_forgotten_quote_gives_one_finding(place: int) -> None:
    """Without any one of its quotes, a manifest gives one finding, and nothing beyond that line is lost."""
    document = read((TEXT[:place] + TEXT[place + 1 :]).encode())

    line = TEXT.count("\n", 0, place) + 1
    assert {line} == {finding.span.line for finding in document.findings if finding.span}
    assert len(document.findings) <= 2
    assert list(MANIFEST) == names(document)


@pytest.mark.parametrize("length", range(1, len(TEXT), 7))
def test_a_file_cut_off_gives_one_finding_about_its_end(length: int) -> None:
    """However little of a manifest has arrived, what is missing is one fault, and what is there was read."""
    document = read(TEXT[:length].encode())

    assert len(document.findings) <= 2
    assert "json-unclosed" == document.findings[-1].rule
    assert list(MANIFEST)[: max(0, len(names(document)) - 1)] == names(document)[:-1]


@pytest.mark.parametrize(
    "garbage", ["@", "'", '"', "{", "a ", '{"', "[1 ", "/*\n", "{x:", "\\", '"\n', "}{", ",:", "é"]
)
def test_garbage_gives_a_bounded_number_of_findings(garbage: str) -> None:
    """Reading garbage stops after a hundred faults, and the last finding says so."""
    document = read(('{"a": ["b", ' + garbage * 20_000).encode())

    if len(document.findings) > MAX_FAULTS:
        assert MAX_FAULTS + 1 == len(document.findings)
        assert 1 == [finding.rule for finding in document.findings].count("json-too-many-faults")
        assert "more than 100 faults" in str(document.findings[-1].message)
    assert isinstance(document.value, dict)
    assert isinstance(document.value["a"], list)
    assert "b" == document.value["a"][0]


def test_what_was_read_before_giving_up_is_kept() -> None:
    """After too many faults the value holds what came before, and every place in it has an end."""
    document = read(b'{"a": [' + b"01, " * 500 + b'], "z": 1}')

    assert ["json-bad-number"] * MAX_FAULTS + ["json-too-many-faults"] == [each.rule for each in document.findings]
    assert isinstance(document.value, dict)
    assert {"a": [1] * (MAX_FAULTS)} == document.value
    start, end = document.value_offsets("/a") or (0, 0)
    assert (6, len(document.text)) == (start, end)


def test_thousands_of_repairs_in_one_string_are_not_offered() -> None:
    """A string with more than a thousand places to change is one finding without edits."""
    few, many = ("['" + '"x' * count + "']" for count in (500, 2000))

    assert read(few.encode()).findings[0].fixable
    assert not read(many.encode()).findings[0].fixable
    assert not read(b'["' + b"\tx" * 2000 + b'"]').findings[0].fixable
