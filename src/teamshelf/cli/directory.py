"""`teamshelf directory import FILE`: tell the shelf who there is, and which teams, chats and meetings they are in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say

if TYPE_CHECKING:
    from teamshelf.catalogue.refusals import Refusal


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf directory",
        description="Tell the shelf who there is, and which teams, chats and meetings they are in.",
        epilog="Exit code 0: imported; 1: the file has lines that cannot be meant, and nothing was imported; 2: the "
        "file or the database cannot be used.",
    )
    actions = made.add_subparsers(dest="action", metavar="import", required=True)
    taken = actions.add_parser("import", help="take over a file of people, places and memberships")
    taken.add_argument("file", metavar="FILE", help="JSON lines, or CSV if its name ends in .csv; - for standard input")
    where = taken.add_mutually_exclusive_group()
    where.add_argument("--data", metavar="DIR", type=Path, default=None, help="folder of the shelf; default: this one")
    where.add_argument("--database", metavar="URL", default=None, help="PostgreSQL database of the shelf")
    taken.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG"
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Import the file."""
    language = arguments.lang or language_of_the_environment()
    try:
        content = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        reason = printable(error.strerror or str(error))
        complain(say("`{path}` cannot be read: {reason}", path=printable(arguments.file), reason=reason), language)
        return FAILED
    try:
        from teamshelf.catalogue.actors import OPERATOR
        from teamshelf.catalogue.database import open_database
        from teamshelf.catalogue.importing import import_directory
        from teamshelf.catalogue.migrating import migrate
        from teamshelf.catalogue.refusals import Kind, Refusal
        from teamshelf.catalogue.shelf import Shelf
    except ModuleNotFoundError as error:
        complain(
            say("the shelf needs more packages ({name} is missing): pip install 'teamshelf[server]'", name=error.name),
            language,
        )
        return FAILED
    try:
        database = open_database(arguments.database, data=arguments.data)
    except (OSError, ValueError) as error:
        complain(say("the shelf cannot be opened: {reason}", reason=printable(str(error))), language)
        return FAILED
    try:
        migrate(database)
        outcome = import_directory(Shelf(database), OPERATOR, content, Path(arguments.file).name)
    except Refusal as refusal:
        _tell(refusal, language)
        return FOUND if refusal.kind is Kind.INVALID else FAILED
    finally:
        database.close()
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
    for finding in refusal.findings:
        line = finding.span.line if finding.span else 1
        print(f"{printable(finding.file)}:{line}: {finding.message.in_language(language)}", file=sys.stderr)
    complain(refusal.message, language)
