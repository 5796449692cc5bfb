"""`teamshelf serve`: a real server, from an empty folder to a clean stop."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from teamshelf.cli import FAILED, main
from teamshelf.cli.serve import parser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTS_WITHIN = 60
STOPS_WITHIN = 15


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A server that runs, and what it has said."""
    command = [
        sys.executable,
        "-m",
        "teamshelf",
        "serve",
        "--data",
        str(folder),
        "--port",
        "0",
        "--lang",
        "en",
        *options,
    ]
    with (folder.parent / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)  # noqa: S603
        lines: list[str] = []
        try:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line.rstrip())
                if "Ctrl-C" in line:
                    break
            assert lines, (folder.parent / "log").read_text()
            yield process, lines
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(STOPS_WITHIN)
            if process.stdout is not None:
                process.stdout.close()


def test_an_empty_folder_becomes_a_shelf_that_stops_when_told_to(tmp_path: Path) -> None:
    """Address and first password are printed, requests are logged without secrets, and a second start finds it all.

    The figures of both processes are one. SIGTERM ends the server in good order.
    """
    folder = tmp_path / "shelf"
    folder.mkdir()
    os.environ["TEAMSHELF_METRICS_TOKEN"] = "for prometheus"
    try:
        with serving(folder, "--workers", "2", "--seed-demo") as (process, lines):
            address = re.findall(r"http://127\.0\.0\.1:\d+", lines[0])[0]
            password = lines[1].rpartition(" ")[2]
            with httpx.Client(base_url=address) as browser:
                form = {"name": "admin", "password": password, "new_password": "correct horse battery"}
                signed_in = browser.post("/sign-in", data=form)
                me = browser.get("/api/v1/me").json()
                queue = browser.get("/api/v1/reviews").json()
                ready = browser.get("/readyz").json()
                figures = browser.get("/metrics", headers={"Authorization": "Bearer for prometheus"}).text
            process.send_signal(signal.SIGTERM)
            code = process.wait(STOPS_WITHIN)
        log = (tmp_path / "log").read_text()
        with serving(folder) as (_, again):
            second = list(again)
    finally:
        del os.environ["TEAMSHELF_METRICS_TOKEN"]

    assert (303, "admin", "ready", 0) == (signed_in.status_code, me["name"], ready["status"], code)
    assert ["Expense Report"] == [version["displayName"] for version in queue]
    assert 'teamshelf_requests_total{method="POST",route="/sign-in",status="303"} 1.0' in figures
    assert "teamshelf_apps 6.0" in figures
    requests = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {"/sign-in", "/api/v1/me", "/api/v1/reviews", "/readyz", "/metrics"} <= {line["route"] for line in requests}
    assert {"admin"} == {line["account"] for line in requests if line["route"] == "/api/v1/me"}
    assert "Traceback" not in log
    assert password not in log
    assert "correct horse" not in log
    assert 2 == len(second)
    if os.name == "posix":
        assert {0o600} == {file.stat().st_mode & 0o777 for file in folder.iterdir()}


def test_a_port_that_is_taken_is_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where another server would share it."""
    with socket.socket() as taken:
        if hasattr(socket, "SO_REUSEPORT"):
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        code = main(["serve", "--data", str(tmp_path), "--port", port, "--lang", "en"])

    assert FAILED == code
    assert f"cannot listen on 127.0.0.1, port {port}: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--tls-cert", "cert.pem"], "`--tls-cert` and `--tls-key` go together"),
        (["--oidc-issuer", "https://id.example"], "`--oidc-issuer` and `--oidc-client-id` go together"),
        (["--oidc-issuer", "http://id.example", "--oidc-client-id", "x"], "is an https address"),
        (["--tls-cert", "none.pem", "--tls-key", "none.pem"], "`none.pem` cannot be read"),
        (["--admin-name", "two words"], "is no sign-in name"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """Exit code 2, one line, and no server."""
    code = main(["serve", "--data", str(tmp_path), "--lang", "en", *options])

    captured = capsys.readouterr()
    assert FAILED == code
    assert said in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "65536"],
        ["--port", "-1"],
        ["--port", "http"],
        ["--workers", "0"],
        ["--base-url", "apps.example.org"],
        ["--base-url", "https://apps.example.org/shelf"],
        ["--data", "x", "--database", "y"],
        ["--log-format", "xml"],
    ],
)
def test_bad_options_are_bad_usage(options: list[str]) -> None:
    """Exit code 2, as everywhere."""
    assert FAILED == main(["serve", *options])


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are POSIX's")
def test_a_database_that_everybody_can_read_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has the key that signs tokens; the message says what to do."""
    main(["user", "list", "--data", str(tmp_path)])
    (tmp_path / "shelf.sqlite3").chmod(0o644)

    codes = [main([*command, "--data", str(tmp_path), "--lang", "en"]) for command in (["serve"], ["user", "list"])]

    assert [FAILED, FAILED] == codes
    assert "run `chmod o-rwx` on it" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["mysql://x/y", "no url", "postgresql://nobody@127.0.0.1:9/none"])
def test_a_database_that_cannot_be_opened_is_said_to_be(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, without the password that may be in it."""
    assert FAILED == main(["serve", "--database", url])
    assert "Traceback" not in capsys.readouterr().err


def test_without_the_extra_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever only installed the toolkit is told what is missing."""
    monkeypatch.setitem(sys.modules, "teamshelf.catalogue.database", None)

    assert FAILED == main(["serve", "--data", str(tmp_path), "--lang", "en"])
    assert "pip install 'teamshelf[server]'" in capsys.readouterr().err


def test_the_shelf_is_private_by_default() -> None:
    """Nobody else reaches it until its operator says so."""
    assert "127.0.0.1" == parser().parse_args([]).host
