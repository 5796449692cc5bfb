"""`teamshelf fix PATH...`: make the safe fixes in place, keeping the files' format."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import differences, write_bytes
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.findings import AUDIENCES, UPLOAD, Finding, Severity
from teamshelf.fixing import fix
from teamshelf.messages import LANGUAGES, say
from teamshelf.package.build import package_of
from teamshelf.package.faults import PackageError, Unreadable
from teamshelf.package.limits import MAX_ENTRY
from teamshelf.package.source import open_source

if TYPE_CHECKING:
    from teamshelf.fixing import Fixed
    from teamshelf.package.source import Source

REPACKED = frozenset({"package-manifest-not-at-root", "package-stray-file"})
"""What is gone when a package is written again from the files that belong to it."""


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf fix",
        description="Mend what can be mended without asking, in place, and keep everything else as it is written. "
        "A fix never brings a new error; what a person must decide is left.",
        epilog="Exit code 0: nothing of severity error is left; 1: something is; 2: a path could not be read.",
    )
    made.add_argument("paths", nargs="+", metavar="PATH", help="a manifest.json, a folder that holds one, or a .zip")
    made.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    made.add_argument("--rule", action="append", metavar="RULE", help="mend only this rule; may be repeated")
    made.add_argument(
        "--audience", choices=AUDIENCES, default=UPLOAD, help="what Teams refuses (default), or the store as well"
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Fix each path; go on where one cannot be read."""
    language = arguments.lang or language_of_the_environment()
    code = OK
    for path in arguments.paths:
        try:
            code = max(code, _fix(path, arguments, language))
        except Unreadable as error:
            complain(error.message, language)
            code = FAILED
    return code


def _fix(path: str, arguments: argparse.Namespace, language: str) -> int:
    source = open_source(path)
    rules = set(arguments.rule or ())

    def wanted(finding: Finding) -> bool:
        return not rules or finding.rule in rules or not rules.isdisjoint(finding.aliases)

    outcome = fix(source, audience=arguments.audience, wanted=wanted)
    repacked = [finding for finding in source.findings if finding.rule in REPACKED and wanted(finding)]
    if arguments.diff:
        _show(source, outcome)
    elif source.kind == "package":
        if outcome.files or repacked:
            _write_package(path, source, outcome)
    else:
        for name, content in outcome.files.items():
            write_bytes(Path(path, name) if source.kind == "folder" else Path(path), content)
    for finding in (*outcome.mended, *repacked):
        complain(finding.message, language, prefix=f"  {finding.rule}:")
    mended = {finding.rule for finding in repacked} if source.kind == "package" else set()
    left = sum(f.severity is Severity.ERROR and f.rule not in mended for f in outcome.result.findings)
    fixed = len(outcome.mended) + len(repacked)
    if left:
        complain(say("{path}: {fixed} mended, {left} left for you", path=path, fixed=fixed, left=left), language)
    else:
        complain(say("{path}: {fixed} mended, no error left", path=path, fixed=fixed), language)
    return FOUND if left else OK


def _show(source: Source, outcome: Fixed) -> None:
    for name, content in outcome.files.items():
        before = source.read(name, MAX_ENTRY) or b""
        try:
            texts = before.decode(), content.decode()
        except UnicodeDecodeError:
            print(f"Binary file {name} changes")  # as diff has it
        else:
            sys.stdout.write(differences(*texts, name))


def _write_package(path: str, source: Source, outcome: Fixed) -> None:
    """Write the package again, from all the files that belong to it."""
    files = dict(outcome.files)
    for name in source.names():
        if name not in files:
            try:
                content = source.read(name, MAX_ENTRY)
            except PackageError as error:
                raise Unreadable(error.finding.message) from error
            files[name] = content or b""
    write_bytes(Path(path), package_of(files))
