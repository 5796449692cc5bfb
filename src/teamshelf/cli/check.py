"""`teamshelf check PATH...`: report every finding."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from teamshelf.checking import check_source
from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import variables_from
from teamshelf.cli.terminal import complain, language_of_the_environment, look, progress
from teamshelf.findings import AUDIENCES, Severity
from teamshelf.messages import LANGUAGES, say
from teamshelf.package.faults import Unreadable
from teamshelf.package.limits import MAX_ARCHIVE
from teamshelf.package.source import STANDARD_INPUT, open_source
from teamshelf.report import REPORTERS
from teamshelf.settings import SettingsError, load_settings, rules_meant
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
        "--audience", choices=AUDIENCES, default=None, help="what Teams refuses (upload, default), or the store as well"
    )
    made.add_argument(
        "--manifest-version", metavar="V", choices=ALL_VERSIONS, help="read as this version, whatever the manifest says"
    )
    made.add_argument("--env-file", metavar="F", help="values for placeholders such as ${{VAR}}")
    made.add_argument("--ignore", action="append", default=[], metavar="RULE", help="only count this rule; repeatable")
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    made.add_argument("--warnings-as-errors", action="store_true", help="exit with 1 on warnings as well")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Check each path and report it at once; go on where one cannot be read."""
    language = arguments.lang or language_of_the_environment()
    try:
        wanted = _wanted(arguments)
    except (SettingsError, Unreadable) as error:
        complain(error.message, language)
        return FAILED
    unreadable: list[Unreadable] = []
    failing = False
    with progress(len(arguments.paths), unit=say("manifests").in_language(language)) as advance:
        reporter = REPORTERS[arguments.format](sys.stdout, look(language, sys.stdout))
        reporter.begin()
        for result in _results(arguments.paths, wanted, unreadable):
            reporter.add(result)
            failing |= not result.ok or (arguments.warnings_as_errors and result.count(Severity.WARNING) > 0)
            advance()
        reporter.end()
    for unread in unreadable:
        complain(unread.message, language)
    return FAILED if unreadable else FOUND if failing else OK


class _Wanted(Struct, frozen=True):
    """What the project's settings and the arguments come to."""

    audience: str
    manifest_version: str | None
    variables: dict[str, str]
    ignore: dict[str, str]


def _wanted(arguments: argparse.Namespace) -> _Wanted:
    """Settle what the check is to do: an argument goes before a setting. Raises SettingsError or Unreadable."""
    settings = load_settings(Path.cwd())
    env_file = arguments.env_file or settings.env_file
    ignore = {**settings.ignore, **dict.fromkeys(arguments.ignore, "--ignore")}
    return _Wanted(
        audience=arguments.audience or settings.audience,
        manifest_version=arguments.manifest_version,
        variables=variables_from(env_file) if env_file else {},
        ignore=rules_meant(ignore),
    )


def _results(paths: list[str], wanted: _Wanted, unreadable: list[Unreadable]) -> Iterator[Result]:
    """The result of each path in turn, one at a time; what cannot be read is noted and passed over."""
    for path in paths:
        try:
            source = _from_standard_input() if path == STANDARD_INPUT else open_source(path)
        except Unreadable as error:
            unreadable.append(error)
            continue
        result = check_source(
            source,
            audience=wanted.audience,
            manifest_version=wanted.manifest_version,
            variables=wanted.variables,
        )
        yield result.without(wanted.ignore) if wanted.ignore else result


def _from_standard_input() -> Source:
    return open_source(sys.stdin.buffer.read(MAX_ARCHIVE + 1))
