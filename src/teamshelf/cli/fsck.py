"""`teamshelf fsck`: the proof that every row of a shelf can be derived again from its bytes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.opening import Unopenable, add_where, opened_shelf
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, say

if TYPE_CHECKING:
    from teamshelf.catalogue.upkeep.verifying import Verified


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf fsck",
        description="Look at every package, version, icon and installation of a shelf: bytes against digests, rows "
        "against bytes. Nothing is changed.",
        epilog="Exit code 0: all is sound; 1: something is not; 2: the database cannot be used.",
    )
    add_where(made)
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Look at everything and tell."""
    language = arguments.lang or language_of_the_environment()
    try:
        with opened_shelf(arguments) as shelf:
            from teamshelf.catalogue.upkeep.verifying import verify

            return tell(verify(shelf.database), language)
    except Unopenable as error:
        complain(error.message, language)
        return FAILED


def tell(verified: Verified, language: str) -> int:
    """Print what was looked at and what is wrong with it; the exit code that goes with it."""
    for fault in verified.faults:
        place = f"{fault.table} {fault.key}".strip() or "-"
        print(f"{place}: {fault.message.in_language(language)} [{fault.rule}]")
    looked_at = ", ".join(f"{name} {count}" for name, count in sorted(verified.counts.items()))
    if verified.is_sound:
        print(say("sound: {counts}", counts=looked_at or "-").in_language(language))
        return OK
    print(say("{number} faults: {counts}", number=len(verified.faults), counts=looked_at or "-").in_language(language))
    return FOUND
