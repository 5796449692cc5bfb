"""`teamshelf upgrade PATH --to VERSION`: rewrite a manifest for another manifest version."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import differences, manifest_path, write_bytes
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.document import read
from teamshelf.document.rewrite import rewritten
from teamshelf.messages import LANGUAGES, say
from teamshelf.package.faults import Unreadable
from teamshelf.update.upgrade import lowest_version, upgrade
from teamshelf.versions import ALL_VERSIONS, DEV_PREVIEW_2021, LATEST

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.document import Document
    from teamshelf.update.upgrade import Upgraded

VERSIONS = ("latest", *(version for version in ALL_VERSIONS if version != DEV_PREVIEW_2021))


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf upgrade",
        description="Rewrite a manifest for another manifest version, up or down, keeping its format; say what moved "
        "and what could not be carried over.",
        epilog="Exit code 0: done, or nothing to do; 1: a person has to finish it; 2: it could not be read.",
    )
    made.add_argument("path", metavar="PATH", help="a manifest.json, or a folder that holds one")
    wanted = made.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--to", metavar="VERSION", choices=VERSIONS, help="the manifest version, or `latest`")
    wanted.add_argument(
        "--lowest", action="store_true", help="only say which version is the lowest that takes all of it"
    )
    made.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Rewrite the manifest in place, or show what would change."""
    language = arguments.lang or language_of_the_environment()
    try:
        path = manifest_path(arguments.path)
        document = read(path.read_bytes(), path.name)
    except Unreadable as error:
        complain(error.message, language)
        return FAILED
    if document.findings or not isinstance(document.value, dict):
        complain(say("`{path}` has faults: mend what `teamshelf check` says first", path=str(path)), language)
        return FOUND
    if arguments.lowest:
        return _say_lowest(document.value, language)
    outcome = upgrade(document.value, LATEST if arguments.to == "latest" else arguments.to)
    text = rewritten(document, outcome.value)
    if arguments.diff:
        sys.stdout.write(differences(document.text, text, path))
    elif text != document.text:
        try:
            write_bytes(path, text.encode())
        except Unreadable as error:
            complain(error.message, language)
            return FAILED
    _tell(outcome, document, path, language)
    return OK if outcome.is_valid else FOUND


def _say_lowest(manifest: dict[str, Any], language: str) -> int:
    version = lowest_version(manifest)
    if version is None:
        complain(say("no numbered version takes all of it"), language)
        return FOUND
    print(version)
    return OK


def _tell(outcome: Upgraded, document: Document, path: Path, language: str) -> None:
    """Say on standard error what moved, what is lost, and what is left to a person."""
    for change in outcome.changes:
        complain(change, language, prefix="  +")
    for loss in outcome.losses:
        complain(loss, language, prefix="  -")
    for left in outcome.left:
        complain(left.message, language, prefix="  !")
    if outcome.value == document.value:
        complain(say("`{path}` is as it should be for {version}", path=str(path), version=outcome.version), language)
    elif outcome.is_valid:
        complain(say("`{path}` is valid for {version}", path=str(path), version=outcome.version), language)
    else:
        complain(
            say(
                "`{path}` is not valid for {version} yet: see the lines with `!`",
                path=str(path),
                version=outcome.version,
            ),
            language,
        )
