"""`teamshelf remove APP --server URL`: take an app out of the catalogue."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FOUND, OK
from teamshelf.cli.server import add_server, entry_of, talking
from teamshelf.cli.terminal import complain
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from teamshelf.client import Connection


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf remove",
        description="Remove an app and all its versions from the catalog, and from every place where it is installed.",
    )
    made.add_argument("app", metavar="APP", help="the id of the app: the manifest's or the catalog's")
    made.add_argument("--yes", action="store_true", help="do not ask first")
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Remove the app, once somebody has said so."""
    return talking(arguments, lambda connection, language: _remove(connection, arguments, language))


def _remove(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.client import Catalog

    catalog = Catalog(connection)
    entry = entry_of(catalog, arguments.app, language)
    if entry is None:
        return FOUND
    name = shown(entry.display_name or entry.id)
    if not arguments.yes and not _is_meant(name, language):
        complain(say("{name} was not removed: say `--yes` if it should be", name=name), language)
        return FOUND
    catalog.remove(entry)
    print(say("{name} is removed", name=name).in_language(language))
    return OK


def _is_meant(name: str, language: str) -> bool:
    """Whether the one at the terminal says so; without a terminal nobody does."""
    if not sys.stdin.isatty():
        return False
    question = say("remove {name} for everybody? Type its name to do so:", name=name).in_language(language)
    print(question, end=" ", file=sys.stderr, flush=True)
    return shown(sys.stdin.readline().strip()) == name
