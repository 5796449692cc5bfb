"""The provider of the tests: npm's oidc-provider, which is certified, in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = "oidc-provider@9.13.3"
_CACHE = Path(__file__).parents[3] / ".cache" / "oidc"
_SCRIPT = Path(__file__).with_name("provider.mjs")


@contextmanager
def running_provider(redirect_uri: str) -> Iterator[str]:
    """The issuer of a provider that knows the clients `shelf` and `public`; skips the test where there is no node."""
    if problem := _fetch():
        (pytest.fail if "CI" in os.environ else pytest.skip)(f"an OpenID Connect provider is needed, but {problem}")
    command = [shutil.which("node") or "node", str(_SCRIPT), str(_CACHE), redirect_uri]
    log = tempfile.TemporaryFile()  # noqa: SIM115 - read below
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)  # noqa: S603
    try:
        line = process.stdout.readline() if process.stdout else b""
        if not line.strip().isdigit():
            log.seek(0)
            pytest.fail(log.read().decode())
        yield f"http://127.0.0.1:{int(line)}"
    finally:
        for stream in (process.stdin, process.stdout, log):
            if stream is not None:
                stream.close()
        process.wait(timeout=10)


def sign_in_at_provider(address: str, name: str) -> str:
    """Sign in as a person would, with the provider's own pages; the address that it sends the browser back to."""
    with httpx.Client(follow_redirects=False) as browser:
        answer = browser.get(address)
        for _ in range(10):
            while answer.is_redirect:
                onward = str(answer.url.join(answer.headers["location"]))
                if "/sign-in/open-id/answer" in onward:
                    return onward
                answer = browser.get(onward)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            action = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            if prompt is None or action is None:
                break
            form = {"prompt": prompt[1], "login": name, "password": "any"}
            answer = browser.post(str(answer.url.join(action[1])), data=form)
    raise AssertionError(f"{answer.status_code} {answer.url} {answer.text[:2000]}")


@lru_cache(maxsize=None)
def _fetch() -> str:
    """Install the package once; return what went wrong, if anything."""
    if (_CACHE / "node_modules" / "oidc-provider").is_dir():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    _CACHE.parent.mkdir(exist_ok=True)
    prefix = tempfile.mkdtemp(prefix="oidc-", dir=_CACHE.parent)
    options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund")
    command = [npm, "install", *options, "--prefix", prefix, _PACKAGE]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - nothing from outside
    if run.returncode:
        shutil.rmtree(prefix)
        return f"npm install failed: {run.stderr.strip()[-500:]}"
    with suppress(OSError):  # another test process was faster
        Path(prefix).rename(_CACHE)
    return ""
