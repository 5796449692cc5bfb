"""`teamshelf demo`: the whole story of an app on an embedded shelf, in a minute, with the commands that tell it."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teamshelf.cli import FAILED, FOUND, OK, main
from teamshelf.cli.opening import Unopenable, opened_shelf
from teamshelf.cli.server import SERVER, TOKEN
from teamshelf.cli.terminal import complain, language_of_the_environment
from teamshelf.messages import LANGUAGES, Message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME, FOLDER = "Garden Beds", "garden-beds"
APP_ID = "0f1d2c3b-4a59-4687-9e0f-1a2b3c4d5e6f"
BOT_ID = "6f5e4d3c-2b1a-4f0e-8796-a5b4c3d2e1f0"

_ADMIN = "admin"
_STARTED = "http://"


def parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    made = argparse.ArgumentParser(
        prog="teamshelf demo",
        description="Start an app, publish it on a shelf of its own, install it, and update it, showing each command. "
        "Nothing is left behind. On a terminal the shelf stays open until Ctrl-C.",
        epilog="Exit code 0: done; 1: a step failed; 2: it could not run.",
    )
    made.add_argument("--lang", choices=LANGUAGES, default=None, help="language of messages; default: LANGUAGE or LANG")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Tell the story in a folder that is gone afterwards."""
    language = arguments.lang or language_of_the_environment()
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="teamshelf-demo") as folder:
        os.chdir(folder)
        try:
            return _Story(language).told()
        except Unopenable as error:
            complain(error.message, language)
            return FAILED
        finally:
            os.chdir(before)


class _Failed(Exception):  # noqa: N818 - it is called what it is
    """A step of the story did not end as it should."""


class _Story:
    """The steps, each with the command that takes it."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._tokens: dict[str, str] = {}
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
                self._do("fsck", "--data", "shelf")
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
        """A shelf with an account and a token for each role, and a password for the administrator."""
        with opened_shelf(argparse.Namespace(data=Path("shelf"), database=None)) as shelf:
            from teamshelf.catalogue.people.accounts import create_account, first_admin
            from teamshelf.catalogue.people.actors import OPERATOR, Role
            from teamshelf.catalogue.people.tokens import create_token

            first = first_admin(shelf, OPERATOR, _ADMIN)
            self._password = first[1] if first else ""
            for role in (Role.USER, Role.PUBLISHER, Role.REVIEWER):
                account = create_account(shelf, OPERATOR, f"{role.value}@example.com", role)
                self._tokens[role.value] = create_token(shelf, OPERATOR, account, label="demo", days=1).text

    @contextmanager
    def _served(self) -> Iterator[str]:
        """The address of the shelf while it is being served."""
        command = [sys.executable, "-m", "teamshelf", "serve", "--data", "shelf", "--port", "0", "--log-format", "none"]
        print("$ teamshelf serve --data shelf", flush=True)
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
        if not sys.stdout.isatty():
            self._say(say("That was all; `teamshelf serve` starts a shelf that stays"))
            return OK
        self._say(say("Look around: {address}", address=address))
        print(
            say("sign in as {name} with the password {password}", name=_ADMIN, password=self._password).in_language(
                self._language
            )
        )
        print(say("Ctrl-C ends it, and nothing is left behind").in_language(self._language), flush=True)
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
