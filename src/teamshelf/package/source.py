"""What a check starts from: a package, a folder or a lone manifest, told apart by looking and read in one way."""
# ruff: noqa: PTH116, PTH119 - importing pathlib takes longer than a whole check

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Protocol

from teamshelf.messages import printable, say
from teamshelf.package.faults import Unreadable, too_large
from teamshelf.package.files import READING, read_bounded
from teamshelf.package.limits import MAX_ARCHIVE
from teamshelf.package.names import MANIFEST, is_stray, shown_name

if TYPE_CHECKING:
    from teamshelf.findings import Finding

STANDARD_INPUT = "-"
"""The path of what has none."""

_ARCHIVE_STARTS = frozenset((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))  # an entry, an empty archive, a split one
_ARCHIVE_END = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF


class Source(Protocol):
    """The files of an app, wherever they are held.

    Attributes:
        path: as the caller wrote it.
        kind: ``manifest``, ``folder`` or ``package``.
        manifest_name: the entry to read the manifest from. If there is no such entry, the findings say why.
        findings: what is wrong with the container itself.
    """

    @property
    def path(self) -> str:
        """See above."""

    @property
    def kind(self) -> str:
        """See above."""

    @property
    def manifest_name(self) -> str:
        """See above."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """See above."""

    def names(self) -> list[str]:
        """The names of all entries that are files, with forward slashes."""
        ...

    def read(self, name: str, limit: int) -> bytes | None:
        """The content of an entry, None when there is none of this name; raises a PackageError if it cannot be read.

        An entry of more than ``limit`` bytes is not read. Where a finding already says why an entry cannot be read,
        the error holds an equal finding.
        """
        ...


class Manifest:
    """A single JSON text, checked on its own: the files it refers to are not looked for.

    Attributes:
        path, manifest_name, findings: as in :class:`Source`.
        content: the text.
    """

    __slots__ = ("content", "manifest_name", "path")

    kind = "manifest"
    findings: tuple[Finding, ...] = ()

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.manifest_name = MANIFEST if path == STANDARD_INPUT else shown_name(os.path.basename(path)) or MANIFEST
        self.content = content

    def names(self) -> list[str]:
        """The manifest's own name."""
        return [self.manifest_name]

    def read(self, name: str, limit: int) -> bytes | None:
        """The text if ``name`` is the manifest's, None for all else; raises TooLarge above ``limit`` bytes."""
        if name != self.manifest_name:
            return None
        if len(self.content) > limit:
            raise too_large(name, limit)
        return self.content


class Package:
    """A zip archive. Where its manifest lies in a folder, names are relative to that folder.

    Attributes:
        path, manifest_name, findings: as in :class:`Source`; findings name entries as the archive does.
        root: the folder of the manifest within the archive, with its slash; ``""`` where it should be.
    """

    __slots__ = ("_archive", "_entries", "findings", "manifest_name", "path", "root")

    kind = "package"

    def __init__(self, path: str, content: bytes) -> None:
        from teamshelf.package.archive import Archive  # what reads zip archives is needed by packages alone
        from teamshelf.package.layout import Layout, find_manifest, stray_files

        self.path = path
        self._archive = Archive(content)
        names = [name for name in self._archive.entries if not is_stray(name)]
        layout = Layout() if self._archive.is_refused else find_manifest(names)
        self.root = layout.root
        self.manifest_name = layout.manifest_name
        self._entries = {name[len(self.root) :]: name for name in names if name.startswith(self.root)}
        self.findings: tuple[Finding, ...] = (
            *self._archive.findings,
            *layout.findings,
            *stray_files(list(self._archive.entries)),
        )

    def names(self) -> list[str]:
        """The files below the root; not those that a system left there by itself."""
        return list(self._entries)

    def read(self, name: str, limit: int) -> bytes | None:
        """The content of an entry, None when there is none of this name; raises a PackageError if it cannot be read.

        Never more than ``limit`` bytes are unpacked, and their checksum is right.
        """
        entry = self._entries.get(name)
        return None if entry is None else self._archive.read(entry, limit)


def open_source(path: str | os.PathLike[str] | bytes, *, name: str = STANDARD_INPUT) -> Source:
    """Open what is at a path, or bytes that came without one and are then called ``name``.

    A folder is a :class:`Folder`. What begins or ends as a zip archive does, or is named as one, is a
    :class:`Package`; anything else a :class:`Manifest`. Raises Unreadable when nothing there can be read.
    """
    if isinstance(path, bytes):
        return _of_bytes(name, path)
    written = os.fspath(path)
    try:
        if stat.S_ISDIR(os.stat(written).st_mode):
            from teamshelf.package.folder import Folder

            return Folder(written)
        content = read_bounded(os.open(written, READING), MAX_ARCHIVE)
    except (OSError, ValueError) as error:
        raise _unreadable(written, error) from error
    if content is None:
        raise Unreadable(
            say("`{path}` is neither a file nor a folder; to read from a pipe, use `-`", path=printable(written))
        )
    return _of_bytes(written, content)


def _of_bytes(path: str, content: bytes) -> Package | Manifest:
    looks_packed = (
        content[:4] in _ARCHIVE_STARTS
        or path.lower().endswith(".zip")
        # The control character is rare in texts, and looked for in no time.
        or (b"\x05" in content and content.find(_ARCHIVE_END, max(0, len(content) - _LONGEST_END)) >= 0)
    )
    return Package(path, content) if looks_packed else Manifest(path, content)


def _unreadable(path: str, error: OSError | ValueError) -> Unreadable:
    shown = printable(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Unreadable(say("there is no file or folder `{path}`", path=shown))
    if isinstance(error, PermissionError):
        return Unreadable(say("`{path}` cannot be read: you have no permission", path=shown))
    reason = error.strerror if isinstance(error, OSError) else None
    return Unreadable(say("`{path}` cannot be read: {reason}", path=shown, reason=printable(reason or str(error))))
