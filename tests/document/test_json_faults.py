"""Every fault of JSON text: the rule it breaks, where, and what is read in spite of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from teamshelf.document import MAX_BYTES, MAX_DEPTH, RULES, apply_edits, read
from teamshelf.findings import Severity
from tests.document.texts import same


class Case(NamedTuple):
    """A text, the faults in it as ``rule line:column pointer``, what is read, and the text with all edits made."""

    text: str
    faults: str | list[str]
    value: Any
    mended: str | None = None


CASES = [
    # commas
    Case('{"a": 1 "b": 2}', "json-missing-comma 1:8 ", {"a": 1, "b": 2}, '{"a": 1, "b": 2}'),
    Case('{"a": [1]\n"b": 2}', "json-missing-comma 1:10 ", {"a": [1], "b": 2}, '{"a": [1],\n"b": 2}'),
    Case(
        '{"a": "x"\'b\': 2}',
        ["json-missing-comma 1:10 ", "json-single-quotes 1:10 /b key"],
        {"a": "x", "b": 2},
        '{"a": "x","b": 2}',
    ),
    Case(
        '{"x": {"a": 1 b: 2}}',
        ["json-missing-comma 1:14 /x", "json-unquoted-key 1:15 /x/b key"],
        {"x": {"a": 1, "b": 2}},
        '{"x": {"a": 1, "b": 2}}',
    ),
    Case(
        '{"a": 1 “b”: 2}',
        ["json-missing-comma 1:8 ", "json-smart-quotes 1:9 /b key"],
        {"a": 1, "b": 2},
        '{"a": 1, "b": 2}',
    ),
    Case(
        '[1 2"x"{}[]-3 true]',
        [f"json-missing-comma 1:{column} " for column in (3, 5, 8, 10, 12, 14)],
        [1, 2, "x", {}, [], -3, True],
        '[1, 2,"x",{},[],-3, true]',
    ),
    Case('{"a": 1; "b": 2;}', ["json-unexpected 1:8 ", "json-unexpected 1:16 "], {"a": 1, "b": 2}, '{"a": 1, "b": 2}'),
    Case("[1;, 2]", "json-unexpected 1:3 ", [1, 2], "[1, 2]"),
    Case("[1, ]", "json-extra-comma 1:3 ", [1], "[1 ]"),
    Case('{"a": {"b": 1,}}', "json-extra-comma 1:14 /a", {"a": {"b": 1}}, '{"a": {"b": 1}}'),
    Case("[1,, 2]", "json-extra-comma 1:4 ", [1, 2], "[1, 2]"),
    Case('{, "a": 1}', "json-extra-comma 1:2 ", {"a": 1}, '{ "a": 1}'),
    Case("[1,\n,\n,]", "json-extra-comma 1:3 ", [1], "[1\n]"),
    Case("[1, /* x */, 2]", ["json-comment 1:5 ", "json-extra-comma 1:12 "], [1, 2], "[1, 2]"),
    Case("[,]", "json-extra-comma 1:2 ", [], "[]"),
    # colons, names and values
    Case('{"a" 1}', "json-missing-colon 1:2 /a key", {"a": 1}, '{"a": 1}'),
    Case(
        '{"a"{"b"[]}}',
        ["json-missing-colon 1:2 /a key", "json-missing-colon 1:6 /a/b key"],
        {"a": {"b": []}},
        '{"a":{"b":[]}}',
    ),
    Case(
        '{"a" = 1, "b" => 2}',
        ["json-missing-colon 1:2 /a key", "json-missing-colon 1:11 /b key"],
        {"a": 1, "b": 2},
        '{"a" : 1, "b" : 2}',
    ),
    Case('{"a": , "b": }', ["json-missing-value 1:7 /a", "json-missing-value 1:14 /b"], {"a": None, "b": None}),
    Case('{"a", "b"}', ["json-missing-value 1:5 /a", "json-missing-value 1:10 /b"], {"a": None, "b": None}),
    Case('{: 1, "b": 2}', "json-missing-name 1:2 ", {"b": 2}),
    Case(
        '{"a": 1, {"x": 01}, [], "b": 2}',
        ["json-missing-name 1:10 ", "json-bad-number 1:16 ", "json-missing-name 1:21 "],
        {"a": 1, "b": 2},
        '{"a": 1, {"x": 1}, [], "b": 2}',
    ),
    Case(
        "{name: 1, $x: 2, a-b: 3, foo bar : 4, é: 5}",
        [
            "json-unquoted-key 1:2 /name key",
            "json-unquoted-key 1:11 /$x key",
            "json-unquoted-key 1:18 /a-b key",
            "json-unquoted-key 1:26 /foo bar key",
            "json-unquoted-key 1:39 /é key",
        ],
        {"name": 1, "$x": 2, "a-b": 3, "foo bar": 4, "é": 5},
        '{"name": 1, "$x": 2, "a-b": 3, "foo bar" : 4, "é": 5}',
    ),
    Case(
        '{name": 1, 1: 2}',
        ["json-unquoted-key 1:2 /name key", "json-unquoted-key 1:12 /1 key"],
        {"name": 1, "1": 2},
        '{"name": 1, "1": 2}',
    ),
    Case("{a\\b: 1}", "json-unquoted-key 1:2 /a\\b key", {"a\\b": 1}, "{a\\b: 1}"),
    Case("{a\xadb: 1}", "json-unquoted-key 1:2 /a\xadb key", {"a\xadb": 1}, "{a\xadb: 1}"),
    Case(
        '{"a": 1, "b": 2,\n"a": 3, "a": 4}',
        ["json-duplicate-key 2:1 /a key", "json-duplicate-key 2:9 /a key"],
        {"a": 4, "b": 2},
    ),
    Case('{"a": 1, "\\u0061": 2}', "json-duplicate-key 1:10 /a key", {"a": 2}),
    Case('{"a": team}', "json-unquoted-value 1:7 /a", {"a": "team"}),
    Case(
        "[red green, https://x.example/#a // b\n]",
        ["json-unquoted-value 1:2 /0", "json-unquoted-value 1:13 /1", "json-comment 1:34 "],
        ["red green", "https://x.example/#a"],
        "[red green, https://x.example/#a\n]",
    ),
    Case('{"a": Contoso, Ltd",\n"b": 1}', "json-unquoted-value 1:7 /a", {"a": "Contoso, Ltd", "b": 1}),
    Case(
        "[{{A}}, ${{B_C}}, x{{D}}y, #fff, %ID%]",
        [f"json-unquoted-value 1:{column} /{index}" for index, column in enumerate((2, 9, 19, 28, 34))],
        ["{{A}}", "${{B_C}}", "x{{D}}y", "#fff", "%ID%"],
    ),
    # literals
    Case(
        "[True, FALSE, None, NULL]",
        [f"json-bad-literal 1:{column} /{index}" for index, column in enumerate((2, 8, 15, 21))],
        [True, False, None, None],
        "[true, false, null, null]",
    ),
    Case("[undefined]", "json-bad-literal 1:2 /0", [None]),
    Case(
        "[NaN, Infinity, -Infinity, +inf]",
        [f"json-not-a-number 1:{column} /{index}" for index, column in enumerate((2, 7, 17, 28))],
        [None, None, None, None],
    ),
    Case(
        "[truely, nullify, information]",
        [f"json-unquoted-value 1:{column} /{index}" for index, column in enumerate((2, 10, 19))],
        ["truely", "nullify", "information"],
    ),
    # numbers
    Case("[01, -007]", ["json-bad-number 1:2 /0", "json-bad-number 1:6 /1"], [1, -7], "[1, -7]"),
    Case("[010, -0123]", ["json-bad-number 1:2 /0", "json-bad-number 1:7 /1"], [10, -123]),
    Case("[010.5, 00]", ["json-bad-number 1:2 /0", "json-bad-number 1:9 /1"], [10.5, 0], "[10.5, 0]"),
    Case(
        "[+1, .5, -.5, 5., 5.e2, +.5e-1]",
        [f"json-bad-number 1:{column} /{index}" for index, column in enumerate((2, 6, 10, 15, 19, 25))],
        [1, 0.5, -0.5, 5.0, 500.0, 0.05],
        "[1, 0.5, -0.5, 5.0, 5.0e2, 0.5e-1]",
    ),
    Case(
        "[0x1F, -0o17, 0B11]",
        ["json-bad-number 1:2 /0", "json-bad-number 1:8 /1", "json-bad-number 1:15 /2"],
        [31, -15, 3],
        "[31, -15, 3]",
    ),
    Case(
        "[1_000, 1__0, _1]",
        ["json-bad-number 1:2 /0", "json-bad-number 1:9 /1", "json-unquoted-value 1:15 /2"],
        [1000, "1__0", "_1"],
        "[1000, 1__0, _1]",
    ),
    Case('{"version": 1.0.0}', "json-bad-number 1:13 /version", {"version": "1.0.0"}, '{"version": "1.0.0"}'),
    Case(
        "[2021-11-01, 5px, 1e, 1.2.3-beta]",
        [f"json-bad-number 1:{column} /{index}" for index, column in enumerate((2, 14, 19, 23))],
        ["2021-11-01", "5px", "1e", "1.2.3-beta"],
    ),
    Case(
        "[+1e999, 0x" + "f" * 20 + "]",
        ["json-bad-number 1:2 /0", "json-bad-number 1:10 /1"],
        ["+1e999", "0x" + "f" * 20],
    ),
    Case("[18446744073709551615, -9223372036854775808]", [], [2**64 - 1, -(2**63)]),
    Case(
        "[18446744073709551616, -9223372036854775809]",
        ["json-number-too-large 1:2 /0", "json-number-too-large 1:24 /1"],
        [2.0**64, -(2.0**63)],
    ),
    Case(
        "[1e400, -1e400, " + "9" * 400 + "]",
        ["json-number-too-large 1:2 /0", "json-number-too-large 1:9 /1", "json-number-too-large 1:17 /2"],
        [None, None, None],
    ),
    Case("[-]", "json-unexpected 1:2 ", [None]),
    # quotes
    Case("{'a': 'x'}", ["json-single-quotes 1:2 /a key", "json-single-quotes 1:7 /a"], {"a": "x"}, '{"a": "x"}'),
    Case(
        """['say "hi"', 'it\\'s', '\\"', 'don't', '']""",
        [f"json-single-quotes 1:{column} /{index}" for index, column in enumerate((2, 14, 23, 29, 38))],
        ['say "hi"', "it's", '"', "don't", ""],
        r'["say \"hi\"", "it' + "'s" + r'", "\"", "don' + "'t" + '", ""]',
    ),
    Case("['a' // b\n]", ["json-single-quotes 1:2 /0", "json-comment 1:6 "], ["a"], '["a"\n]'),
    Case(
        "{“a”: “x”, „b“: \u2018y\u2019}",
        [
            "json-smart-quotes 1:2 /a key",
            "json-smart-quotes 1:7 /a",
            "json-smart-quotes 1:12 /b key",
            "json-smart-quotes 1:17 /b",
        ],
        {"a": "x", "b": "y"},
        '{"a": "x", "b": "y"}',
    ),
    Case(
        '{"a”: "x”,\n“b": “the "y" one”}',
        [
            "json-smart-quotes 1:2 /a key",
            "json-smart-quotes 1:7 /a",
            "json-smart-quotes 2:1 /b key",
            "json-smart-quotes 2:6 /b",
        ],
        {"a": "x", "b": 'the "y" one'},
        '{"a": "x",\n"b": "the \\"y\\" one"}',
    ),
    Case('["x”, 1\n]', "json-smart-quotes 1:2 /0", ["x", 1], '["x", 1\n]'),
    Case("[“abc\n, 1]", "json-unclosed 1:2 /0", ["abc", 1]),
    Case('["“quoted”", "a”"]', [], ["“quoted”", "a”"]),
    Case("""{"a': 1}""", "json-single-quotes 1:2 /a key", {"a": 1}, '{"a": 1}'),
    Case('{"full": "The "best" app", "b": 1}', "json-unescaped-quote 1:15 /full", {"full": 'The "best" app', "b": 1}),
    Case('["the "best"", 1]', "json-unescaped-quote 1:7 /0", ['the "best"', 1]),
    Case('["Say, "a", and "b" too"]', "json-unescaped-quote 1:8 /0", ['Say, "a", and "b" too']),
    Case('["a"b", 1]', "json-unescaped-quote 1:4 /0", ['a"b', 1]),
    Case('["a"b", "c"]', "json-unescaped-quote 1:4 /0", ['a"b', "c"]),
    Case('["a"b, "c"]', ["json-missing-comma 1:5 ", "json-unquoted-value 1:5 /1"], ["a", "b", "c"]),
    Case('{"a"b": 1}', 'json-unescaped-quote 1:4 /a"b key', {'a"b': 1}),
    Case(
        '{""a": "x"", "b"": ""y"}',
        [f"json-unexpected 1:{column} /{name}" for column, name in ((2, "a key"), (11, "a"), (17, "b key"), (20, "b"))],
        {"a": "x", "b": "y"},
        '{"a": "x", "b": "y"}',
    ),
    # strings that are not closed
    Case('{"a": "x,\n"b": "y"}', "json-unclosed 1:7 /a", {"a": "x", "b": "y"}),
    Case('{"a": "x}', "json-unclosed 1:7 /a", {"a": "x"}),
    Case('["see [1]\n, 2]', "json-unclosed 1:2 /0", ["see [1]", 2]),
    Case(
        "{'a': 'x\n, b: 1}",
        ["json-single-quotes 1:2 /a key", "json-unclosed 1:7 /a", "json-unquoted-key 2:3 /b key"],
        {"a": "x", "b": 1},
    ),
    Case(
        '{"a: 1, "b: "x", "c" : 2}',
        ["json-unclosed 1:2 /a key", "json-unclosed 1:9 /b key"],
        {"a": 1, "b": "x", "c": 2},
    ),
    Case(
        '{"a\n", "b": 1}',
        [
            "json-unclosed 1:2 /a key",
            "json-missing-colon 1:2 /a key",
            "json-missing-comma 2:5 ",
            "json-unquoted-key 2:5 /b key",
        ],
        {"a": ", ", "b": 1},
    ),
    Case('{"a\n: 1}', "json-unclosed 1:2 /a key", {"a": 1}),
    # what strings hold
    Case('["a\tb\x01c\x1f"]', "json-control-character 1:4 /0", ["a\tb\x01c\x1f"], '["a\\tb\\u0001c\\u001f"]'),
    Case(
        '{"a": "one\ntwo\r\nthree", "b": 1}',
        "json-control-character 1:11 /a",
        {"a": "one\ntwo\r\nthree", "b": 1},
        '{"a": "one\\ntwo\\r\\nthree", "b": 1}',
    ),
    Case('{"a\tb": 1}', "json-control-character 1:4 /a\tb key", {"a\tb": 1}, '{"a\\tb": 1}'),
    Case("['one\ntwo']", ["json-single-quotes 1:2 /0", "json-control-character 1:6 /0"], ["one\ntwo"], '["one\\ntwo"]'),
    Case(r'["C:\dir\new"]', "json-bad-escape 1:5 /0", ["C:\\dir\new"]),
    Case(r'["it\'s \x41"]', "json-bad-escape 1:5 /0", ["it's A"], r'["it' + "'s" + r' \u0041"]'),
    Case(r'["it\'s \a"]', "json-bad-escape 1:5 /0", ["it's \\a"]),
    Case('["one\\\ntwo\\\r\nthree"]', "json-bad-escape 1:6 /0", ["onetwothree"], '["onetwothree"]'),
    Case(
        r'["\u12", "\u", "\x0"]',
        ["json-bad-escape 1:3 /0", "json-bad-escape 1:11 /1", "json-bad-escape 1:17 /2"],
        [r"\u12", r"\u", r"\x0"],
    ),
    Case(
        r'["\ud83d\ude00", "\ud83d", "\ude00\ud83d", "\ud83d\ud83d\ude00"]',
        ["json-lone-surrogate 1:19 /1", "json-lone-surrogate 1:29 /2", "json-lone-surrogate 1:45 /3"],
        ["😀", "\ufffd", "\ufffd\ufffd", "\ufffd😀"],
    ),
    Case(r'["a\u0000", "\x00"]', ["json-nul 1:4 /0", "json-bad-escape 1:14 /1"], ["a\ufffd", "\ufffd"]),
    Case('["a\0\0b\\\0"]', ["json-nul 1:4 /0", "json-bad-escape 1:7 /0"], ["a\ufffd\ufffdb\\\ufffd"]),
    Case('["\x7f\u2028\ufeff\uffff"]', [], ["\x7f\u2028\ufeff\uffff"]),
    # comments and spaces
    Case(
        "// one\n[1, // two\n  # three\n  /* four */\n  2 /* five\n  six */, 3]// seven",
        [f"json-comment {place} " for place in ("1:1", "2:5", "3:3", "4:3", "5:5", "6:13")],
        [1, 2, 3],
        "[1,\n  2, 3]",
    ),
    Case("[\n  /* a */ 1, /* b */ 2\n]", ["json-comment 2:3 ", "json-comment 2:14 "], [1, 2], "[\n   1, 2\n]"),
    Case('{"a":/*b*/1/**/}', ["json-comment 1:6 ", "json-comment 1:12 "], {"a": 1}, '{"a":1}'),
    Case(
        "[1/**/2, true /**/ /**/false]",
        [
            "json-missing-comma 1:3 ",
            "json-comment 1:3 ",
            "json-missing-comma 1:14 ",
            "json-comment 1:15 ",
            "json-comment 1:20 ",
        ],
        [1, 2, True, False],
        "[1, 2, true, false]",
    ),
    Case("  /* a */ [] /* b", ["json-comment 1:3 ", "json-comment 1:14 "], []),
    Case("[1 /* a\n, 2]", "json-comment 1:4 ", [1, 2]),
    Case(
        "[\u00a01,\u200b\u30002\x0b]",
        ["json-odd-space 1:2 ", "json-odd-space 1:5 ", "json-odd-space 1:8 "],
        [1, 2],
        "[ 1, 2 ]",
    ),
    Case("[1,\0\0\0 2]", "json-nul 1:4 ", [1, 2]),
    # brackets
    Case('{"a": 1', "json-unclosed 1:8 ", {"a": 1}),
    Case('{"a": [1, {"b": 2,\n\n', "json-unclosed 1:19 /a/1", {"a": [1, {"b": 2}]}),
    Case('{"a":', "json-unclosed 1:6 ", {}),
    Case('{"a": ["x', "json-unclosed 1:8 /a/0", {"a": ["x"]}),
    Case('{"a": ["x",\n', "json-unclosed 1:12 /a", {"a": ["x"]}),
    Case("[1, 2}", "json-unclosed 1:6 ", [1, 2]),
    Case('{"a": 1]', "json-unclosed 1:8 ", {"a": 1}),
    Case('{"a": [1, 2}, "b": 3}', "json-unclosed 1:12 /a", {"a": [1, 2], "b": 3}),
    Case('{"x": {"a": [[1, 2}, "b": 3}', "json-unclosed 1:19 /x/a/0", {"x": {"a": [[1, 2]]}, "b": 3}),
    Case('{"a": [1, 2,}', ["json-extra-comma 1:12 /a", "json-unclosed 1:13 /a"], {"a": [1, 2]}, '{"a": [1, 2}'),
    Case('{"a": [1, "x", "b": 3}', "json-unclosed 1:16 /a", {"a": [1, "x"], "b": 3}),
    Case('[{"a": 1, {"a": 2}]', "json-unclosed 1:11 /0", [{"a": 1}, {"a": 2}], None),
    Case('[ "a": 1}, 2]', "json-unopened 1:3 ", [{"a": 1}, 2]),
    Case('{"x": "a": 1}, "b": 2}', "json-unopened 1:7 ", {"x": {"a": 1}, "b": 2}),
    Case('{"x": "a", "b"], "c": 2}', "json-unopened 1:7 ", {"x": ["a", "b"], "c": 2}),
    Case('{"x": {"a": 1}, {"b": 2}], "c": 3}', "json-unopened 1:7 ", {"x": [{"a": 1}, {"b": 2}], "c": 3}),
    Case('{[], "b"]}', ["json-missing-name 1:2 ", "json-missing-value 1:9 /b", "json-unexpected 1:9 "], {"b": None}),
    Case('"a": 1, "b": 2}', "json-unopened 1:1 ", {"a": 1, "b": 2}),
    Case(
        '{"a": [1, "b": {"c": 2], "d": 3}',
        ["json-unclosed 1:11 /a", "json-unclosed 1:23 /b"],
        {"a": [1], "b": {"c": 2}, "d": 3},
    ),
    Case('["a": 1}, {"b": 2]]', ["json-unopened 1:2 ", "json-unclosed 1:18 /1"], [{"a": 1}, {"b": 2}]),
    Case('[{"a": 1, {"b": [2}]', ["json-unclosed 1:11 /0", "json-unclosed 1:19 /1/b"], [{"a": 1}, {"b": [2]}]),
    Case(
        '{"x": "a", "b"], "c": {"d": 1]}',
        ["json-unopened 1:7 ", "json-unclosed 1:30 /c"],
        {"x": ["a", "b"], "c": {"d": 1}},
    ),
    Case('{"a": 1, ], "b": 2}', ["json-unexpected 1:10 ", "json-extra-comma 1:11 "], {"a": 1, "b": 2}),
    Case('{"a": 1, {"b": 2}', ["json-missing-name 1:10 ", "json-unclosed 1:18 "], {"a": 1}),
    Case('{"x": {"a": 1, {"b": 2}}', ["json-missing-name 1:16 /x", "json-unclosed 1:25 "], {"x": {"a": 1}}),
    Case('{"a": ["b": 1]}', "json-unexpected 1:11 /a", {"a": ["b", 1]}),
    Case('{"x": {"a": "b": 1}', ["json-unexpected 1:16 /x", "json-unclosed 1:20 "], {"x": {"a": "b"}}),
    Case('[["a": 1]', ["json-unexpected 1:6 /0", "json-unclosed 1:10 "], [["a", 1]]),
    Case('["a": 1', ["json-unexpected 1:5 ", "json-unclosed 1:8 "], ["a", 1]),
    Case('[1}, {"a": 2]]', ["json-unexpected 1:3 ", "json-unclosed 1:13 /1"], [1, {"a": 2}]),
    Case('[{"a": 1, {"b": 2}}]', "json-missing-name 1:11 /0", [{"a": 1}]),
    Case('["a": 1]', "json-unexpected 1:5 ", ["a", 1]),
    Case('{"a": [1]], "b": 2}', "json-unexpected 1:10 ", {"a": [1], "b": 2}),
    Case('{"a": {}}, "b": 2}', "json-unexpected 1:9 ", {"a": {}, "b": 2}),
    Case("[1 ]], 2]", ["json-unexpected 1:4 ", "json-unexpected 1:5 "], [1, 2]),
    # what cannot stand there
    Case('{"a":: 1}', "json-unexpected 1:6 ", {"a": 1}),
    Case('{"a": 1: 2, "b": 3}', "json-unexpected 1:8 ", {"a": 1, "b": 3}),
    Case('{"a": @, "b": ^5}', ["json-unexpected 1:7 ", "json-unexpected 1:15 "], {"a": None, "b": 5}),
    Case("[1, ..., 2]", "json-unexpected 1:5 ", [1, None, 2]),
    Case('{"a": 1, ... }', "json-unexpected 1:10 ", {"a": 1}),
    Case('{ ..., "a": 1}', "json-unexpected 1:3 ", {"a": 1}),
    Case('{"a": 1 @ 2, "b": 3}', "json-unexpected 1:9 ", {"a": 1, "b": 3}),
    Case('{"a": "x" "y", "b": 3}', "json-unexpected 1:11 ", {"a": "x", "b": 3}),
    Case('{"a": 1 {"x": 2}, "b": 3}', "json-unexpected 1:9 ", {"a": 1, "b": 3}),
    # around the document
    Case("", "json-empty 1:1 ", None),
    Case(" \n ", "json-empty 1:1 ", None),
    Case("// a\n", ["json-comment 1:1 ", "json-empty 1:5 "], None),
    Case("hello", "json-unexpected 1:1 ", None),
    Case("<!DOCTYPE html>\n<p>{}", "json-unexpected 1:1 ", None),
    Case("var manifest = [1];", ["json-unexpected 1:1 ", "json-trailing-content 1:19 "], [1]),
    Case("}\n[1]", "json-unexpected 1:1 ", [1]),
    Case('{"a": 1}, ;\n;\n', "json-trailing-content 1:9 ", {"a": 1}, '{"a": 1}\n'),
    Case("[1] [2] [3]\n[4]", "json-trailing-content 1:5 ", [1]),
    Case("{}}", "json-trailing-content 1:3 ", {}),
    Case("1 2", "json-trailing-content 1:3 ", 1),
    Case("'a'", "json-single-quotes 1:1 ", "a", '"a"'),
    Case("{{a}}", "json-unquoted-value 1:1 ", "{{a}}"),
]


@pytest.mark.parametrize("case", CASES, ids=[case.text[:40] for case in CASES])
def test_each_fault_is_found_once_and_the_rest_is_read(case: Case) -> None:
    """A fault breaks one rule at one place, and costs nothing else of the text; the edits mend what is safe to mend."""
    document = read(case.text.encode())

    found = [
        f"{each.rule} {each.span.line}:{each.span.column} {each.pointer}{' key' if each.at_key else ''}"
        for each in document.findings
        if each.span
    ]
    edits = [edit for finding in document.findings for edit in finding.edits]
    assert ([case.faults] if isinstance(case.faults, str) else case.faults) == found
    assert same(case.value, document.value)
    if case.mended is not None:
        assert case.mended == apply_edits(document.text, edits)


# For each text, the pieces that its findings are about.
PIECES = {
    "[1 2]": [""],
    "[1, , ,2]": [", ,"],
    '{"a" 1, b = 2}': ['"a"', "b", "b"],
    '{"a": 1, "a" : 2}': ['"a"'],
    "[ 'it' , “is” ]": ["'it'", "“is”"],
    '["a "b" c"]': ['"'],
    '["ab,\n1]': ['"ab'],
    '{"a"": ""b"}': ['"', '"'],
    '{"ab: 1}': ['"ab'],
    '["a\tb\t", "\\q", "\\ud800\\u0000"]': ["\t", "\\q", "\\ud800", "\\u0000"],
    "[1 /* a */, 2] // b": ["/* a */", "// b"],
    "[\xa0\xa0 1]": ["\xa0\xa0"],
    "[1,\0\0 2]": ["\0\0"],
    "[True, nan, 01, 1e999, hello world ]": ["True", "nan", "01", "1e999", "hello world"],
    '[hello" ]': ['hello"'],
    '{"a": @@ , ... }': ["@@", "..."],
    '{"a": "x" "y" }': ['"y"'],
    "[1, 2}": ["}"],
    '{"x": {"a": [1, 2}, "b": 3}': ["}"],
    '{"a": 1 {"x": 2}, "b": 3}': ["{"],
    '[{"a": 1, {"b": 2}]': ["{"],
    '{"a": [1, "bc": 3}': ['"bc"'],
    '["ab": 1}]': ['"ab"'],
    '{"x": "ab", "c"]}': ['"ab"'],
    '{"a": [1]], "b": 2}': ["]"],
    "{: 1}": [":"],
    "[1;]": [";"],
    "{} {} \n[]": ["{}"],
    "oops  \n": ["oops"],
    "a = {} ; \n": ["a =", ";"],
    "[" * 65 + "]" * 65: ["["],
}


@pytest.mark.parametrize(("text", "pieces"), PIECES.items())
def test_findings_reach_from_the_first_to_the_last_character_concerned(text: str, pieces: list[str]) -> None:
    """The span of a finding covers what is wrong and nothing else; what is missing has an empty one."""
    spans = [finding.span for finding in read(text.encode()).findings]
    lines = text.split("\n")

    assert pieces == [lines[span.line - 1][span.column - 1 : span.end_column - 1] for span in spans if span]


def test_every_rule_is_tried() -> None:
    """The cases here and the few tests of their own break every rule there is."""
    tried = {
        fault.split()[0] for case in CASES for fault in ([case.faults] if isinstance(case.faults, str) else case.faults)
    }

    elsewhere = {"json-too-large", "json-too-deep", "json-too-many-faults", "json-not-utf8", "json-bom"}
    assert set(RULES) == tried | elsewhere


def test_only_the_byte_order_mark_is_less_than_an_error() -> None:
    """Each fault of JSON is an error; a byte order mark is a warning, since many readers skip it."""
    assert {"json-bom"} == {name for name, rule in RULES.items() if rule.severity is not Severity.ERROR}


@pytest.mark.parametrize("opener", ["[", '{"a":', '[{"a":'])
def test_depth_is_bounded(opener: str) -> None:
    """What lies deeper than 64 is skipped as one fault, named where it begins, and reading goes on behind it."""
    levels = opener.count("[") + opener.count("{")
    closer = "".join("]" if sign == "[" else "}" for sign in reversed(opener) if sign in "[{")
    deep = opener * ((MAX_DEPTH + 1) // levels + 1)
    text = f'[{deep}"]}}"{closer * (deep.count(opener))}, 01]'

    document = read(text.encode())

    assert ["json-too-deep", "json-bad-number"] == [finding.rule for finding in document.findings]
    assert isinstance(document.value, list)
    assert 1 == document.value[1]


def test_depth_of_64_is_fine() -> None:
    """64 arrays inside each other are read; one more is a fault at its own place."""
    assert () == read(b"[" * 64 + b"]" * 64).findings

    finding = read(b"[" * 65 + b"]" * 65).findings[0]
    assert ("json-too-deep", 65, "/0" * 64) == (finding.rule, finding.span and finding.span.column, finding.pointer)


def test_size_is_bounded() -> None:
    """A text of 1 MiB is read; of one byte more, nothing."""
    text = b"[1" + b" " * (MAX_BYTES - 3) + b"]"

    assert () == read(text).findings
    document = read(text + b" ")
    assert ["json-too-large"] == [finding.rule for finding in document.findings]
    assert f"the file has {MAX_BYTES + 1} bytes; at most {MAX_BYTES} are read" == str(document.findings[0].message)
    assert ("", None) == (document.text, document.value)


def test_the_trailing_comma_has_the_name_microsoft_gave_it() -> None:
    """Aliases hold Microsoft's codes, where it has some."""
    assert ("Serialization_TrailingCommaInManifestJsonFile",) == read(b"[1,]").findings[0].aliases
    assert ("Serialization_FileNotValidJson",) == read(b"[1 2]").findings[0].aliases
    assert () == read(b'{"a": 1, "a": 2}').findings[0].aliases
