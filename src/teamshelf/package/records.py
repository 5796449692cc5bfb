"""The records of a zip archive: where each entry lies, and whether all that the archive says of it agrees.

A zip states everything twice, in a central directory at its end and in a header before each entry, and readers differ
in which of the two they believe. Here both are read and must say the same, so that no reader can be shown another
app than the one that was checked. What is known to be written by honest tools is read: ZIP64, data descriptors with
and without their signature, and entries that announce a descriptor they do not have but need none.

Numbers in comments are sections of PKWARE's APPNOTE.TXT 6.3.10,
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. All offsets count from the first byte of the file.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import say
from teamshelf.package.faults import MAKE_AGAIN, Corrupt, Split, TooManyEntries
from teamshelf.package.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_END = struct.Struct("<4s4H2LH")  # 4.3.16
_END64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_LOCATOR64 = struct.Struct("<4sLQL")  # 4.3.15
_DESCRIPTORS = (struct.Struct("<L2Q"), struct.Struct("<3L"))  # 4.3.9; of an empty entry, one begins like the other
_EXTRA = struct.Struct("<2H")  # 4.5.1
_UNICODE_PATH = struct.Struct("<BL")  # 4.6.9

_LOCAL_SIGNATURE = b"PK\x03\x04"
_CENTRAL_SIGNATURE = b"PK\x01\x02"
_END_SIGNATURE = b"PK\x05\x06"
_END64_SIGNATURE = b"PK\x06\x06"
_LOCATOR64_SIGNATURE = b"PK\x06\x07"
_DESCRIPTOR_SIGNATURE = b"PK\x07\x08"

_FULL16 = 0xFFFF  # 4.4.1.4: the true value is in a ZIP64 record
_FULL32 = 0xFFFFFFFF
_ZIP64_FIELD = 0x0001  # 4.5.3
_UNICODE_PATH_FIELD = 0x7075
_MARKS = (_ZIP64_FIELD.to_bytes(2, "little"), _UNICODE_PATH_FIELD.to_bytes(2, "little"))

MAX_COMMENT = 0xFFFF
"""Bytes of the comment that may follow the last record, by the width of its length field."""

MAX_EXTRA_FIELDS = 32
"""Extra fields read of one header; writers add five at most, and each costs time."""

ENCRYPTED = 0x0001 | 0x0040 | 0x2000
"""Flags (4.4.4) of an entry that is encrypted: at all, strongly, or with its header masked."""

PATCHED = 0x0020
"""The flag of an entry that holds no content, but what to change in that of another archive."""

MAX_VERSION = 63
"""The newest version of the format there is, times ten: readers refuse entries that need one they do not know."""

_STREAMED = 0x0008
_UTF8 = 0x0800
_VERSION = 0x00FF  # 4.4.3: the other byte is for the system it was made on


class Header(Struct, frozen=True):
    """An entry as the central directory describes it.

    Attributes:
        raw_name: its name as stored.
        version: of the format that it needs, times ten.
        flags, method: as in 4.4.4 and 4.4.5.
        crc, packed, size: CRC-32 of the content, its bytes in the archive, its bytes when unpacked.
        mode: Unix mode; 0 where the writer knew none.
        offset: of its local header.
        other_name: the second name that a Unicode path field gives it, None without one.
    """

    raw_name: bytes
    version: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int
    other_name: bytes | None

    @property
    def name(self) -> str:
        """The name as text. Without the UTF-8 flag it still is UTF-8 where it can be, as macOS and .NET write it."""
        try:
            return self.raw_name.decode()
        except UnicodeDecodeError:
            return self.raw_name.decode("cp437")  # appendix D.1

    @property
    def is_named_once(self) -> bool:
        """Whether every reader arrives at the same name."""
        if self.other_name is not None and self.other_name != self.raw_name:
            return False
        return not self.flags & _UTF8 or self.raw_name == self.name.encode()


class Extent(Struct, frozen=True, order=True):
    """The bytes of one entry: its header from ``start``, its content from ``content``, the next byte after it."""

    start: int
    content: int
    end: int


class Directory(Struct, frozen=True):
    """The central directory: its headers, the offset it begins at, and how many bytes follow the whole archive."""

    headers: tuple[Header, ...]
    start: int
    trailing: int


def read_directory(data: bytes, most_entries: int) -> Directory:
    """Read the central directory; raise Corrupt, Split, or TooManyEntries."""
    try:
        position, trailing = _find_end(data)
        start, end, count, shift = _read_end(data, position)
        if count > most_entries:
            raise TooManyEntries(
                say("the package has {count} entries; at most {limit} are read", count=count, limit=most_entries),
                hint=say("put only the manifest and the files it refers to into the package"),
            )
        headers = tuple(_headers(data, start, end, count, shift))
    except struct.error:
        raise Corrupt(say("the package is damaged: one of its records is cut short"), hint=MAKE_AGAIN) from None
    return Directory(headers, start, trailing)


def _find_end(data: bytes) -> tuple[int, int]:
    """The offset of the end record, and how many bytes follow the archive that it ends."""
    position = last = data.find(_END_SIGNATURE, max(0, len(data) - _END.size - MAX_COMMENT))
    if position < 0:
        raise Corrupt(
            say("this is no zip archive, or only the beginning of one: the record that ends an archive is missing"),
            hint=MAKE_AGAIN,
        )
    while position >= 0:
        last = position
        end = position + _END.size + _END.unpack_from(data, position)[-1]
        if end == len(data):
            if data.find(_END_SIGNATURE, position + 1) >= 0:
                raise Corrupt(say("the package is two archives in one: it has two end records"), hint=MAKE_AGAIN)
            return position, 0
        position = data.find(_END_SIGNATURE, position + 1)
    trailing = len(data) - (last + _END.size + _END.unpack_from(data, last)[-1])
    if trailing < 0:
        raise Corrupt(say("the package is cut short: the comment at its end is incomplete"), hint=MAKE_AGAIN)
    return last, trailing


def _read_end(data: bytes, position: int) -> tuple[int, int, int, int]:
    """Start and end of the directory, the number of its entries, and by how much stated offsets fall short."""
    _, *numbers, _ = _END.unpack_from(data, position)
    end = position
    locator = position - _LOCATOR64.size
    if locator >= 0 and data.startswith(_LOCATOR64_SIGNATURE, locator):
        end = locator - _END64.size
        numbers = _read_end64(data, end, locator, numbers)
    disk, directory_disk, here, count, size, offset = numbers
    if disk or directory_disk:
        raise _split()
    start = end - size
    if start < offset or here != count:
        raise Corrupt(say("the package is damaged: its directory is not where it should be"), hint=MAKE_AGAIN)
    return start, end, count, start - offset


def _read_end64(data: bytes, position: int, locator: int, narrow: list[int]) -> list[int]:
    """The numbers of the ZIP64 end record, of which those of the end record proper must be a part."""
    signature, length, _, _, *wide = _END64.unpack_from(data, max(0, position))
    _, disk, stated, disks = _LOCATOR64.unpack_from(data, locator)
    if disk or disks > 1:
        raise _split()
    *_, size, offset = wide
    shift = position - size - offset
    # An extensible sector (4.3.14.2) would make the record longer; nobody writes one.
    if signature != _END64_SIGNATURE or length != _END64.size - 12 or stated + shift != position:
        raise Corrupt(say("the package is damaged: its ZIP64 end record is not where it should be"), hint=MAKE_AGAIN)
    full = (_FULL16, _FULL16, _FULL16, _FULL16, _FULL32, _FULL32)
    if any(n not in (f, w) for n, f, w in zip(narrow, full, wide, strict=True)):
        raise Corrupt(say("the package is damaged: its two end records contradict each other"), hint=MAKE_AGAIN)
    return wide


def _headers(data: bytes, start: int, end: int, count: int, shift: int) -> Iterator[Header]:
    position = start
    for _ in range(count):
        (signature, _, version, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length, disk,
         _, attributes, offset) = _CENTRAL.unpack_from(data, position)  # fmt: skip
        name_end = position + _CENTRAL.size + name_length
        raw_name = data[position + _CENTRAL.size : name_end]
        position = name_end + extra_length + comment_length
        if signature != _CENTRAL_SIGNATURE:
            raise _miscounted(count)
        other_name = None
        if extra_length:
            extra = _extra_fields(data[name_end : name_end + extra_length], raw_name)
            size, packed, offset = _widened((size, packed, offset), extra, raw_name)
            other_name = _unicode_path(extra.get(_UNICODE_PATH_FIELD, b""), raw_name)
        if disk not in (0, _FULL16):
            raise _split()
        yield Header(
            raw_name,
            version & _VERSION,
            flags,
            method,
            crc,
            packed,
            size,
            attributes >> 16,
            offset + shift,
            other_name,
        )
    if position != end:
        raise _miscounted(count)


def locate(data: bytes, header: Header) -> Extent:
    """Find the bytes of an entry; raise Corrupt where the header before them contradicts the directory."""
    name_start = header.offset + _LOCAL.size
    if name_start > len(data) or not data.startswith(_LOCAL_SIGNATURE, header.offset):
        raise _contradiction(header.raw_name)
    _, version, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
        data, header.offset
    )
    name_end = name_start + name_length
    content = name_end + extra_length
    other_name = header.other_name
    if _FULL32 in (packed, size) or extra_length >= _EXTRA.size:
        extra = _fields_that_matter(data[name_end:content], header.raw_name)
        size, packed = _widened((size, packed), extra, header.raw_name)
        other_name = _unicode_path(extra.get(_UNICODE_PATH_FIELD, b""), header.raw_name)
    stated = (crc, packed, size)
    expected = (header.crc, header.packed, header.size)
    end = content + header.packed
    if (
        data[name_start:name_end] != header.raw_name
        or method != header.method
        or version & _VERSION > MAX_VERSION >= header.version
        or other_name not in (None, header.raw_name, header.other_name)
        or (flags ^ header.flags) & (ENCRYPTED if header.raw_name.isascii() else ENCRYPTED | _UTF8)
        or end > len(data)
    ):
        raise _contradiction(header.raw_name)
    if flags & _STREAMED and all(s in (0, e) for s, e in zip(stated, expected, strict=True)):
        described = _descriptor_end(data, end, expected)
        if described:
            return Extent(header.offset, content, described)
    # adm-zip and zip-rs announce a descriptor and write none where the header already says everything.
    if stated != expected:
        raise _contradiction(header.raw_name)
    return Extent(header.offset, content, end)


def _descriptor_end(data: bytes, position: int, expected: tuple[int, int, int]) -> int:
    """The offset behind the data descriptor at ``position``, 0 when there is none that says what is expected."""
    forms = _DESCRIPTORS if max(expected) <= _FULL32 else _DESCRIPTORS[:1]
    starts = [position]
    if data.startswith(_DESCRIPTOR_SIGNATURE, position):
        starts.insert(0, position + len(_DESCRIPTOR_SIGNATURE))
    for start in starts:
        for form in forms:
            if data.startswith(form.pack(*expected), start):
                return start + form.size
    return 0


def _extra_fields(extra: bytes, raw_name: bytes) -> dict[int, bytes]:
    """The extra fields of a header by their id (4.5). Fewer than four bytes are padding that aligners leave."""
    fields: dict[int, bytes] = {}
    position = 0
    while position + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, position)
        position += _EXTRA.size
        if position + length > len(extra) or len(fields) == MAX_EXTRA_FIELDS or kind in fields:
            raise _contradiction(raw_name)
        fields[kind] = extra[position : position + length]
        position += length
    return fields


def _fields_that_matter(extra: bytes, raw_name: bytes) -> dict[int, bytes]:
    """The extra fields of a local header, if any of those that are read here can be among them.

    Others are none of our business, and aligners leave rows of zeros that are no fields at all.
    """
    return _extra_fields(extra, raw_name) if any(mark in extra for mark in _MARKS) else {}


def _widened(values: tuple[int, ...], extra: dict[int, bytes], raw_name: bytes) -> Iterator[int]:
    """The values, each one that did not fit its field replaced by the next of the ZIP64 field (4.5.3).

    Some writers repeat there what did fit. Readers differ in which of the two they take, so both must be the same.
    """
    wide = extra.get(_ZIP64_FIELD, b"")
    numbers = [int.from_bytes(wide[start : start + 8], "little") for start in range(0, len(wide) - 7, 8)]
    needed = values.count(_FULL32)
    if needed > len(numbers):
        raise _contradiction(raw_name)
    replacing = iter(numbers)
    widened = [next(replacing) if value == _FULL32 else value for value in values]
    if len(numbers) > needed and numbers[: len(values)] != widened[: len(numbers)]:
        raise _contradiction(raw_name)
    yield from widened


def _unicode_path(field: bytes, raw_name: bytes) -> bytes | None:
    if len(field) < _UNICODE_PATH.size:
        return None
    _, crc = _UNICODE_PATH.unpack_from(field)
    return field[_UNICODE_PATH.size :] if crc == zlib.crc32(raw_name) else None


def _miscounted(count: int) -> Corrupt:
    return Corrupt(
        say("the package is damaged: its directory is not made of {count} entries", count=count), hint=MAKE_AGAIN
    )


def _split() -> Split:
    return Split(
        say("the package is one part of an archive that was split over several files"),
        hint=say("make a package that is a single file"),
    )


def _contradiction(raw_name: bytes) -> Corrupt:
    entry = shown_name(raw_name.decode(errors="replace"))
    return Corrupt(
        say("the package is damaged: what it says in two places of `{entry}` does not agree", entry=entry),
        hint=MAKE_AGAIN,
        file=entry,
    )
