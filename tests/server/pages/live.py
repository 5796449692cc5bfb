"""A shelf that is really served, for a browser to look at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from teamshelf.catalogue.database import FILE_NAME
from tests.server.pages.stocked import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page


@contextmanager
def served(template: Path, folder: Path) -> Iterator[str]:
    """The address of a server on a copy of a shelf's database."""
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(template, folder / FILE_NAME)
    (folder / FILE_NAME).chmod(0o600)
    with serving("--data", str(folder)) as address:
        yield address


@contextmanager
def serving(*where: str) -> Iterator[str]:
    """The address of a server on the database that the options of `teamshelf serve` name."""
    options = [*where, "--port", "0", "--no-rate-limits", "--log-format", "none"]
    server = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", "teamshelf", "serve", *options],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANGUAGE": "en"},
    )
    assert server.stdout is not None
    try:
        yield next(line.split()[-1] for line in server.stdout if line.startswith("the shelf is at"))
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def signed_in(context: BrowserContext, name: str) -> Page:
    """A page of the context in which somebody has signed in, by the form."""
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#name", f"{name}@example.com")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    return page
