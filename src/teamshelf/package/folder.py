"""A folder that holds an app, read as the package made from it would be.

A file is found by its exact name even where the system knows no case, and a name that no entry of a package can have
names nothing here either. Nothing outside the folder is ever opened: a link that leads out is refused, also one that
is put in place while we look.
"""
# ruff: noqa: PTH112, PTH118, PTH206, PTH208 - importing pathlib takes longer than a whole check

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from teamshelf.messages import printable, say
from teamshelf.package.faults import EntryUnreadable, NotAFile, Outside, too_large
from teamshelf.package.files import READING, read_bounded
from teamshelf.package.layout import manifest_missing, wrong_case
from teamshelf.package.limits import MAX_ENTRIES
from teamshelf.package.names import MANIFEST, is_stray, name_problem

if TYPE_CHECKING:
    from teamshelf.findings import Finding


class Folder:
    """A folder whose files are entries, by their paths below it. Making one raises OSError if it cannot be listed.

    Attributes:
        path: as the caller wrote it.
        manifest_name: ``manifest.json``, or the name in another case that stands in its place.
        findings: what is wrong with the place of the manifest.
    """

    __slots__ = ("_listings", "_names", "_root", "findings", "manifest_name", "path")

    kind = "folder"

    def __init__(self, path: str) -> None:
        self.path = path
        self.manifest_name = MANIFEST
        self.findings: tuple[Finding, ...] = ()
        self._root = os.path.realpath(path)
        self._listings: dict[str, frozenset[str]] = {}
        self._names: list[str] | None = None
        self._find_manifest()

    def names(self) -> list[str]:
        """The files below the folder, nearest first, at most as many as a package may have.

        Hidden files, linked folders, what a system left behind and what no entry can be named are not among them.
        """
        if self._names is None:
            self._names = self._walk()
        return list(self._names)

    def read(self, name: str, limit: int) -> bytes | None:
        """The content of a file, None when there is no file of this name.

        Raises TooLarge above ``limit`` bytes, Outside for a link that leads out of the folder, NotAFile for a device,
        pipe or socket, and EntryUnreadable where the system refuses.
        """
        if name_problem(name):
            return None
        real = os.path.realpath(os.path.join(self._root, name))
        inside = os.path.join(self._root, "")
        if not real.startswith(inside):
            raise Outside(
                say("`{entry}` is a link that leads out of the folder", entry=name),
                hint=say("put a copy of the file into the folder"),
                file=name,
            )
        try:
            if not self._is_spelled_so(name) or os.path.isdir(real):
                return None
            content = read_bounded(_opened(self._root, real[len(inside) :]), limit)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            reason = printable(error.strerror or type(error).__name__)
            raise EntryUnreadable(
                say("`{entry}` cannot be read: {reason}", entry=name, reason=reason), file=name
            ) from None
        if content is None:
            raise NotAFile(say("`{entry}` is a device, a pipe or a socket, not a file", entry=name), file=name)
        if len(content) > limit:
            raise too_large(name, limit)
        return content

    def _find_manifest(self) -> None:
        listing = sorted(os.listdir(self._root))
        alike = [n for n in listing if n.lower() == MANIFEST and not os.path.isdir(os.path.join(self._root, n))]
        if MANIFEST in alike:
            return
        if alike:
            self.manifest_name = alike[0]
            self.findings = (wrong_case(alike[0]),)
            return
        names = self.names()
        nested = [name for name in names if name.rpartition("/")[2].lower() == MANIFEST]
        self.findings = (manifest_missing(names, nested),)

    def _walk(self) -> list[str]:
        names: list[str] = []
        folders = [""]
        for folder in folders:  # grows while it is walked: nearest first
            try:
                with os.scandir(os.path.join(self._root, folder)) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                name = folder + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if entry.name.startswith(".") or is_stray(f"{name}/" if is_folder else name) or name_problem(name):
                    continue
                if is_folder:
                    folders.append(f"{name}/")
                elif _is_file(entry):
                    names.append(name)
            if len(names) >= MAX_ENTRIES or len(folders) > MAX_ENTRIES:
                break
        return names[:MAX_ENTRIES]

    def _is_spelled_so(self, name: str) -> bool:
        """Whether each part of the path is listed in exactly this spelling."""
        folder = ""
        for part in name.split("/"):
            if folder not in self._listings:
                self._listings[folder] = frozenset(os.listdir(os.path.join(self._root, folder)))
            if part not in self._listings[folder]:
                return False
            folder = f"{folder}{part}/"
        return True


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link to itself, and what else the system does not follow
        return False


def _opened(root: str, below: str) -> int:
    """Open a file below a folder by a path that has no links; one put into the path meanwhile is an OSError."""
    if os.open not in os.supports_dir_fd:
        return os.open(os.path.join(root, below), READING)
    *folders, name = below.split(os.sep)
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in folders:
            next_folder = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = next_folder
        return os.open(name, READING | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)
