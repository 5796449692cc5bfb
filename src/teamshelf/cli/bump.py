"""`teamshelf bump PATH [major|minor|patch]`: raise the version of an app in place, keeping the file's format."""

from __future__ import annotations

import argparse
import codecs
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.files import differences, manifest_path, write_bytes
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.document import MAX_BYTES, read
from teamshelf.document.rewrite import rewritten
from teamshelf.messages import LANGUAGES, Message, printable, say, shown
from teamshelf.package.faults import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("major", "minor", "patch")
"""The parts of a version that can be raised."""

MAX_LENGTH = 256
"""Characters of a version, by the schema."""

_HARMLESS = {"json-bom", "json-comment", "json-extra-comma"}
"""Faults of a text that leave no doubt where its version stands."""


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf bump",
        description="Raise the version of an app, as every change to it needs, and leave everything else as it is "
        "written. From a pre-release the next release follows: 1.2.0-rc.1 becomes 1.2.0.",
        epilog="Exit code 0: done; 1: there is no version that could be raised; 2: the file could not be read.",
    )
    made.add_argument("path", metavar="PATH", help="a manifest.json, or a folder that holds one")
    made.add_argument("part", nargs="?", choices=PARTS, default="patch", help="default: patch")
    made.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Raise the version, and print the old and the new one."""
    language = arguments.lang or language_of_the_environment()
    try:
        return _bump(arguments, language)
    except Unreadable as error:
        complain(error.message, language)
        return FAILED


def _bump(arguments: argparse.Namespace, language: str) -> int:
    path = manifest_path(arguments.path)
    content = _content(path)
    try:
        before, after, old, new = _raised_in(content, arguments.part, path.name)
    except _NotRaised as refused:
        complain(say("`{path}`: {reason}", path=printable(str(path)), reason=refused.message), language)
        return FOUND
    if arguments.diff:
        sys.stdout.write(differences(before, after, path))
    else:
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        write_bytes(path, mark + after.encode())
        print(f"{old} -> {new}")
    return OK


def _content(path: Path) -> bytes:
    """The bytes of a file; one that is too large to be a manifest is not read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = printable(error.strerror or str(error))
        raise Unreadable(say("`{path}` cannot be read: {reason}", path=printable(str(path)), reason=reason)) from error


class _NotRaised(Exception):  # noqa: N818 - named for the fact
    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def _raised_in(content: bytes, part: str, name: str) -> tuple[str, str, str, str]:
    """The text before and after, and the two versions."""
    document = read(content, name)
    manifest = document.value
    if any(finding.rule not in _HARMLESS for finding in document.findings) or not isinstance(manifest, dict):
        raise _NotRaised(say("it has faults: mend what `teamshelf check` says first"))
    if "version" not in manifest:
        raise _NotRaised(say("it has no `version`"))
    old = manifest["version"]
    new = raised(old, part) if isinstance(old, str) else None
    if new is None:
        raise _NotRaised(
            say("{version} is no version of the form MAJOR.MINOR.PATCH, such as 1.4.0", version=shown(old))
        )
    return document.text, rewritten(document, {**manifest, "version": new}), str(old), new


def raised(version: str, part: str) -> str | None:
    """The version that follows, by the rules of semantic versioning; None if it is none.

    The release that a pre-release was made for follows it, if that raises the part. Build metadata goes: it never
    counts as a greater version (lifecycle rule 4).

    >>> raised("1.9.9", "minor"), raised("1.2.0-rc.1", "patch"), raised("1.0.0+b2", "patch"), raised("1.0", "patch")
    ('1.10.0', '1.2.0', '1.0.1', None)
    """
    from semver import Version

    if len(version) > MAX_LENGTH:
        return None
    try:
        return str(Version.parse(version).replace(build=None).next_version(part))
    except ValueError:
        return None
