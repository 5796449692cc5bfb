"""`teamshelf uninstall APP --server URL`: remove an app from where it is installed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from teamshelf.cli import FOUND, OK
from teamshelf.cli.install import add_place, place_of
from teamshelf.cli.server import add_server, talking
from teamshelf.cli.terminal import complain
from teamshelf.messages import say, shown

if TYPE_CHECKING:
    from teamshelf.client import Connection


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf uninstall", description="Remove an app for yourself, or from where it is installed."
    )
    made.add_argument("app", metavar="APP", help="the id of the app: the manifest's or the catalog's")
    add_place(made)
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Remove the app from there."""
    return talking(arguments, lambda connection, language: _uninstall(connection, arguments, language))


def _uninstall(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    from teamshelf.client.installations import installed_in, uninstall

    place, wanted = place_of(arguments), arguments.app.lower()
    for installed in installed_in(connection, place):
        app = installed.teams_app
        if app is not None and wanted in (app.id.lower(), (app.external_id or "").lower()):
            uninstall(connection, place, installed)
            print(say("{name} is removed there", name=shown(app.display_name or app.id)).in_language(language))
            return OK
    complain(say("{app} is not installed there", app=shown(arguments.app)), language)
    return FOUND
