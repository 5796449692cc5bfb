"""`teamshelf backup FILE`: a copy of the whole shelf, as it is at one moment, while it goes on working."""

from __future__ import annotations

import argparse
from pathlib import Path

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import unwritable
from teamshelf.cli.opening import Unopenable, add_where, opened_shelf
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf backup",
        description="Copy a whole shelf into one file, which `teamshelf restore` brings back on either engine. It can "
        "be served by itself, too. The shelf goes on working meanwhile.",
        epilog="Exit code 0: done; 1: refused; 2: the database or the file cannot be used.",
    )
    made.add_argument("file", metavar="FILE", type=Path, help="where to; a file that is there is not written over")
    add_where(made)
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Write the copy."""
    language = arguments.lang or language_of_the_environment()
    try:
        with opened_shelf(arguments) as shelf:
            from teamshelf.catalogue.refusals import Kind, Refusal
            from teamshelf.catalogue.upkeep.copying import back_up

            try:
                copied = back_up(shelf.database, arguments.file)
            except Refusal as refusal:
                complain(refusal.message, language)
                return FAILED if refusal.kind is Kind.UNAVAILABLE else FOUND
            except OSError as error:
                complain(unwritable(arguments.file, error).message, language)
                return FAILED
    except Unopenable as error:
        complain(error.message, language)
        return FAILED
    print(
        say(
            "{file}: {apps} apps, {versions} versions, {installations} installations",
            file=printable(str(arguments.file)),
            apps=copied["apps"],
            versions=copied["versions"],
            installations=copied["installations"],
        ).in_language(language)
    )
    return OK
