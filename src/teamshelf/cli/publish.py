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

_FORBIDDEN, _NOT_FOUND, _CONFLICT = 403, 404, 409


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf publish",
        description="Publish an app package in the catalog of an organization: as a new app, or as an update of the "
        "one that is there. It is checked first, and nothing is sent that would be refused.",
    )
    made.add_argument("file", metavar="FILE", help="the package, a .zip; `teamshelf pack` makes it")
    made.add_argument("--review", action="store_true", help="hand it in for review instead of publishing it at once")
    made.add_argument("--notes", metavar="TEXT", help="what is new, for everybody; a shelf shows it beside the version")
    made.add_argument("--review-notes", metavar="TEXT", help="with --review: what reviewers should know, on a shelf")
    made.add_argument(
        "--test-accounts",
        metavar="FILE",
        help="with --review: a file with accounts for reviewers to try it with, on a shelf; they are forgotten once "
        "the version is published",
    )
    add_server(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Check the package, find out what it is on the server, and send it."""
    return talking(arguments, lambda connection, language: _publish(connection, arguments, language))


def _publish(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    words = _words(arguments)
    content, result = _read(arguments.file)
    if not result.ok or result.app_id is None:
        complain(
            say("{file} has errors, so nothing was sent: `teamshelf check` says which", file=shown(arguments.file)),
            language,
        )
        return FOUND
    from teamshelf.client import Catalog

    code = _send(connection, content, result, language, for_review=arguments.review)
    if not words:
        return code
    return _say_with(connection, Catalog(connection).find(result.app_id), words, language, for_review=arguments.review)


def _send(connection: Connection, content: bytes, result: Result, language: str, *, for_review: bool) -> int:
    from teamshelf.client import Catalog, Refused

    assert result.app_id is not None  # noqa: S101 - for the type checker; without one nothing is sent
    catalog = Catalog(connection)
    entry = catalog.find(result.app_id)
    try:
        if entry is None:
            try:
                entry = catalog.publish(content, for_review=for_review)
            except Refused as refused:
                entry = catalog.find(result.app_id) if refused.status == _CONFLICT else None
                if entry is None:
                    raise
                catalog.update(entry, content, for_review=for_review)  # somebody was quicker
                _say_done(entry, result, language, is_new=False, for_review=for_review)
                return OK
            _say_done(entry, result, language, is_new=True, for_review=for_review)
            return OK
        catalog.update(entry, content, for_review=for_review)
    except Refused as refused:
        _advise(refused, language, for_review=for_review)
        raise
    if _is_as_before(entry, catalog.find(result.app_id)):
        print(
            say("{name} is there already, the very same", name=shown(entry.display_name or entry.id)).in_language(
                language
            )
        )
    else:
        _say_done(entry, result, language, is_new=False, for_review=for_review)
    return OK


def _words(arguments: argparse.Namespace) -> dict[str, str]:
    """What is said with the version, by the names of the texts.

    Raises:
        Unreadable: there is no such file, or what is for reviewers goes to none.
    """
    given = {"notes": arguments.notes, "review_notes": arguments.review_notes}
    words = {name: text for name, text in given.items() if text is not None}
    if arguments.test_accounts is not None:
        words["test_accounts"] = _text_of(arguments.test_accounts)
    if not arguments.review and words.keys() - {"notes"}:
        raise Unreadable(say("notes to the reviewer and test accounts go with `--review`"))
    return words


def _text_of(path: str) -> str:
    from pathlib import Path

    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(say("{file} cannot be read: {reason}", file=shown(path), reason=printable(reason))) from error


def _say_with(
    connection: Connection, entry: AppEntry | None, words: dict[str, str], language: str, *, for_review: bool
) -> int:
    """Say something with the version that was sent; a server that takes no notes is told of."""
    from teamshelf.client import Refused, Words, say_with_newest

    try:
        if entry is not None and say_with_newest(connection, entry, Words(**words), for_review=for_review):
            return OK
    except Refused as refused:
        if refused.status != _NOT_FOUND:
            raise
    complain(say("it was sent without the notes: this server takes none"), language)
    return FOUND


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
