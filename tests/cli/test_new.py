"""`teamshelf new`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")


def listing(folder: str = ".") -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in Path(folder).iterdir())


def test_an_app_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is named after it, what it holds and what is left to do are told, and it checks clean."""
    assert OK == main(["new", "Daily Standup", "--capability", "bot", "--lang", "fr"])

    out = capsys.readouterr().out
    assert ["color.png", "fr.json", "manifest.json", "outline.png"] == listing("daily-standup")
    assert out.startswith("daily-standup: color.png, fr.json, manifest.json, outline.png\n")
    assert "register a bot" in out
    assert "  teamshelf check daily-standup\n  teamshelf pack daily-standup\n" in out

    assert OK == main(["check", "daily-standup", "--audience", "store"])
    assert "daily-standup: ok (manifest 1.22)\n" == capsys.readouterr().out
    assert OK == main(["pack", "daily-standup"])


def test_ids_are_fresh() -> None:
    """Two apps have nothing in common by accident; `--id` and `--bot-id` are taken over."""
    for number in (1, 2):
        assert OK == main(["new", "Polls", "--capability", "bot", "-o", f"app{number}"])
    guid = "2C4F7A10-93D8-4B6E-8F51-D07C3E9B5A62"
    assert OK == main(["new", "Polls", "--capability", "bot", "-o", "app3", "--id", guid, "--bot-id", guid])

    ids = []
    for number in (1, 2, 3):
        manifest = json.loads(Path(f"app{number}/manifest.json").read_text("utf-8"))
        ids += [manifest["id"], manifest["bots"][0]["botId"]]
    assert 5 == len(set(ids))
    assert guid.lower() == ids[4] == ids[5]


@pytest.mark.parametrize(
    "make", [lambda path: path.mkdir(), lambda path: path.touch(), lambda path: path.symlink_to("x")]
)
def test_what_is_there_is_not_written_over(make: object, capsys: pytest.CaptureFixture[str]) -> None:
    """Be it a folder, a file or a link."""
    assert callable(make)
    make(Path("polls"))

    assert FAILED == main(["new", "Polls"])
    assert "`polls` exists already" in capsys.readouterr().err
    assert ["polls"] == listing()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Polls", "--color", "teal"], "`teal` is no colour"),
        (["Polls", "--letter", "日"], "is no letter that can be drawn"),
        (["Polls", "--id", "x"], "`x` is no GUID"),
        (["Polls", "--lang", "../fr"], "is no language tag"),
        (["\x1b[31m"], "text that can be seen"),
        (["Polls", "--capability", "bot", "--capability", "notification-bot"], "an app has one bot"),
        (["Polls", "--capability", "video"], "invalid choice"),
    ],
)
def test_what_is_impossible_ends_with_2(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a sentence, and without a folder."""
    assert FAILED == main(["new", *arguments])

    assert words in capsys.readouterr().err
    assert [] == listing()


def test_names_that_escape_stay_here() -> None:
    """A name is no path."""
    assert OK == main(["new", "../../etc/passwd"])
    assert ["etc-passwd"] == listing()


def test_errors_in_the_outcome_are_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An app that would not check is not written."""
    monkeypatch.setattr("teamshelf.scaffold.app.outline_icon", lambda _: b"no picture")

    assert FOUND == main(["new", "Polls"])
    assert "icon-not-png" in capsys.readouterr().out
    assert [] == listing()


def test_warnings_are_shown_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that the store would refuse is told at once."""
    assert OK == main(["new", "Microsoft Teams Polls"])
    assert "name-has-microsoft-name" in capsys.readouterr().out


def test_a_failed_write_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the disk is full in the middle, there is no folder at all."""
    calls = []

    def full(_: int) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert FAILED == main(["new", "Polls"])
    assert "No space left" in capsys.readouterr().err
    assert [] == listing()


def test_folders_above_are_made() -> None:
    """`-o` may name a place that is not there yet."""
    assert OK == main(["new", "Polls", "-o", "apps/polls/appPackage"])
    assert "manifest.json" in listing("apps/polls/appPackage")


def test_the_folder_has_the_mode_of_any_new_one() -> None:
    """The user's mask decides."""
    before = os.umask(0o027)
    try:
        assert OK == main(["new", "Polls"])
    finally:
        os.umask(before)

    assert 0o750 == Path("polls").stat().st_mode & 0o777
    assert 0o640 == Path("polls/manifest.json").stat().st_mode & 0o777


def test_messages_are_in_french(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Here the environment decides, since `--lang` is about the app."""
    monkeypatch.setenv("LANGUAGE", "fr")

    assert OK == main(["new", "Polls"])
    assert "ce qu'il vous reste à faire :" in capsys.readouterr().out
