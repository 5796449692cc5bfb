"""`teamshelf new NAME`: start an app that checks clean."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from teamshelf.checking import check_source
from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import write_folder
from teamshelf.cli.terminal import complain, language_of_the_environment, look
from teamshelf.messages import printable, say
from teamshelf.package.build import package_of
from teamshelf.package.drawing import can_draw, parse_color
from teamshelf.package.faults import Unreadable
from teamshelf.package.source import open_source
from teamshelf.report import REPORTERS
from teamshelf.scaffold.app import BASE_VERSION, ScaffoldError, folder_for, new_app
from teamshelf.scaffold.capabilities import CAPABILITIES
from teamshelf.versions import NUMBERED_VERSIONS

if TYPE_CHECKING:
    from teamshelf.scaffold.app import NewApp

COLOR = "#4B53BC"


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf new",
        description="Start an app: a folder with a manifest that checks clean, icons drawn from a colour and a letter, "
        "and a file for each further language.",
        epilog="Exit code 0: the folder is there; 1: there would be errors in it; 2: it cannot be made or written.",
    )
    made.add_argument("name", metavar="NAME", help="what the users of the app will call it")
    made.add_argument(
        "--capability",
        action="append",
        choices=CAPABILITIES,
        metavar="C",
        help=f"what the app can do: {', '.join(CAPABILITIES)}; repeatable; default: tab",
    )
    made.add_argument("-o", "--output", metavar="FOLDER", help="where to make it; default: named after the app")
    made.add_argument("--color", default=COLOR, metavar="#RRGGBB", help=f"of the icon; default: {COLOR}")
    made.add_argument("--letter", metavar="X", help="in the icon; default: the first of the name")
    made.add_argument(
        "--lang", action="append", default=[], metavar="TAG", help="a language besides English; repeatable"
    )
    made.add_argument("--domain", default="", metavar="HOST", help="of the app's pages; default: one below example.com")
    made.add_argument("--id", metavar="GUID", help="of the app; default: a fresh one")
    made.add_argument("--bot-id", metavar="GUID", help="of its bot, as registered; default: a fresh one")
    made.add_argument(
        "--manifest-version", default=BASE_VERSION, choices=NUMBERED_VERSIONS, metavar="V", help="default: %(default)s"
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Make the folder, or say why there is none."""
    language = language_of_the_environment()
    folder = Path(arguments.output) if arguments.output else Path(folder_for(arguments.name))
    try:
        app = _made(arguments)
        result = check_source(open_source(package_of(app.files), name=str(folder)))
        if result.findings:
            reporter = REPORTERS["text"](sys.stdout, look(language, sys.stdout))
            reporter.begin()
            reporter.add(result)
            reporter.end()
        if not result.ok:
            return FOUND
        write_folder(folder, app.files)
    except (ScaffoldError, Unreadable) as error:
        complain(error.message, language)
        return FAILED
    _tell(folder, app, language)
    return OK


def _made(arguments: argparse.Namespace) -> NewApp:
    color = parse_color(arguments.color)
    if color is None:
        given = printable(arguments.color)
        raise ScaffoldError(say("`{color}` is no colour such as `#4464EE`", color=given))
    letter = arguments.letter
    if letter is not None and not can_draw(letter):
        raise ScaffoldError(
            say("`{letter}` is no letter that can be drawn: take one of A to Z, or a digit", letter=printable(letter))
        )
    return new_app(
        arguments.name,
        capabilities=arguments.capability or ("tab",),
        app_id=arguments.id or str(uuid4()),
        bot_id=arguments.bot_id or str(uuid4()),
        color=color,
        letter=letter,
        languages=arguments.lang,
        domain=arguments.domain,
        version=arguments.manifest_version,
    )


def _tell(folder: Path, app: NewApp, language: str) -> None:
    """Say what is there now, and what to do with it."""
    shown = printable(str(folder))
    print(f"{shown}: {', '.join(sorted(app.files))}")
    left = say("what is left for you:")
    print(f"\n{left.in_language(language)}")
    for step in app.next_steps:
        print(f"  - {step.in_language(language)}")
    quoted = shown if shown.isascii() and not set(shown) & set(" '\"\\$`&;|<>()*?#!~") else f'"{shown}"'
    then = say("then:")
    print(f"\n{then.in_language(language)}")
    print(f"  teamshelf check {quoted}\n  teamshelf pack {quoted}")
