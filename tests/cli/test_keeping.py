"""`teamshelf backup`, `restore` and `fsck`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from teamshelf.cli import FAILED, FOUND, OK, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with one account."""
    monkeypatch.setenv("LANGUAGE", "en")
    folder = tmp_path / "shelf"
    assert OK == main(["user", "add", "ann", "--no-password", "--data", str(folder)])
    return folder


def test_a_shelf_comes_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was copied is there in another folder, and proved to be sound."""
    copy, other = str(tmp_path / "copy.backup"), str(tmp_path / "other")

    assert OK == main(["backup", copy, "--data", str(data)])
    assert OK == main(["restore", copy, "--data", other])
    assert "sound:" in capsys.readouterr().out
    assert OK == main(["user", "list", "--data", other])
    assert "ann" in capsys.readouterr().out


def test_a_file_that_is_there_is_kept(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A backup is refused rather than written over something."""
    copy = tmp_path / "copy.backup"
    copy.write_bytes(b"precious")

    assert FOUND == main(["backup", str(copy), "--data", str(data)])
    assert "name another file" in capsys.readouterr().err
    assert b"precious" == copy.read_bytes()


def test_a_full_shelf_is_not_restored_into(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two shelves would be mixed."""
    copy = str(tmp_path / "copy.backup")
    main(["backup", copy, "--data", str(data)])

    assert FOUND == main(["restore", copy, "--data", str(data)])
    assert "restore into an empty one" in capsys.readouterr().err


def test_what_cannot_be_written_or_read_ends_with_2(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a sentence."""
    assert FAILED == main(["backup", str(tmp_path / "no" / "copy.backup"), "--data", str(data)])
    assert FAILED == main(["restore", str(tmp_path / "none.backup"), "--data", str(tmp_path / "other")])

    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "cannot be written" in err
    assert "none.backup` cannot be read" in err


def test_damage_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that SQLite itself finds wrong is named, and the exit code says so."""
    connection = sqlite3.connect(data / "shelf.sqlite3")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO memberships VALUES ('nowhere', 'nobody', 0)")
    connection.commit()
    connection.close()

    assert FOUND == main(["fsck", "--data", str(data)])
    out = capsys.readouterr().out
    assert "memberships" in out
    assert "[row-without-its-other]" in out


def test_it_is_told_in_french(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As all else."""
    assert OK == main(["fsck", "--data", str(data), "--lang", "fr"])

    assert "intègre" in capsys.readouterr().out
