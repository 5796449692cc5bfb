"""The tolerant reader: any text gives values, their places, and every fault that keeps it from being JSON.

It walks through a text in steps of three kinds: a name, a value, what follows a value. Each step first tries one
regular expression for what JSON asks for, and only where that fails looks for what people write instead. Nothing
recurses and reading never goes back, so that hostile text costs little more than good one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from teamshelf.document import faults
from teamshelf.document.bare import LITERALS, NUMBER, read_bare, read_number
from teamshelf.document.fault_log import TooManyFaults
from teamshelf.document.gaps import run_end
from teamshelf.document.lost_brackets import GuessingCursor
from teamshelf.document.quotes import QUOTES
from teamshelf.document.strings import read_string
from teamshelf.findings import Edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from teamshelf.document.fault_log import FaultLog
    from teamshelf.document.faults import Fault
    from teamshelf.document.positions import Lines
    from teamshelf.document.tree import Json, Place

_Step: TypeAlias = "Callable[[], _Step] | None"
"""What to do next; None at the end."""

_SPACE = r"[ \t\n\r]*"
_PLAIN = r'"([^"\\\x00-\x1f]*)"'

# The steps through text that is as it should be. The look-ahead leaves `1 2` and `"a "b" c"` to the others.
_NAME = re.compile(rf"{_SPACE}{_PLAIN}{_SPACE}:{_SPACE}")
_SCALAR = re.compile(rf"{_SPACE}(?:{_PLAIN}|({NUMBER})|(true|false|null))(?={_SPACE}(?:[,\]}}]|\Z))")
_OPENER = re.compile(rf"{_SPACE}(\[|\{{(?!\{{))")
_SIGN = re.compile(rf"{_SPACE}([,\]}}])")

# What may stand in place of it.
_COMMAS = re.compile(rf",(?:{_SPACE},)*")
_BARE_NAME = re.compile(rf"[^{QUOTES}:,{{}}\[\]=/#\x00-\x1f]+")
_COLON_FOLLOWS = re.compile(r"[ \t]*[:=]")
_COLON_SUBSTITUTE = re.compile(r"=>?")
_NAME_FOLLOWS = re.compile(
    r'"(?:[^"\\\n\r]|\\.)*"[ \t]*:|"[\w$@.-]+[ \t]*:'
    r"|'[^'\n\r]*'[ \t]*:|[“”„‟][^“”„‟\"\n\r]*[“”„‟\"][ \t]*:"
    r'|[\w$@][\w$@.-]*"?[ \t]*[:=]'
)
_VALUE_FOLLOWS = re.compile(rf"[{QUOTES}\[{{$%#\w]|[+-]?\.?[0-9]")
_TEXT_BEGINS = re.compile(rf"[{QUOTES}\[{{]|[+-]?(?:\.?[0-9]|(?i:true|false|null|none|nan|infinity|undefined)\b)")
_BRACKET = re.compile(r"[\[{]")

# What makes no sense at all, and how far one finding about it reaches.
_SYMBOLS = re.compile(rf"[^\s{QUOTES}:;,{{}}\[\]\w\0]+")
_WORDS = re.compile(r'[^",{}\[\]\n\r\0]+')
_NULS = re.compile("\0+")
_REST_OF_LINE = re.compile(r"[^\n\r]*")
_SEPARATORS = re.compile(r"[,;\s]*\Z")


def read_text(text: str, lines: Lines, log: FaultLog) -> tuple[Json, Place | None]:
    """The value of any text and its place, None for both when there is none; every fault goes into the log."""
    known = len(log)
    reader = _Reader(text, lines, log)
    reader.run()
    if reader.cut_short:
        log.forget(since=known)
        reader = _Reader(text, lines, log, careful=True)
        reader.run()
    return reader.finish()


class _Reader(GuessingCursor):
    """Its methods are the steps; each returns the next one.

    ``careful`` looks for the place where closing brackets are missing, which shows in the indentation, if anywhere;
    ``cut_short`` tells afterwards that the text was over before everything in it was closed.
    """

    def __init__(self, text: str, lines: Lines, log: FaultLog, *, careful: bool = False) -> None:
        super().__init__(text, lines, log)
        self.careful = careful
        self.cut_short = False

    def run(self) -> None:
        step: _Step = self.value
        try:
            while step is not None:
                step = step()
        except TooManyFaults:
            pass  # The log says so; what has been read up to there is the value.

    # Steps through text that is as it should be.

    def name(self) -> _Step:
        match = _NAME.match(self.text, self.at)
        if match is None:
            return self.odd_name()
        start, end = match.start(1) - 1, match.end(1) + 1
        if self.careful:
            self.close_outdented(start, end)
        self.expect(match[1], start, end)
        self.at = match.end()
        return self.value

    def value(self) -> _Step:
        match = _SCALAR.match(self.text, self.at)
        if match is None:
            opener = _OPENER.match(self.text, self.at)
            return self.odd_value() if opener is None else self.content(opener.start(1))
        string, number, literal = match.groups()
        if string is not None:
            self.put(string, match.start(1) - 1, match.end())
        elif literal:
            self.put(LITERALS[literal], match.start(3), match.end())
        else:
            self.put(read_number(number, match.start(2), self.report_value), match.start(2), match.end())
        return self.separator

    def separator(self) -> _Step:
        match = _SIGN.match(self.text, self.at)
        if match is None or not self.depth:
            return self.odd_separator()
        return self.separated(match.start(1)) if match[1] == "," else self.close(match.start(1), self.separator)

    def content(self, start: int) -> _Step:
        depth = self.depth
        self.enter(start)
        return self.item if self.depth > depth else self.separator

    def item(self) -> _Step:
        return self.name() if self.inner.is_object else self.value()

    def separated(self, comma: int) -> _Step:
        self.comma = comma
        self.at = comma + 1
        return self.item

    # Where a name should be, and something else is, or stands before it.

    def odd_name(self) -> _Step:
        sign = self.skip_gap()
        if not sign:
            return self.ended()
        if sign == ",":
            return self.extra_commas(self.name)
        if sign in "]}":
            return self.close(self.at, self.name)
        if sign in QUOTES:
            found: list[Fault] = []
            start = self.at
            name, end = read_string(self.text, start, found.append, is_name=True)
            return self.named(name, start, end, found)
        if sign == "{" and (self.closes_before_brace() or self.last_was_item()):
            return self.value
        if sign in ":[{":
            self.report(faults.missing_name(self.at, sign))
            return self.nameless(self.at + (sign == ":"))
        return self.bare_name(self.at)

    def bare_name(self, start: int) -> _Step:
        name = self.text[start : run_end(_BARE_NAME, self.text, start)].rstrip()
        end = start + len(name)
        if self.text.startswith('"', end):
            end += 1  # only the opening quote is missing
        if not name or not _COLON_FOLLOWS.match(self.text, end):
            return self.separator if self.junk(_WORDS) == "," else self.name
        writable = name.isprintable() and "\\" not in name
        edits = (Edit(start, end, f'"{name}"'),) if writable else ()
        return self.named(name, start, end, [faults.unquoted_name(start, end, name, edits)])

    def named(self, name: str, start: int, end: int, found: list[Fault]) -> _Step:
        """A name was read, and faults in it; a colon should follow."""
        self.at = end
        sign = self.skip_gap()
        if sign and sign in ",]}" and self.last_was_item():
            after = self.at
            self.put(name, start, end)
            self.at = after
            return self.separator
        self.expect(name, start, end)
        for fault in found:
            self.report_value(fault)
        if sign == ":":
            self.at += 1
        elif sign == "=":
            written = self.at, run_end(_COLON_SUBSTITUTE, self.text, self.at)
            self.report_value(faults.missing_colon(start, end, name, written))
            self.at = written[1]
        elif sign and sign in ",]}":
            return self.valueless(end)
        elif _VALUE_FOLLOWS.match(self.text, self.at):
            self.report_value(faults.missing_colon(start, end, name, (end, end)))
        return self.value

    def nameless(self, at: int) -> _Step:
        """What follows is a value in an object, and nobody knows which; it is read for its faults."""
        self.inner.expect_nameless()
        self.at = at
        return self.value

    # Where a value should be, and something else is, or stands before it.

    def odd_value(self) -> _Step:
        sign = self.skip_gap()
        start = self.at
        if not sign:
            return self.ended()
        if not self.depth and not _TEXT_BEGINS.match(self.text, start):
            return self.prologue()
        if sign in ",]}":
            if self.inner.is_object:
                return self.valueless(start)
            return self.extra_commas(self.value) if sign == "," else self.close(start, self.value)
        if sign in QUOTES:
            string = read_string(self.text, start, self.report_value)
            self.put(string.value, start, string.end)
            return self.separator
        bare = read_bare(self.text, start, self.report_value)
        if bare is not None:
            self.put(bare.value, start, bare.end)
            return self.separator
        if sign in "[{":
            return self.content(start)
        if self.junk(_SYMBOLS) not in ",]}":
            return self.value
        self.put_nothing(start)
        return self.separator

    def prologue(self) -> _Step:
        """The text begins with something else than JSON: go to its first bracket, unless it is a text with markup."""
        start = self.at
        bracket = None if self.text[start] == "<" else _BRACKET.search(self.text, start)
        self.at = bracket.start() if bracket else len(self.text)
        text = self.text[start : min(self.at, run_end(_REST_OF_LINE, self.text, start))].rstrip()
        self.report(faults.not_json(start, start + len(text), text))
        return self.value if bracket else None

    def valueless(self, at: int) -> _Step:
        name = self.inner.next_step
        if isinstance(name, str):
            self.report_value(faults.missing_value(at, at, name))
        self.put_nothing(at)
        return self.separator

    def extra_commas(self, resume: _Step) -> _Step:
        runs: list[tuple[int, int]] = []
        sign = ","
        while commas := _COMMAS.match(self.text, self.at):
            runs.append(commas.span())
            self.at = commas.end()
            sign = self.skip_gap()
        closer = sign if sign and sign in "]}" else ""
        if closer and self.comma is not None:
            runs.insert(0, (self.comma, self.comma + 1))
            self.comma = None
        self.report(faults.extra_commas(runs, closer))
        return resume

    # Where a comma or a closing bracket should be, and something else is, or stands before it.

    def odd_separator(self) -> _Step:
        before = self.at
        sign = self.skip_gap()
        if sign == ":" and self.last_was_name(before):
            self.at += 1
            return self.value
        if not self.depth:
            return self.epilogue() if sign else None
        if not sign:
            return self.ended()
        if sign == ",":
            return self.separated(self.at)
        if sign in "]}":
            return self.close(self.at, self.separator)
        if sign == ";":
            return self.semicolon(self.at)
        if (_NAME_FOLLOWS if self.inner.is_object else _VALUE_FOLLOWS).match(self.text, self.at):
            self.report(faults.missing_comma(before, self.text[self.last : before]))
            return self.item
        return self.unexpected(sign)

    def unexpected(self, sign: str) -> _Step:
        """Something that cannot follow a value; it is skipped, but a value is read for its faults."""
        if sign in ":[{":
            self.report(faults.unexpected(self.at, self.at + 1, sign))
            return self.nameless(self.at + (sign == ":"))
        if sign in QUOTES:
            start = self.at
            self.at = read_string(self.text, start, _ignore).end
            self.report(faults.unexpected(start, self.at, self.text[start : self.at]))
        else:
            self.junk(_WORDS)
        return self.separator

    def semicolon(self, at: int) -> _Step:
        self.at = at + 1
        separates = self.skip_gap() not in ("", ",", ";", "]", "}")
        self.report(faults.semicolon(at, "," if separates else ""))
        return self.item if separates else self.separator

    def close(self, at: int, resume: _Step) -> _Step:
        """A closing bracket; reading resumes with the given step if there is nothing for it to close."""
        return self.separator if self.closes(at) else resume

    def epilogue(self) -> _Step:
        """Something follows the value of the text; where it is nothing but commas and semicolons, they can go."""
        start = self.at
        text = self.text[start : run_end(_REST_OF_LINE, self.text, start)].rstrip()
        edits = (Edit(start, self.text_end(), ""),) if _SEPARATORS.match(self.text, start) else ()
        last_line = self.lines.line(self.last)
        self.report(faults.trailing_content(start, start + len(text), text, last_line, edits))
        return None

    # Anywhere.

    def junk(self, pattern: re.Pattern[str]) -> str:
        """Skip what makes no sense, as one fault; gives the character that follows, empty at the end of the text."""
        start = self.at
        nuls = _NULS.match(self.text, start)
        if nuls:
            self.at = nuls.end()
            self.report(faults.nul(start, self.at))
        else:
            self.at = max(run_end(pattern, self.text, start), start + 1)
            text = self.text[start : self.at].rstrip()
            self.report(faults.unexpected(start, start + len(text), text))
        self.comma = None
        return self.skip_gap()

    def ended(self) -> _Step:
        """The text is over, although something is still open or there is nothing in it."""
        end = self.text_end()
        if not self.depth:
            if self.log.all_mendable:
                self.report(faults.empty(end))
            return None
        self.cut_short = True
        last = self.log.last
        cut_off = last and last.rule == "json-unclosed" and not self.text[last.end : end].strip(" \t\n\r,")
        if not cut_off:
            closers = "".join(each.closer for each in self.around)
            self.report(faults.unclosed_at_end(end, self.opened(self.inner), closers))
        return None


def _ignore(fault: Fault) -> None:
    """Takes no notice of a fault inside what is at fault as a whole."""
