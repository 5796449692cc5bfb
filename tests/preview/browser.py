"""A real Chromium, a preview for it to look at, and axe, which knows what people with disabilities need of a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from teamshelf.preview.serving import PreviewServer
from teamshelf.preview.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

_AXE = "axe-core@4.10.2"
_CACHE = Path(__file__).parents[2] / ".cache" / "axe"
_FILE = Path("node_modules", "axe-core", "axe.min.js")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; skips the test on a machine without one, and fails it in CI."""
    if not Path(CHROMIUM).exists():
        missing(f"{CHROMIUM} is not there")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-extensions"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[PreviewServer]:
    """The preview of a folder, served and following it."""
    server = PreviewServer(Site(str(folder)))
    server.site.watch()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.site.stop()
        server.shutdown()
        server.server_close()
        thread.join()


@lru_cache(maxsize=None)
def axe() -> str:
    """The source of axe-core, fetched from npm once; skips the test where that is impossible, and fails it in CI."""
    if not (_CACHE / _FILE).exists():
        npm = shutil.which("npm")
        if npm is None:
            missing("npm is not installed")
        _CACHE.parent.mkdir(exist_ok=True)
        prefix = tempfile.mkdtemp(prefix="axe-", dir=_CACHE.parent)
        options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund")
        command = [str(npm), "install", *options, "--prefix", prefix, _AXE]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - nothing from outside
        if run.returncode:
            shutil.rmtree(prefix)
            missing(f"npm install failed: {run.stderr.strip()[-500:]}")
        with suppress(OSError):  # another test process was faster
            Path(prefix).rename(_CACHE)
    return (_CACHE / _FILE).read_text("utf-8")


def missing(what: str) -> None:
    """End a test for want of a tool: in CI as a failure."""
    (pytest.fail if "CI" in os.environ else pytest.skip)(f"this needs a browser, but {what}")
