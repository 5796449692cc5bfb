"""A live `teamshelf serve` for tests, in a process of its own, with a socket."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from teamshelf.catalogue.database import Database

_STARTING = 60
"""Seconds that the server may take until it says where it is."""


class Live:
    """A server that runs until the block ends.

    Attributes:
        address: scheme, host and port.
    """

    def __init__(self, database: Database, folder: Path, *options: str) -> None:
        url = database.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "teamshelf", "serve", "--database", url, "--port", "0", "--log-format", "none"]
        self._process = subprocess.Popen(  # noqa: S603 - of our own
            [*command, "--lang", "en", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self.said: list[str] = []
        self.address = ""

    def __enter__(self) -> Live:  # noqa: PYI034 - nobody inherits from it
        watchdog = threading.Timer(_STARTING, self._process.kill)
        watchdog.start()
        for line in self._process.stdout or ():
            self.said.append(line)
            if line.startswith("the shelf is at "):
                self.address = line.split()[-1]
                break
        watchdog.cancel()
        assert self.address, "".join(self.said)
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        try:
            self._process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
