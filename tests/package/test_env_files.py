"""Where the values for placeholders are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from teamshelf.package.env_files import env_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """The folder of an app in a project."""
    folder = tmp_path / "project" / "appPackage"
    folder.mkdir(parents=True)
    return folder


def put(path: Path, text: str) -> None:
    """Write an env file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("place", [".", "env", "../env"])
def test_three_places_are_looked_at(app: Path, place: str) -> None:
    """Beside the manifest, in `env` beside it, and in `env` beside its folder, as Agents Toolkit has it."""
    put(app / place / ".env.dev", "A=1")

    found = env_files(app)

    assert ("dev",) == found.names
    assert {"A": "1"} == found.variables("dev")
    assert {} == found.variables("prod")


def test_the_nearer_file_and_the_narrower_one_go_before(app: Path) -> None:
    """A developer's own values before those of the environment, those before the general ones; then by place."""
    put(app / ".env", "A=general\nB=general\nC=general\nD=general")
    put(app / ".env.dev", "A=dev\nB=dev\nC=dev")
    put(app / ".env.dev.user", "A=user\nB=user")
    put(app / "env" / ".env.dev.user", "A=env\nE=env")
    put(app.parent / "env" / ".env.dev", "E=project\nF=project")

    assert {"A": "user", "B": "user", "C": "dev", "D": "general", "E": "env", "F": "project"} == env_files(
        app
    ).variables("dev")
    assert {"A": "general", "B": "general", "C": "general", "D": "general"} == env_files(app).variables(None)


def test_samples_and_links_do_not_count(app: Path) -> None:
    """A file that shows which values there are sets none, and nobody is led to a file elsewhere."""
    put(app / ".env.example", "A=your value")
    put(app / ".env.local.old.bak", "A=old")
    put(app.parent / "secret", "A=secret")
    (app / ".env.prod").symlink_to("../secret")
    (app / ".env").mkdir()

    found = env_files(app)

    assert ((), ()) == (found.names, found.paths)


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    """Looking for nothing finds nothing."""
    assert () == env_files(tmp_path / "none").names
