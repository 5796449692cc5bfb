"""`teamshelf icons`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main
from tests.manifests import manifest
from tests.package.test_picture import SUITABLE, UNSUITABLE


@pytest.fixture(autouse=True)
def _with_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    Path("logo.png").write_bytes(SUITABLE["on nothing"])
    Path("app").mkdir()


def listing(folder: str = ".") -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in Path(folder).iterdir())


def test_both_icons_are_made(capsys: pytest.CaptureFixture[str]) -> None:
    """Where they are is told, what was done goes to standard error, and an app with them checks clean."""
    Path("app/manifest.json").write_text(json.dumps(manifest()), "utf-8")

    assert OK == main(["icons", "logo.png", "-o", "app"])

    out, err = capsys.readouterr()
    assert ["app/color.png", "app/outline.png"] == out.splitlines()
    assert "#FFFFFF was put behind it" in err
    assert OK == main(["check", "app", "--audience", "store", "--warnings-as-errors"])


def test_a_folder_that_is_not_there_is_made() -> None:
    """As `new` and `pack` do it."""
    assert OK == main(["icons", "logo.png", "-o", "new/app"])

    assert ["color.png", "outline.png"] == listing("new/app")


def test_the_current_folder_is_the_default() -> None:
    """Icons that are there are replaced: that is what running it again is for."""
    Path("color.png").write_bytes(b"old")

    assert OK == main(["icons", "logo.png", "--background", "#102030"])

    assert ["app", "color.png", "logo.png", "outline.png"] == listing()
    assert b"old" != Path("color.png").read_bytes()


@pytest.mark.parametrize("name", ["photograph", "square", "SVG", "cut short"])
def test_a_picture_that_does_not_suit_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason, and nothing written."""
    content, words = UNSUITABLE[name]
    Path("logo.png").write_bytes(content)

    assert FOUND == main(["icons", "logo.png", "-o", "app"])
    assert words in capsys.readouterr().err
    assert [] == listing("app")


def test_the_picture_itself_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where it is reached by another name."""
    Path("color.png").hardlink_to("logo.png")

    for name in ("color.png", "logo.png"):
        assert FAILED == main(["icons", name])
        assert "is the picture itself" in capsys.readouterr().err
    assert SUITABLE["on nothing"] == Path("logo.png").read_bytes()
    assert ["app", "color.png", "logo.png"] == listing()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.png"], "`none.png` cannot be read"),
        (["app"], "`app` is no file"),
        (["logo.png", "-o", "logo.png/folder"], "cannot be written"),
        (["logo.png", "--background", "red"], "`red` is no colour"),
        (["logo.png\0"], "cannot be read"),
    ],
)
def test_what_cannot_run_ends_with_2(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a sentence, and nothing written."""
    assert FAILED == main(["icons", *arguments])

    assert words in capsys.readouterr().err
    assert ["app", "logo.png"] == listing()


def test_a_pipe_is_no_picture(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody waits for it."""
    os.mkfifo("pipe")

    assert FAILED == main(["icons", "pipe"])
    assert "`pipe` is no file" in capsys.readouterr().err


def test_a_large_file_is_not_read_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its size is the reason."""
    monkeypatch.setattr("teamshelf.cli.icons.MAX_BYTES", 100)

    assert FOUND == main(["icons", "logo.png"])
    assert "more than 100 bytes" in capsys.readouterr().err


def test_a_failed_write_leaves_both_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither icon is replaced when only one could be written."""
    Path("color.png").write_bytes(b"old")
    calls = []

    def full(_: int) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert FAILED == main(["icons", "logo.png"])
    assert b"old" == Path("color.png").read_bytes()
    assert ["app", "color.png", "logo.png"] == listing()


def test_messages_are_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    """Where that is asked for."""
    Path("logo.png").write_bytes(UNSUITABLE["nothing"][0])

    assert FOUND == main(["icons", "logo.png", "--lang", "fr"])
    assert "entièrement transparente" in capsys.readouterr().err
