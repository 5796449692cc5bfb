"""`teamshelf reject APP --server URL`: turn down the version that waits for review."""

from __future__ import annotations

import argparse

from teamshelf.cli.approve import decide
from teamshelf.cli.server import add_server, talking


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf reject",
        description="Reject the version of an app that waits for review. What is published stays as it is.",
    )
    made.add_argument("app", metavar="APP", help="the id of the app: the manifest's or the catalog's")
    made.add_argument("--version", metavar="V", help="only if this is the version that waits")
    made.add_argument(
        "--reason", metavar="TEXT", default="", help="for the publisher; Microsoft's server does not keep it"
    )
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Turn down what waits."""
    return talking(arguments, lambda connection, language: decide(connection, arguments, "rejected", language))
