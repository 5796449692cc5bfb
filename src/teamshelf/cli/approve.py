"""`teamshelf approve APP --server URL`: publish the version that waits for review."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from teamshelf.cli import FOUND, OK
from teamshelf.cli.server import add_server, entry_of, talking
from teamshelf.cli.terminal import complain
from teamshelf.messages import printable, say, shown

if TYPE_CHECKING:
    from teamshelf.client import Connection


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf approve", description="Approve the version of an app that waits for review: it is published."
    )
    made.add_argument("app", metavar="APP", help="the id of the app: the manifest's or the catalog's")
    made.add_argument("--version", metavar="V", help="only if this is the version that waits")
    made.add_argument(
        "--reason", metavar="TEXT", default="", help="for the history; Microsoft's server does not keep it"
    )
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Publish what waits."""
    return talking(arguments, lambda connection, language: decide(connection, arguments, "published", language))


def decide(connection: Connection, arguments: argparse.Namespace, state: str, language: str) -> int:
    """Bring the waiting version of the named app into a publishing state."""
    from teamshelf.client import Catalog

    catalog = Catalog(connection)
    entry = entry_of(catalog, arguments.app, language)
    if entry is None:
        return FOUND
    waiting = entry.newest("submitted")
    if waiting is None or (arguments.version and waiting.version != arguments.version):
        complain(
            say("no such version of {name} waits for review", name=shown(entry.display_name or entry.id)), language
        )
        return FOUND
    catalog.decide(entry, waiting, state, arguments.reason)
    words = {"name": shown(entry.display_name or entry.id), "version": printable(waiting.version or "")}
    done = (
        say("{name} {version} is published", **words)
        if state == "published"
        else say("{name} {version} is rejected", **words)
    )
    print(done.in_language(language))
    return OK
