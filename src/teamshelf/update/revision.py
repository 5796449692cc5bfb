"""An app as it was in a revision of a git repository: `git:REV:PATH`.

git itself finds the revision and hands out the files; nothing is checked out and nothing fetched. PATH is a manifest, a
folder or a package, counted from the root of the repository as git does, or from here if it begins with `./`. What git
says is as hostile as any other input: sizes are asked for before contents.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from teamshelf.messages import printable, say
from teamshelf.package.faults import EntryUnreadable, Unreadable, too_large
from teamshelf.package.layout import find_manifest
from teamshelf.package.limits import MAX_ARCHIVE, MAX_ENTRIES
from teamshelf.package.names import is_stray, name_problem
from teamshelf.package.source import open_source

if TYPE_CHECKING:
    from teamshelf.findings import Finding
    from teamshelf.package.source import Source

PREFIX = "git:"
"""How a path begins that is one in a revision."""

SECONDS = 30
"""Time that git gets for one answer."""

MAX_LISTING = 2**20
"""Bytes of the list of a folder's files that are read; a package's 500 names come to less."""

_FILE_MODES = (b"100644", b"100755")  # neither links nor submodules, of which a package has none


def is_in_revision(path: str) -> bool:
    """Whether a path means a place in a revision."""
    return path.startswith(PREFIX)


def open_revision(path: str, folder: str | os.PathLike[str] = ".") -> Source:
    """Open `git:REV:PATH` in the repository that holds a folder; raises Unreadable, which says what is missing."""
    revision, colon, inside = path.removeprefix(PREFIX).partition(":")
    shown = printable(path)
    if not colon or not revision or not inside or revision.startswith("-"):
        raise Unreadable(say("`{path}` is not of the form `git:REV:PATH`, such as `git:v1.2.0:appPackage`", path=shown))
    git = _Git(os.fspath(folder))
    if git.ask("rev-parse", "--git-dir") is None:
        raise Unreadable(say("`{path}` needs a git repository, and this folder is in none", path=shown))
    if git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") is None:
        raise Unreadable(say("git knows no revision `{revision}`", revision=printable(revision)))
    place = "./" if inside in {".", "./"} else inside.rstrip("/")
    name = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:{place}")
    if name is None:
        raise Unreadable(
            say(
                "there is no `{inside}` in revision `{revision}`; paths count from the root of the repository, or from "
                "here with `./` in front",
                inside=printable(inside),
                revision=printable(revision),
            )
        )
    object_id = name.decode("ascii", "replace").strip()
    if git.ask("cat-file", "-t", object_id) == b"tree\n":
        return RevisionFolder(path, object_id, git)
    content = git.content(object_id, MAX_ARCHIVE)
    if content is None:
        raise Unreadable(say("`{path}` cannot be read from git, or is too large", path=shown))
    return open_source(content, name=path)


class RevisionFolder:
    """A folder of a revision, as a source of files.

    Attributes:
        path: as the caller wrote it.
        manifest_name: ``manifest.json``, or what stands in its place.
        findings: what is wrong with the place of the manifest.
    """

    kind = "folder"

    def __init__(self, path: str, tree: str, git: _Git) -> None:
        self.path = path
        self._git = git
        self._files = _files_in(tree, git, path)
        layout = find_manifest([name for name in self._files if "/" not in name] or list(self._files))
        self.manifest_name = layout.manifest_name
        self.findings: tuple[Finding, ...] = layout.findings

    def names(self) -> list[str]:
        """The files below the folder; not hidden ones, nor those that a system left there."""
        return list(self._files)

    def read(self, name: str, limit: int) -> bytes | None:
        """The content of a file, None when there is none; raises TooLarge above ``limit`` bytes."""
        object_id = self._files.get(name)
        if object_id is None:
            return None
        if self._git.size(object_id) > limit:
            raise too_large(name, limit)
        content = self._git.content(object_id, limit)
        if content is None:
            raise EntryUnreadable(say("`{entry}` cannot be read from git", entry=printable(name)), file=name)
        return content


def _files_in(tree: str, git: _Git, path: str) -> dict[str, str]:
    """The files of a tree by name, with the names of their contents."""
    listing = git.ask("ls-tree", "-r", "-z", "--full-tree", tree)
    if listing is None or len(listing) > MAX_LISTING:
        raise Unreadable(say("`{path}` has more files than any app", path=printable(path)))
    files: dict[str, str] = {}
    for line in listing.split(b"\0"):
        facts, _, encoded = line.partition(b"\t")
        mode, _, rest = facts.partition(b" ")
        name = encoded.decode("utf-8", "replace")
        hidden = any(part.startswith(".") for part in name.split("/"))
        if mode in _FILE_MODES and not hidden and not is_stray(name) and not name_problem(name):
            files[name] = rest.rpartition(b" ")[2].decode("ascii", "replace")
    if len(files) > MAX_ENTRIES:
        raise Unreadable(say("`{path}` has more files than any app", path=printable(path)))
    return files


class _Git:
    """Asks git, in one folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def ask(self, *arguments: str) -> bytes | None:
        """What git answers; None if it refuses. Raises Unreadable where there is no git."""
        # Nothing is fetched for a partial clone, nothing asked at a terminal, and no lock taken.
        environment = {
            **os.environ,
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
        }
        try:
            ended = subprocess.run(  # noqa: S603 - arguments are passed as a list, and none that came in is an option
                ["git", *arguments],  # noqa: S607 - the git of the user is the one that is meant
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=SECONDS,
            )
        except FileNotFoundError as error:
            raise Unreadable(say("there is no `git` on this machine, which paths with `git:` need")) from error
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise Unreadable(say("git cannot be asked: {reason}", reason=printable(str(error)))) from error
        return ended.stdout if ended.returncode == 0 else None

    def size(self, object_id: str) -> int:
        """Bytes of a content; 0 where git does not know it."""
        answer = self.ask("cat-file", "-s", object_id)
        return int(answer) if answer is not None and answer.strip().isdigit() else 0

    def content(self, object_id: str, limit: int) -> bytes | None:
        """A content of at most so many bytes; None for a larger one, or none."""
        return self.ask("cat-file", "blob", object_id) if self.size(object_id) <= limit else None
