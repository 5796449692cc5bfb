"""`teamshelf demo`: the whole story of an app on an embedded shelf, in a minute, with the commands that tell it."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK, main
from teamshelf.cli.opening import Unopenable, opened_shelf
from teamshelf.cli.server import SERVER, TOKEN
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, Message, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME, FOLDER = "Garden Beds", "garden-beds"
APP_ID = "0f1d2c3b-4a59-4687-9e0f-1a2b3c4d5e6f"
BOT_ID = "6f5e4d3c-2b1a-4f0e-8796-a5b4c3d2e1f0"

DATA = Path("teamshelf-demo")
"""The folder that the demo leaves behind, unless another is given."""

_SHELF = "shelf"
_STARTED = "http://"


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf demo",
        description="Start an app, publish it on a shelf of its own, install it, and update it, showing each command. "
        "The shelf is then filled with examples and stays, to be looked at; on a terminal it is open until Ctrl-C.",
        epilog="Exit code 0: done; 1: a step failed; 2: it could not run.",
    )
    made.add_argument(
        "--data", metavar="DIR", type=Path, default=DATA, help=f"a new folder for all of it; default: {DATA}"
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Tell the story in a folder of its own."""
    language = arguments.lang or language_of_the_environment()
    before = Path.cwd()
    try:
        _make(arguments.data)
        os.chdir(arguments.data)
        return _Story(language, arguments.data).told()
    except Unopenable as error:
        complain(error.message, language)
        return FAILED
    finally:
        os.chdir(before)


def _make(folder: Path) -> None:
    """Make the folder; what is in an older one is not touched."""
    shown = printable(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            shelf = printable(str(folder / _SHELF))
            raise Unopenable(
                say(
                    "`{folder}` is not empty: `teamshelf serve --data {shelf}` opens the shelf of a demo again, and "
                    "`--data` takes another folder",
                    folder=shown,
                    shelf=shelf,
                )
            )
    except OSError as error:
        reason = printable(error.strerror or str(error))
        raise Unopenable(say("`{folder}` cannot be made: {reason}", folder=shown, reason=reason)) from error


_TO_SEE = {
    "user": say("add apps, accept the update that waits, ask for what is blocked"),
    "publisher": say("read reports, send packages, see what an update will ask: /dev"),
    "reviewer": say("decide about the app that waits: /admin/reviews"),
    "admin": say("block, rename, certify, settle, and read the audit: /admin"),
}
"""What there is for each role to do."""


class _Failed(Exception):  # noqa: N818 - it is called what it is
    """A step of the story did not end as it should."""


class _Story:
    """The steps, each with the command that takes it."""

    def __init__(self, language: str, folder: Path) -> None:
        self._language = language
        self._folder = folder
        self._tokens: dict[str, str] = {}
        self._accounts: dict[str, str] = {}
        self._password = ""

    def told(self) -> int:
        """Tell it all; the exit code."""
        self._say(say("1. A new app, checked and packed"))
        try:
            self._do("new", NAME, "--capability", "tab", "--id", APP_ID, "--lang", "fr", "-o", FOLDER)
            self._do("check", FOLDER)
            self._do("pack", FOLDER)
            self._say(say("2. A shelf, with somebody to publish, to review and to use apps"))
            self._settle()
            with self._served() as address:
                self._publish_and_install()
                self._update()
                self._say(say("5. The link for your own page, and the proof that the shelf is sound"))
                self._do("link", APP_ID, "--base", address)
                self._enliven()
                self._do("fsck", "--data", _SHELF)
                return self._stay(address)
        except _Failed:
            return FOUND

    def _publish_and_install(self) -> None:
        self._say(say("3. Handed in by its publisher, approved by a reviewer, installed by a user"))
        self._do("publish", f"{FOLDER}.zip", "--review", by="publisher")
        self._do("approve", APP_ID, by="reviewer")
        self._do("install", APP_ID, by="user")

    def _update(self) -> None:
        self._say(say("4. An update with a bot: what it means, and who runs what"))
        Path("next").mkdir()
        more = ("--capability", "bot", "--bot-id", BOT_ID)
        self._do(
            "new",
            NAME,
            "--capability",
            "tab",
            *more,
            "--id",
            APP_ID,
            "--lang",
            "fr",
            "-o",
            f"next/{FOLDER}",
            quietly=True,
        )
        self._do("bump", f"next/{FOLDER}", "minor")
        self._do("pack", f"next/{FOLDER}", quietly=True)
        self._do("diff", f"{FOLDER}.zip", f"next/{FOLDER}.zip")
        self._do("publish", f"next/{FOLDER}.zip", "--review", by="publisher")
        self._do("approve", APP_ID, by="reviewer")
        before = self._running()
        self._say(say("the user still runs {version}: the bot has to be accepted first", version=before), heading=False)
        after = self._running(accepting=True)
        self._say(say("accepted: now it is {version}", version=after), heading=False)

    def _running(self, *, accepting: bool = False) -> str:
        """The version that runs at the user's, after accepting the newest if so wished."""
        from teamshelf.client import Connection, Place
        from teamshelf.client.installations import installed_in, upgrade

        with Connection(os.environ[SERVER], self._tokens["user"]) as connection:
            (installed,) = installed_in(connection, Place())
            if accepting:
                upgrade(connection, Place(), installed)
                (installed,) = installed_in(connection, Place())
        definition = installed.teams_app_definition
        return (definition.version if definition else None) or "?"

    def _settle(self) -> None:
        """A shelf with an account for each role, all with one password, and tokens for the commands."""
        with opened_shelf(argparse.Namespace(data=Path(_SHELF), database=None)) as shelf:
            from teamshelf.catalogue.people.accounts import create_account
            from teamshelf.catalogue.people.actors import OPERATOR, Role
            from teamshelf.catalogue.people.passwords import random_password
            from teamshelf.catalogue.people.tokens import create_token

            self._password = random_password()
            for role in Role:
                account = create_account(shelf, OPERATOR, self._name(role.value), role, password=self._password)
                self._accounts[role.value] = account
                self._tokens[role.value] = create_token(shelf, OPERATOR, account, label="demo", days=1).text

    def _name(self, role: str) -> str:
        return f"{role}@example.com"

    def _enliven(self) -> None:
        """Fill the shelf with examples that something has happened to."""
        with opened_shelf(argparse.Namespace(data=Path(_SHELF), database=None)) as shelf:
            from teamshelf.catalogue.demo.life import People, enliven
            from teamshelf.catalogue.people.actors import Actor, Role

            of_role = {
                role: Actor(account_id=account, name=self._name(role), role=Role(role))
                for role, account in self._accounts.items()
            }
            enliven(shelf, People(**of_role))

    @contextmanager
    def _served(self) -> Iterator[str]:
        """The address of the shelf while it is being served."""
        command = [sys.executable, "-m", "teamshelf", "serve", "--data", _SHELF, "--port", "0", "--log-format", "none"]
        print(f"$ teamshelf serve --data {_SHELF}", flush=True)
        process = subprocess.Popen(  # noqa: S603 - of our own
            [*command, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        with process as server:
            try:
                said = []
                for line in server.stdout or ():
                    said.append(line)
                    if _STARTED in line:
                        break
                else:
                    print("".join(said), file=sys.stderr)
                    raise _Failed
                address = said[-1].split()[-1]
                os.environ[SERVER] = address
                print(say("the shelf is at {address}", address=address).in_language(self._language))
                yield address
            finally:
                server.terminate()

    def _stay(self, address: str) -> int:
        """Say where to look; on a terminal keep the shelf open until somebody has seen enough."""
        again = printable(shlex.join(["teamshelf", "serve", "--data", str(self._folder / _SHELF)]))
        is_watched = sys.stdout.isatty()
        if is_watched:
            self._say(say("6. Look around: {address}", address=address))
        else:
            self._say(say("6. Look around: `{command}` opens the shelf again", command=again))
        self._say(say("sign in, each with the password {password}, as", password=self._password), heading=False)
        for role, what in _TO_SEE.items():
            print(f"  {self._name(role):<22} {what.in_language(self._language)}")
        if not is_watched:
            return OK
        self._say(say("Ctrl-C closes it; `{command}` opens it again", command=again))
        import time

        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            return OK

    def _do(self, *command: str, by: str | None = None, quietly: bool = False) -> None:
        """Take a step with one of the commands, and show it."""
        token = self._tokens.get(by or "")
        if token:
            os.environ[TOKEN] = token
        who = f"  # {by}" if by else ""
        print(f"$ teamshelf {shlex.join(command)}{who}", flush=True)
        if quietly:
            from contextlib import redirect_stdout
            from io import StringIO

            with redirect_stdout(StringIO()):
                code = main([*command])
        else:
            code = main([*command])
        if code != OK:
            raise _Failed

    def _say(self, message: Message, *, heading: bool = True) -> None:
        text = message.in_language(self._language)
        print(f"\n{text}\n" if heading else text, flush=True)
