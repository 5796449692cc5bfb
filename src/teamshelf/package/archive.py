"""A zip archive read within bounds: no entry costs more than it may, whatever the archive claims.

Three things are never done: unpacking more than was asked for, believing a size before it has been counted, and
writing anything to a disk. What the limits refuse is a finding, and the rest of the archive is still read.
"""

from __future__ import annotations

import stat
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.messages import say
from teamshelf.package.faults import (
    MAKE_AGAIN,
    Bomb,
    Corrupt,
    Encrypted,
    ForeignMethod,
    NotAFile,
    PackageError,
    PackageTooLarge,
    fault,
    too_large,
)
from teamshelf.package.limits import MAX_ARCHIVE, MAX_ENTRIES, MAX_ENTRY, MAX_RATIO, MAX_TOTAL, RATIO_FLOOR
from teamshelf.package.names import folded, name_problem, shown_name
from teamshelf.package.records import ENCRYPTED, MAX_VERSION, PATCHED, locate, read_directory

if TYPE_CHECKING:
    from teamshelf.findings import Finding
    from teamshelf.messages import Message
    from teamshelf.package.records import Directory, Extent, Header

_STORED, _DEFLATED = 0, 8  # APPNOTE 4.4.5
_METHODS = {9: "Deflate64", 12: "BZIP2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}


class Entry(Struct, frozen=True):
    """A file in the archive.

    Attributes:
        method: how it is packed.
        crc: the CRC-32 that its content must have.
        content, packed: offset and number of its bytes in the archive.
        size: its bytes when unpacked, as stated.
        error: why it cannot be read, None when nothing stands against trying.
    """

    method: int
    crc: int
    content: int
    packed: int
    size: int
    error: PackageError | None


class Archive:
    """A zip archive in memory. Making one never fails: what is wrong is in ``findings``.

    Attributes:
        entries: the files by name, in the order of the directory. Folders are left out, and so is an entry whose name
            another one has or no entry can have; of two with the same name the first is kept, as .NET does.
        findings: every fault that shows without unpacking anything.
        is_refused: the archive as a whole cannot be read, so that nothing is known of its entries.
    """

    __slots__ = ("_data", "entries", "findings", "is_refused")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.entries: dict[str, Entry] = {}
        self.findings: list[Finding] = []
        self.is_refused = False
        try:
            self._open()
        except PackageError as error:
            self.is_refused = True
            self.entries = {}
            self.findings.append(error.finding)

    def read(self, name: str, limit: int) -> bytes | None:
        """The content of an entry, None when there is none of this name; at most ``limit`` bytes are ever unpacked.

        Raises a PackageError when the content is larger or damaged, or when the entry already has a finding that
        rules out reading it; the error then holds that same finding.
        """
        entry = self.entries.get(name)
        if entry is None:
            return None
        if entry.error:
            raise entry.error.with_traceback(None)
        if entry.size > limit:
            raise too_large(name, limit)
        packed = memoryview(self._data)[entry.content : entry.content + entry.packed]
        content = bytes(packed) if entry.method == _STORED else _inflated(packed, entry.size)
        if content is None or zlib.crc32(content) != entry.crc:
            raise Corrupt(
                say("`{entry}` is damaged: its content is not what the package says it is", entry=shown_name(name)),
                hint=MAKE_AGAIN,
                file=shown_name(name),
            )
        return content

    def _open(self) -> None:
        if len(self._data) > MAX_ARCHIVE:
            raise PackageTooLarge(say("the package is larger than {limit} bytes", limit=MAX_ARCHIVE))
        directory = read_directory(self._data, MAX_ENTRIES)
        extents: list[Extent] = []
        seen: dict[str, str] = {}
        for header in directory.headers:
            name = header.name
            try:
                extent = locate(self._data, header)
                extents.append(extent)
                content, error = extent.content, _refusal(header, name)
            except Corrupt as contradiction:
                content, error = 0, contradiction.with_traceback(None)
            if error:
                self.findings.append(error.finding)
            if self._accepts(name, header, seen) and not name.endswith("/"):
                self.entries[name] = Entry(header.method, header.crc, content, header.packed, header.size, error)
        self._part_files_from_folders(seen)
        self._bound_total()
        self._account_for_every_byte(directory, extents)

    def _bound_total(self) -> None:
        total = sum(entry.size for entry in self.entries.values() if entry.error is None)
        if total > MAX_TOTAL:
            self.findings.append(
                fault(
                    "package-too-large",
                    say("the package unpacks to {size} bytes; at most {limit} are read", size=total, limit=MAX_TOTAL),
                )
            )

    def _accepts(self, name: str, header: Header, seen: dict[str, str]) -> bool:
        """Whether the entry has a name that it can have and that no other has; if not, a finding says so."""
        problem = name_problem(name.removesuffix("/"))
        if problem is None and not header.is_named_once:
            problem = say("the entry `{entry}` has two different names", entry=shown_name(name))
        if problem:
            self.findings.append(fault("package-entry-name", problem, hint=_RENAME, file=shown_name(name)))
            return False
        key = folded(name.rstrip("/"))
        if key in seen:
            self.findings.append(fault("package-entry-duplicate", _twins(name, seen[key]), hint=_ONE, file=name))
        seen[key] = name
        return name not in self.entries

    def _part_files_from_folders(self, seen: dict[str, str]) -> None:
        """Report a file that is also a folder, since others lie in it: no disk can hold both."""
        files = {folded(name): name for name in self.entries}
        reported = set()
        for key, name in seen.items():
            folder = key.rpartition("/")[0]
            while folder and folder not in reported:
                reported.add(folder)
                if folder in files:
                    message = say("`{entry}` is a file, and `{other}` lies in it", entry=files[folder], other=name)
                    self.findings.append(fault("package-entry-duplicate", message, hint=_ONE, file=files[folder]))
                folder = folder.rpartition("/")[0]

    def _account_for_every_byte(self, directory: Directory, extents: list[Extent]) -> None:
        """Report bytes that belong to no entry, and refuse an archive in which some belong to two."""
        position = gaps = 0
        for extent in sorted(extents):
            if extent.start < position or extent.end > directory.start:
                raise Corrupt(say("the package is damaged: its entries overlap"), hint=MAKE_AGAIN)
            gaps += extent.start - position
            position = extent.end
        gaps += directory.start - position
        before = min((extent.start for extent in extents), default=directory.start)
        if directory.trailing:
            self._report_extra(
                say("the file goes on after the end of the archive, for {n} bytes", n=directory.trailing)
            )
        if len(extents) < len(directory.headers):
            return  # the gaps are the entries that could not be located
        if before:
            self._report_extra(say("the archive does not begin with the file, but {n} bytes into it", n=before))
        if gaps > before:
            self._report_extra(say("the archive has {n} bytes that belong to none of its entries", n=gaps - before))

    def _report_extra(self, message: Message) -> None:
        self.findings.append(fault("package-extra-data", message, hint=MAKE_AGAIN))


_RENAME = say("rename the file, or make the package with a tool that writes portable names")
_ONE = say("keep one of the two")


def _refusal(header: Header, name: str) -> PackageError | None:
    """Why an entry that was found is not read."""
    entry = shown_name(name)
    is_folder = name.endswith("/")
    if header.flags & ENCRYPTED:
        return Encrypted(
            say("`{entry}` is encrypted", entry=entry), hint=say("make the package without a password"), file=entry
        )
    kind = stat.S_IFMT(header.mode)
    if kind and kind != (stat.S_IFDIR if is_folder else stat.S_IFREG):
        return NotAFile(
            say("`{entry}` is a link or a device, not a file", entry=entry),
            hint=say("put the file itself into the package"),
            file=entry,
        )
    if header.method not in (_STORED, _DEFLATED):
        method = _METHODS.get(header.method, str(header.method))
        return ForeignMethod(
            say("`{entry}` is packed by the method {method}, which not every reader knows", entry=entry, method=method),
            hint=say("make the package with the ordinary method, Deflate"),
            file=entry,
        )
    if header.version > MAX_VERSION or header.flags & PATCHED:
        return ForeignMethod(
            say("`{entry}` needs more of the zip format than any reader is known to have", entry=entry),
            hint=say("make the package with the ordinary method, Deflate"),
            file=entry,
        )
    if header.size > MAX_ENTRY:
        return too_large(name, MAX_ENTRY)
    if header.size > RATIO_FLOOR and header.size > MAX_RATIO * header.packed:
        return Bomb(
            say("`{entry}` unpacks to more than {ratio} times its packed size", entry=entry, ratio=MAX_RATIO),
            file=entry,
        )
    if header.size if is_folder else header.method == _STORED and header.size != header.packed:
        return Corrupt(
            say("the package is damaged: `{entry}` cannot have the size it states", entry=entry),
            hint=MAKE_AGAIN,
            file=entry,
        )
    return None


def _inflated(packed: memoryview, size: int) -> bytes | None:
    """The bytes unpacked, None unless they are exactly ``size``; one more than that is the most ever unpacked."""
    inflator = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflator.decompress(packed, size + 1)
    except zlib.error:
        return None
    return content if len(content) == size and inflator.eof and not inflator.unused_data else None


def _twins(name: str, other: str) -> Message:
    if name == other:
        return say("the package has two entries named `{entry}`; which one is read depends on the reader", entry=name)
    return say("`{entry}` and `{other}` are one and the same name to many systems", entry=name, other=other)
