"""What the commands that talk to a server share: its address, the token, and how its refusals are told."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, printable, say, shown
from teamshelf.package.faults import Unreadable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from teamshelf.client import AppEntry, Catalog, Connection

SERVER, TOKEN = "TEAMSHELF_SERVER", "TEAMSHELF_TOKEN"
"""The variables that say where the server is, and what opens it."""


def add_server(parser: argparse.ArgumentParser) -> None:
    """The arguments that every such command has."""
    parser.add_argument(
        "--server",
        metavar="URL",
        default=os.environ.get(SERVER),
        help=f"a shelf, or https://graph.microsoft.com; default: {SERVER}",
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG"
    )
    parser.epilog = (
        f"The token is read from {TOKEN}. Exit code 0: done; 1: refused; 2: the server was not reached, or a "
    )
    parser.epilog += "file could not be read."


def talking(arguments: argparse.Namespace, act: Callable[[Connection, str], int]) -> int:
    """Do something with a connection to the server, and tell what goes wrong; gives the exit code."""
    language = arguments.lang or language_of_the_environment()
    try:
        from teamshelf.client import Connection, NotReached, Refused
    except ImportError:
        complain(say("this command needs more than the toolkit: `pip install 'teamshelf[client]'`"), language)
        return FAILED
    if not arguments.server:
        complain(say("say which server: `--server URL`, or the variable {name}", name=SERVER), language)
        return FAILED
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        complain(say("there is no token: put it into the variable {name}", name=TOKEN), language)
        return FAILED
    try:
        with Connection(arguments.server, token) as connection:
            return act(connection, language)
    except ImportError:
        complain(say("this command needs more than the toolkit: `pip install 'teamshelf[client]'`"), language)
        return FAILED
    except (NotReached, Unreadable) as error:
        complain(error.message, language)
        return FAILED
    except Refused as error:
        _tell(error, language)
        return FOUND


def entry_of(catalog: Catalog, app: str, language: str) -> AppEntry | None:
    """The app that was named, or None after saying that there is none."""
    entry = catalog.find(app)
    if entry is None:
        complain(say("there is no app {app} in the catalog", app=shown(app)), language)
    return entry


def _tell(refused: object, language: str) -> None:
    """What the server said no to, with its single reasons."""
    from teamshelf.client import Refused

    assert isinstance(refused, Refused)  # noqa: S101 - for the type checker; the caller caught nothing else
    code = " ".join(part for part in (str(refused.status), refused.code, refused.reason) if part)
    if refused.details:
        complain(say("the server refuses it: {code}", code=printable(code)), language)
        for detail in refused.details:
            print(f"  {printable(detail.code)}: {printable(detail.message)}", file=sys.stderr)
    else:
        complain(
            say("the server refuses it: {code}: {text}", code=printable(code), text=printable(refused.text)), language
        )
    if refused.status == 401:  # noqa: PLR2004 - unauthorized, as HTTP has it
        complain(say("the token is missing, expired or not of this server"), language, prefix="  ->")
    if refused.request_id:
        print(f"  request-id: {printable(refused.request_id)}", file=sys.stderr)
