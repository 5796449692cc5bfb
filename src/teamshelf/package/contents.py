"""What a file is by its first bytes, where nothing else looks at it: a program, an archive, or something harmless."""

from __future__ import annotations

SCRIPT = "script"
"""A text that names the program which is to run it."""

_PROGRAMS = (
    (b"\x7fELF", "Linux"),
    (b"\xca\xfe\xba\xbe", "Java, macOS"),
    (b"\xcf\xfa\xed\xfe", "macOS"),
    (b"\xce\xfa\xed\xfe", "macOS"),
    (b"\xfe\xed\xfa\xce", "macOS"),
    (b"\xfe\xed\xfa\xcf", "macOS"),
    (b"\0asm", "WebAssembly"),
    (b"dex\n", "Android"),
    (b"L\0\0\0\x01\x14\x02\0", "Windows shortcut"),
    (b"#!/", SCRIPT),
    (b"#! /", SCRIPT),
)
_ARCHIVES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\xfd7zXZ\0", "XZ"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"MSCF\0\0\0\0", "cabinet"),
)
_BLOCK_OF_BZIP2 = b"1AY&SY"
_WINDOWS = "Windows"
_TAR, _TAR_AT = "tar", 257

PROGRAMS = frozenset((_WINDOWS, *(kind for _, kind in _PROGRAMS)))
"""Kinds of programs."""

ARCHIVES = frozenset((_TAR, *(kind for _, kind in _ARCHIVES)))
"""Kinds of archives."""

OFFICE_ENDINGS = (".docx", ".xlsx", ".pptx", ".vsdx", ".odt", ".ods", ".odp", ".epub")
"""How the names of documents end that are zip archives; an agent may bring some as its knowledge."""


def kind_of(content: bytes) -> str:
    """One of :data:`PROGRAMS` or :data:`ARCHIVES`; empty for everything else."""
    for start, kind in (*_PROGRAMS, *_ARCHIVES):
        if content.startswith(start):
            return "" if kind == "bzip2" and content[4:10] != _BLOCK_OF_BZIP2 else kind
    # Two letters are not enough: the header of a program has zeros, and texts have none.
    if content.startswith(b"MZ") and b"\0" in content[:64]:
        return _WINDOWS
    return _TAR if content.startswith(b"ustar", _TAR_AT) else ""
