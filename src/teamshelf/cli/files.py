"""Files that a command makes or changes in place: found, compared, and written whole or not at all."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.messages import printable, say
from teamshelf.package.faults import Unreadable
from teamshelf.package.names import MANIFEST
from teamshelf.package.placeholders import variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def manifest_path(given: str) -> Path:
    """The manifest that a path means: itself, or the one in the folder.

    Raises:
        Unreadable: there is none, or it is a package, whose manifest cannot be changed in place.
    """
    path = Path(given)
    if path.is_dir():
        path /= MANIFEST
    if not path.is_file():
        raise Unreadable(say("there is no file `{path}`", path=printable(str(path))))
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            raise Unreadable(say("`{path}` is a package: unpack it, and name the folder", path=printable(given)))
    return path


def variables_from(env_file: str) -> dict[str, str]:
    """The variables that an env file sets.

    Raises:
        Unreadable: it is not there, or no text.
    """
    try:
        return variables_of(env_file)
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Unreadable(
            say("`{path}` cannot be read: {reason}", path=printable(env_file), reason=printable(reason))
        ) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a new one takes the place of the old one, if any, in a single step.

    Raises:
        Unreadable: the system refuses; there is nothing new then.
    """
    write_files({path: content})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all are on the disk before the first takes its place. Raises Unreadable."""
    path = Path()
    try:
        with ExitStack() as stack:
            fresh: list[tuple[Path, Path]] = []
            for path, content in files.items():
                target = path.resolve()
                fresh.append((stack.enter_context(_fresh_file(target, content)), target))
            for written, target in fresh:
                written.replace(target)
            for folder in {target.parent for _, target in fresh}:
                _sync_folder(folder)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        raise unwritable(path, error) from error


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files, whole or not at all.

    Raises:
        Unreadable: there is something of that name already, or the system refuses.
    """
    import shutil

    if folder.is_symlink() or folder.exists():
        raise Unreadable(say("`{path}` exists already: name another folder with `-o`", path=printable(str(folder))))
    try:
        target = folder.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = _fresh_name(target)
        fresh.mkdir()
        try:
            for name, content in files.items():
                _write_new(fresh / name, content)
            fresh.rename(target)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _sync_folder(target.parent)
    except (OSError, RuntimeError) as error:
        raise unwritable(folder, error) from error


def unwritable(path: Path, error: Exception) -> Unreadable:
    """The error that something cannot be written there."""
    reason = getattr(error, "strerror", None) or str(error)
    return Unreadable(
        say("`{path}` cannot be written: {reason}", path=printable(str(path)), reason=printable(str(reason)))
    )


@contextmanager
def _fresh_file(target: Path, content: bytes) -> Iterator[Path]:
    """A new file with the content beside the target; gone afterwards if it did not take the target's place."""
    fresh = _fresh_name(target)
    try:
        _write_new(fresh, content)
        if target.exists():
            fresh.chmod(target.stat().st_mode & 0o7777)
        yield fresh
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, with the mode that the user's mask leaves of any new file."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _fresh_name(target: Path) -> Path:
    return target.with_name(f".{os.urandom(6).hex()}.tmp")


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a loss of power, where the system can promise it."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def differences(before: str, after: str, path: Path | str) -> str:
    """What changes between two states of a file, as a unified diff."""
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), str(path), f"{path} (new)")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
