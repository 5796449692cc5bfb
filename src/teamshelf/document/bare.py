"""Values without quotes: numbers and literals, those of other languages, and texts whose quotes were forgotten."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from teamshelf.document.faults import Fault, excerpt
from teamshelf.document.gaps import run_end
from teamshelf.findings import Edit
from teamshelf.messages import say

if TYPE_CHECKING:
    from teamshelf.document.faults import Report

NUMBER = r"(?:-?(?:0|[1-9][0-9]*))(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
"""A number as RFC 8259, section 6, defines it: a regular expression without groups."""

LITERALS = {"true": True, "false": False, "null": None}
"""The three literals of JSON and their values."""

_NUMBER = re.compile(NUMBER)
_RUN = re.compile(r"[+-]?(?:\w|\.[0-9])[\w.+-]*")
_LOOKS_NUMERIC = re.compile(r"[+-]?\.?[0-9]")
_PLACEHOLDER = re.compile(r"\$?\{\{[\w. \t-]+\}\}")
_TEXT_BEGINS = re.compile(r"[^\W\d]|[$%#]")
_TEXT = re.compile(r"(?:\{\{[\w. \t-]+\}\}|(?!\s//|/\*)[^\",\[\]{}\x00-\x08\x0a-\x1f])+")
_TEXT_UP_TO_QUOTE = re.compile(r'(?:\{\{[\w. \t-]+\}\}|[^"\[\]{}\x00-\x08\x0a-\x1f])+"(?=[ \t]*(?:[,\]}\n\r]|\Z))')

_SPELLINGS = {**{word: word for word in LITERALS}, "none": "null"}
"""Literals in lower case, and how JSON writes them: Python has capitals and None, spreadsheets have all capitals."""

_NOT_NUMBERS = ("nan", "inf", "infinity")

_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_PREFIXED = re.compile(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+")
_DECIMAL = re.compile(r"([0-9]*)(?:(\.)([0-9]*))?((?:[eE][+-]?[0-9]+)?)")
_DIGIT_SEPARATOR = re.compile(r"(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])")

_INT64_MIN, _UINT64_MAX = -(2**63), 2**64 - 1
_SAFE_LENGTH = 18
"""An integer of so many characters fits into 64 bits whatever they are."""

_REPAIRED_LENGTH = 40
"""Characters of the longest number that is worth a repair."""


class BareRead(NamedTuple):
    """A value, and the place behind it."""

    value: str | float | bool | None
    end: int


def read_bare(text: str, start: int, report: Report) -> BareRead | None:
    """The value without quotes that begins at ``start``; None when nothing there looks like a value."""
    if _PLACEHOLDER.match(text, start):
        return _read_text(text, start, report)
    end = run_end(_RUN, text, start)
    run = text[start:end]
    if run in LITERALS:
        return BareRead(LITERALS[run], end)
    if _NUMBER.fullmatch(run):
        return BareRead(read_number(run, start, report), end)
    if run.lstrip("+-").lower() in _NOT_NUMBERS:
        message = say("`{run}` cannot be written in JSON", run=run)
        report(Fault("json-not-a-number", start, end, message, say("write a number, or `null`")))
        return BareRead(None, end)
    if _LOOKS_NUMERIC.match(run):
        return BareRead(_read_bad_number(run, start, report), end)
    if run.lower() in _SPELLINGS or run == "undefined":
        return BareRead(_read_bad_literal(run, start, report), end)
    if _TEXT_BEGINS.match(text, start):
        return _read_text(text, start, report)
    return None


def read_number(run: str, start: int, report: Report) -> float | None:
    """The value of a number that JSON allows; one that is too large is reported and gives an approximation, or None."""
    value = _exact(run)
    if value is not None:
        return value
    if run.lstrip("-").isdigit():
        message = say("the integer {value} does not fit into 64 bits", value=excerpt(run))
    else:
        message = say("the number {value} is too large", value=excerpt(run))
    hint = say("write a smaller number, or put it in double quotes if it is a text")
    report(Fault("json-number-too-large", start, start + len(run), message, hint))
    approximate = float(run)
    return approximate if math.isfinite(approximate) else None


def _exact(run: str) -> float | None:
    """The value of a number that JSON allows, unless it is too large."""
    if not run.lstrip("-").isdigit():
        value = float(run)
        return value if math.isfinite(value) else None
    if len(run) > _REPAIRED_LENGTH:
        return None
    integer = int(run)
    return integer if _INT64_MIN <= integer <= _UINT64_MAX else None


def _read_bad_number(run: str, start: int, report: Report) -> str | float:
    """The number that was meant; the text as it stands when it cannot be told."""
    end = start + len(run)
    if _DOTTED.fullmatch(run):
        message = say("`{run}` is not a number but a text, and is not in double quotes", run=excerpt(run))
        hint = say('write `"{run}"`', run=excerpt(run))
        report(Fault("json-bad-number", start, end, message, hint, (Edit(start, end, f'"{run}"'),)))
        return run
    message = say("`{run}` is not a number as JSON writes them", run=excerpt(run))
    mended = _mended(run) if len(run) <= _REPAIRED_LENGTH else None
    value = _exact(mended) if mended is not None else None
    if mended is None or value is None:
        hint = say("write it as a decimal number, or in double quotes if it is a text")
        report(Fault("json-bad-number", start, end, message, hint))
        return run
    hint = say("write `{mended}`", mended=mended)
    edits = () if _may_be_octal(run) else (Edit(start, end, mended),)
    report(Fault("json-bad-number", start, end, message, hint, edits))
    return value


def _mended(run: str) -> str | None:
    """The number as JSON writes it; None when it is no number in any usual notation."""
    sign = "-" if run.startswith("-") else ""
    body = _DIGIT_SEPARATOR.sub("", run.lstrip("+-"))
    if _PREFIXED.fullmatch(body):
        return f"{sign}{int(body, 0)}"
    decimal = _DECIMAL.fullmatch(body)
    if not decimal:
        return None
    whole, point, fraction, exponent = decimal.groups()
    return f"{sign}{whole.lstrip('0') or '0'}{point or ''}{fraction or ('0' if point else '')}{exponent}"


def _may_be_octal(run: str) -> bool:
    """Whether the number is eight times another one to C and its heirs: ``010`` may be ten or eight."""
    digits = run.lstrip("+-").replace("_", "")
    return digits.startswith("0") and digits.isdigit() and len(digits.lstrip("0")) > 1


def _read_bad_literal(run: str, start: int, report: Report) -> bool | None:
    end = start + len(run)
    message = say("`{run}` is no literal of JSON", run=run)
    mended = _SPELLINGS.get(run.lower())
    if mended is None:
        report(Fault("json-bad-literal", start, end, message, say("write a value, or remove the property")))
        return None
    edits = (Edit(start, end, mended),)
    report(Fault("json-bad-literal", start, end, message, say("write `{mended}`", mended=mended), edits))
    return LITERALS[mended]


def _read_text(text: str, start: int, report: Report) -> BareRead:
    """A text that lacks both quotes or the opening one; it may have placeholders in it."""
    end = run_end(_TEXT_UP_TO_QUOTE, text, start)
    if end > start:
        value = text[start : end - 1]
        message = say("the string `{value}` has no opening quote", value=excerpt(text[start:end]))
        hint = say('put a `"` before `{value}`', value=excerpt(value))
    else:
        value = text[start : run_end(_TEXT, text, start)].rstrip()
        end = start + len(value)
        message = say("the text `{value}` is not in double quotes", value=excerpt(value))
        hint = say('write `"{value}"`', value=excerpt(value))
    report(Fault("json-unquoted-value", start, end, message, hint))
    return BareRead(value, end)
