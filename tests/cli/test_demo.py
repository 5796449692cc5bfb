"""`teamshelf demo`: the whole story, told by the real commands against a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from teamshelf.catalogue.database import open_database
from teamshelf.catalogue.people.actors import VISITOR
from teamshelf.catalogue.people.signing_in import sign_in
from teamshelf.catalogue.shelf import Shelf
from teamshelf.catalogue.tables import App

if TYPE_CHECKING:
    from pathlib import Path


ROLES = ("user", "publisher", "reviewer", "admin")


def told_in(folder: Path, *options: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """The demo, told in a folder by a process of its own that nobody watches."""
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "teamshelf", "demo", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"LANGUAGE": language},
    )


@pytest.mark.parametrize(("language", "end"), [("en", "opens the shelf again"), ("fr", "rouvre le catalogue")])
def test_the_story_is_told_to_its_end(tmp_path: Path, language: str, end: str) -> None:
    """Every step ends well, the update waits for consent and comes with it, and a shelf to look at is left behind."""
    told = told_in(tmp_path, "--lang", language, language=language)

    assert (0, "") == (told.returncode, told.stderr)
    assert end in told.stdout
    assert "docs-2021" in told.stdout
    before, _, after = told.stdout.partition("teamshelf approve")[2].partition("teamshelf approve")
    assert "1.0.0" in before
    assert "1.1.0" in after
    assert "teamshelf serve --data teamshelf-demo/shelf" in told.stdout
    password = re.findall(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){3}", told.stdout)[0]
    shelf = Shelf(open_database(data=tmp_path / "teamshelf-demo" / "shelf"))
    try:
        signed_in = [sign_in(shelf, VISITOR, f"{role}@example.com", password) for role in ROLES]
        with shelf.reading() as session:
            apps = {app.display_name: app for app in session.scalars(select(App))}
    finally:
        shelf.database.close()
    assert len(ROLES) == len(signed_in)
    assert {"Garden Beds", "Standup Notes", "Vacation Planner", "Parking"} <= apps.keys()
    assert apps["Lunch Menu"].is_blocked


def test_an_older_demo_is_not_touched(tmp_path: Path) -> None:
    """Where something is already, nothing is told, and how to open it again is said."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine").write_text("mine")
    told = told_in(tmp_path, "--data", "here")

    assert (2, "") == (told.returncode, told.stdout)
    assert "teamshelf serve --data here/shelf" in told.stderr
    assert ["mine"] == [path.name for path in (tmp_path / "here").iterdir()]
