"""Packages made byte by byte: those no reader should take, with the rule that says why, and odd ones that are fine.

Each is the faultless package of :mod:`tests.manifests` with one thing about its container changed, and is judged as a
whole, through :func:`teamshelf.check`.
"""

from __future__ import annotations

import json
import stat
import struct
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.manifests import icons, manifest
from tests.package.builder import ENCRYPTED, STORED, STREAMED, UTF8, PackageBuilder, deflated, extra_field

if TYPE_CHECKING:
    from collections.abc import Callable

ZIP64, UNICODE_PATH = 0x0001, 0x7075
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
LINK = stat.S_IFLNK | 0o777
TEXT = b"the content of a file " * 20


class Case:
    """A package by its name; ``rules`` are those it breaks, in the order of their names, and ``make`` builds it."""

    def __init__(self, name: str, make: Callable[[], bytes], *rules: str) -> None:
        self.name = name
        self.rules = rules
        self._make = make

    @cached_property
    def data(self) -> bytes:
        """The package; some have megabytes, so each is made when it is asked for."""
        return self._make()


def app(*, manifest_at: str = "manifest.json", **fields: Any) -> PackageBuilder:
    """The faultless package, its entries with these fields."""
    builder = PackageBuilder().entry(manifest_at, _MANIFEST, **fields)
    for name, content in icons().items():
        builder.entry(name, content, **fields)
    return builder


def _with(called: str | bytes, data: bytes = TEXT, **fields: Any) -> Callable[[], bytes]:
    """The faultless package and one more entry."""
    return lambda: app().entry(called, data, **fields).build()


def _unicode_path(name: bytes, of: bytes = b"file") -> bytes:
    return extra_field(UNICODE_PATH, struct.pack("<BL", 1, zlib.crc32(of)) + name)


def _wide(*numbers: int) -> bytes:
    return extra_field(ZIP64, struct.pack(f"<{len(numbers)}Q", *numbers))


def _many(entries: int, **end: int) -> bytes:
    builder = app()
    for number in range(entries):
        builder.entry(f"{number}", method=STORED)
    return builder.end(**end).build()


def _overlapping(count: int) -> bytes:
    """Fifield's bomb: each local header is quoted by the entry before it, and all unpack the same kernel."""
    kernel = deflated(bytes(2**20))
    builder = PackageBuilder()
    for number in range(count):
        builder.entry(f"{number:03}", payload=kernel if number == count - 1 else b"", size=2**20, packed=len(kernel))
    return builder.build()


def _manifest_of(**members: Any) -> bytes:
    return json.dumps(manifest(**members)).encode()


_MANIFEST = _manifest_of()
_PACKED = len(deflated(TEXT))
_TIMES_AND_OWNERS = extra_field(0x5455, b"\x03" + bytes(8)) + extra_field(0x7875, bytes(11))
_CORRUPT, _NAME, _TWICE = "package-corrupt", "package-entry-name", "package-entry-duplicate"
_EXTRA, _LEFT_OVER, _TOO_LARGE = "package-extra-data", "file-unreferenced", "package-entry-too-large"
_FOREIGN, _NOT_A_FILE, _LOCKED = "package-entry-method", "package-entry-not-a-file", "package-entry-encrypted"


def app_after(start: bytes) -> bytes:
    """The faultless package behind some bytes that its offsets take into account."""
    builder = PackageBuilder().raw(start).entry("manifest.json", _MANIFEST)
    for name, content in icons().items():
        builder.entry(name, content)
    return builder.build()


def hidden_entry() -> bytes:
    """An entry with its header, as it stands before the directory."""
    data = PackageBuilder().entry("hidden.json", TEXT).build()
    return data[: data.index(b"PK\x01\x02")]


def in_a_folder() -> bytes:
    """The package somebody made of a folder instead of the files in it."""
    builder = PackageBuilder().folder("app/").entry("app/manifest.json", _MANIFEST)
    for name, content in icons().items():
        builder.entry(f"app/{name}", content)
    return builder.build()


def bomb_of_a_manifest() -> bytes:
    """A manifest of sixteen megabytes of blanks."""
    return PackageBuilder().entry("manifest.json", b"{" + b" " * (2**24 - 2) + b"}").build()


def zip64_sizes() -> bytes:
    """The faultless package with sizes in ZIP64 fields, in one place or both; some say more than needed."""
    builder = PackageBuilder()
    for number, (name, content) in enumerate({"manifest.json": _MANIFEST, **icons()}.items()):
        wide = {"size": FULL32, "packed": FULL32, "extra": _wide(len(content), len(deflated(content)))}
        narrow = {"extra": _wide(len(content), len(deflated(content)))}
        builder.entry(name, content, local=(wide, {}, narrow)[number], central=(wide, wide, narrow)[number])
    return builder.build()


def same_name_twice() -> bytes:
    """The faultless package and fields that repeat its names."""
    builder = PackageBuilder()
    for name, content in {"manifest.json": _MANIFEST, **icons()}.items():
        builder.entry(name, content, extra=_unicode_path(name.encode(), name.encode()))
    return builder.build()


def _icon(content: bytes) -> bytes:
    builder = PackageBuilder().entry("manifest.json", _MANIFEST).entry("color.png", content)
    return builder.entry("outline.png", icons()["outline.png"]).build()


def _of_megabytes(count: int) -> bytes:
    builder = app()
    for number in range(count):
        builder.entry(f"{number}", payload=bytes(2**14), size=2**20)
    return builder.build()


def _of_version(version: int, *places: bytes) -> bytes:
    data = app().build()
    for place in places or (b"PK\x03\x04", b"PK\x01\x02\x14\x03"):
        data = data.replace(place + b"\x14\0", place + bytes([version, 0]))
    return data


def _locator_of_two_disks() -> bytes:
    data = bytearray(app().zip64().build())
    data[data.rindex(b"PK\x05\x06") - 4] = 2
    return bytes(data)


MALFORMED = (
    # What makes two readers see two packages.
    Case("manifest twice", _with("manifest.json", b'{"id": 2}'), _TWICE),
    Case("manifest twice in another case", _with("MANIFEST.json", b"{}"), _LEFT_OVER, _TWICE),
    Case(
        "file twice, an accent apart",
        lambda: app().entry("é").entry("e\u0301").build(),
        _LEFT_OVER,
        _TWICE,
    ),
    Case("file twice, a long s in one", lambda: app().entry("files").entry("file\u017f").build(), _LEFT_OVER, _TWICE),
    Case("file that is a folder as well", lambda: app().entry("a").entry("a/b").build(), _LEFT_OVER, _TWICE),
    Case("folder that is a file as well", lambda: app().entry("A/b/c").entry("a/B").build(), _LEFT_OVER, _TWICE),
    Case("name differs in the two headers", _with("file", local={"name": b"fila"}), _LEFT_OVER, _CORRUPT),
    Case("method differs in the two headers", _with("file", local={"method": STORED}), _LEFT_OVER, _CORRUPT),
    Case("size before the content is too small", _with("file", local={"size": 9}), _LEFT_OVER, _CORRUPT),
    Case("size before the content is too large", _with("file", local={"size": 2**31}), _LEFT_OVER, _CORRUPT),
    Case("size in the directory is too small", _with("file", central={"size": 9}), _LEFT_OVER, _CORRUPT),
    Case("size in the directory is too large", _with("file", central={"size": 2**19}), _LEFT_OVER, _CORRUPT),
    Case("both sizes are too small", _with("file", size=9), _LEFT_OVER, _CORRUPT),
    Case("both sizes are too large", _with("file", size=2**19), _LEFT_OVER, _CORRUPT),
    Case("checksum of a file that nobody reads is wrong", _with("file", crc=1), _LEFT_OVER, _CORRUPT),
    Case("contrary descriptor", _with("file", descriptor="signed", size=9, central={"size": 8}), _LEFT_OVER, _CORRUPT),
    Case("descriptor is missing", _with("file", flags=STREAMED, local={"size": 0, "packed": 0}), _LEFT_OVER, _CORRUPT),
    Case("second name", _with("file", extra=_unicode_path(b"manifest.json")), _NAME),
    Case("second name in the directory", _with("file", central={"extra": _unicode_path(b"other")}), _NAME),
    Case("second name before the content", _with("file", local={"extra": _unicode_path(b"x")}), _LEFT_OVER, _CORRUPT),
    Case("two archives, one in the comment of the other", lambda: app().comment(app().build()).build(), _CORRUPT),
    Case("two end records", lambda: app().comment(b"PK\x05\x06" + bytes(18)).build(), _CORRUPT),
    Case("ZIP64 record is elsewhere", lambda: app().zip64(locator=1).build(), _CORRUPT),
    Case("ZIP64 record contradicts", lambda: app().zip64(count=2, here=2).build(), _CORRUPT),
    Case("ZIP64 size contradicts", _with("file", central={"extra": _wide(9, _PACKED)}), _CORRUPT),
    Case("ZIP64 size contradicts at the file", _with("file", local={"extra": _wide(9, 9)}), _LEFT_OVER, _CORRUPT),
    Case("ZIP64 field lacks its numbers", _with("file", central={"size": FULL32, "extra": _wide()}), _CORRUPT),
    Case("ZIP64 numbers beyond reason", lambda: app().zip64(size=2**63).end(size=FULL32).build(), _CORRUPT),
    # Bytes that belong to nothing.
    Case("GIF picture before it", lambda: app_after(b"GIF89a" + bytes(20)), _EXTRA),
    Case("page before it", lambda: b"<html><script>alert(1)</script>" + app().build(), _EXTRA),
    Case("PDF document before it", lambda: b"%PDF-1.7\n" + app().build(), _EXTRA),
    Case("page behind it", lambda: app().after(b"<html>").build(), _EXTRA),
    Case("bytes between entries", lambda: app().raw(b"hidden").entry("file").build(), _LEFT_OVER, _EXTRA),
    Case("entry that the directory leaves out", lambda: app().raw(hidden_entry()).build(), _EXTRA),
    # Records that lie elsewhere or nowhere.
    Case("cut short", lambda: app().build()[:-30], _CORRUPT),
    Case("cut in its comment", lambda: app().comment(b"comment").build()[:-1], _CORRUPT),
    Case("too few entries are counted", lambda: app().end(here=1, count=1).build(), _CORRUPT),
    Case("too many entries are counted", lambda: app().end(here=4, count=4).build(), _CORRUPT),
    Case("directory begins too late", lambda: app().end(offset=2**20).build(), _CORRUPT),
    Case("entry lies behind the end", _with("file", central={"offset": 2**30}), _LEFT_OVER, _CORRUPT),
    Case("entry lies in the directory", _with("file", packed=2**10, size=2**10), _LEFT_OVER, _CORRUPT),
    Case("extra field runs out", _with("file", central={"extra": struct.pack("<2H", 9, 99)}), _CORRUPT),
    Case("split over several disks", lambda: app().end(disk=1).build(), "package-split"),
    Case("split by its ZIP64 locator", _locator_of_two_disks, "package-split"),
    Case("entry on another disk", _with("file", central={"disk": 2}), "package-split"),
    # Names that lead out of the package, or hide something.
    Case("name climbs out", _with("../file"), _NAME),
    Case("name climbs out from a folder", _with("a/../../file"), _NAME),
    Case("name starts at the root", _with("/etc/passwd"), _NAME),
    Case("name on a drive", _with("C:/file"), _NAME),
    Case("name with backslashes", _with("..\\file"), _NAME),
    Case("name with a NUL", _with("manifest.json\0.txt"), _NAME),
    Case("name written backwards", _with("txt.\u202egnp"), _NAME),
    Case("name of a device", _with("aux.json"), _NAME),
    Case("name of a device with a small digit", _with("com¹.txt"), _NAME),
    Case("name that is not the UTF-8 it should be", _with(b"\xff\xfe", flags=UTF8), _NAME),
    Case("no name", _with(""), _NAME),
    # What is no ordinary file.
    Case("link", _with("file", b"/etc/passwd", mode=LINK), _LEFT_OVER, _NOT_A_FILE),
    Case("device", _with("file", b"", mode=stat.S_IFCHR | 0o666), _LEFT_OVER, _NOT_A_FILE),
    Case("folder with content", _with("folder/"), _CORRUPT),
    Case("encrypted", _with("file", flags=ENCRYPTED), _LEFT_OVER, _LOCKED),
    Case("strongly encrypted", _with("file", flags=0x41), _LEFT_OVER, _LOCKED),
    Case("packed by LZMA", _with("file", method=14), _LEFT_OVER, _FOREIGN),
    Case("packed by nobody knows what", _with("file", method=0xABCD), _LEFT_OVER, _FOREIGN),
    Case("a change to another archive", _with("file", flags=0x20), _LEFT_OVER, _FOREIGN),
    Case("of a version yet to come", lambda: _of_version(90), _FOREIGN),
    Case("of a version yet to come before the content", lambda: _of_version(90, b"PK\x03\x04"), _CORRUPT),
    Case("program", _with("file", b"\x7fELF" + TEXT), "file-is-program", _LEFT_OVER),
    Case("program in place of an icon", lambda: _icon(b"MZ" + bytes(99)), "file-is-program", "icon-not-png"),
    Case("archive in the archive", _with("file", b"PK\x03\x04" + TEXT), "file-is-archive", _LEFT_OVER),
    # Bombs.
    Case("bomb by its ratio", _with("file", bytes(2**24)), _LEFT_OVER, "package-entry-ratio"),
    Case("bomb that states little", _with("file", payload=deflated(bytes(2**26)), size=99), _LEFT_OVER, _CORRUPT),
    Case("manifest that is a bomb", bomb_of_a_manifest, "package-entry-ratio"),
    Case("larger than any entry", _with("file", payload=bytes(2**19), size=2**25), _LEFT_OVER, _TOO_LARGE),
    Case("larger than all entries together", lambda: _of_megabytes(65), _LEFT_OVER, "package-too-large"),
    Case("entries that overlap", lambda: _overlapping(250), _CORRUPT, "package-too-large"),
    Case("too many entries", lambda: _many(501), "package-too-many-entries"),
    Case("fifty thousand empty entries", lambda: _many(50_000), "package-too-many-entries"),
    Case("fifty thousand empty entries, none counted", lambda: _many(50_000, here=0, count=0), _CORRUPT),
    # The manifest.
    Case("no manifest", lambda: PackageBuilder().entry("color.png").build(), "package-manifest-missing"),
    Case("empty", lambda: PackageBuilder().build(), "package-manifest-missing"),
    Case("manifest in a folder", in_a_folder, "package-manifest-not-at-root"),
    Case("manifest in another case", lambda: app(manifest_at="Manifest.json").build(), "package-manifest-case"),
    Case("manifest of no JSON", lambda: PackageBuilder().manifest(b"PK").build(), "json-unexpected", "schema-type"),
)
"""Packages with a fault, each with every rule it breaks."""


ODD = (
    Case("plain", lambda: app().build()),
    Case("stored", lambda: app(method=STORED).build()),
    Case("descriptors with signatures", lambda: app(descriptor="signed").build()),
    Case("descriptors without signatures", lambda: app(descriptor="plain").build()),
    Case("descriptors of eight bytes", lambda: app(descriptor="plain-64").build()),
    Case("descriptors announced and absent", lambda: app(flags=STREAMED).build()),
    Case("ZIP64 end record", lambda: app().zip64().build()),
    Case("ZIP64 end record in need", lambda: app().zip64().end(here=FULL16, count=FULL16, offset=FULL32).build()),
    Case("ZIP64 sizes", zip64_sizes),
    Case("comment", lambda: app().comment("gemacht für Teams".encode()).build()),
    Case(
        "times and owners",
        lambda: app(extra=_TIMES_AND_OWNERS).build(),
    ),
    Case("aligned with zeros", lambda: app(local={"extra": bytes(11)}).build()),
    Case("name repeated in Unicode", same_name_twice),
    Case("modes of Unix", lambda: app(mode=stat.S_IFREG | 0o600).build()),
    Case("folders", lambda: app().folder("folder/", mode=stat.S_IFDIR | 0o755).build()),
    Case("needs version 4.5", lambda: _of_version(45)),
)
"""Packages without a fault, such as packers make and few people have seen."""
