"""`teamshelf apps --server URL`: what is in the catalogue of a server."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import OK
from teamshelf.cli.server import add_server, talking
from teamshelf.messages import printable, say

if TYPE_CHECKING:
    from teamshelf.client import AppEntry, Connection

_GAP = 2


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf apps", description="List the apps of an organization's catalog, with their versions."
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="a table, or JSON for programs")
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """List the apps."""
    return talking(arguments, lambda connection, language: _list(connection, arguments.format, language))


def _list(connection: Connection, form: str, language: str) -> int:
    from teamshelf.client import Catalog

    apps = sorted(Catalog(connection).apps(), key=lambda app: (app.display_name or "").casefold())
    if form == "json":
        import msgspec

        sys.stdout.write(msgspec.json.format(msgspec.json.encode({"apps": apps}), indent=2).decode() + "\n")
        return OK
    if not apps:
        print(say("the catalog is empty").in_language(language))
        return OK
    rows = [_row(app) for app in apps]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print((" " * _GAP).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return OK


def _row(app: AppEntry) -> tuple[str, ...]:
    published = app.newest("published")
    waiting = app.newest("submitted")
    states = [f"{published.version} published"] if published else []
    states += [f"{waiting.version} submitted"] if waiting else []
    if not states and app.app_definitions:
        newest = app.app_definitions[-1]
        states = [f"{newest.version} {newest.publishing_state}"]
    return (printable(app.display_name or "-"), app.external_id or app.id, printable(", ".join(states)))
