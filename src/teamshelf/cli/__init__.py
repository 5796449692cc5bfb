"""The command line: `teamshelf COMMAND ...`.

Each command is a file of this package with `parser()` and `run(arguments)`; only the one that was asked for is
imported. Exit codes are the same everywhere: 0 done and nothing wrong, 1 something was found or refused, 2 the command
could not run.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper

OK = 0
"""Done; nothing of severity error."""
FOUND = 1
"""Something of severity error was found, or the thing asked for was refused."""
FAILED = 2
"""The command could not run: bad usage, no such file, unreadable input."""
INTERRUPTED = 130
"""Ctrl-C, as shells have it."""

COMMANDS = {
    "check": "report everything that is wrong with manifests, folders and packages",
    "explain": "say what a rule checks, why, and how to mend what breaks it",
    "fix": "mend what can be mended without asking, in place",
    "diff": "say whether a version is a valid update of another, and what it will mean for its users",
    "upgrade": "rewrite a manifest for another manifest version",
    "pack": "check a folder and write its package, the same bytes on any machine",
    "new": "start an app: a folder with a valid manifest, icons and language files",
    "icons": "make the two icons of an app from one picture",
    "bump": "raise the version of an app, in place",
    "link": "print the link that installs an app, or a button for it",
    "demo": "see the whole story of an app, on a shelf that is gone afterwards",
    "schema": "print the JSON Schema of a manifest version",
    "preview": "show an app as its users will see it, on a local page",
    "serve": "run the shelf: an app catalogue with Microsoft Graph's API",
    "user": "make accounts of a shelf, and change them",
    "token": "make bearer tokens for a shelf, and revoke them",
    "directory": "tell a shelf who there is, and which teams, chats and meetings they are in",
    "backup": "copy a whole shelf into one file, while it goes on working",
    "restore": "fill an empty shelf from a backup",
    "fsck": "prove that every row of a shelf can be derived again from its bytes",
    "publish": "publish a package on a server: as a new app or as an update, whichever it is",
    "apps": "list the apps of a server",
    "approve": "publish the version of an app that waits for review",
    "reject": "turn down the version of an app that waits for review",
    "install": "install an app for yourself, in a team or in a chat",
    "uninstall": "remove an app from where it is installed",
    "remove": "take an app out of the catalogue of a server",
}
"""The commands, and what each does in a line."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit code; `arguments` are those of the process unless given."""
    given = sys.argv[1:] if arguments is None else arguments
    _survive_any_encoding()
    name = given[0] if given else ""
    if name in ("-h", "--help", "help"):
        print(usage())
        return OK
    if name in ("-V", "--version"):
        from teamshelf.version import VERSION

        print(f"teamshelf {VERSION}")
        return OK
    if name not in COMMANDS:
        print(usage(unknown=name), file=sys.stderr)
        return FAILED
    try:
        return _run(name, given[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has seen enough. Standard output is replaced, or Python would complain when closing it.
        sys.stdout = None
        return OK


def _survive_any_encoding() -> None:
    """Let a terminal that cannot show a character see its escape instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def usage(unknown: str = "") -> str:
    """The list of commands; told what was typed instead of one, it proposes the nearest."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {line}" for name, line in COMMANDS.items()]
    text = "usage: teamshelf COMMAND ...\n\n" + "\n".join(lines) + "\n\n`teamshelf COMMAND --help` says more."
    if not unknown:
        return text
    from difflib import get_close_matches

    near = get_close_matches(unknown, COMMANDS, n=1)
    proposal = f"; did you mean `{near[0]}`?" if near else ""
    return f"teamshelf: there is no command `{unknown}`{proposal}\n\n{text}"


def _run(name: str, given: list[str]) -> int:
    command = import_module(f"teamshelf.cli.{name}")
    try:
        parsed = command.parser().parse_args(given)
    except SystemExit as ended:  # argparse has said what is wrong, or printed the help
        return FAILED if ended.code else OK
    code: int = command.run(parsed)
    sys.stdout.flush()
    return code
