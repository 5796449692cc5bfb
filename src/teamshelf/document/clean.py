"""The fast way through JSON that has no fault, which is what nearly every manifest is.

msgspec reads it in C. It lets four things pass that are faults here, and each costs about a microsecond to rule out:

* a property named twice: its strings are dropped, so the value, written again, has fewer double quotes than the text
  (of a text without blanks, it is the text itself);
* objects and arrays too deep inside each other: the brackets alone tell;
* integers of more than 64 bits: they show as a long row of digits;
* NUL in strings: it can only be written as one certain escape.

Where a row of digits or an escape leaves a doubt, the tolerant reader decides.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import MsgspecError
from msgspec.json import Decoder, Encoder

from teamshelf.document.faults import MAX_BYTES, MAX_DEPTH, MAX_VALUES

if TYPE_CHECKING:
    from teamshelf.document.tree import Json


class _Unclean(Enum):
    NOT_CLEAN = "not clean"


NotClean: TypeAlias = Literal[_Unclean.NOT_CLEAN]
"""The type of :data:`NOT_CLEAN`."""

NOT_CLEAN: Final = _Unclean.NOT_CLEAN
"""Stands for the value of bytes that are not faultless JSON; None is the value of ``null``."""

_decode = Decoder().decode
_encode = Encoder().encode

# The skeleton of a text: brackets whatever their kind, quotes, digits, and the hyphen, which keeps GUIDs from looking
# like long numbers. Everything else is dropped.
_KEPT = b'[]{}"-0123456789'
_SKELETON = bytes.maketrans(b"[]{}0123456789", b"()()0000000000")
_DROPPED = bytes(byte for byte in range(256) if byte not in _KEPT)

_MAYBE_LONG = b"0" * 19
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
"""The shortest row of digits that may not fit into 64 bits: 2**63 has nineteen."""

_STRING = re.compile(rb'"[()]*"')


def decode_clean(data: bytes) -> Json | NotClean:
    """The value of faultless JSON, and :data:`NOT_CLEAN` for anything else.

    Gives a value exactly if :func:`~teamshelf.document.document.read` finds nothing to say about the bytes, and then
    the same one. (Called from deep inside a recursion, it may give up on nested values that are clean.)
    """
    value = decode_distinct(data)
    return value if value is not NOT_CLEAN and is_bounded(data) else NOT_CLEAN


def decode_distinct(data: bytes) -> Json | NotClean:
    """The value of JSON that is faultless but for what :func:`is_bounded` tells, or :data:`NOT_CLEAN`.

    For those who know from the value itself that it is not deep and has no long number.
    """
    if len(data) > MAX_VALUES and (len(data) > MAX_BYTES or sum(map(data.count, (b",", b"[", b"{"))) > MAX_VALUES):
        return NOT_CLEAN
    try:
        value: Json = _decode(data)
        encoded = _encode(value)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return NOT_CLEAN
    if b"\\" in data and (b"\\u0022" in data or b"\\u0000" in data):
        return _decide(data)
    if encoded != data and data.count(b'"') != encoded.count(b'"'):
        return NOT_CLEAN
    return value


def is_bounded(data: bytes) -> bool:
    """Whether well-formed JSON has no integer of more than 64 bits, and no value that is too deep inside others."""
    skeleton = data.translate(_SKELETON, _DROPPED)
    if _MAYBE_LONG in skeleton and _LONG_NUMBER.search(data):
        return _decide(data) is not NOT_CLEAN
    return skeleton.count(b"(") <= MAX_DEPTH or not _is_too_deep(data, skeleton)


def _is_too_deep(data: bytes, skeleton: bytes) -> bool:
    """Whether the brackets outside of strings are more than :data:`MAX_DEPTH` deep; ``data`` is well-formed."""
    if b"\\" in data and b'\\"' in data:
        skeleton = data.replace(b"\\\\", b"").replace(b'\\"', b"").translate(_SKELETON, _DROPPED)
    # Two quotes in a row are an empty string, or part two strings with nothing of interest between: none is missed.
    brackets = _STRING.sub(b"", skeleton.translate(None, b"0-").replace(b'""', b""))
    depth = 0
    while brackets and depth < MAX_DEPTH:
        brackets = brackets.replace(b"()", b"")
        depth += 1
    return bool(brackets)


def _decide(data: bytes) -> Json | NotClean:
    """What the tolerant reader says, for the few texts that cannot be judged from afar."""
    from teamshelf.document.document import read  # most runs never need it

    document = read(data)
    return NOT_CLEAN if document.findings else document.value
