"""A disk under SQLite that can be full, that can fail, and whose power can be cut.

Everything that SQLite writes goes through it. It fails the Nth write, for every N; and it remembers each write, so that
afterwards the files can be made as a power cut at any moment could have left them: what was flushed is there, of what
was not, any part. Source: the method of SQLite's own tests, `test6.c`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import apsw
from msgspec import Struct

if TYPE_CHECKING:
    from random import Random

SECTOR = 512
"""Bytes that a disk writes as a whole."""

NAME = "faulty"


class Written(Struct, frozen=True):
    """Something that SQLite did to a file: `data` at a place, the file cut to `size`, gone, or flushed."""

    path: str
    kind: Literal["write", "truncate", "delete", "sync"]
    offset: int = 0
    data: bytes = b""


class Disk(apsw.VFS):
    """The disk. SQLite finds it by being told that it is the usual one.

    Attributes:
        done: all that was done to it, in order.
        writes: how many writes, cuts and flushes there were since :meth:`fail_at`.
    """

    def __init__(self) -> None:
        self.done: list[Written] = []
        self.writes = 0
        self._fails_at: int | None = None
        self._error: type[apsw.Error] = apsw.FullError
        super().__init__(NAME, "unix", makedefault=True)

    def fail_at(self, number: int | None, error: type[apsw.Error] = apsw.FullError) -> None:
        """Fail the Nth write from now on; a full disk then stays full, an error comes once. None: all is well."""
        self.writes = 0
        self._fails_at, self._error = number, error

    @property
    def has_failed(self) -> bool:
        """Whether it has come to the write that fails."""
        return self._fails_at is not None and self.writes >= self._fails_at

    def count(self, written: Written) -> None:
        """Note what SQLite does, or fail it."""
        self.writes += 1
        if self._fails_at is not None and (
            self.writes == self._fails_at
            or (self.writes > self._fails_at and self._error is apsw.FullError and written.kind == "write")
        ):
            raise self._error
        self.done.append(written)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> File:  # noqa: N802 - SQLite's
        """Open a file."""
        return File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - SQLite's
        """Remove a file."""
        super().xDelete(filename, syncdir)
        self.done.append(Written(filename, "delete"))

    def excepthook(self, kind: object, error: object, trace: object) -> bool:
        """What happens where nobody can be told, such as at closing: SQLite goes on without it."""
        del kind, error, trace
        return True


class File(apsw.VFSFile):
    """A file of the disk."""

    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else (name or "")
        super().__init__("unix", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's
        """Write."""
        self._disk.count(Written(self._path, "write", offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's
        """Cut."""
        self._disk.count(Written(self._path, "truncate", newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's
        """Flush; a test need not wait for the real disk."""
        del flags
        self._disk.count(Written(self._path, "sync"))

    def excepthook(self, kind: object, error: object, trace: object) -> bool:
        """As of the disk."""
        del kind, error, trace
        return True


def after_power_cut(before: dict[str, bytes], done: list[Written], random: Random) -> dict[str, bytes]:
    """The files as they can be when the power is cut after these writes.

    Args:
        before: the files at the beginning, all of it flushed.
        done: what was done to them since.
        random: decides which of the writes that were not flushed have reached the disk, and which only in part.
    """
    safe = {path: bytearray(content) for path, content in before.items()}
    waiting: dict[str, list[Written]] = {}
    for each in done:
        if each.kind == "sync":
            for earlier in waiting.pop(each.path, []):
                _apply(safe, earlier)
        elif each.kind == "delete":
            safe.pop(each.path, None)
            waiting.pop(each.path, None)
        else:
            waiting.setdefault(each.path, []).append(each)
    for left in waiting.values():
        share = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for each in left:
            if random.random() < share:
                _apply(safe, _torn(each, random) if random.random() < 0.1 else each)
    return {path: bytes(content) for path, content in safe.items()}


def put_down(files: dict[str, bytes], into: Path) -> None:
    """Write files into another folder, under their own names."""
    for path, content in files.items():
        (into / Path(path).name).write_bytes(content)


def _apply(files: dict[str, bytearray], each: Written) -> None:
    content = files.setdefault(each.path, bytearray())
    if each.kind == "truncate":
        del content[each.offset :]
        return
    content.extend(bytes(max(0, each.offset - len(content))))
    content[each.offset : each.offset + len(each.data)] = each.data


def _torn(each: Written, random: Random) -> Written:
    """A write of which only the first sectors have arrived."""
    sectors = len(each.data) // SECTOR
    kept = random.randint(0, sectors) * SECTOR if sectors else len(each.data)
    return Written(each.path, each.kind, each.offset, each.data[:kept])
