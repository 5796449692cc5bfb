"""A real server for a trial, and connections that send it requests as they are."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from teamshelf.catalogue.database import FILE_NAME, open_database
from teamshelf.catalogue.upkeep.verifying import verify
from tests.server.pages.stocked import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SECONDS = 20
"""After which nobody waits for an answer any longer."""


class Server:
    """`teamshelf serve` on a copy of the template, with its log."""

    def __init__(self, template: Path, folder: Path, names: Iterable[str]) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        shutil.copyfile(template, folder / FILE_NAME)
        (folder / FILE_NAME).chmod(0o600)
        self.folder, self.log = folder, folder.with_suffix(".log")
        options = ["--data", str(folder), "--port", "0", "--no-rate-limits", "--log-format", "json"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, "-m", "teamshelf", "serve", *options],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "LANGUAGE": "en"},
            )
        assert self.process.stdout is not None
        self.address = next(line.split()[-1] for line in self.process.stdout if line.startswith("the shelf is at"))
        self.cookies = {name: self._signed_in(name) for name in names}

    def _signed_in(self, name: str) -> str:
        form = {"name": f"{name}@example.com", "password": PASSWORD}
        answer = httpx.post(f"{self.address}/sign-in", data=form, timeout=SECONDS)
        return answer.headers["set-cookie"].partition(";")[0]

    def stop(self) -> Iterator[str]:
        """End it; what is wrong with what it leaves behind."""
        if self.process.poll() is not None:
            yield f"the server has ended by itself, with {self.process.returncode}"
        self.process.terminate()
        self.process.wait(60)
        text = self.log.read_text("utf-8", "replace")
        for line in text.splitlines():
            if '"traceback"' in line or (not line.startswith("{") and "Traceback" in line):
                yield line[:6000]
        database = open_database(data=self.folder)
        yield from (f"fsck: {fault}" for fault in verify(database).faults)
        database.close()


class Line:
    """A connection that is kept while it lasts."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        self.where = (url.hostname or "", url.port or 80)
        self.socket: socket.socket | None = None

    def ask(self, written: bytes, method: str) -> tuple[int, dict[str, str], bytes]:
        """The answer.

        Raises:
            OSError, http.client.HTTPException: there is none.
        """
        is_fresh = self.socket is None
        try:
            return self._ask(written, method)
        except (OSError, http.client.HTTPException):
            self.close()
            if is_fresh:
                raise
            return self._ask(written, method)  # the server may have ended a connection that was idle

    def _ask(self, written: bytes, method: str) -> tuple[int, dict[str, str], bytes]:
        if self.socket is None:
            self.socket = socket.create_connection(self.where, SECONDS)
        self.socket.sendall(written)
        answer = http.client.HTTPResponse(self.socket, method=method)
        answer.begin()
        content = answer.read()
        if answer.will_close:
            self.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def close(self) -> None:
        """End it, if it is there."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None
