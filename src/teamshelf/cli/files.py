"""Files that a command changes in place: found, compared, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from teamshelf.messages import printable, say
from teamshelf.package.faults import Unreadable
from teamshelf.package.names import MANIFEST
from teamshelf.package.placeholders import variables_of


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
        raise Unreadable(
            say("`{path}` cannot be read: {reason}", path=printable(env_file), reason=printable(str(error)))
        ) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a new one takes the place of the old one in a single step."""
    import tempfile  # most commands write nothing

    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(target.stat().st_mode & 0o7777)
        fresh.replace(target)
    except BaseException:
        fresh.unlink()
        raise


def differences(before: str, after: str, path: Path | str) -> str:
    """What changes between two states of a file, as a unified diff."""
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), str(path), f"{path} (new)")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
