"""`teamshelf user` and `teamshelf token`: accounts and tokens from beside the database."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.tokens import holder_of
from teamshelf.catalogue.shelf import Shelf
from teamshelf.cli import FAILED, FOUND, OK, main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a shelf in a folder: its exit code, its output, and what it said beside it."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--data", str(tmp_path), "--lang", "en"])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ran


def holder(tmp_path: Path, token: str) -> object:
    """Whose token it is."""
    database = open_database(data=tmp_path)
    try:
        return holder_of(Shelf(database), token)
    finally:
        database.close()


def test_an_account_is_made_listed_changed_and_disabled(run: Run) -> None:
    """The password is the only output, so that a script can take it."""
    code, password, said = run("user", "add", "Ann@Example.org", "--role", "publisher")
    run("user", "role", "ann@example.org", "reviewer")
    run("user", "disable", "ann@example.org")

    assert (OK, True) == (code, "the account ann@example.org is made, with the role publisher" in said)
    assert 23 == len(password.strip())
    assert "ann@example.org\treviewer\tdisabled\n" == run("user", "list")[1]
    run("user", "enable", "ann@example.org")
    assert "ann@example.org\treviewer\tactive\n" == run("user", "list")[1]
    assert password != run("user", "password", "ann@example.org")[1]


def test_a_password_can_come_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is not printed then; one that is too short is refused."""
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    taken = run("user", "add", "ann", "--password-stdin")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    refused = run("user", "add", "bob", "--password-stdin")

    assert (OK, "") == taken[:2]
    assert (FOUND, "") == refused[:2]
    assert "a password has 12 to 256 characters" in refused[2]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["user", "add", "two words"], "is no sign-in name"),
        (["user", "add", "ann"], "there is an account called"),
        (["user", "role", "nobody", "admin"], "there is no account called"),
        (["user", "role", "root", "user"], "at least one administrator"),
        (["user", "disable", "root"], "at least one administrator"),
        (["token", "create", "nobody"], "there is no account called"),
        (["token", "create", "ann", "--scope", "AppCatalog.ReadWrite.All"], "cannot hold the permission"),
        (["token", "create", "ann", "--days", "1000"], "from 1 to 366 days"),
        (["token", "revoke", "nothing"], "there is no such token"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(run: Run, command: list[str], said: str) -> None:
    """Exit code 1, and nothing on standard output that a script would take for a token."""
    run("user", "add", "ann", "--no-password")
    run("user", "add", "root", "--role", "admin", "--no-password")

    code, output, error = run(*command)

    assert (FOUND, "") == (code, output)
    assert said in error


def test_a_token_is_printed_once_and_ends_when_told_to(run: Run, tmp_path: Path) -> None:
    """Its text is all of the output; the list shows its id, and the id ends it."""
    run("user", "add", "ann", "--no-password")

    code, output, said = run("token", "create", "ann", "--label", "ci", "--scope", "AppCatalog.Read.All", "--days", "7")
    token = output.strip()
    token_id, label, _, state = run("token", "list", "ann")[1].rstrip("\n").split("\t")
    before = holder(tmp_path, token)
    run("token", "revoke", token_id)

    assert (OK, "ci", "active", 2) == (code, label, state, token.count("."))
    assert token not in said
    assert before is not None
    assert holder(tmp_path, token) is None
    assert run("token", "list", "ann")[1].endswith("\trevoked\n")


def test_bad_usage_is_bad_usage() -> None:
    """Without an action, or with a role that there is not."""
    assert [FAILED] * 3 == [main(["user"]), main(["token"]), main(["user", "add", "ann", "--role", "king"])]
