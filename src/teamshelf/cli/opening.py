"""The shelf that a command works on: where it is, whether it can be opened, and who else could read it."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.messages import Message, printable, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from teamshelf.catalogue.shelf import Shelf

DATABASE_VARIABLE = "TEAMSHELF_DATABASE"
"""Says where the database is, so that its password need not stand in the list of processes."""


class Unopenable(Exception):  # noqa: N818 - it is called what it is
    """The shelf cannot be opened.

    Attributes:
        message: why, for people.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def add_where(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where its shelf is."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data", metavar="DIR", type=Path, default=None, help="folder of the shelf; default: this one")
    where.add_argument(
        "--database",
        metavar="URL",
        default=None,
        help=f"PostgreSQL database of the shelf; {DATABASE_VARIABLE} says it without showing it to others",
    )


def database_url(arguments: argparse.Namespace) -> str | None:
    """The URL of the database; None where the shelf is in a folder."""
    if arguments.data is not None:
        return None
    return arguments.database or os.environ.get(DATABASE_VARIABLE) or None


@contextmanager
def opened_shelf(arguments: argparse.Namespace) -> Iterator[Shelf]:
    """The shelf, with its tables brought to this version; closed at the end of the block.

    Raises:
        Unopenable: a package is missing, others can read the database, or it cannot be opened.
    """
    try:
        from teamshelf.catalogue.database import FILE_NAME, open_database
        from teamshelf.catalogue.refusals import Refusal
        from teamshelf.catalogue.shelf import Shelf
        from teamshelf.catalogue.upkeep.migrating import migrate
    except ModuleNotFoundError as error:
        raise Unopenable(
            say("the shelf needs more packages ({name} is missing): pip install 'teamshelf[server]'", name=error.name)
        ) from error
    url = database_url(arguments)
    folder = (arguments.data or Path()) if url is None else None
    if folder is not None:
        _require_private(folder, folder / FILE_NAME)
    before = os.umask(0o077)  # what is made here is nobody else's business: it has the key that signs tokens
    try:
        database = open_database(url, data=folder)
        try:
            migrate(database)
            yield Shelf(database)
        finally:
            database.close()
    except (OSError, ValueError) as error:
        raise Unopenable(say("the shelf cannot be opened: {reason}", reason=printable(str(error)))) from error
    except Refusal as refusal:
        raise Unopenable(refusal.message) from refusal
    finally:
        os.umask(before)


def require_private_file(path: Path) -> None:
    """Refuse a file with a secret that others can read.

    Raises:
        Unopenable: others can, or the file is not there.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        reason = printable(error.strerror or str(error))
        raise Unopenable(say("`{path}` cannot be read: {reason}", path=printable(str(path)), reason=reason)) from error
    if os.name == "posix" and mode & (stat.S_IROTH | stat.S_IWOTH):
        raise Unopenable(
            say("everybody on this machine can read `{path}`: run `chmod o-rwx` on it", path=printable(str(path)))
        )


def _require_private(folder: Path, file: Path) -> None:
    if file.exists():
        require_private_file(file)
    if os.name == "posix" and folder.is_dir() and folder.stat().st_mode & stat.S_IWOTH:
        raise Unopenable(
            say(
                "everybody on this machine can write to `{path}`: choose a folder of your own",
                path=printable(str(folder)),
            )
        )
