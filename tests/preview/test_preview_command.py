"""The command: what it prints, what it refuses, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from teamshelf.cli import FAILED, OK, main
from tests.manifests import manifest
from tests.preview.apps import files_of, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An app."""
    return write(tmp_path / "app", files_of(manifest()))


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(folder: Path, how: signal.Signals) -> None:
    """The address is printed, answers in the language asked for, and Ctrl-C is no error."""
    command = [sys.executable, "-m", "teamshelf", "preview", str(folder), "--port", "0", "--lang", "fr"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        url = urlsplit(running.stdout.readline().strip())
        connection = HTTPConnection("127.0.0.1", url.port or 0, timeout=20)
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
        running.send_signal(how)
        code = running.wait(20)

        assert ("http", "127.0.0.1", OK, "") == (url.scheme, url.hostname, code, running.stderr.read())
        assert '<html lang="fr"' in page
    connection.close()


@pytest.mark.parametrize("arguments", [["nowhere"], ["{app}", "--env-file", "nowhere"]])
def test_what_is_not_there_is_refused(folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything listens."""
    assert FAILED == main(["preview", "--lang", "en", *(each.format(app=folder) for each in arguments)])
    assert "nowhere" in capsys.readouterr().err


def test_a_port_that_is_taken_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If it was asked for; otherwise another one is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert FAILED == main(["preview", str(folder), "--lang", "en", "--port", port])
    assert f"cannot listen on 127.0.0.1, port {port}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_is_a_number_that_ports_have(folder: Path, port: str) -> None:
    """Anything else is bad usage."""
    assert FAILED == main(["preview", str(folder), "--port", port])


def test_a_host_that_is_none_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason, and no traceback."""
    assert FAILED == main(["preview", str(folder), "--lang", "en", "--host", "256.0.0.1", "--port", "0"])
    assert "cannot listen on 256.0.0.1" in capsys.readouterr().err
