"""From bytes to text: JSON is UTF-8 without a byte order mark (RFC 8259, section 8.1); other encodings are recognised.

A file in UTF-16 or UTF-32 is at fault, but still read, so that everything else that is wrong with it is found as well.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from teamshelf.document.faults import Fault
from teamshelf.findings import Edit
from teamshelf.messages import say

if TYPE_CHECKING:
    from teamshelf.document.faults import Report

# The marks of UTF-32 come first: the one of its little-endian form begins as the one of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Which of the first four bytes are NUL, when the text begins with ASCII characters: RFC 4627, section 3.
_NUL_PATTERNS: dict[tuple[bool, ...], str] = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}

# The decoded text no longer has the mark, or is no longer UTF-16: to write it back is all it takes.
_WRITE_BACK = (Edit(0, 0, ""),)


def decode_text(data: bytes, report: Report) -> str:
    """The text of a file, without a byte order mark; bytes that make no sense become U+FFFD."""
    if data.startswith(codecs.BOM_UTF8):
        report(
            Fault(
                "json-bom",
                0,
                0,
                say("the file begins with a byte order mark, which many readers of JSON refuse"),
                say("save the file as UTF-8 without a byte order mark"),
                _WRITE_BACK,
            )
        )
        return _decode_utf8(data[len(codecs.BOM_UTF8) :], len(codecs.BOM_UTF8), report)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_other(data[len(mark) :], encoding, report)
    unmarked = _NUL_PATTERNS.get(tuple(byte == 0 for byte in data[:4]))
    if unmarked and _is_encoded_as(unmarked, data):
        return _decode_other(data, unmarked, report)
    return _decode_utf8(data, 0, report)


def _is_encoded_as(encoding: str, data: bytes) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decode_other(data: bytes, encoding: str, report: Report) -> str:
    text = data.decode(encoding, "replace")
    report(
        Fault(
            "json-not-utf8",
            0,
            0,
            say("the file is encoded as {encoding}", encoding=encoding[:6].upper()),
            say("save the file as UTF-8"),
            _WRITE_BACK if "\ufffd" not in text else (),
        )
    )
    return text


def _decode_utf8(data: bytes, skipped: int, report: Report) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        place = len(data[: error.start].decode())
        report(
            Fault(
                "json-not-utf8",
                place,
                place + 1,
                say(
                    "the byte {byte} at offset {offset} is not UTF-8",
                    byte=f"0x{data[error.start]:02X}",
                    offset=skipped + error.start,
                ),
                say("save the file as UTF-8"),
            )
        )
        return data.decode(errors="replace")
