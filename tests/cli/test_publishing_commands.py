"""`teamshelf publish` and the other commands that talk to a server, against a real one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.accounts import create_account
from teamshelf.catalogue.people.actors import OPERATOR, Role
from teamshelf.catalogue.people.tokens import create_token
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.upkeep.migrating import migrate
from teamshelf.cli import FAILED, FOUND, OK, main
from teamshelf.client import Connection, Refused
from tests.catalogue.stocking import EVERYWHERE, asking_for, package
from tests.server.graph.live import Live

if TYPE_CHECKING:
    from collections.abc import Iterator

APP_ID = "7d0c1b52-6a34-4c1f-9e0a-3f5b8d2e4a11"
THEIR_ID = "0b6f3a58-51c2-4c1d-8a3e-6c2d1e0f9b7a"
SHARED_ID = "4a7e9c10-2b8d-4f36-a5c1-7d9e0f1a2b3c"
NOTED_ID = "5d1f7a20-9c3e-4b68-8f0d-2e4a6c8b1d35"
ASKING_ID = "c8d2e6f4-1a3b-4c5d-8e7f-9a0b1c2d3e4f"
RSC = asking_for(("TeamsActivity.Send.User", "Application"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server, and a token for each role."""
    folder = tmp_path_factory.mktemp("shelf")
    database = open_database(data=folder)
    migrate(database)
    shelf = Shelf(database)
    tokens = {}
    for role in Role:
        account_id = create_account(shelf, OPERATOR, f"{role.value}@example.com", role)
        tokens[role.value] = create_token(shelf, OPERATOR, account_id, label="tests").text
    with Live(database, folder) as live:
        yield live.address, tokens
    database.close()


class Acting:
    """Somebody at the command line."""

    def __init__(self, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._tokens = tokens
        self._monkeypatch = monkeypatch

    def become(self, role: str) -> None:
        """Have the token of this role."""
        self._monkeypatch.setenv("TEAMSHELF_TOKEN", self._tokens[role])


@pytest.fixture(autouse=True)
def acts(server: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Acting]:
    """The environment of somebody who talks to the server; whoever it is can change."""
    monkeypatch.setenv("TEAMSHELF_SERVER", server[0])
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    acting = Acting(server[1], monkeypatch)
    acting.become("admin")
    yield acting
    acting.become("admin")
    main(["remove", APP_ID, "--yes"])


def put(name: str = "app.zip", **members: object) -> str:
    """A package in the current folder; its name."""
    Path(name).write_bytes(package(**{"id": APP_ID, "packageName": None, **members}))
    return name


def listed(capsys: pytest.CaptureFixture[str], app_id: str = APP_ID) -> list[tuple[str, str]]:
    """The versions and states that `apps` tells of our app."""
    capsys.readouterr()
    assert OK == main(["apps", "--format", "json"])
    apps = json.loads(capsys.readouterr().out)["apps"]
    return [
        (each["version"], each["publishingState"])
        for app in apps
        if app["externalId"] == app_id
        for each in app["appDefinitions"]
    ]


def test_publish_finds_out_whether_it_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    """The first time it is an app, the second an update, and the same bytes again are neither."""
    assert OK == main(["publish", put()])
    assert OK == main(["publish", put(version="1.1.0")])
    assert OK == main(["publish", put(version="1.1.0")])

    out = capsys.readouterr().out.splitlines()
    assert ["is published", "is updated", "is there already, the very same"] == [
        line.partition('" ')[2] for line in out
    ]
    assert [("1.0.0", "published"), ("1.1.0", "published")] == listed(capsys)


def test_notes_go_with_a_submission(
    acts: Acting, server: tuple[str, dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not said again stays; reviewers read all of it; once a reviewer has it nothing is taken."""
    Path("accounts.txt").write_text("tess@example.com", "utf-8")
    acts.become("publisher")
    said = ["--notes", "Colours.", "--review-notes", "Try the tab.", "--test-accounts", "accounts.txt"]
    assert OK == main(["publish", put(id=NOTED_ID), "--review", *said])
    assert OK == main(["publish", put(id=NOTED_ID), "--review", "--notes", "More colours."])
    with Connection(server[0], server[1]["reviewer"]) as reviewer:
        (waiting,) = reviewer.get(f"{reviewer.shelf}/reviews", list[dict[str, Any]])
        found = reviewer.get(f"{reviewer.shelf}/versions/{waiting['id']}/notes", dict[str, str])
        reviewer.post(f"{reviewer.shelf}/versions/{waiting['id']}/decisions", {"action": "claim"})
        capsys.readouterr()
        late = main(["publish", put(id=NOTED_ID), "--review", "--notes", "Too late."])
        told = capsys.readouterr().err
        reviewer.post(f"{reviewer.shelf}/versions/{waiting['id']}/decisions", {"action": "reject", "reason": "no"})

    assert {"notes": "More colours.", "reviewNotes": "Try the tab.", "testAccounts": "tess@example.com"} == found
    assert FOUND == late
    assert "in-review" in told


def test_a_server_that_takes_no_notes_is_told_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Microsoft's has no place for them: the version is there, and the exit code says that something is missing."""

    def refuse(*_: object, **__: object) -> bool:
        raise Refused(404, "", "", "no such path")

    monkeypatch.setattr("teamshelf.client.say_with_newest", refuse)
    assert FOUND == main(["publish", put(), "--notes", "Here at last."])
    assert "this server takes none" in capsys.readouterr().err
    assert [("1.0.0", "published")] == listed(capsys)


def test_notes_to_reviewers_need_a_review(capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody would read is not sent, nor is a package whose accounts cannot be read; what is new may go along."""
    assert FAILED == main(["publish", put(), "--review-notes", "Look."])
    assert "--review" in capsys.readouterr().err
    assert FAILED == main(["publish", put(), "--review", "--test-accounts", "nowhere.txt"])
    assert "nowhere.txt" in capsys.readouterr().err
    assert [] == listed(capsys)
    assert OK == main(["publish", put(), "--notes", "Here at last."])


def test_a_version_waits_for_its_review(acts: Acting, capsys: pytest.CaptureFixture[str]) -> None:
    """A publisher hands in, a reviewer approves, and the next one is turned down."""
    acts.become("publisher")
    assert FOUND == main(["publish", put(id=THEIR_ID)])
    assert "--review" in capsys.readouterr().err
    assert OK == main(["publish", put(id=THEIR_ID), "--review"])
    acts.become("reviewer")
    assert OK == main(["approve", THEIR_ID, "--version", "1.0.0"])
    acts.become("publisher")
    assert OK == main(["publish", put(id=THEIR_ID, version="1.1.0"), "--review"])
    acts.become("admin")
    assert FOUND == main(["approve", THEIR_ID, "--version", "9.9.9"])
    assert OK == main(["reject", THEIR_ID, "--reason", "no privacy page"])

    assert [("1.0.0", "published"), ("1.1.0", "rejected")] == listed(capsys, THEIR_ID)


def test_the_owner_of_an_id_is_named(acts: Acting, capsys: pytest.CaptureFixture[str]) -> None:
    """An id stays with whoever published it first, and the clash says who that is."""
    main(["publish", put()])
    main(["remove", APP_ID, "--yes"])
    acts.become("publisher")
    assert FOUND == main(["publish", put(), "--review"])

    assert "belongs to admin@example.com" in capsys.readouterr().err


def test_nothing_with_errors_is_sent(capsys: pytest.CaptureFixture[str]) -> None:
    """The check comes first."""
    assert FOUND == main(["publish", put(description={"short": "", "full": ""})])

    assert "nothing was sent" in capsys.readouterr().err
    assert [] == listed(capsys)


def test_the_server_s_refusal_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A lower version: Graph's code, the server's words, and the request's id."""
    main(["publish", put(version="2.0.0")])
    assert FOUND == main(["publish", put(version="1.0.0")])

    err = capsys.readouterr().err
    assert "400" in err
    assert "request-id:" in err


def test_an_app_is_installed_and_removed(acts: Acting, capsys: pytest.CaptureFixture[str]) -> None:
    """For oneself, and by the manifest's id; twice is refused."""
    main(["publish", put(id=SHARED_ID, **EVERYWHERE)])
    acts.become("user")
    assert FOUND == main(["uninstall", SHARED_ID])
    assert OK == main(["install", SHARED_ID])
    assert FOUND == main(["install", SHARED_ID])
    assert OK == main(["uninstall", SHARED_ID])

    assert "Traceback" not in capsys.readouterr().err


def test_permissions_are_shown_before_they_are_granted(capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--consent` nothing is installed, and what is asked for is listed."""
    main(["publish", put(id=ASKING_ID, **EVERYWHERE, **RSC)])
    capsys.readouterr()
    assert FOUND == main(["install", ASKING_ID])
    assert "TeamsActivity.Send.User" in capsys.readouterr().err
    assert OK == main(["install", ASKING_ID, "--consent"])


def test_removing_asks_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nobody can say that it is meant."""
    main(["publish", put()])
    assert FOUND == main(["remove", APP_ID])
    assert "--yes" in capsys.readouterr().err
    assert OK == main(["remove", APP_ID, "--yes"])
    assert [] == listed(capsys)
    assert FOUND == main(["remove", APP_ID, "--yes"])


@pytest.mark.parametrize("command", ["approve", "reject", "install", "remove"])
def test_an_app_that_is_not_there_is_said(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the id that was given."""
    assert FOUND == main([command, APP_ID])

    assert APP_ID in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TEAMSHELF_TOKEN", "", "there is no token"),
        ("TEAMSHELF_SERVER", "", "say which server"),
        ("TEAMSHELF_SERVER", "http://127.0.0.1:9", "cannot be reached"),
        ("TEAMSHELF_SERVER", "shelf", "is no address"),
    ],
)
def test_what_cannot_run_ends_with_2(
    variable: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a sentence that says what to do."""
    monkeypatch.setenv(variable, value)
    assert FAILED == main(["apps"])

    assert words in capsys.readouterr().err


def test_a_wrong_token_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The server refuses it, and what may be wrong with it is said."""
    monkeypatch.setenv("TEAMSHELF_TOKEN", "nonsense")
    assert FOUND == main(["apps"])

    assert "expired or not of this server" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["none.zip", ".", "text.zip"])
def test_what_is_no_package_is_not_sent(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder, another file, or none."""
    (tmp_path / "text.zip").write_text("no package")
    assert FAILED == main(["publish", name])

    assert "teamshelf:" in capsys.readouterr().err
