"""What can be wrong with JSON text: a closed list of rules, and the sentences that say which one is broken where.

The readers of this package find the places; the wording of everything that is not inside a string, a number or the
encoding stands here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.findings import Edit, Severity
from teamshelf.messages import SHOWN_LENGTH, Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    Report: TypeAlias = Callable[["Fault"], None]
    """Takes a fault the moment it is found."""

MAX_BYTES = 1 << 20
"""Bytes of the largest text that is read: 1 MiB. Manifests have some kilobytes, language files hardly more."""

MAX_VALUES = 50_000
"""Values that are read of one text at most, told by its commas and opening brackets. Manifests have hundreds."""

MAX_DEPTH = 64
"""Objects and arrays inside each other that are read at most. No manifest version has a place for more than 20."""

MAX_FAULTS = 100
"""Faults after which reading stops: what has so many is not a manifest with mistakes, but something else."""

MAX_EDITS = 1000
"""Edits that one fault comes with at most; where more were needed, a program wrote the text, and has to be mended."""

_NOT_JSON = ("Serialization_FileNotValidJson",)


class SyntaxRule(Struct, frozen=True):
    """What holds for every fault of one rule.

    Attributes:
        about: what the rule asks of a text, in one sentence.
        severity: the same for every audience, since all of them read JSON alike.
        aliases: Microsoft's own codes for the same fault.
    """

    about: Message
    severity: Severity = Severity.ERROR
    aliases: tuple[str, ...] = _NOT_JSON


RULES: dict[str, SyntaxRule] = {
    "json-too-large": SyntaxRule(say("A JSON file has at most 1 MiB and 50,000 values."), aliases=()),
    "json-not-utf8": SyntaxRule(say("A JSON file is encoded as UTF-8.")),
    "json-bom": SyntaxRule(say("A JSON file does not begin with a byte order mark."), Severity.WARNING, ()),
    "json-empty": SyntaxRule(say("A JSON file holds a value.")),
    "json-too-deep": SyntaxRule(say("Objects and arrays are nested at most 64 deep."), aliases=()),
    "json-too-many-faults": SyntaxRule(say("Reading stops after 100 faults.")),
    "json-missing-comma": SyntaxRule(say("A comma separates the members of an object and the items of an array.")),
    "json-extra-comma": SyntaxRule(
        say("A comma stands only between two members or items."),
        aliases=("Serialization_TrailingCommaInManifestJsonFile",),
    ),
    "json-missing-colon": SyntaxRule(say("A colon separates the name of a property from its value.")),
    "json-missing-value": SyntaxRule(say("Every property has a value.")),
    "json-missing-name": SyntaxRule(say("Every value in an object has a name.")),
    "json-unclosed": SyntaxRule(say("Every string, object and array is closed, by the sign that belongs to it.")),
    "json-unopened": SyntaxRule(say("Every object and array is opened before it is closed.")),
    "json-unexpected": SyntaxRule(say("Nothing but JSON stands in a JSON file.")),
    "json-trailing-content": SyntaxRule(say("A JSON file holds one value and nothing after it.")),
    "json-comment": SyntaxRule(say("JSON has no comments."), aliases=()),
    "json-odd-space": SyntaxRule(say("Space, tab and line break are the only white space between values.")),
    "json-duplicate-key": SyntaxRule(say("An object names each property once."), aliases=()),
    "json-unquoted-key": SyntaxRule(say("The name of a property stands in double quotes.")),
    "json-unquoted-value": SyntaxRule(say("A text stands in double quotes.")),
    "json-single-quotes": SyntaxRule(say("Strings stand in double quotes, not single ones.")),
    "json-smart-quotes": SyntaxRule(say("Strings stand in straight quotes, not typographic ones.")),
    "json-unescaped-quote": SyntaxRule(say("A double quote inside a string has a backslash before it.")),
    "json-control-character": SyntaxRule(
        say("Tabs, line breaks and other control characters in a string are escaped.")
    ),
    "json-bad-escape": SyntaxRule(say("A backslash in a string begins one of the escapes JSON knows.")),
    "json-lone-surrogate": SyntaxRule(say("Escapes for the halves of a surrogate pair come in pairs.")),
    "json-nul": SyntaxRule(say("No string holds the NUL character."), aliases=()),
    "json-bad-literal": SyntaxRule(say("The literals are `true`, `false` and `null`, in lower case.")),
    "json-bad-number": SyntaxRule(say("A number is written as JSON defines it.")),
    "json-not-a-number": SyntaxRule(say("Infinity and what is not a number cannot be written in JSON.")),
    "json-number-too-large": SyntaxRule(
        say("An integer fits into 64 bits, any other number into double precision."), aliases=()
    ),
}
"""Every rule that a JSON text can break."""


class Fault(Struct, frozen=True):
    """One broken rule at one place of the text, before it is known which value stands there.

    ``start`` and ``end`` count characters; ``at_key`` says that the name of a property is concerned, not its value.
    """

    rule: str
    start: int
    end: int
    message: Message
    hint: Message | None = None
    edits: tuple[Edit, ...] = ()
    at_key: bool = False


def excerpt(text: str) -> str:
    """A piece of the source as it may be shown in a message: safe to print, cut to length."""
    return printable(text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…")


def opened(sign: str, line: int) -> Message:
    """Names an open bracket by its kind and line, as a part of other messages."""
    if sign == "{":
        return say("the object opened on line {line}", line=line)
    return say("the array opened on line {line}", line=line)


def missing_comma(at: int, after: str) -> Fault:
    """Two members or items follow each other directly; ``after`` is the end of the first."""
    return Fault(
        "json-missing-comma",
        at,
        at,
        say("there is no comma after `{before}`", before=excerpt(after)),
        say("insert a comma after `{before}`", before=excerpt(after)),
        (Edit(at, at, ","),),
    )


def semicolon(at: int, replacement: str) -> Fault:
    """A semicolon stands where a comma should, or nothing."""
    hint = say("replace the semicolon by a comma") if replacement else say("remove the semicolon")
    return Fault(
        "json-unexpected",
        at,
        at + 1,
        say("JSON has no semicolons"),
        hint,
        (Edit(at, at + 1, replacement),),
    )


def extra_commas(runs: Sequence[tuple[int, int]], closer: str) -> Fault:
    """Commas that separate nothing, as the stretches they take; ``closer`` is the bracket behind them, or empty."""
    if closer:
        message = say("there is a comma before the closing `{sign}`", sign=closer)
    else:
        message = say("there is a comma with nothing before it")
    edits = tuple(Edit(start, end, "") for start, end in runs)
    return Fault("json-extra-comma", runs[0][0], runs[-1][1], message, say("remove the comma"), edits)


def missing_colon(start: int, end: int, name: str, written: tuple[int, int]) -> Fault:
    """A name is followed by a value; ``written`` is what stands in place of the colon, if anything."""
    return Fault(
        "json-missing-colon",
        start,
        end,
        say("there is no colon after the name `{name}`", name=excerpt(name)),
        say("put a colon between the name and its value"),
        (Edit(*written, ":"),),
        at_key=True,
    )


def missing_value(start: int, end: int, name: str) -> Fault:
    """A name stands alone."""
    return Fault(
        "json-missing-value",
        start,
        end,
        say("the property `{name}` has no value", name=excerpt(name)),
        say("write the value, or remove the property"),
    )


def missing_name(at: int, sign: str) -> Fault:
    """A value, or the colon before it, stands where a name should."""
    return Fault(
        "json-missing-name",
        at,
        at + 1,
        say("`{sign}` stands where the name of a property must", sign=sign),
        say('give the value a name, as in `"name": …`'),
    )


def unquoted_name(start: int, end: int, name: str, edits: tuple[Edit, ...]) -> Fault:
    """A name lacks its quotes, or the opening one."""
    return Fault(
        "json-unquoted-key",
        start,
        end,
        say("the name `{name}` is not in double quotes", name=excerpt(name)),
        say('write `"{name}"`', name=excerpt(name)),
        edits,
        at_key=True,
    )


def duplicate_name(start: int, end: int, name: str, first_line: int) -> Fault:
    """A name stands in an object a second time."""
    return Fault(
        "json-duplicate-key",
        start,
        end,
        say("the property `{name}` is already there, on line {line}", name=excerpt(name), line=first_line),
        say("remove or rename one of them; until then only the last one counts"),
        at_key=True,
    )


def unclosed_at_end(at: int, innermost: Message, closers: str) -> Fault:
    """The text ends inside objects or arrays."""
    return Fault(
        "json-unclosed",
        at,
        at,
        say("the file ends before {opened} is closed", opened=innermost),
        say("add `{closers}`", closers=excerpt(closers)),
    )


def unclosed_before(start: int, end: int, innermost: Message, closers: str, what: str) -> Fault:
    """An object or array should have been closed before what stands there."""
    return Fault(
        "json-unclosed",
        start,
        end,
        say("{opened} is not closed before `{what}`", opened=innermost, what=excerpt(what)),
        say("add `{closers}` before `{what}`", closers=excerpt(closers), what=excerpt(what)),
    )


def unopened(start: int, end: int, sign: str, first: str) -> Fault:
    """The first name of an object, or item of an array, stands there without the opening bracket ``sign``."""
    if sign == "{":
        message = say("the object that begins with `{first}` is not opened", first=excerpt(first))
    else:
        message = say("the array that begins with `{first}` is not opened", first=excerpt(first))
    return Fault(
        "json-unopened",
        start,
        end,
        message,
        say("add `{sign}` before `{first}`", sign=sign, first=excerpt(first)),
    )


def wrong_closer(at: int, found: str, innermost: Message, wanted: str) -> Fault:
    """An object is closed as an array, or the other way round."""
    return Fault(
        "json-unclosed",
        at,
        at + 1,
        say("`{found}` cannot close {opened}", found=found, opened=innermost),
        say("replace it by `{wanted}`", wanted=wanted),
    )


def stray_closer(at: int, found: str) -> Fault:
    """A closing bracket that closes nothing, or closes the document too early."""
    return Fault(
        "json-unexpected",
        at,
        at + 1,
        say("there is nothing for this `{found}` to close", found=found),
        say("remove it"),
    )


def unexpected(start: int, end: int, text: str) -> Fault:
    """Something that cannot stand where it does."""
    return Fault(
        "json-unexpected",
        start,
        end,
        say("`{text}` cannot stand here", text=excerpt(text)),
        say("remove it, or write it as JSON"),
    )


def not_json(start: int, end: int, text: str) -> Fault:
    """The text does not begin as JSON does."""
    return Fault(
        "json-unexpected",
        start,
        end,
        say("`{text}` is not the beginning of JSON", text=excerpt(text)),
        say("remove it: the file should begin with an opening brace"),
    )


def nul(start: int, end: int) -> Fault:
    """NUL characters outside of strings."""
    message = say("there are NUL characters between the values")
    return Fault("json-nul", start, end, message, say("save the file as plain text"))


def odd_space(start: int, end: int, text: str) -> Fault:
    """White space, or an invisible character, that JSON does not count as white space."""
    return Fault(
        "json-odd-space",
        start,
        end,
        say("the invisible character {code} is no white space in JSON", code=f"U+{ord(text[0]):04X}"),
        say("replace it by a space"),
        (Edit(start, end, " "),),
    )


def comment(start: int, end: int, text: str, edits: tuple[Edit, ...]) -> Fault:
    """A comment; without ``edits`` it is one that never ends."""
    if edits:
        message = say("`{text}` is a comment", text=excerpt(text))
        hint = say("remove this comment: JSON has none")
    else:
        message = say("`{text}` is a comment, and it is not closed", text=excerpt(text))
        hint = say("remove this comment, up to where it should end: JSON has none")
    return Fault("json-comment", start, end, message, hint, edits)


def trailing_content(start: int, end: int, text: str, last_line: int, edits: tuple[Edit, ...]) -> Fault:
    """Something stands after the value that the text consists of, which ends on ``last_line``."""
    return Fault(
        "json-trailing-content",
        start,
        end,
        say("`{text}` stands after the end of the document", text=excerpt(text)),
        say("remove it: the document ends on line {line}", line=last_line),
        edits,
    )


def too_deep(start: int, end: int) -> Fault:
    """An object or array lies too deep; its content was not read."""
    return Fault(
        "json-too-deep",
        start,
        end,
        say("this lies more than {limit} objects and arrays deep; it was not read", limit=MAX_DEPTH),
        say("nest less deeply; no manifest needs so many levels"),
    )


def too_many(at: int) -> Fault:
    """The reader gave up."""
    return Fault(
        "json-too-many-faults",
        at,
        at,
        say("there are more than {limit} faults; what follows was not read", limit=MAX_FAULTS),
        say("mend the first ones, and check that this file is JSON at all"),
    )


def empty(at: int) -> Fault:
    """There is no value."""
    return Fault(
        "json-empty",
        at,
        at,
        say("the file is empty"),
        say("write an object into it, at least `{example}`", example="{}"),
    )


def too_many_values(count: int) -> Fault:
    """The text was not read at all, although it is short enough."""
    return Fault(
        "json-too-large",
        0,
        0,
        say(
            "the file has {count} commas and opening brackets; at most {limit} are read", count=count, limit=MAX_VALUES
        ),
        say("check that this is the right file; a manifest is far smaller"),
    )


def too_large(size: int) -> Fault:
    """The text was not read at all."""
    return Fault(
        "json-too-large",
        0,
        0,
        say("the file has {size} bytes; at most {limit} are read", size=size, limit=MAX_BYTES),
        say("check that this is the right file; a manifest is far smaller"),
    )
