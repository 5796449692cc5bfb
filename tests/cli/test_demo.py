"""`teamshelf demo`: the whole story, told by the real commands against a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("language", "end"), [("en", "That was all"), ("fr", "C'est tout")])
def test_the_story_is_told_to_its_end(tmp_path: Path, language: str, end: str) -> None:
    """Every step ends well, the update waits for consent and comes with it, and nothing is left behind."""
    told = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "teamshelf", "demo", "--lang", language],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"TMPDIR": str(tmp_path), "LANGUAGE": language},
    )

    assert (0, "") == (told.returncode, told.stderr)
    assert end in told.stdout
    assert "docs-2021" in told.stdout
    before, _, after = told.stdout.partition("teamshelf approve")[2].partition("teamshelf approve")
    assert "1.0.0" in before
    assert "1.1.0" in after
    assert [] == list(tmp_path.iterdir())
