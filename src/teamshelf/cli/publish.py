"""`teamshelf publish FILE --server URL`: a new app or a new version of one, whichever it is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from teamshelf.cli import FOUND, OK
from teamshelf.cli.server import add_server, talking
from teamshelf.cli.terminal import complain
from teamshelf.messages import printable, say, shown
from teamshelf.package.faults import Unreadable

if TYPE_CHECKING:
    from teamshelf.client import AppEntry, Connection, Refused
    from teamshelf.findings import Result

_FORBIDDEN, _CONFLICT = 403, 409


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf publish",
        description="Publish an app package in the catalog of an organization: as a new app, or as an update of the "
        "one that is there. It is checked first, and nothing is sent that would be refused.",
    )
    made.add_argument("file", metavar="FILE", help="the package, a .zip; `teamshelf pack` makes it")
    made.add_argument("--review", action="store_true", help="hand it in for review instead of publishing it at once")
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Check the package, find out what it is on the server, and send it."""
    return talking(arguments, lambda connection, language: _publish(connection, arguments, language))


def _publish(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    content, result = _read(arguments.file)
    if not result.ok or result.app_id is None:
        complain(
            say("{file} has errors, so nothing was sent: `teamshelf check` says which", file=shown(arguments.file)),
            language,
        )
        return FOUND
    from teamshelf.client import Catalog, Refused

    catalog = Catalog(connection)
    entry = catalog.find(result.app_id)
    try:
        if entry is None:
            try:
                entry = catalog.publish(content, for_review=arguments.review)
            except Refused as refused:
                entry = catalog.find(result.app_id) if refused.status == _CONFLICT else None
                if entry is None:
                    raise
                catalog.update(entry, content, for_review=arguments.review)  # somebody was quicker
                _say_done(entry, result, language, is_new=False, for_review=arguments.review)
                return OK
            _say_done(entry, result, language, is_new=True, for_review=arguments.review)
            return OK
        catalog.update(entry, content, for_review=arguments.review)
    except Refused as refused:
        _advise(refused, language, for_review=arguments.review)
        raise
    if _is_as_before(entry, catalog.find(result.app_id)):
        print(
            say("{name} is there already, the very same", name=shown(entry.display_name or entry.id)).in_language(
                language
            )
        )
    else:
        _say_done(entry, result, language, is_new=False, for_review=arguments.review)
    return OK


def _is_as_before(before: AppEntry, after: AppEntry | None) -> bool:
    """Whether an update brought nothing new: the server takes the same bytes twice without a word."""
    return after is not None and [(each.version, each.publishing_state) for each in before.app_definitions] == [
        (each.version, each.publishing_state) for each in after.app_definitions
    ]


def _read(path: str) -> tuple[bytes, Result]:
    """The bytes of a package and what the check says of them.

    Raises:
        Unreadable: there is no such package.
    """
    from pathlib import Path

    from teamshelf.checking import check
    from teamshelf.package.limits import MAX_ARCHIVE

    file = Path(path)
    if file.is_dir():
        raise Unreadable(say("{file} is a folder: make a package of it with `teamshelf pack`", file=shown(path)))
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_ARCHIVE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(say("{file} cannot be read: {reason}", file=shown(path), reason=printable(reason))) from error
    if not content.startswith(b"PK"):
        raise Unreadable(say("{file} is no package: make one with `teamshelf pack`", file=shown(path)))
    (result,) = check(content).results
    return content, result


def _advise(refused: Refused, language: str, *, for_review: bool) -> None:
    if refused.status == _FORBIDDEN and not for_review:
        complain(say("only administrators publish at once: hand it in for review with `--review`"), language)


def _say_done(entry: AppEntry | None, result: Result, language: str, *, is_new: bool, for_review: bool) -> None:
    name = shown(entry.display_name) if entry is not None and entry.display_name else shown(result.app_id)
    if for_review:
        done = (
            say("{name} waits for review", name=name)
            if is_new
            else say("the update of {name} waits for review", name=name)
        )
    else:
        done = say("{name} is published", name=name) if is_new else say("{name} is updated", name=name)
    print(done.in_language(language))
