"""`teamshelf install APP --server URL`: add an app for oneself, a person, a team or a chat."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FOUND, OK
from teamshelf.cli.server import add_server, entry_of, talking
from teamshelf.cli.terminal import complain
from teamshelf.messages import printable, say, shown

if TYPE_CHECKING:
    from teamshelf.client import Connection, Place


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf install",
        description="Install an app for yourself, or somewhere else. The permissions that it asks for there are shown, "
        "and only granted with --consent.",
    )
    made.add_argument("app", metavar="APP", help="the id of the app: the manifest's or the catalog's")
    add_place(made)
    made.add_argument("--consent", action="store_true", help="grant the resource-specific permissions that it asks for")
    add_server(made)
    return made


def add_place(parser: argparse.ArgumentParser) -> None:
    """The arguments that say where."""
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--user", metavar="ID", help="for somebody, by id or sign-in name")
    place.add_argument("--team", metavar="ID", help="in a team")
    place.add_argument("--chat", metavar="ID", help="in a chat or a meeting")


def place_of(arguments: argparse.Namespace) -> Place:
    """The place that the arguments say; oneself if they say none."""
    from teamshelf.client import Place

    for kind in ("user", "team", "chat"):
        named = getattr(arguments, kind)
        if named:
            return Place(kind, named)
    return Place()


def run(arguments: argparse.Namespace) -> int:
    """Install the app."""
    return talking(arguments, lambda connection, language: _install(connection, arguments, language))


def _install(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.client import Catalog
    from teamshelf.client.installations import install

    entry = entry_of(Catalog(connection), arguments.app, language)
    if entry is None:
        return FOUND
    name = shown(entry.display_name or entry.id)
    published = entry.newest("published")
    asked = published.asked_permissions if published else ()
    if asked and not arguments.consent:
        complain(say("{name} asks for permissions there: grant them with `--consent`", name=name), language)
        for permission in asked:
            print(f"  - {printable(permission.permission_value)}", file=sys.stderr)
        return FOUND
    install(connection, place_of(arguments), entry, asked)
    print(say("{name} is installed", name=name).in_language(language))
    return OK
