"""`teamshelf directory import FILE`: tell the shelf who there is, and which teams, chats and meetings they are in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.opening import Unopenable, add_where, opened_shelf
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.refusals import Refusal
    from teamshelf.catalogue.shelf import Shelf

STANDARD_INPUT = "-"
"""The file that is read from a pipe, as JSON lines."""


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf directory",
        description="Tell the shelf who there is, and which teams, chats and meetings they are in.",
        epilog="Exit code 0: imported; 1: the file has lines that cannot be meant, and nothing was imported; 2: the "
        "file or the database cannot be used.",
    )
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    taken = actions.add_parser("import", help="take over a file of people, places and memberships")
    taken.add_argument("file", metavar="FILE", help="JSON lines, or CSV if its name ends in .csv; - for standard input")
    add_where(taken)
    taken.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG"
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Import the file."""
    language = arguments.lang or language_of_the_environment()
    try:
        content = sys.stdin.buffer.read() if arguments.file == STANDARD_INPUT else Path(arguments.file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        said = say("`{path}` cannot be read: {reason}", path=printable(arguments.file), reason=printable(reason))
        complain(said, language)
        return FAILED
    try:
        with opened_shelf(arguments) as shelf:
            return _import(shelf, content, Path(arguments.file).name, language)
    except Unopenable as error:
        complain(error.message, language)
        return FAILED


def _import(shelf: Shelf, content: bytes, name: str, language: str) -> int:
    from teamshelf.catalogue.people.actors import OPERATOR
    from teamshelf.catalogue.places.importing import import_directory
    from teamshelf.catalogue.refusals import Kind, Refusal

    try:
        outcome = import_directory(shelf, OPERATOR, content, name)
    except Refusal as refusal:
        _tell(refusal, language)
        return FOUND if refusal.kind is Kind.INVALID else FAILED
    done = say(
        "{added} added, {changed} changed, {removed} removed, {unchanged} as they were",
        added=outcome.added,
        changed=outcome.changed,
        removed=outcome.removed,
        unchanged=outcome.unchanged,
    )
    print(done.in_language(language))
    return OK


def _tell(refusal: Refusal, language: str) -> None:
    """Say what is wrong with each line, where editors find it."""
    for finding in refusal.findings:
        line = finding.span.line if finding.span else 1
        print(f"{printable(finding.file)}:{line}: {finding.message.in_language(language)}", file=sys.stderr)
    complain(refusal.message, language)
