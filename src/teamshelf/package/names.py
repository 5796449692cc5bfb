"""What the entries of a package may be called.

A name is a path with forward slashes, relative to the root of the package, that means the same file to every reader
on every system. One that does not is refused, never mended: two readers might mend it differently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teamshelf.messages import printable, say
from teamshelf.package.limits import MAX_NAME_BYTES

if TYPE_CHECKING:
    from teamshelf.messages import Message

MANIFEST = "manifest.json"
"""The name of the manifest: Teams looks for this one only."""

_RESERVED = frozenset(
    (
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{device}{number}" for device in ("COM", "LPT") for number in "123456789¹²³"),
    )
)
"""Devices that Windows finds in every folder, whatever follows the first dot."""

_STRAY_NAMES = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_STRAY_FOLDER = "__MACOSX/"


def name_problem(name: str) -> Message | None:
    """Why no entry can have this name, None when one can.

    The same answer holds for a name in an archive, in a folder and in a manifest that refers to it.
    """
    if not name:
        return say("an entry has no name")
    entry = shown_name(name)
    if "\\" in name:
        return say("the name `{entry}` has a backslash; folders and files are separated by `/`", entry=entry)
    if name[0] == "/":
        return say("the name `{entry}` starts at the root of a disk; it must be relative to the package", entry=entry)
    if ":" in name:
        return say("the name `{entry}` has a colon, which names a drive or a hidden stream on Windows", entry=entry)
    if not name.isprintable():
        return say("the name `{entry}` has characters that cannot be seen", entry=entry)
    if len(name) > MAX_NAME_BYTES or (not name.isascii() and len(name.encode()) > MAX_NAME_BYTES):
        return say("the name `{entry}` is longer than {limit} bytes", entry=entry, limit=MAX_NAME_BYTES)
    return _part_problem(name, entry)


def _part_problem(name: str, entry: str) -> Message | None:
    for part in name.split("/"):
        if part == "..":
            return say("the name `{entry}` climbs out of the package with `..`", entry=entry)
        if part in {"", "."}:
            return say("the name `{entry}` has a part that is empty or `.`", entry=entry)
        if part[-1] in ". ":
            return say("the name `{entry}` has a part that ends in a dot or a blank", entry=entry)
        if part.partition(".")[0].rstrip().upper() in _RESERVED:
            return say("the name `{entry}` is that of a device on Windows", entry=entry)
    return None


def folded(name: str) -> str:
    """The name as a file system sees it that knows no case and only one way to write an accent."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize  # few names need its tables

    return normalize("NFC", normalize("NFD", name).casefold())


def is_stray(name: str) -> bool:
    """Whether macOS or Windows put this file there by itself, for its own use."""
    base = name.rpartition("/")[2]
    return name.startswith(_STRAY_FOLDER) or base.startswith("._") or base.lower() in _STRAY_NAMES


def shown_name(name: str) -> str:
    """The name, bounded and safe to print; a name that an entry can have is shown as it is."""
    if len(name) > MAX_NAME_BYTES:
        name = name[: MAX_NAME_BYTES - 1] + "…"
    return printable(name)
