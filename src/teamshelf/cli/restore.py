"""`teamshelf restore FILE`: bring a backup back into an empty shelf, on the engine it came from or the other."""

from __future__ import annotations

import argparse
from pathlib import Path

from teamshelf.cli import FAILED, FOUND
from teamshelf.cli.opening import Unopenable, add_where, opened_shelf
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf restore",
        description="Fill an empty shelf from a backup, as a whole or not at all, and prove that it is sound.",
        epilog="Exit code 0: done; 1: refused, or the copy is not sound; 2: the database or the file cannot be used.",
    )
    made.add_argument("file", metavar="FILE", type=Path, help="what `teamshelf backup` wrote")
    add_where(made)
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Fill the shelf."""
    language = arguments.lang or language_of_the_environment()
    try:
        with opened_shelf(arguments) as shelf:
            from teamshelf.catalogue.refusals import Kind, Refusal
            from teamshelf.catalogue.upkeep.copying import restore
            from teamshelf.catalogue.upkeep.verifying import verify
            from teamshelf.cli.fsck import tell

            try:
                restored = restore(arguments.file, shelf.database)
            except Refusal as refusal:
                complain(refusal.message, language)
                return FAILED if refusal.kind is Kind.UNAVAILABLE else FOUND
            except OSError as error:
                words = {"path": printable(str(arguments.file)), "reason": printable(error.strerror or str(error))}
                complain(say("`{path}` cannot be read: {reason}", **words), language)
                return FAILED
            print(
                say(
                    "{apps} apps, {versions} versions and {installations} installations are back",
                    apps=restored["apps"],
                    versions=restored["versions"],
                    installations=restored["installations"],
                ).in_language(language)
            )
            return tell(verify(shelf.database), language)
    except Unopenable as error:
        complain(error.message, language)
        return FAILED
