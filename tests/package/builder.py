"""Packages for tests, well-formed or wrong in any single byte."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any, Self

MANIFEST: dict[str, Any] = {"manifestVersion": "1.17", "id": "5b5ae0e4-7b2b-4c0e-9d3b-1f6c1c9c0d11", "version": "1.0.0"}
"""What a test's manifest says when the test does not care."""

STORED, DEFLATED = 0, 8

STREAMED, UTF8, ENCRYPTED = 0x0008, 0x0800, 0x0001
"""Flags of an entry."""


class PackageBuilder:
    r"""Builds a zip archive entry by entry. Where a test says nothing, the archive is well-formed.

    ``entry`` takes each record's fields by name, for both records as keywords, for one of them in the dictionaries
    ``local`` and ``central``: ``flags``, ``method``, ``crc``, ``packed``, ``size``, ``name``, ``extra``, and in the
    central record ``mode``, ``disk``, ``offset`` and ``comment`` as well.

    >>> PackageBuilder().manifest().entry("a.txt", b"A", local={"size": 7}).build()[:4]
    b'PK\x03\x04'
    """

    def __init__(self) -> None:
        self._body = bytearray()
        self._directory = bytearray()
        self._count = 0
        self._end: dict[str, int] = {}
        self._end64: dict[str, int] | None = None
        self._comment = b""
        self._after = b""

    def manifest(self, value: object = MANIFEST, name: str = "manifest.json") -> Self:
        """Add a manifest that says this; bytes are taken as they are."""
        return self.entry(name, value if isinstance(value, bytes) else json.dumps(value).encode())

    def icon(self, name: str = "color.png", side: int = 192) -> Self:
        """Add a white PNG of this size."""
        return self.entry(name, png(side, side))

    def folder(self, name: str, **fields: Any) -> Self:
        """Add an entry for a folder; its name ends in a slash."""
        return self.entry(name, **{"method": STORED, **fields})

    def entry(  # a record has many fields
        self,
        called: str | bytes,
        data: bytes = b"",
        *,
        payload: bytes | None = None,
        descriptor: str = "",
        local: dict[str, Any] | None = None,
        central: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Self:
        """Add an entry.

        ``payload`` takes the place of the packed data. ``descriptor`` is what follows it: ``signed``, ``plain``,
        ``signed-64`` or ``plain-64``; the local header then holds zeros.
        """
        raw_name = called if isinstance(called, bytes) else called.encode()
        method = fields.get("method", DEFLATED)
        if payload is None:
            payload = deflated(data) if method == DEFLATED else data
        common: dict[str, Any] = {
            "flags": (0 if raw_name.isascii() else UTF8) | (STREAMED if descriptor else 0),
            "method": method,
            "crc": zlib.crc32(data),
            "packed": len(payload),
            "size": len(data),
            "name": raw_name,
            "extra": b"",
            **fields,
        }
        zeros = {"crc": 0, "packed": 0, "size": 0} if descriptor else {}
        offset = len(self._body)
        self._body += _local(**{**common, **zeros, **(local or {})}) + payload
        if descriptor:
            signature = b"PK\x07\x08" if "signed" in descriptor else b""
            form = "<L2Q" if "64" in descriptor else "<3L"
            self._body += signature + struct.pack(form, common["crc"], common["packed"], common["size"])
        self._directory += _central(**{"offset": offset, **common, **(central or {})})
        self._count += 1
        return self

    def raw(self, data: bytes) -> Self:
        """Put bytes that belong to no entry here: before, between or behind the entries."""
        self._body += data
        return self

    def comment(self, comment: bytes) -> Self:
        """Give the archive a comment."""
        self._comment = comment
        return self

    def after(self, data: bytes) -> Self:
        """Put bytes behind the end of the archive."""
        self._after = data
        return self

    def end(self, **fields: int) -> Self:
        """Change fields of the end record: disk, directory_disk, here, count, size, offset, comment_length."""
        self._end = fields
        return self

    def zip64(self, **fields: int) -> Self:
        """Add the two ZIP64 end records, with these fields changed; ``locator`` is where they are said to be."""
        self._end64 = fields
        return self

    def build(self) -> bytes:
        """The archive."""
        body, directory = bytes(self._body), bytes(self._directory)
        end = {
            "disk": 0,
            "directory_disk": 0,
            "here": self._count,
            "count": self._count,
            "size": len(directory),
            "offset": len(body),
        }
        records = b""
        if self._end64 is not None:
            wide = {**end, "length": 44, "locator": len(body) + len(directory), **self._end64}
            records = struct.pack(
                "<4sQ2H2L4Q", b"PK\x06\x06", wide["length"], 45, 45, *(wide[name] for name in end)
            ) + struct.pack("<4sLQL", b"PK\x06\x07", 0, wide["locator"], 1)
        narrow = {**end, "comment_length": len(self._comment), **self._end}
        records += struct.pack("<4s4H2LH", b"PK\x05\x06", *narrow.values()) + self._comment
        return body + directory + records + self._after


def deflated(data: bytes) -> bytes:
    """The data as Deflate packs it, without a header."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def extra_field(kind: int, data: bytes) -> bytes:
    """An extra field of a header."""
    return struct.pack("<2H", kind, len(data)) + data


def png(width: int, height: int) -> bytes:
    """A white PNG picture."""
    rows = (b"\x00" + b"\xff" * width) * height
    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _local(*, flags: int, method: int, crc: int, packed: int, size: int, name: bytes, extra: bytes, **_: Any) -> bytes:
    return (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, 0, 0x21, crc, packed, size, len(name), len(extra))
        + name
        + extra
    )


def _central(  # a record has many fields
    *,
    flags: int,
    method: int,
    crc: int,
    packed: int,
    size: int,
    name: bytes,
    extra: bytes,
    offset: int,
    mode: int = 0,
    disk: int = 0,
    comment: bytes = b"",
) -> bytes:
    fields = (len(name), len(extra), len(comment), disk, 0, mode << 16, offset)
    return (
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 0x314, 20, flags, method, 0, 0x21, crc, packed, size, *fields)
        + name
        + extra
        + comment
    )
