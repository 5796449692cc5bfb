"""`teamshelf check PATH...`: report every finding."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.checking import check_source
from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.terminal import complain, language_of_the_environment, look, progress
from teamshelf.findings import AUDIENCES, UPLOAD, Severity
from teamshelf.messages import LANGUAGES, say
from teamshelf.package.faults import Unreadable
from teamshelf.package.limits import MAX_ARCHIVE
from teamshelf.package.source import STANDARD_INPUT, open_source
from teamshelf.report import REPORTERS
from teamshelf.versions import ALL_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teamshelf.findings import Result
    from teamshelf.package.source import Source


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf check",
        description="Report everything that is wrong with app manifests and packages: in which file, line and column, "
        "why, and what to do. Nothing leaves this machine.",
        epilog="Exit code 0: nothing of severity error; 1: something; 2: a path could not be read.",
    )
    made.add_argument(
        "paths", nargs="+", metavar="PATH", help="a manifest.json, a folder that holds one, a .zip, or - for stdin"
    )
    made.add_argument("--format", choices=REPORTERS, default="text", help="default: text")
    made.add_argument(
        "--audience", choices=AUDIENCES, default=UPLOAD, help="what Teams refuses (default), or the store as well"
    )
    made.add_argument(
        "--manifest-version", metavar="V", choices=ALL_VERSIONS, help="read as this version, whatever the manifest says"
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    made.add_argument("--warnings-as-errors", action="store_true", help="exit with 1 on warnings as well")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Check each path and report it at once; go on where one cannot be read."""
    language = arguments.lang or language_of_the_environment()
    unreadable: list[Unreadable] = []
    failing = False
    with progress(len(arguments.paths), unit=say("manifests").in_language(language)) as advance:
        reporter = REPORTERS[arguments.format](sys.stdout, look(language, sys.stdout))
        reporter.begin()
        for result in _results(arguments, unreadable):
            reporter.add(result)
            failing |= not result.ok or (arguments.warnings_as_errors and result.count(Severity.WARNING) > 0)
            advance()
        reporter.end()
    for error in unreadable:
        complain(error.message, language)
    return FAILED if unreadable else FOUND if failing else OK


def _results(arguments: argparse.Namespace, unreadable: list[Unreadable]) -> Iterator[Result]:
    """The result of each path in turn, one at a time; what cannot be read is noted and passed over."""
    for path in arguments.paths:
        try:
            source = _from_standard_input() if path == STANDARD_INPUT else open_source(path)
        except Unreadable as error:
            unreadable.append(error)
            continue
        yield check_source(source, audience=arguments.audience, manifest_version=arguments.manifest_version)


def _from_standard_input() -> Source:
    return open_source(sys.stdin.buffer.read(MAX_ARCHIVE + 1))
