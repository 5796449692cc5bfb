"""`teamshelf diff OLD NEW`: is NEW a valid update of OLD, and what will it mean for its users."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK
from teamshelf.cli.terminal import complain, language_of_the_environment, look
from teamshelf.messages import LANGUAGES, Message, printable, say
from teamshelf.package.app import App
from teamshelf.package.faults import Unreadable
from teamshelf.package.limits import MAX_ARCHIVE
from teamshelf.package.source import STANDARD_INPUT, open_source
from teamshelf.update.compare import compare
from teamshelf.update.consent_rules import DEFAULT, LITERAL_SEED, RULE_SETS, SEED
from teamshelf.update.revision import is_in_revision, open_revision

if TYPE_CHECKING:
    from teamshelf.update.compare import Comparison

FORMATS = ("text", "json", "markdown")


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf diff",
        description="Compare two versions of an app: whether the new one is a valid update of the old one, who will be "
        "asked to accept it and why, what else comes as a surprise, and every change. Nothing leaves this machine.",
        epilog="OLD and NEW are manifests, folders or packages; git:REV:PATH is one in a git revision, - a manifest or "
        "package on standard input. Exit code 0: a valid update; 1: none, or what --fail-on names; 2: one of them "
        "could not be read.",
    )
    made.add_argument("old", metavar="OLD", help="the version that people have")
    made.add_argument("new", metavar="NEW", help="the version that is to be published")
    made.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    made.add_argument("--rules", choices=RULE_SETS, default=None, help=f"which consent rules; default: {DEFAULT}")
    made.add_argument(
        "--literal-seed",
        action="store_true",
        help="the rule set seed, read so that every greater version asks for consent",
    )
    made.add_argument(
        "--fail-on", choices=("consent",), default=None, help="exit with 1 also when people will be asked to accept"
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Compare, and print the outcome."""
    language = arguments.lang or language_of_the_environment()
    if arguments.literal_seed and arguments.rules not in (None, SEED):
        complain(say("`--literal-seed` is a reading of the rule set `seed`, not of another"), language)
        return FAILED
    if arguments.old == arguments.new == STANDARD_INPUT:
        complain(say("only one of the two can come from standard input"), language)
        return FAILED
    rules = LITERAL_SEED if arguments.literal_seed else arguments.rules or DEFAULT
    apps: list[App] = []
    for path in (arguments.old, arguments.new):
        try:
            apps.append(_opened(path))
        except Unreadable as error:
            complain(error.message, language)
            return FAILED
    old, new = apps
    comparison = compare(old, new, rules=rules)
    _print(comparison, old, new, arguments.format, language)
    is_met = arguments.fail_on == "consent" and comparison.consent.is_required
    return FOUND if is_met or not comparison.allowed else OK


def _opened(path: str) -> App:
    """The app at a path; raises Unreadable, which names the path."""
    if path == STANDARD_INPUT:
        app = App(open_source(sys.stdin.buffer.read(MAX_ARCHIVE + 1)))
    elif is_in_revision(path):
        app = App(open_revision(path))
    else:
        app = App(open_source(path))
    if app.file is None:
        reason: Message | str = app.findings[0].message if app.findings else ""
        raise Unreadable(say("`{path}`: {reason}", path=printable(path), reason=reason))
    if not isinstance(app.file.value, dict):
        raise Unreadable(say("`{path}`: the manifest is no JSON object", path=printable(path)))
    return app


def _print(comparison: Comparison, old: App, new: App, form: str, language: str) -> None:
    """Write the comparison in one of the :data:`FORMATS`."""
    from teamshelf.update.told import name_of, sentences_changed, told

    gained, lost = sentences_changed(old, new)
    if form == "json":
        from teamshelf.update.as_json import json_of

        sys.stdout.write(json_of(comparison, language, gained, lost))
        return
    words = told(comparison, name_of(new), gained, lost)
    if form == "markdown":
        from teamshelf.update.as_markdown import markdown_of

        sys.stdout.write(markdown_of(words, language))
        return
    from teamshelf.update.as_text import text_of

    appearance = look(language, sys.stdout)
    sys.stdout.write(text_of(words, language, color=appearance.color, columns=appearance.width))
